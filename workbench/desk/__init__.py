"""The desk: one object for every way in; masks, reasons and the audit live here."""

from workbench.cases import Verdict
from workbench.desk.agree import Checkup, Stats
from workbench.desk.browsing import Drawn
from workbench.desk.desk import Desk, open_desk
from workbench.desk.exposed import Reached
from workbench.desk.extract import Picture, ShownExtract
from workbench.desk.look import A_FEW, Expansion, Look, Total
from workbench.desk.opinions import Opinion
from workbench.desk.runs import Run
from workbench.desk.scene import Scene, Standing
from workbench.desk.show import TOLD, link_name, show_money, show_time
from workbench.desk.take_in import Progress, Taken, silent
from workbench.desk.told import MARKS, Headline, ShownMember, ShownReason, ToldFinding, listed
from workbench.desk.trace import Trace, TraceEnd, TraceStep
from workbench.desk.trying import Tried
from workbench.desk.verify import Verified
from workbench.signals.exposure.odds import LEVELS

__all__ = [
    "A_FEW",
    "LEVELS",
    "MARKS",
    "TOLD",
    "Checkup",
    "Desk",
    "Drawn",
    "Expansion",
    "Headline",
    "Look",
    "Opinion",
    "Picture",
    "Progress",
    "Reached",
    "Run",
    "Scene",
    "ShownExtract",
    "ShownMember",
    "ShownReason",
    "Standing",
    "Stats",
    "Taken",
    "ToldFinding",
    "Total",
    "Trace",
    "TraceEnd",
    "TraceStep",
    "Tried",
    "Verdict",
    "Verified",
    "link_name",
    "listed",
    "open_desk",
    "show_money",
    "show_time",
    "silent",
]
