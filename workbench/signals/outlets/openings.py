"""Openings: which card was opened at which outlet or on which agent's device, and which of them went bad since."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.kinds import CASE_NUMBER
from workbench.model.links import NAMES, OPENED_AT
from workbench.signals import telling
from workbench.signals.contexts import Ground
from workbench.signals.contexts.place import terminals
from workbench.signals.contexts.stops import gone_bad
from workbench.signals.evidence import evidence
from workbench.signals.holdings import remote
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene

OPENING_COLUMNS = ("kind", "key", "region", "card_kind", "card", "household", "away", "bad", "case")


def openings(at: Scene, limits: Limits) -> pd.DataFrame:
    """Give one row an outlet, or agent's device, and card opened there under its present holding.

    Columns: kind and key of the place, region (its prefecture, or empty), card_kind and card (key), household (a
    number; cards of unknown holders have one each), away (its holder lives in another prefecture), bad (a case or
    report names it, or its holder disputes it) and case (the case that names it, or empty). Known services and cards
    of machines are left out: who has a hundred of them opens them for himself.
    """
    rows = pd.concat([_at_outlets(at), _on_devices(at, limits)], ignore_index=True)
    rows = rows.drop_duplicates(["place", "card"]).reset_index(drop=True)
    held = at.held.reindex(pd.Index(rows["card"]))
    plain = (held["service"].isna() & ~held["card_type"].isin(("iot",))).to_numpy()
    rows, held = rows[plain].reset_index(drop=True), held[plain]
    party = held["party"].to_numpy()
    place, card = telling.keyed(at, rows["place"]), telling.keyed(at, rows["card"])
    frame = pd.DataFrame(
        {
            "kind": place["kind"],
            "key": place["key"],
            "region": held["region"].fillna("").str[:4].to_numpy(),
            "card_kind": card["kind"],
            "card": card["key"],
            "household": np.where(party >= 0, party, -1 - rows["card"].to_numpy()),
            "away": remote(held),
            "bad": rows["card"].isin(_bad(at, limits)).to_numpy(),
            "case": _cases(at).reindex(held.index).fillna("").to_numpy(),
        }
    )
    return frame.sort_values(["kind", "key", "card_kind", "card"], ignore_index=True)[list(OPENING_COLUMNS)]


def _at_outlets(at: Scene) -> pd.DataFrame:
    links = at.snapshot.links(OPENED_AT)
    opened = at.held["opened"].reindex(pd.Index(links["start"])).to_numpy()
    # What was opened before the present holding was somebody else's.
    mine = links[~(links["at"].to_numpy() < opened)]
    return pd.DataFrame({"place": mine["end"], "card": mine["start"]})


def _on_devices(at: Scene, limits: Limits) -> pd.DataFrame:
    seen = at.touched[terminals(Ground(at.snapshot, at.held, at.touched), limits)]
    return pd.DataFrame({"place": seen["value"], "card": seen["card"]})


def _bad(at: Scene, limits: Limits) -> np.ndarray:
    said = evidence(at, limits).rows
    named = said.loc[said["code"] == "reported", "card"]
    return np.union1d(gone_bad(Ground(at.snapshot, at.held, at.touched)), named)


def _cases(at: Scene) -> pd.Series:
    """The case that names each card, the first by its number."""
    named = at.snapshot.links(NAMES)
    named = named[at.snapshot.is_kind(named["start"].to_numpy(), CASE_NUMBER)]
    first = named.sort_values(["end", "start"], kind="stable").drop_duplicates("end").reset_index(drop=True)
    return telling.keyed(at, first["start"])["key"].set_axis(first["end"])
