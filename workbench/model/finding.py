"""What detectors say: findings with members, reasons, counter-reasons and the links each rests on, as frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

FINDING_COLUMNS = ("finding", "detector", "rank", "score", "says")
MEMBER_COLUMNS = ("finding", "kind", "key", "part", "score")
REASON_COLUMNS = ("finding", "kind", "key", "code", "says", "counter", "weight", "without", "query")
MARK_COLUMNS = ("finding", "name", "value")
GROUND_COLUMNS = ("finding", "code", "type", "start_kind", "start", "end_kind", "end")


@dataclass(frozen=True, slots=True)
class Findings:
    """All a detector found, best first.

    `findings`: finding (stable name), detector, rank from 1, score, says (one plain sentence, no identifier).
    `members`: finding, kind (`Kind.word`), key, part (structure only, never a verdict), score.
    `reasons`: finding, kind and key it speaks of (empty: the whole finding), code, says, counter (True: speaks
    for innocence), weight (log likelihood ratio after capping, 0 for a counter-reason that took its link away),
    without (the score had this reason not stood), query (the cypher/ file that shows it, or empty).
    `marks`: finding, name, value: what a detector says beyond these, such as level, fraud_type and step.
    `grounds`: finding, reason's code, and the link it rests on (type, ends): rows are found through the link.
    """

    findings: pd.DataFrame
    members: pd.DataFrame
    reasons: pd.DataFrame
    grounds: pd.DataFrame
    marks: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(MARK_COLUMNS), dtype="str"))

    def mark(self, name: str) -> pd.Series:
        """The values of that mark, index finding."""
        return self.marks[self.marks["name"] == name].set_index("finding")["value"]

    def under(self, names: Mapping[str, str]) -> Findings:
        """The same findings under other names, old name to new."""
        return Findings(
            *(
                frame.assign(finding=frame["finding"].map(names).astype("str"))
                for frame in (self.findings, self.members, self.reasons, self.grounds, self.marks)
            )
        )


def no_findings() -> Findings:
    """Findings of a detector that saw nothing."""
    return Findings(
        pd.DataFrame(columns=list(FINDING_COLUMNS)),
        pd.DataFrame(columns=list(MEMBER_COLUMNS)),
        pd.DataFrame(columns=list(REASON_COLUMNS)),
        pd.DataFrame(columns=list(GROUND_COLUMNS)),
    )
