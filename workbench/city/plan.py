"""What is asked of a made-up city: how many people, which seed, how well fraud hides, and when it all happens."""

from dataclasses import dataclass
from zlib import crc32

import numpy as np

from workbench.city.values import Times

# Arrays of no dimension, so that they add to and compare with columns of times.
FIRST: Times = np.array("2021-11-01T00:00:00", dtype="datetime64[s]")
START: Times = np.array("2026-05-01T00:00:00", dtype="datetime64[s]")
END: Times = np.array("2026-10-31T23:59:59", dtype="datetime64[s]")
NEVER = np.datetime64("NaT", "s")
DAY = 86_400
WINDOW_DAYS = 184


@dataclass(frozen=True)
class Difficulty:
    """How fraud hides: shares between 0 and 1, days that errands spread over, how much callers call.

    `hired` is how readily a ring's money goes over cards of people paid for a job, beside its own;
    `patience` is how long money rests between two cards, in about days; `campaign` the share of a ring's victims
    that it works on in one week.
    """

    stolen: float = 0.42
    lent: float = 0.36
    invented: float = 0.08
    clean_device: float = 0.45
    own_contact: float = 0.55
    chosen_outlet: float = 0.4
    collected: float = 0.8
    warm_up: float = 0.8
    shared_hands: float = 0.08
    switched: float = 0.45
    relays: float = 0.35
    boxes: float = 0.25
    in_case: float = 0.28
    reported: float = 0.4
    wrong_report: float = 0.05
    paid: float = 0.5
    campaign: float = 0.45
    turned: float = 0.12
    hired: float = 1.3
    patience: float = 0.7
    spread_days: float = 75.0
    loud: float = 1.0


MEDIUM = Difficulty()
# What early rings looked like: shared handsets, one outlet, money that hurries.
EASY = Difficulty(
    clean_device=0.2,
    own_contact=0.3,
    chosen_outlet=0.65,
    warm_up=0.4,
    shared_hands=0.03,
    in_case=0.4,
    reported=0.55,
    campaign=0.6,
    patience=0.2,
    hired=0.5,
    boxes=0.45,
    spread_days=35.0,
    loud=1.4,
)
# Nobody tunes on this one: cleaner hands, slower openings, fewer reports and case numbers.
HARD = Difficulty(
    clean_device=0.75,
    own_contact=0.8,
    chosen_outlet=0.15,
    warm_up=1.3,
    shared_hands=0.15,
    in_case=0.18,
    reported=0.25,
    campaign=0.25,
    patience=1.5,
    hired=2.5,
    boxes=0.12,
    spread_days=140.0,
    loud=0.45,
)
DIFFICULTIES = {"easy": EASY, "medium": MEDIUM, "hard": HARD}


@dataclass(frozen=True)
class Plan:
    """One city to make; the same plan always gives the same city."""

    people: int
    seed: int
    difficulty: Difficulty = MEDIUM

    def draw(self, name: str) -> np.random.Generator:
        """Return the stream of chance of one part, independent of every other part's."""
        return np.random.Generator(np.random.PCG64([self.seed, self.people, crc32(name.encode())]))

    @property
    def rings(self) -> int:
        """How many rings work in the city."""
        return max(2 if self.people < 2000 else 3, round(self.people / 450))

    def ring_sizes(self) -> tuple[tuple[int, int, int], ...]:
        """Return phones, bank cards and social accounts of each ring, 6 to 20, contact phones on top."""
        sizes = self.draw("ring sizes").integers(6, 13 if self.people < 1000 else 21, self.rings)
        return tuple(
            (max(3, round(n * 0.34)), max(3, round(n * 0.43)), max(1, round(n * 0.23))) for n in sizes.tolist()
        )

    @property
    def quota(self) -> int:
        """How many entities each innocent look-alike needs at least: a quarter more than fraud has of a kind."""
        phones, cards, accounts = (sum(ring[at] for ring in self.ring_sizes()) for at in range(3))
        return int(1.25 * max(phones + 0.4 * (cards + accounts), cards)) + 3
