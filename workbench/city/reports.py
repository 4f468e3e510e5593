"""What people and authorities say: reports, case numbers, disputes, freezes, known services."""

import numpy as np
import pandas as pd

from workbench.city.calls import SERVICES, talk
from workbench.city.hands import begun, live_phones, moments, rows_opened_by
from workbench.city.lookalikes_home import days
from workbench.city.plan import DAY, END, START
from workbench.city.sheets import Town, ints, rows_of, texts, times
from workbench.city.values import Bools, Ints, Texts, Times, joined, padded
from workbench.city.victims import TYPES, Victims

CHANNELS = ("app", "96110", "12381", "police", "bank")
TOLD = {
    "loan": "对方称可办理低息贷款，要求先交保证金",
    "order_rebate": "做任务刷单返利，垫付后无法提现",
    "impersonating_authority": "自称公安民警，称涉嫌洗钱要求转账核查",
    "romance_investment": "网上认识后被带去投资，无法提现",
    "customer_service": "自称平台客服，要求取消会员并转账",
    "shopping": "付款后不发货，联系不上",
    "gaming": "买卖游戏账号被骗",
    "credit_repair": "称可修复征信，要求转账流水",
    "other": "接到可疑电话，怀疑诈骗",
}


def touched(calls: pd.DataFrame, messages: pd.DataFrame, made: pd.DataFrame, victims: Victims) -> pd.DataFrame:
    """Return what of fraud reached each victim: victim, row of paper, when, and the sum where it was a payment."""
    owner = pd.Series(np.arange(victims.phone.size), index=victims.phone)
    met = calls[calls["callee"].isin(owner.index)]
    called = pd.DataFrame(
        {"victim": owner[ints(met, "callee")].to_numpy(), "row": ints(met, "caller"), "at": times(met, "at")}
    )
    wrote = pd.DataFrame(
        {"victim": ints(messages, "victim"), "row": ints(messages, "one"), "at": times(messages, "at")}
    )
    both = pd.concat([called.assign(amount=0.0), wrote.assign(amount=0.0), made], ignore_index=True)
    return both.sort_values(["victim", "at", "row"], kind="stable", ignore_index=True)


def numbers(rng: np.random.Generator, mark: str, at: Times) -> Texts:
    """Return running numbers as an office gives them, by date and chance."""
    day = np.strings.replace(at.astype("datetime64[D]").astype(np.str_), "-", "")
    return joined(np.array(mark), day, padded(rng.choice(10**6, at.size, replace=False), 6))


def make_reports(town: Town, victims: Victims, touch: pd.DataFrame, keys: Texts) -> pd.DataFrame:
    """Return reports, late and partial: of payments more than of calls, one in twenty naming somebody else."""
    rng = town.plan.draw("reports")
    paid = floats_of(touch) > 0
    willing = rng.random(victims.phone.size) < np.where(victims.pays, town.plan.difficulty.reported * 1.5, 0.25)
    named = touch[willing[ints(touch, "victim")] & (rng.random(len(touch)) < np.where(paid, 0.6, 0.3))]
    row, who = ints(named, "row"), ints(named, "victim")
    wrong = rng.random(row.size) < town.plan.difficulty.wrong_report
    kind = texts(town.paper, "kind")
    suspect = np.where(wrong, someone_else(rng, town, kind[row]), row)
    late = (rng.lognormal(0.6, 1.2, row.size) * DAY).astype("timedelta64[s]")
    phone = victims.phone[who]
    identity = texts(town.people, "identity")[ints(town.paper, "paper")[phone]]
    script = np.where(rng.random(row.size) < 0.1, "other", TYPES[victims.script[who]])
    frame = pd.DataFrame(
        {"at": times(named, "at") + late, "channel": rng.choice(np.array(CHANNELS), row.size), "fraud_type": script}
    )
    frame = frame.assign(suspect_kind=kind[suspect], suspect_key=keys[suspect])
    frame = frame.assign(victim_identity=np.where(rng.random(row.size) < 0.7, identity, ""), victim_phone=keys[phone])
    frame = frame.assign(amount=floats_of(named), narrative=np.array(list(TOLD.values()))[victims.script[who]])
    frame = frame[times(frame, "at") < END].sort_values(["at", "suspect_key"], kind="stable", ignore_index=True)
    return frame.assign(report=numbers(rng, "JB", times(frame, "at")))


def floats_of(frame: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the sums of touches or reports in yuan."""
    return frame["amount"].to_numpy(dtype=np.float64)


def someone_else(rng: np.random.Generator, town: Town, kind: Texts) -> Ints:
    """Return ordinary rows of the same kinds: whom a mistaken report names."""
    other = np.zeros(kind.size, dtype=np.int64)
    for one in np.unique(kind):
        at = np.flatnonzero(kind == one)
        other[at] = rng.choice(rows_of(town, str(one)), at.size)
    return other


def make_cases(town: Town, victims: Victims, keys: Texts) -> pd.DataFrame:
    """Return case numbers: a part of seven rings in ten, none of the others."""
    rng = town.plan.draw("cases")
    ring = ints(town.paper, "ring")
    known = rng.random(town.plan.rings) < 0.7
    known[0] = True
    rows = np.flatnonzero(ring >= 0)
    rows = rows[known[ring[rows]] & (rng.random(rows.size) < town.plan.difficulty.in_case / 0.7)]
    start = np.maximum(begun(town)[rows], START)
    at = start + (rng.uniform(0.35, 1, rows.size) * (END - start).astype(np.int64)).astype("timedelta64[s]")
    usual = np.array(
        [np.bincount(victims.script[victims.ring == one], minlength=9).argmax() for one in range(town.plan.rings)]
    )
    frame = pd.DataFrame(
        {"kind": texts(town.paper, "kind")[rows], "key": keys[rows], "fraud_type": TYPES[usual[ring[rows]]]}
    )
    frame = frame.assign(at=at, ring=ring[rows]).sort_values(["at", "key"], kind="stable", ignore_index=True)
    opened = frame.groupby(["ring", frame["at"].dt.month])["at"].transform("min").to_numpy().astype("datetime64[s]")
    day = np.strings.replace(opened.astype("datetime64[D]").astype(np.str_), "-", "")
    serial = padded(rng.permutation(900)[np.unique(ints(frame, "ring"), return_inverse=True)[1]] + 100, 3)
    return frame.assign(case=joined(np.array("A5101"), day, serial))[["case", "kind", "key", "fraud_type", "at"]]


def make_disputes(town: Town, keys: Texts) -> pd.DataFrame:
    """Return what holders say when asked: the robbed deny, some lenders deny too, some people forget what they hold."""
    rng = town.plan.draw("disputes")
    paper, how = town.paper, texts(town.paper, "how")
    real = town.people["person"].to_numpy(dtype=np.bool_)[ints(paper, "paper")]
    odds = np.select([how == "stolen", how == "lent", how == "own"], [0.16, 0.1, 0.08], 0.006) * real
    rows = np.flatnonzero(rng.random(how.size) < odds)
    denies = np.select([how == "stolen", how == "lent"], [0.93, 0.45], 0.25)[rows]
    answer = np.where(rng.random(rows.size) < denies, "not_mine", "mine")
    start = np.maximum(begun(town)[rows], START)
    at = start + (rng.random(rows.size) * (END - start).astype(np.int64)).astype("timedelta64[s]")
    identity = texts(town.people, "identity")[ints(paper, "paper")[rows]]
    frame = pd.DataFrame(
        {"kind": texts(paper, "kind")[rows], "key": keys[rows], "identity": identity, "at": at, "answer": answer}
    )
    before: Bools = at < END
    frame = frame.loc[before]
    return frame.sort_values(["at", "key"], kind="stable", ignore_index=True)


def make_freezes(town: Town, reports: pd.DataFrame, keys: Texts) -> pd.DataFrame:
    """Return freezes: of reported cards mostly, of a few that only looked odd."""
    rng = town.plan.draw("freezes")
    named = reports[texts(reports, "suspect_kind") == "bank_card"].drop_duplicates("suspect_key")
    named = named[rng.random(len(named)) < 0.5]
    odd = rng.choice(rows_of(town, "bank_card"), max(2, len(named) // 2), replace=False)
    card = np.r_[texts(named, "suspect_key"), keys[odd]]
    at = np.r_[
        times(named, "at") + days(rng.integers(0, 5, len(named))),
        moments(rng, np.full(odd.size, START), np.full(odd.size, END)),
    ]
    frame = pd.DataFrame({"card": card, "at": at, "until": at + days(np.where(rng.random(card.size) < 0.4, 3, 180))})
    frame = frame.assign(amount=np.round(rng.lognormal(7.5, 1.6, card.size), 2), authority="成都市反诈中心")
    answer = np.where(rng.random(card.size) < 0.85, "frozen", "empty")
    return frame.assign(answer=answer).sort_values(["at", "card"], kind="stable", ignore_index=True)


def make_known(town: Town, keys: Texts) -> pd.DataFrame:
    """Return known services: short numbers, lines of police and banks, call centres that have registered."""
    rng = town.plan.draw("known")
    noted = town.innocent[0]
    lines = noted[noted["why"] == "official_line"]
    why = np.where(rng.random(len(lines)) < 0.5, "police", "bank")
    centres = noted[noted["why"] == "call_centre"]
    centres = centres[rng.random(len(centres)) < 0.3]
    key = np.r_[np.array(SERVICES), np.array(["110"]), keys[ints(lines, "row")], keys[ints(centres, "row")]]
    named = np.r_[
        np.array(["service"] * (len(SERVICES) - 1) + ["anti_fraud", "police"]),
        why,
        np.full(len(centres), "call_centre"),
    ]
    frame = pd.DataFrame({"kind": "phone", "key": key, "why": named, "until": np.datetime64("2027-12-31", "s")})
    return frame.drop_duplicates("key").sort_values("key", ignore_index=True)


def official_calls(town: Town, reports: pd.DataFrame, keys: Texts) -> pd.DataFrame:
    """Return calls of police and the anti-fraud centre to those who reported and to numbers named."""
    rng = town.plan.draw("official calls")
    noted = town.innocent[0]
    lines = keys[ints(noted[noted["why"] == "official_line"], "row")]
    named = texts(reports, "suspect_kind") == "phone"
    # Most whom they ring have nothing to do with fraud: registrations, papers found, offers, warnings to all.
    others = keys[rng.choice(live_phones(town), 9 * town.plan.quota)]
    target = np.r_[texts(reports, "victim_phone"), texts(reports, "suspect_key")[named], others]
    anytime = moments(rng, np.full(others.size, START), np.full(others.size, END))
    reported = np.r_[times(reports, "at"), times(reports, "at")[named], anytime]
    goes = rng.random(target.size) < 0.55
    at = reported[goes] + rng.integers(600, 2 * DAY, goes.sum()).astype("timedelta64[s]")
    caller = np.where(rng.random(at.size) < 0.4, "96110", rng.choice(lines, at.size))
    calls = talk(rng, np.zeros(at.size, dtype=np.int64), np.zeros(at.size, dtype=np.int64), at, 160.0)
    calls = calls.assign(caller=caller, callee=target[goes])
    keep: Bools = (at < END) & (caller != target[goes]) & rows_opened_by(town, keys, target[goes], at)
    return calls.loc[keep]
