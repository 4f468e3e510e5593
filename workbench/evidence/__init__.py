"""The evidence: the accepted rows of all batches, kept whole and columnar, and what follows from them."""

from workbench.evidence.batches import Batch, Evidence
from workbench.evidence.coverage import Answerer, Covered, answerers, coverage_of
from workbench.evidence.difference import Difference, difference, touched_difference
from workbench.evidence.drawings import Drawings, drawings_beside
from workbench.evidence.keep import keep
from workbench.evidence.payments import CardPayments, payments, payments_of
from workbench.evidence.projection import Projection, events_of, open_projection
from workbench.evidence.rows import rows_of
from workbench.evidence.touched import Touched, open_touched
from workbench.evidence.whereabouts import whereabouts

__all__ = [
    "Answerer",
    "Batch",
    "CardPayments",
    "Covered",
    "Difference",
    "Drawings",
    "Evidence",
    "Projection",
    "Touched",
    "answerers",
    "coverage_of",
    "difference",
    "drawings_beside",
    "events_of",
    "keep",
    "open_projection",
    "open_touched",
    "payments",
    "payments_of",
    "rows_of",
    "touched_difference",
    "whereabouts",
]
