"""The hand-over put together: every source's frame with its columns in order."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.city.calls import everyday_calls, service_calls, within
from workbench.city.hands import begun, hands_at, make_sessions, region_of
from workbench.city.incomes import everyday_money
from workbench.city.mules import everyday_cash, fraud_money
from workbench.city.plan import END
from workbench.city.registers import make_bank_cards, make_identities, make_phone_cards, make_social_accounts
from workbench.city.reports import (
    make_cases,
    make_disputes,
    make_freezes,
    make_known,
    make_reports,
    official_calls,
    touched,
)
from workbench.city.sheets import Town, first_row_of, ints, texts, times
from workbench.city.social import everyday_messages, make_contacts, make_groups, make_visits
from workbench.city.values import Ints, Texts, joined, padded
from workbench.city.victims import Victims, make_victims, victim_calls, victim_messages, victim_visits
from workbench.city.words import NOTES

COLUMNS = {
    "identities": "identity name region address employer phone at",
    "phone_cards": "phone identity name carrier card_type opened_at closed_at outlet region channel status",
    "bank_cards": "card identity name bank card_type opened_at closed_at outlet region channel phone status",
    "social_accounts": "platform account nickname phone identity opened_at closed_at status",
    "sessions": "kind key device imsi ip cell region at",
    "calls": "caller callee at seconds medium serial forwarded_from cell region",
    "transfers": "payer payee at amount serial balance status channel note",
    "contacts": "platform account other at messages",
    "groups": "platform group account at part",
    "visits": "phone site at",
    "reports": "report at channel fraud_type suspect_kind suspect_key victim_identity victim_phone amount narrative",
    "case_numbers": "case kind key fraud_type at",
    "disputes": "kind key identity at answer",
    "freezes": "card at until amount authority answer",
    "known_services": "kind key why until",
}


@dataclass(frozen=True)
class Known:
    """What only the truth knows of the events.

    Who is a victim of what, what reached whom (see `touched`), who reported, which cards fraud's money ran over,
    the calls between phones of the city, as rows of paper, and those of police, banks and 96110, as numbers.
    """

    victims: Victims
    touch: pd.DataFrame
    reported: Texts
    patterns: pd.DataFrame
    calls: pd.DataFrame
    officials: pd.DataFrame


def serials(rng: np.random.Generator, mark: str, count: int) -> Texts:
    """Return serials that grow with the order of rows, by uneven steps."""
    return joined(np.array(mark), padded(np.cumsum(rng.integers(1, 90, count)) + 10**9, 12))


def shown_calls(town: Town, keys: Texts, rows: pd.DataFrame, others: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the calls source in order of time, each with the caller's cell and region."""
    rng = town.plan.draw("calls shown")
    caller = ints(rows, "caller")
    user = np.maximum(hands_at(town, caller, times(rows, "at"))[0], 0)
    region = region_of(town, caller, user, times(rows, "at"))
    cell = joined(np.array("C"), region, padded(user % 37 * 3 + rng.integers(0, 3, caller.size), 3))
    seen = rng.random(caller.size) < 0.8
    callee, dialled = forwarded(rng, town, rows)
    here = rows.assign(caller=keys[caller], callee=keys[callee])
    here = here.assign(forwarded_from=np.where(dialled >= 0, keys[dialled], ""))
    here = here.assign(cell=np.where(seen, cell, ""), region=np.where(seen, region, ""))
    empty = {"cell": "", "region": "", "forwarded_from": ""}
    both = pd.concat([here, *(one.assign(**empty) for one in others)], ignore_index=True)
    both = both[times(both, "at") <= END].sort_values(["at", "caller", "callee"], kind="stable", ignore_index=True)
    return both.assign(serial=serials(rng, "CDR", len(both)))


def forwarded(rng: np.random.Generator, town: Town, rows: pd.DataFrame) -> tuple[Ints, Ints]:
    """Return who answers each call, and the phone that was dialled where that passes its calls on, else -1."""
    pairs = pd.concat(town.pairs, ignore_index=True)
    pairs = pairs[pairs["forwards"].to_numpy(dtype=np.bool_)]
    heir = np.full(len(town.paper), -1)
    heir[ints(pairs, "dialler")] = ints(pairs, "partner")
    # One phone in forty of anybody's is forwarded to another of the same person's.
    own = first_row_of(town, "phone")[np.maximum(ints(town.paper, "user"), 0)]
    phones = np.flatnonzero((texts(town.paper, "kind") == "phone") & (heir < 0) & (own >= 0))
    phones = phones[rng.random(phones.size) < 0.025]
    heir[phones] = own[phones]
    dialled, at = ints(rows, "callee"), times(rows, "at")
    to = heir[dialled]
    goes = (to >= 0) & (to != dialled) & (to != ints(rows, "caller")) & (rng.random(to.size) < 0.6)
    goes &= (begun(town)[to] <= at) & ~(times(town.paper, "closed")[to] < at) & (texts(rows, "medium") == "voice")
    return np.where(goes, to, dialled), np.where(goes, dialled, -1)


def shown_transfers(town: Town, paid: pd.DataFrame) -> pd.DataFrame:
    """Return the transfers source in order of time, with the payer's balance afterwards for most."""
    rng = town.plan.draw("transfers shown")
    paid = paid.sort_values(["at", "payer", "payee", "amount"], kind="stable", ignore_index=True)
    status = rng.choice(np.array(["done", "failed", "reversed"]), len(paid), p=(0.978, 0.016, 0.006))
    amount = np.where(status == "done", paid["amount"].to_numpy(dtype=np.float64), 0.0)
    names, side = np.unique(np.r_[texts(paid, "payer"), texts(paid, "payee")], return_inverse=True)
    order = np.argsort(np.tile(np.arange(len(paid)), 2), kind="stable")
    change = pd.Series(np.r_[-amount, amount][order])
    running = change.groupby(side[order]).cumsum()
    lowest = np.minimum(running.groupby(side[order]).min().to_numpy(), 0)
    balance = np.empty(2 * len(paid))
    balance[order] = running.to_numpy()
    left = balance[: len(paid)] + (rng.lognormal(7.2, 1.2, names.size) - lowest)[side[: len(paid)]]
    paid = paid.assign(status=status, balance=np.round(left, 2), serial=serials(rng, "T", len(paid)))
    sort = texts(paid, "note")
    note = np.full(sort.size, "", dtype="<U8")
    for name, words in NOTES.items():
        note[sort == name] = rng.choice(np.array(words), (sort == name).sum())
    return paid.assign(
        note=note,
        channel=rng.choice(np.array(["mobile", "web", "counter", "atm"]), len(paid), p=(0.8, 0.1, 0.05, 0.05)),
    )


def told(town: Town, keys: Texts, victims: Victims) -> tuple[dict[str, pd.DataFrame], Known]:
    """Return the sources that fraud's events run through, and the truth of them."""
    called = within(town, victim_calls(town, victims))
    wrote = victim_messages(town, victims)
    money, made, patterns = fraud_money(town, victims, keys)
    touch = touched(called, wrote, made, victims)
    reports = make_reports(town, victims, touch, keys)
    rows = pd.concat([everyday_calls(town), called], ignore_index=True)
    officials = official_calls(town, reports, keys)
    services = [service_calls(town, keys).drop(columns="row"), officials]
    paid = pd.concat([everyday_money(town, keys), everyday_cash(town, keys), money], ignore_index=True)
    frames = {
        "calls": shown_calls(town, keys, rows, services),
        "transfers": shown_transfers(town, paid),
        "contacts": make_contacts(town, keys, pd.concat([everyday_messages(town), wrote], ignore_index=True)),
        "groups": make_groups(town, keys, victims.phone, victims.ring),
        "visits": make_visits(town, keys, victim_visits(town, victims, keys)),
        "reports": reports,
        "freezes": make_freezes(town, reports, keys),
    }
    return frames, Known(victims, touch, texts(reports, "victim_phone"), patterns, rows, officials)


def make_events(town: Town, keys: Texts) -> tuple[dict[str, pd.DataFrame], Known]:
    """Return every source of the hand-over, and what the truth needs to know of it."""
    frames, known = told(town, keys, make_victims(town))
    frames |= {
        "identities": make_identities(town, keys),
        "phone_cards": make_phone_cards(town, keys),
        "bank_cards": make_bank_cards(town, keys),
        "social_accounts": make_social_accounts(town, keys),
        "sessions": make_sessions(town, keys, known.calls),
        "case_numbers": make_cases(town, known.victims, keys),
        "disputes": make_disputes(town, keys),
        "known_services": make_known(town, keys),
    }
    return {source: frames[source][names.split()] for source, names in COLUMNS.items()}, known
