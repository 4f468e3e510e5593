"""How rings call: relays of two handsets in one place, SIM boxes, cards of machines and firms put to voice calls."""

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.city.sheets import Town, ints, new_devices, texts, with_changes
from workbench.city.values import Ints

STYLES = ("relay", "sim_box", "plain")


def styles(rng: np.random.Generator, town: Town) -> Ints:
    """Return how each ring calls, an index of STYLES; the first two rings show a relay and a SIM box."""
    shown = town.plan.difficulty
    rest = 1 - shown.relays - shown.boxes
    style = rng.choice(3, town.plan.rings, p=(shown.relays, shown.boxes, rest))
    style[:2] = (0, 1)
    return style


def phones_of(town: Town, part: str) -> Ints:
    """Return the rows of rings' phones with that part."""
    return np.flatnonzero((texts(town.paper, "part") == part) & (texts(town.paper, "kind") == "phone"))


def in_hands(town: Town, rows: Ints, user: Ints, device: Ints) -> Town:
    """Return the town where rings' phones are with that person and in that handset, once they are with the ring."""
    passed = ints(town.paper, "taker")[rows] >= 0
    town = with_changes(town, rows[~passed], user=user[~passed], device=device[~passed])
    return with_changes(town, rows[passed], taker=user[passed], taken_device=device[passed])


def hands_now(town: Town, rows: Ints) -> Ints:
    """Return who works with each of rings' phones."""
    taker = ints(town.paper, "taker")[rows]
    return np.where(taker >= 0, taker, ints(town.paper, "user")[rows])


def add_relays(rng: np.random.Generator, town: Town, rings: Ints) -> Town:
    """Return the town where each caller of some rings lies beside a phone that is on data or takes its calls."""
    ring = ints(town.paper, "ring")
    order = []
    for part in ("caller", "contact"):
        rows = phones_of(town, part)
        rows = rows[np.isin(ring[rows], rings)]
        order.append(rows[np.lexsort((rng.random(rows.size), ring[rows]))])
    frames = [
        pd.DataFrame({"row": rows, "ring": ring[rows]}).assign(place=lambda one: one.groupby("ring").cumcount())
        for rows in order
    ]
    pairs = frames[0].merge(frames[1], on=["ring", "place"])
    dialler, partner = ints(pairs, "row_x"), ints(pairs, "row_y")
    town, devices = new_devices(town, 2 * dialler.size)
    user = hands_now(town, dialler)
    town = in_hands(town, dialler, user, devices[: dialler.size])
    town = with_changes(in_hands(town, partner, user, devices[dialler.size :]), partner, part="relay", activity=1.6)
    return beside(town, dialler, partner, rng.random(dialler.size) < 0.5)


def beside(town: Town, dialler: Ints, partner: Ints, forwards: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Town:
    """Return the town with pairs of phones that lie side by side; some have their calls forwarded to the other."""
    pairs = pd.DataFrame({"dialler": dialler, "partner": partner, "forwards": forwards})
    return replace(town, pairs=(*town.pairs, pairs))


def add_boxes(rng: np.random.Generator, town: Town, rings: Ints) -> Town:
    """Return the town where the callers of some rings sit in a box of two slots in one place."""
    ring = ints(town.paper, "ring")
    rows = phones_of(town, "caller")
    rows = rows[np.isin(ring[rows], rings)]
    town, slots = new_devices(town, 2 * town.plan.rings)
    keeper = np.full(town.plan.rings, -1)
    keeper[ring[rows]] = hands_now(town, rows)
    town = in_hands(town, rows, keeper[ring[rows]], slots[2 * ring[rows] + rng.integers(0, 2, rows.size)])
    return with_changes(town, rows, boxed=1)


def add_calling(town: Town) -> Town:
    """Return the town where rings call in their ways, and some callers' cards were a machine's or a firm's."""
    rng = town.plan.draw("calling")
    style = styles(rng, town)
    town = add_relays(rng, town, np.flatnonzero(style == 0))
    town = add_boxes(rng, town, np.flatnonzero(style == 1))
    callers = phones_of(town, "caller")
    fresh = callers[texts(town.paper, "how")[callers] != "lent"]
    sort = rng.choice(np.array(("personal", "iot", "industry")), fresh.size, p=(0.72, 0.16, 0.12))
    sort[:2] = np.array(("iot", "industry"))[: sort[:2].size]
    return with_changes(town, fresh, card_type=sort)
