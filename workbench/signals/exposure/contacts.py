"""Contacts: who was called, written to or paid whom, as facts a line and a person, with no judgement yet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model import LinkType
from workbench.model.kinds import PHONE
from workbench.model.links import BOUND, CALLED, MESSAGED, PAID, RESERVED
from workbench.signals.scene import Scene
from workbench.signals.snapshot import Codes

DAY = np.timedelta64(1, "D")
_LINK = ("type", "start", "end")
COLUMNS = ("phone", "other", "how", "times", "texts", "seconds", "first", "last", "redial", "fen", *_LINK)
"""`phone` was reached by `other`; `how` is called, wrote or paid; `type`, `start` and `end` name the link."""


def contacts(scene: Scene, doubtful: Codes) -> pd.DataFrame:
    """Give the contacts of phones with doubtful cards, a row a pair and way, with `COLUMNS`.

    What ended before the other side's present holding is left out: it was somebody else's.
    """
    parts = [_calls(scene, doubtful), _messages(scene, doubtful), _payments(scene, doubtful)]
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
    rows = rows.assign(times=rows["calls"] + rows["texts"], seconds=seconds, last=last, redial=after & soon)
    return rows.assign(how="called", fen=0, type=CALLED.name, start=rows["other"], end=rows["phone"])


def _messages(scene: Scene, doubtful: Codes) -> pd.DataFrame:
    """Messages from doubtful accounts, told of the phone that the other account is bound to."""
    wrote = scene.snapshot.links(MESSAGED)
    wrote = wrote[np.isin(wrote["start"], doubtful)]
    rows = wrote.assign(other=wrote["start"], phone=wrote["end"].map(_latest(scene, BOUND)))
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


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with nothing in what only calls have."""
    return rows.assign(texts=0, seconds=0, redial=False)


def _latest(scene: Scene, link_type: LinkType) -> pd.Series:
    """The phone of each card or account by its latest link of that type."""
    links = scene.snapshot.links(link_type).sort_values(["start", "last", "end"], kind="stable")
    return links.drop_duplicates("start", keep="last").set_index("start")["end"]


def _own_phone(scene: Scene) -> pd.Series:
    """For each card the newest phone of its holder."""
    held = scene.held[scene.held["holder"] >= 0]
    phones = held[held["kind"] == PHONE.word].sort_values("opened", kind="stable", na_position="first")
    newest = pd.Series(phones.index, index=phones["holder"].to_numpy())
    newest = newest[~newest.index.duplicated(keep="last")]
    return pd.Series(held["holder"].map(newest), index=held.index).dropna()
