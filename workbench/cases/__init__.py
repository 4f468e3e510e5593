"""People's work: the audit chain and the decisions, in a relational store that no rebuild of the graph touches."""

from workbench.cases.acts import Act, Anchor, AuditState, Decision, Recorded, Verdict
from workbench.cases.work import Work, open_work

__all__ = ["Act", "Anchor", "AuditState", "Decision", "Recorded", "Verdict", "Work", "open_work"]
