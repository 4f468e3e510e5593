"""The places: outlets of carriers and banks, employers, and the addresses of the network."""

import numpy as np
import pandas as pd

from workbench.city.plan import Plan
from workbench.city.sheets import Places
from workbench.city.values import BINS, Texts, distinct, joined, padded
from workbench.city.words import AWAY, CITY, FIRM_HEADS, FIRM_TRADES, SCHOOLS


def firms_of(plan: Plan) -> int:
    """Return how many employers the city has."""
    return max(6, plan.people // 45)


def make_outlets(plan: Plan) -> pd.DataFrame:
    """Return outlets: code, region, and whether a carrier's or a bank's."""
    rng = plan.draw("outlets")
    each = max(1, plan.people // 2400)
    regions = np.array(list(CITY) * each + list(AWAY))
    frames = []
    for kind, mark in (("phone", "YY"), ("bank_card", "WD")):
        serial = (
            padded(rng.permutation(900)[: regions.size] + 100, 3)
            if regions.size <= 900
            else padded(np.arange(regions.size), 5)
        )
        frames.append(pd.DataFrame({"kind": kind, "code": joined(np.array(mark), regions, serial), "region": regions}))
    return pd.concat(frames, ignore_index=True)


def make_employers(plan: Plan) -> pd.DataFrame:
    """Return employers: name, region, the account they pay from."""
    rng = plan.draw("employers")
    count = firms_of(plan)
    name = joined(np.array("成都"), rng.choice(FIRM_HEADS, count), rng.choice(FIRM_TRADES, count), np.array("有限公司"))
    number = distinct(count, lambda rows: padded(rng.integers(10**11, 10**12, rows.size), 12))
    account = joined(np.array("ACCT:"), rng.choice(np.array(list(BINS)), count), np.array(":"), number)
    return pd.DataFrame({"name": name, "region": rng.choice(np.array(list(CITY)), count), "account": account})


def make_ips(plan: Plan, homes: int, nats: int, campuses: int) -> Texts:
    """Return addresses: homes first, then carriers' shared ones, campuses, and one an employer."""
    rng = plan.draw("ips")
    first = np.array(["118.112", "125.70", "171.216", "182.150", "110.184", "222.209", "117.174", "223.87", "101.206"])

    def draw(rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Texts:
        parts = (padded(rng.integers(low, 255, rows.size), 1) for low in (0, 1))
        third, fourth = parts
        dot = np.array(".")
        return joined(rng.choice(first, rows.size), dot, third, dot, fourth).astype("<U15")

    return distinct(homes + nats + campuses + firms_of(plan), draw)


def make_places(plan: Plan, homes: int) -> Places:
    """Return the places of a city with so many households."""
    nats = max(4, plan.people // 150)
    campuses = len(SCHOOLS)
    ips = make_ips(plan, homes, nats, campuses)
    return Places(make_outlets(plan), make_employers(plan), ips, homes, nats, campuses)
