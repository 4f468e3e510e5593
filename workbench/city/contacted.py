"""The truth of calls: whom rings work on and whom they only brush, how rings call, whom officials ring."""

import numpy as np
import pandas as pd

from workbench.city.events import Known
from workbench.city.lookalikes_home import days
from workbench.city.plan import END, START
from workbench.city.sheets import Town, floats, ints, texts, times
from workbench.city.values import Bools, Ints, Texts
from workbench.city.victims import TYPES

# For how many days after the last word from a ring a person counts as still worked on.
WORKING = 14


def make_victims_told(keys: Texts, known: Known) -> tuple[pd.DataFrame, Bools]:
    """Return all victims (phone, fraud_type, ring, since, paid, reported), and who is worked on and has not told."""
    victims = known.victims
    count = victims.phone.size
    touch, who = times(known.touch, "at"), ints(known.touch, "victim")
    first, last = np.full(count, END), np.full(count, START)
    np.minimum.at(first, who, touch)
    np.maximum.at(last, who, touch)
    paid = np.bincount(who, floats(known.touch, "amount"), count)
    phone = keys[victims.phone]
    reported = np.isin(phone, known.reported)
    columns = {"phone": phone, "fraud_type": TYPES[victims.script], "ring": victims.ring, "since": first, "paid": paid}
    frame = pd.DataFrame({**columns, "reported": np.where(reported, "yes", "no")})
    met: Bools = np.isin(np.arange(count), who)
    working: Bools = ~reported & (last > END - days(np.array(WORKING)))
    return frame.loc[met], working[met]


def noted_rows(town: Town, why: str) -> Ints:
    """Return the rows of paper noted as innocent for that reason."""
    noted = town.innocent[0]
    return ints(noted[noted["why"] == why], "row")


def make_callers(town: Town, keys: Texts) -> pd.DataFrame:
    """Return phone, how, beside: relays with the phone beside each, SIM boxes, misused machines' and firms' cards."""
    paper = town.paper
    pairs = pd.concat(town.pairs, ignore_index=True)
    pairs = pairs[ints(paper, "ring")[ints(pairs, "dialler")] >= 0]
    frames = [pd.DataFrame({"row": ints(pairs, "dialler"), "how": "relay", "other": ints(pairs, "partner")})]
    partners = {"row": ints(pairs, "partner"), "how": "relay_partner", "other": ints(pairs, "dialler")}
    frames.append(pd.DataFrame(partners).drop_duplicates("row"))
    ring = (ints(paper, "ring") >= 0) & (texts(paper, "kind") == "phone")
    sort = texts(paper, "card_type")
    told = {"sim_box": ints(paper, "boxed") > 0, "iot_misused": sort == "iot", "industry_misused": sort == "industry"}
    frames += [pd.DataFrame({"row": np.flatnonzero(ring & of), "how": how, "other": -1}) for how, of in told.items()]
    frames.append(pd.DataFrame({"row": noted_rows(town, "nuisance_caller"), "how": "nuisance", "other": -1}))
    rows = pd.concat(frames, ignore_index=True)
    other = ints(rows, "other")
    columns = {"phone": keys[ints(rows, "row")], "how": texts(rows, "how")}
    frame = pd.DataFrame({**columns, "beside": np.where(other >= 0, keys[other], "")})
    return frame.sort_values(["how", "phone"])


def make_contacted(town: Town, keys: Texts, known: Known) -> pd.DataFrame:
    """Return phones that look worked on and are not: rung once by mistake, by officials, couriers or call centres."""
    ring = (ints(town.paper, "ring") >= 0) & (texts(town.paper, "kind") == "phone")
    calls = known.calls
    caller, callee = ints(calls, "caller"), ints(calls, "callee")
    brushed = calls[ring[caller] & ~ring[callee]].groupby("callee")["seconds"].agg(["size", "sum"])
    once = brushed[(brushed["size"] == 1) & (brushed["sum"] < 60)].index.to_numpy(dtype=np.int64)
    rung = {"wrong_call": keys[once]}
    for why, job in (("courier_call", "courier"), ("call_centre_call", "call_centre")):
        rung[why] = keys[np.unique(callee[np.isin(caller, noted_rows(town, job))])]
    centre = texts(known.officials, "caller") == "96110"
    rung["called_by_96110"] = texts(known.officials, "callee")[centre]
    rung["called_by_officials"] = texts(known.officials, "callee")[~centre]
    rng, most = town.plan.draw("contacted"), 3 * town.plan.quota
    few = {why: rng.permutation(np.unique(key))[:most] for why, key in rung.items()}
    frame = pd.concat([pd.DataFrame({"kind": "phone", "key": key, "why": why}) for why, key in few.items()])
    bad = np.r_[keys[ring], keys[known.victims.phone]]
    innocent: Bools = ~np.isin(texts(frame, "key"), bad) & np.strings.startswith(texts(frame, "key"), "+86")
    return frame.loc[innocent].drop_duplicates()
