"""Evidence about each card: reasons with points by family, and the points added up with every family capped."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.signals.evidence.adding import points, scored
from workbench.signals.evidence.codes import BY_NAME, CODES, FAMILIES, OF_PAPER, OTHER_HANDS, WAYS_OF_LIFE, Code
from workbench.signals.evidence.company import company, near_bad
from workbench.signals.evidence.hands import guest_address, hands_changed, never_home, pooled, shared_device
from workbench.signals.evidence.ledger import Ledger, ledger, together
from workbench.signals.evidence.paper import (
    contact_strange,
    opened_away,
    opened_together,
    paper_reused,
    stands_behind,
)
from workbench.signals.evidence.word import calls_out, case_number, disputed, reported
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene
from workbench.signals.snapshot import Codes

__all__ = [
    "BY_NAME",
    "CODES",
    "FAMILIES",
    "OF_PAPER",
    "OTHER_HANDS",
    "WAYS_OF_LIFE",
    "Code",
    "Ledger",
    "company",
    "evidence",
    "ledger",
    "near_bad",
    "points",
    "scored",
    "suspects",
    "together",
]

FIRST = (
    guest_address,
    never_home,
    shared_device,
    pooled,
    hands_changed,
    contact_strange,
    stands_behind,
    opened_together,
    calls_out,
    disputed,
    case_number,
    reported,
)
# These say something only in company: of cards that are linked with suspect ones.
IN_COMPANY = (opened_away, paper_reused)
_HANDS = ("guest_address", "shared_device", "pooled", "contact_strange", "stands_behind", "opened_together")


def evidence(scene: Scene, limits: Limits) -> Ledger:
    """Give all evidence about every card, worked out once a snapshot."""
    return scene.snapshot.once(("evidence", limits), lambda: _evidence(scene, limits))


def suspects(rows: pd.DataFrame, limits: Limits) -> Codes:
    """Give the cards whose evidence of other hands is worth the limit's points."""
    hands = rows[rows["code"].isin(_HANDS)]
    total = points(hands).groupby(hands["card"]).sum()
    return np.asarray(total.index[total >= limits.suspect_points].to_numpy(), dtype=np.int64)


def _evidence(scene: Scene, limits: Limits) -> Ledger:
    first = together(seek(scene, limits) for seek in FIRST)
    known = suspects(first.rows, limits)
    whole = together([first, *(seek(scene, limits, known) for seek in IN_COMPANY)])
    # Police, banks and hotlines are everybody's, and a report of one is of whoever called in its name.
    mine = np.asarray(scene.held.index[scene.held["service"].isna()], dtype=np.int64)
    return Ledger(*(frame[frame["card"].isin(mine)].reset_index(drop=True) for frame in (whole.rows, whole.grounds)))
