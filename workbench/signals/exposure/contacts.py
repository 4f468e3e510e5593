"""Contacts: who was called, written to, paid whom or told of whom, as facts a line and a person, not judged yet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model import LinkType
from workbench.model.kinds import PHONE, REPORT
from workbench.model.links import BOUND, CALLED, HARMED, MESSAGED, NAMES, PAID, RESERVED
from workbench.signals.scene import Scene
from workbench.signals.snapshot import Codes

DAY = np.timedelta64(1, "D")
_LINK = ("type", "start", "end")
COLUMNS = ("phone", "other", "how", "times", "texts", "seconds", "first", "last", "redial", "own", "fen", *_LINK)
"""`phone` was reached by `other`; `how` is called, wrote, paid or told; `own`: the phone called before it was called;
`type`, `start` and `end` name the link."""


def contacts(scene: Scene, doubtful: Codes) -> pd.DataFrame:
    """Give the contacts of phones with doubtful cards, a row a pair and way, with `COLUMNS`.

    What ended before the other side's present holding is left out: it was somebody else's.
    """
    parts = [seek(scene, doubtful) for seek in (_calls, _messages, _payments, _reports)]
    rows = pd.concat([one[list(COLUMNS)] for one in parts], ignore_index=True)
    opened = scene.held["opened"].reindex(pd.Index(rows["other"])).to_numpy()
    rows = rows[~(rows["last"].to_numpy() < opened) & (rows["phone"] != rows["other"])]
    return rows.sort_values(["phone", "other", "how", "start", "end"], ignore_index=True)


def _calls(scene: Scene, doubtful: Codes) -> pd.DataFrame:
    """Calls of doubtful phones and what came back; whoever only ever called them was not worked on by them."""
    calls = scene.snapshot.links(CALLED)
    forth = calls[np.isin(calls["start"], doubtful)].rename(columns={"start": "other", "end": "phone"})
    back = calls[np.isin(calls["end"], doubtful)].rename(columns={"end": "other", "start": "phone"})
    rows = forth.merge(back, on=["other", "phone"], how="left", suffixes=("", "_back"))
    # A call back within a day of one of theirs: the hook holds.
    after = (rows["last_back"] >= rows["first"]).to_numpy()
    soon = (rows["first_back"] - rows["last"] <= pd.Timedelta(DAY)).to_numpy()
    seconds = rows["seconds"] + rows["seconds_back"].fillna(0).astype("int64")
    last = rows[["last", "last_back"]].max(axis=1)
    own = (rows["first_back"] < rows["first"]).to_numpy()
    rows = rows.assign(times=rows["calls"] + rows["texts"], seconds=seconds, last=last, redial=after & soon, own=own)
    return rows.assign(how="called", fen=0, type=CALLED.name, start=rows["other"], end=rows["phone"])


def _messages(scene: Scene, doubtful: Codes) -> pd.DataFrame:
    """Messages with doubtful accounts, told of the phone that the other account is bound to.

    A platform tells of a conversation from either side, whoever began it.
    """
    wrote = scene.snapshot.links(MESSAGED)
    turned = wrote.assign(other=wrote["end"], account=wrote["start"])
    both = pd.concat([wrote.assign(other=wrote["start"], account=wrote["end"]), turned], ignore_index=True)
    both = both[np.isin(both["other"], doubtful)]
    rows = both.assign(phone=both["account"].map(_latest(scene, BOUND)))
    rows = rows.dropna(subset=["phone"]).astype({"phone": "int64"})
    return _plain(rows.assign(times=rows["messages"], how="wrote", fen=0, type=MESSAGED.name))


def _payments(scene: Scene, doubtful: Codes) -> pd.DataFrame:
    """Payments to doubtful cards, told of the phone the payer's card names, or that its holder holds."""
    paid = scene.snapshot.links(PAID)
    paid = paid[np.isin(paid["end"], doubtful)]
    phone = paid["start"].map(_latest(scene, RESERVED))
    phone = phone.fillna(paid["start"].map(_latest(scene, BOUND))).fillna(paid["start"].map(_own_phone(scene)))
    rows = paid.assign(other=paid["end"], phone=phone).dropna(subset=["phone"]).astype({"phone": "int64"})
    return _plain(rows.assign(times=rows["transfers"], how="paid", type=PAID.name))


def _reports(scene: Scene, doubtful: Codes) -> pd.DataFrame:
    """Reports of people about doubtful phones, cards and accounts, told of their own phones; `fen` is their harm.

    One that names no phone of the person's is told of the newest that he holds. When a report was made says nothing
    of how long the contact went on, so these have no first and last.
    """
    harmed, named = scene.snapshot.links(HARMED), scene.snapshot.links(NAMES)
    named = named.loc[np.isin(named["end"], doubtful) & scene.snapshot.is_kind(named["start"].to_numpy(), REPORT)]
    phones = scene.snapshot.is_kind(harmed["end"].to_numpy(), PHONE)
    people = harmed[~phones & ~harmed["start"].isin(harmed.loc[phones, "start"])]
    people = people.assign(phone=people["end"].map(_phone_of(scene)))
    told = harmed[phones]
    whose = pd.concat([told.assign(phone=told["end"]), people])[["start", "end", "phone", "amount"]]
    rows = whose.merge(named[["start", "end"]].rename(columns={"end": "other"}), on="start")
    rows = rows.dropna(subset=["phone"]).astype({"phone": "int64"}).drop_duplicates(["start", "phone", "other"])
    rows = rows.assign(first=np.datetime64("NaT", "us"), last=np.datetime64("NaT", "us"))
    fen = rows["amount"].fillna(0).astype("int64")
    return _plain(rows.assign(times=1, how="told", type=HARMED.name, fen=fen))


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with nothing in what only calls have."""
    return rows.assign(texts=0, seconds=0, redial=False, own=False)


def _latest(scene: Scene, link_type: LinkType) -> pd.Series:
    """The phone of each card or account by its latest link of that type."""
    links = scene.snapshot.links(link_type).sort_values(["start", "last", "end"], kind="stable")
    return links.drop_duplicates("start", keep="last").set_index("start")["end"]


def _own_phone(scene: Scene) -> pd.Series:
    """For each card the newest phone of its holder."""
    return scene.held.loc[scene.held["holder"] >= 0, "holder"].map(_phone_of(scene)).dropna()


def _phone_of(scene: Scene) -> pd.Series:
    """The newest phone of each holder."""
    phones = scene.held[(scene.held["holder"] >= 0) & (scene.held["kind"] == PHONE.word)]
    phones = phones.sort_values("opened", kind="stable", na_position="first")
    newest = pd.Series(phones.index, index=phones["holder"].to_numpy())
    return newest[~newest.index.duplicated(keep="last")]
