"""The victims: nine timelines of calls, messages, sites and payments, and what reached whom."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.city.calls import talk
from workbench.city.hands import begun, live_phones, moments
from workbench.city.lookalikes_home import days
from workbench.city.paper import open_through
from workbench.city.plan import DAY, END, START
from workbench.city.sheets import Town, ints, texts, times
from workbench.city.values import Bools, Floats, Ints, Texts, Times
from workbench.city.words import SCREEN_SITES

# How each fraud goes: mean calls after the first, mean seconds, chance of text, message, site, screen sharing;
# days it takes, mean payments, usual sum in yuan.
SCRIPTS = {
    "loan": (2.2, 170, 0.6, 0.4, 0.6, 0.1, 4, 2.2, 3200),
    "order_rebate": (0.8, 90, 0.5, 0.8, 0.7, 0.05, 9, 4.0, 2600),
    "impersonating_authority": (3.2, 900, 0.3, 0.2, 0.3, 0.4, 3, 2.0, 12000),
    "romance_investment": (1.0, 260, 0.2, 0.95, 0.8, 0.05, 45, 3.5, 8000),
    "customer_service": (1.9, 620, 0.4, 0.2, 0.4, 0.6, 2, 1.8, 6200),
    "shopping": (0.5, 80, 0.3, 0.7, 0.5, 0.02, 5, 1.2, 1300),
    "gaming": (0.6, 70, 0.2, 0.8, 0.6, 0.05, 4, 1.8, 900),
    "credit_repair": (2.0, 480, 0.4, 0.3, 0.5, 0.4, 2, 1.9, 6500),
    "other": (1.2, 150, 0.3, 0.4, 0.3, 0.05, 6, 1.3, 2500),
}
TYPES = np.array(list(SCRIPTS))
TABLE = np.array(list(SCRIPTS.values()), dtype=np.float64)


@dataclass(frozen=True)
class Victims:
    """One row a person a ring works on: phone row, ring, script (row of TABLE), when it starts, whether he pays.

    `campaign` says who is worked on in the week when his ring works on many.
    """

    phone: Ints
    ring: Ints
    script: Ints
    at: Times
    pays: Bools
    campaign: Bools

    def odds(self, column: int) -> Floats:
        """Return a column of the scripts' table, victim by victim."""
        odds: Floats = TABLE[self.script, column]
        return odds


def make_victims(town: Town) -> Victims:
    """Return who is worked on by which ring, with which of its two or three scripts, from when."""
    rng = town.plan.draw("victims")
    phones = rng.permutation(open_through(town, live_phones(town)))
    many = np.minimum(rng.poisson(13, town.plan.rings) + 3, phones.size // (2 * town.plan.rings) + 1)
    ring = np.repeat(np.arange(town.plan.rings), many)
    # Main scripts go round, so that even a small city knows several.
    main = rng.permutation(len(TYPES))[np.arange(town.plan.rings) % len(TYPES)]
    aside = rng.integers(0, len(TYPES), (town.plan.rings, 2))
    repertoire = np.c_[main, aside]
    script = repertoire[ring, rng.choice(3, ring.size, p=(0.6, 0.3, 0.1))]
    at = moments(rng, np.full(ring.size, START + days(np.array(6))), np.full(ring.size, END - days(np.array(12))))
    # A ring is in the middle of its work when the city's time ends.
    last = moments(rng, np.full(ring.size, END - days(np.array(16))), np.full(ring.size, END - days(np.array(1))))
    at = np.where(rng.random(ring.size) < 0.3, last, at)
    campaign = (rng.random(ring.size) < town.plan.difficulty.campaign) & (at < END - days(np.array(16)))
    week = moments(
        rng, np.full(town.plan.rings, START + days(np.array(50))), np.full(town.plan.rings, END - days(np.array(20)))
    )
    at = np.where(campaign, week[ring] + (rng.uniform(0, 4, ring.size) * DAY).astype("timedelta64[s]"), at)
    pays = rng.random(ring.size) < np.where(campaign, 0.5 + town.plan.difficulty.paid / 2, town.plan.difficulty.paid)
    return Victims(phones[: ring.size], ring, script, at, pays, campaign)


def at_work(rng: np.random.Generator, town: Town, ring: Ints, at: Times, part: str) -> Ints:
    """Return a row of the ring doing that part at that time, or -1."""
    paper = town.paper
    parts = texts(paper, "part")
    rows = np.flatnonzero(np.strings.startswith(parts, part) & (ints(paper, "ring") >= 0))
    rows = rows[np.argsort(ints(paper, "ring")[rows], kind="stable")]
    held = ints(paper, "ring")[rows]
    start, closed = begun(town)[rows], times(paper, "closed")[rows]
    low, high = np.searchsorted(held, ring, "left"), np.searchsorted(held, ring, "right")
    found = np.full(ring.size, -1, dtype=np.int64)
    for _ in range(8):
        # Squared: some keys do most of the work, some are spare.
        row = np.minimum(low + (rng.random(ring.size) ** 2.2 * (high - low)).astype(np.int64), rows.size - 1)
        good = (high > low) & (start[row] <= at) & (np.isnat(closed[row]) | (at <= closed[row]))
        found = np.where((found < 0) & good, rows[row], found)
    return found


def victim_calls(town: Town, victims: Victims) -> pd.DataFrame:
    """Return the calls and texts between rings and their victims, as rows of paper."""
    rng = town.plan.draw("victim calls")
    many = 1 + rng.poisson(victims.odds(0))
    who = np.repeat(np.arange(victims.ring.size), many)
    first = np.r_[True, who[1:] != who[:-1]]
    later = rng.exponential(victims.odds(6)[who] / 2.5, who.size) * DAY
    at = victims.at[who] + np.where(first, 0, later).astype("timedelta64[s]")
    line = at_work(rng, town, victims.ring[who], at, "caller")
    calls = talk(rng, line, victims.phone[who], at, 1.0)
    longer = rng.lognormal(np.log(victims.odds(1)[who]), 0.7) * town.plan.difficulty.loud**0.5
    voice = (longer * 0.8 + 15).astype(np.int64)
    text = rng.random(who.size) < victims.odds(2)[who] * 0.5
    calls["seconds"] = np.where(text, 0, voice)
    calls["medium"] = np.where(text, "sms", "voice")
    back = (rng.random(who.size) < 0.28) & ~text
    later = at[back] + rng.integers(900, 2 * DAY, back.sum()).astype("timedelta64[s]")
    return pd.concat([calls, talk(rng, victims.phone[who][back], line[back], later, 150.0)], ignore_index=True)


def victim_visits(town: Town, victims: Victims, keys: Texts) -> pd.DataFrame:
    """Return victims' visits to their ring's site and to screen-sharing apps."""
    rng = town.plan.draw("victim visits")
    names = np.array([f"{a}{b}{n}.{end}" for n, (a, b, end) in enumerate(bait_names(rng, 2 * town.plan.rings))])
    frames = []
    for column, site in ((4, names[2 * victims.ring + rng.integers(0, 2, victims.ring.size)]), (5, None)):
        goes = np.flatnonzero(rng.random(victims.ring.size) < victims.odds(column))
        goes = np.repeat(goes, 1 + rng.poisson(0.8, goes.size))
        at = victims.at[goes] + (rng.exponential(victims.odds(6)[goes] / 3) * DAY).astype("timedelta64[s]")
        where = rng.choice(SCREEN_SITES, goes.size) if site is None else site[goes]
        frames.append(pd.DataFrame({"phone": keys[victims.phone[goes]], "site": where, "at": at}))
    visits = pd.concat(frames, ignore_index=True)
    return visits[times(visits, "at") <= END]


def bait_names(rng: np.random.Generator, count: int) -> list[tuple[str, str, str]]:
    """Return parts of site names that could be anybody's."""
    heads = rng.choice(np.array(["shop", "jr", "hui", "mall", "vip", "fx", "dai", "you"]), count)
    tails = rng.choice(np.array(["bao", "tong", "yun", "jia", "le", "win"]), count)
    ends = rng.choice(np.array(["com", "cn", "top", "xyz"]), count)
    return list(zip(heads.tolist(), tails.tolist(), ends.tolist(), strict=True))


def victim_messages(town: Town, victims: Victims) -> pd.DataFrame:
    """Return messages between rings' accounts and their victims' accounts."""
    rng = town.plan.draw("victim messages")
    users = ints(town.paper, "user")
    rows = np.flatnonzero((texts(town.paper, "kind") == "social_account") & (ints(town.paper, "ring") < 0))
    account = np.full(len(town.people), -1)
    account[users[rows]] = rows
    other = account[users[victims.phone]]
    lure = at_work(rng, town, victims.ring, victims.at, "lure")
    goes = (rng.random(other.size) < victims.odds(3)) & (other >= 0) & (lure >= 0)
    who = np.repeat(np.flatnonzero(goes), 1 + rng.poisson(victims.odds(6)[goes] / 8))
    at = victims.at[who] + (rng.exponential(victims.odds(6)[who] / 2) * DAY).astype("timedelta64[s]")
    messages = 1 + rng.poisson(rng.gamma(1.0, 10, who.size))
    columns = {"victim": who, "one": lure[who], "other": other[who], "at": at, "messages": messages}
    frame = pd.DataFrame(columns)
    return frame[times(frame, "at") <= END]
