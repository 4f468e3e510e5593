"""The holdings: who holds each phone, bank card and account by paper, since when, and in which household."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.model.kinds import BANK_CARD, IDENTITY, PHONE, SOCIAL_ACCOUNT
from workbench.model.links import BOUND, REGISTERED
from workbench.signals.households import households
from workbench.signals.limits import Limits
from workbench.signals.snapshot import Codes, Snapshot

CARD_KINDS = (PHONE, BANK_CARD, SOCIAL_ACCOUNT)
NOBODY = -1
FIRM = "USCC:"


def holdings(snapshot: Snapshot, limits: Limits) -> pd.DataFrame:
    """Give the present holding of every phone, bank card and account, index card code.

    Columns: kind (word), holder (identity code, or -1), party (household code, or -1), opened (NaT where unknown),
    closed, channel, region (of the outlet), card_type, home (region the holder lives in), before (earlier holdings).
    An account without an identity is held by whoever holds the phone it is bound to.
    """
    frame = _with_paper(snapshot, _cards(snapshot))
    frame["holder"] = _through_phone(snapshot, frame)
    identity, holder = snapshot.of_kind(IDENTITY), pd.Index(frame["holder"])
    told = pd.Series(identity["region"].reindex(holder).to_numpy(), index=frame.index)
    frame["home"] = told.where(told.notna() & (told != ""), _used_to_open(frame))
    frame["employer"] = identity["employer"].reindex(holder).to_numpy()
    party = households(snapshot, frame["holder"], limits).reindex(holder, fill_value=NOBODY)
    frame["party"] = np.where(frame["holder"].to_numpy() >= 0, party, NOBODY)
    return frame


def _with_paper(snapshot: Snapshot, frame: pd.DataFrame) -> pd.DataFrame:
    """The cards with what the latest opening of each says."""
    # Sorted by card, then opening; an unknown opening is older than any known one.
    paper = snapshot.links(REGISTERED)
    paper = paper.sort_values(["start", "opened_at", "end"], kind="stable", na_position="first")
    present = paper.drop_duplicates("start", keep="last").set_index("start").reindex(frame.index)
    before = paper.groupby("start")["end"].nunique() - 1
    named = present[["closed_at", "channel", "region"]].set_axis(["closed", "channel", "region"], axis=1)
    holder = present["end"].fillna(NOBODY).astype("int64")
    told = {"holder": holder, "opened": present["opened_at"], "before": before.reindex(frame.index, fill_value=0)}
    return pd.concat([frame.assign(**told), named], axis=1)


def _used_to_open(frame: pd.DataFrame) -> pd.Series:
    """Where most of the holder's cards were opened, for holders whose residence nobody told us; else absent."""
    known = frame[(frame["holder"] >= 0) & frame["region"].notna() & (frame["region"] != "")]
    known = known.assign(where=known["region"].str[:4])
    counts = known.groupby(["holder", "where"]).size().rename("n").reset_index()
    counts["of"] = counts.groupby("holder")["n"].transform("sum")
    most = counts[(counts["n"] > 1) & (2 * counts["n"] > counts["of"])].set_index("holder")["where"]
    return frame["holder"].map(most)


def remote(frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Say which cards were opened in another prefecture than their holder lives in; unknown regions are not."""
    where, home = frame["region"].str[:4], frame["home"].str[:4]
    return ((where != home) & where.notna() & home.notna() & (where != "") & (home != "")).to_numpy(dtype=np.bool_)


def _cards(snapshot: Snapshot) -> pd.DataFrame:
    frames = []
    for kind in CARD_KINDS:
        rows = snapshot.of_kind(kind)
        known = rows["card_type"] if "card_type" in rows else pd.Series(None, index=rows.index, dtype="str")
        frames.append(pd.DataFrame({"kind": kind.word, "card_type": known, "service": rows["service"]}))
    return pd.concat(frames)


def _through_phone(snapshot: Snapshot, frame: pd.DataFrame) -> Codes:
    """The holder of each card; an account without paper takes that of its latest phone, as it was when last bound."""
    bound = snapshot.links(BOUND).sort_values(["start", "last", "end"], kind="stable")
    latest = bound.drop_duplicates("start", keep="last")
    own = frame["holder"].to_numpy()
    lent = _holder_then(snapshot, latest).reindex(frame.index).fillna(NOBODY).to_numpy(dtype=np.int64)
    return np.where(own < 0, lent, own).astype(np.int64)


def _holder_then(snapshot: Snapshot, bound: pd.DataFrame) -> pd.Series:
    """Who held each bound phone when the binding was last seen, index account.

    A number given up and held by somebody else since leaves the account with whoever had the number. A binding older
    than all we know of the phone belongs to its first holder.
    """
    paper = snapshot.links(REGISTERED)[["start", "end", "opened_at"]]
    rows = bound[["start", "end", "last"]].set_axis(["account", "phone", "last"], axis=1)
    rows = rows.merge(paper.set_axis(["phone", "holder", "opened"], axis=1), on="phone")
    late = rows["opened"] > rows["last"]
    # Of openings after the binding the earliest comes nearest, of those before it the latest.
    away = (rows["opened"] - rows["last"]).abs()
    rows = rows.assign(late=late, away=away).sort_values(["account", "late", "away", "holder"], kind="stable")
    return rows.drop_duplicates("account").set_index("account")["holder"]


def firms(snapshot: Snapshot) -> Codes:
    """Give the identities that are no person's but a firm's, by its social credit code."""
    start, count = snapshot.starts[IDENTITY.name], len(snapshot.of_kind(IDENTITY))
    keys = snapshot.entities["key"].iloc[start : start + count]
    return np.asarray(keys.index[keys.str.startswith(FIRM)], dtype=np.int64)
