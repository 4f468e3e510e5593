"""Evidence by word and conduct: what holders dispute, what reports and cases name, who is only ever calling."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.kinds import CASE_NUMBER, REPORT, Kind
from workbench.model.links import CALLED, DISPUTED, NAMES
from workbench.signals.evidence.ledger import Ledger, ledger
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene


def disputed(scene: Scene, limits: Limits) -> Ledger:
    """Cards whose present holder's last answer is that they are not theirs."""
    del limits
    answers = scene.snapshot.links(DISPUTED).sort_values(["end", "start", "at"], kind="stable")
    last = answers.drop_duplicates(["end", "start"], keep="last")
    last = last[last["answer"] == "not_mine"]
    last = last[last["start"].to_numpy() == last["end"].map(scene.held["holder"]).to_numpy()]
    rows = pd.DataFrame({"card": last["end"], "strength": 1.0})
    return ledger("disputed", rows, last.assign(card=last["end"], type=DISPUTED.name))


def case_number(scene: Scene, limits: Limits) -> Ledger:
    """Cards named in cases within their present holding."""
    del limits
    return _named(scene, CASE_NUMBER, "case_number", 1)


def reported(scene: Scene, limits: Limits) -> Ledger:
    """Cards named in reports within their present holding; one report alone may be an error."""
    return _named(scene, REPORT, "reported", limits.reports_sure)


def calls_out(scene: Scene, limits: Limits) -> Ledger:
    """Phones that call many numbers and are called back by few."""
    calls = scene.snapshot.links(CALLED)
    calls = calls[calls["start"].isin(scene.held.index)]
    size = len(scene.snapshot.entities)
    forth, back = calls["start"] * size + calls["end"], calls["end"] * size + calls["start"]
    returned = np.isin(forth, back)
    rows = calls.assign(back=returned).groupby("start").agg(n=("end", "size"), m=("back", "sum"))
    rows = rows.rename_axis("card").reset_index()
    rows = rows[(rows["n"] >= limits.callees) & (rows["m"] <= limits.called_back * rows["n"])]
    strength = np.minimum(rows["n"] / limits.callees_sure, 1.0)
    grounds = calls[calls["start"].isin(rows["card"]) & ~returned]
    return ledger("calls_out", rows.assign(strength=strength), grounds.assign(card=grounds["start"], type=CALLED.name))


def _named(scene: Scene, by: Kind, code: str, sure: int) -> Ledger:
    named = scene.snapshot.links(NAMES)
    named = named[scene.snapshot.is_kind(named["start"].to_numpy(), by) & named["end"].isin(scene.held.index)]
    opened = scene.held["opened"].reindex(pd.Index(named["end"])).to_numpy()
    # What was named before the present holding was named of somebody else.
    named = named[~(named["at"].to_numpy() < opened)]
    rows = named.groupby("end")["start"].nunique().rename("n").rename_axis("card").reset_index()
    strength = np.minimum(rows["n"] / sure, 1.0)
    return ledger(code, rows.assign(strength=strength), named.assign(card=named["end"], type=NAMES.name))
