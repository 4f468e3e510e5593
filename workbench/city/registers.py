"""The registers: identities, phone cards, bank cards and social accounts as their keepers write them."""

import numpy as np
import pandas as pd

from workbench.city.keys import carriers_and_banks
from workbench.city.plan import DAY, END
from workbench.city.sheets import Town, ints, texts, times
from workbench.city.social import bare
from workbench.city.values import Ints, Texts
from workbench.city.words import NICKNAMES, SCHOOLS

KNOWN = 0.78


def shuffled(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in an order that says nothing."""
    return frame.iloc[rng.permutation(len(frame))].reset_index(drop=True)


def make_identities(town: Town, keys: Texts) -> pd.DataFrame:
    """Return the identities source: four people in five, with the phone each can be reached at."""
    rng = town.plan.draw("identities")
    people = town.people
    real = people["person"].to_numpy(dtype=np.bool_)
    users = ints(town.paper, "paper")
    phones = np.flatnonzero((texts(town.paper, "kind") == "phone") & (ints(town.paper, "ring") < 0))
    own = np.full(len(people), -1)
    own[users[phones]] = phones
    employer, school = ints(people, "employer"), ints(people, "school")
    firm = np.where(employer >= 0, texts(town.places.employers, "name")[employer], "")
    where = np.where(school >= 0, np.array(SCHOOLS)[school], firm)
    at = END - (rng.integers(0, 1500 * DAY, len(people))).astype("timedelta64[s]")
    frame = pd.DataFrame(
        {"identity": texts(people, "identity"), "name": texts(people, "name"), "region": texts(people, "region")}
    )
    phone = np.where((own >= 0) & (rng.random(own.size) < 0.6), keys[own], "")
    frame = frame.assign(address=texts(people, "address"), employer=where, phone=phone, at=at)
    return shuffled(rng, frame[real & (rng.random(len(people)) < KNOWN)])


def status_of(rng: np.random.Generator, town: Town, rows: Ints) -> Texts:
    """Return the status a register shows: closed, now and then stopped, else active."""
    stopped = rng.random(rows.size) < 0.02
    active = np.where(stopped, "suspended", "active")
    return np.where(np.isnat(times(town.paper, "closed")[rows]), active, "closed")


def register(town: Town, keys: Texts, kind: str) -> pd.DataFrame:
    """Return the columns all registers share."""
    rng = town.plan.draw("register " + kind)
    paper = town.paper
    rows = rng.permutation(np.flatnonzero(texts(paper, "kind") == kind))
    holder, contact, outlet = ints(paper, "paper")[rows], ints(paper, "contact")[rows], ints(paper, "outlet")[rows]
    online = texts(paper, "channel")[rows] == "online"
    code, region = texts(town.places.outlets, "code"), texts(town.places.outlets, "region")
    columns = {
        "key": keys[rows],
        "identity": texts(town.people, "identity")[holder],
        "name": texts(town.people, "name")[holder],
        "issuer": carriers_and_banks(town)[rows],
        "card_type": texts(paper, "card_type")[rows],
        "opened_at": times(paper, "opened")[rows],
        "closed_at": times(paper, "closed")[rows],
        "outlet": np.where(online, "", code[outlet]),
        "region": region[outlet],
        "channel": texts(paper, "channel")[rows],
        "phone": np.where((contact >= 0) & (rng.random(rows.size) < 0.94), keys[contact], ""),
        "status": status_of(rng, town, rows),
    }
    return pd.DataFrame(columns)


def make_phone_cards(town: Town, keys: Texts) -> pd.DataFrame:
    """Return the phone_cards source."""
    return register(town, keys, "phone").rename(columns={"key": "phone", "issuer": "carrier", "phone": "contact"})


def make_bank_cards(town: Town, keys: Texts) -> pd.DataFrame:
    """Return the bank_cards source."""
    frame = register(town, keys, "bank_card").rename(columns={"key": "card", "issuer": "bank"})
    # Paper that look-alikes and rings add is a phone card's unless said otherwise.
    kind = texts(frame, "card_type")
    return frame.assign(card_type=np.where(kind == "personal", "debit", kind))


def make_social_accounts(town: Town, keys: Texts) -> pd.DataFrame:
    """Return the social_accounts source: half without an identity, as platforms have them."""
    rng = town.plan.draw("nicknames")
    frame = register(town, keys, "social_account")
    names = rng.choice(NICKNAMES, len(frame))
    known = rng.random(len(frame)) < 0.55
    frame = frame.assign(platform=frame["card_type"], account=bare(texts(frame, "key")), nickname=names)
    return frame.assign(identity=np.where(known, texts(frame, "identity"), ""))
