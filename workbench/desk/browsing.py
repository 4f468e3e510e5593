"""Browsing: a run's findings drawn into a Neo4j, for those who look at the graph there."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from workbench.desk.agree import counting
from workbench.desk.detecting import Detecting
from workbench.desk.runs import Run
from workbench.desk.take_in import Progress, silent
from workbench.errors import UsedWrongly
from workbench.graph import Browsed, FindingTables, Graph
from workbench.home import writing
from workbench.model import Findings, Kind, kind_of
from workbench.privacy import mask_identifiers

SORTS = ("profile", "pattern", "fraud_type")
"""The marks by which a detector tells sorts of findings apart."""
_COMMON = ("paper", "hub", "line")
_FINDING = pa.schema(
    {
        "name": pa.string(),
        "detector": pa.string(),
        "run": pa.string(),
        "rank": pa.int64(),
        "score": pa.float64(),
        "kind": pa.string(),
        "says": pa.string(),
    }
)
_MEMBER = pa.schema({"finding": pa.string(), "key": pa.string(), "part": pa.string(), "rank": pa.int64()})


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn of a run; `missing` members are in the graph no more."""

    run: str
    findings: int
    members: int
    missing: int


class Browsing(Detecting):
    """Drawing findings where people browse."""

    def draw_findings(self, run: str = "latest", progress: Progress = silent) -> Drawn:
        """Draws the run's findings into the Neo4j, in the place of any that were; what the workbench shows stays as is.

        Each is a node Finding, with links MEMBER to the entities. Cut off, drawing again finishes it; after a load it
        is drawn again to tie what came back. Raises UsedWrongly where the graph is embedded, GraphChanged where it is
        not whole.
        """
        graph, chosen = _browsed(self.graph), self.run(run)
        tables = finding_tables(chosen, tuple(chosen.findings(name) for name in self.detectors()))
        wanted = sum(rows.num_rows for rows in tables.members.values())
        with writing(self.home, "draw findings"):
            # Before anything is drawn: who is cut off has drawn something too.
            self.record("draw findings", chosen.name)
            told = counting("draw findings", progress, tables.findings.num_rows + wanted)
            tied = graph.draw_findings(tables, told)
        return Drawn(chosen.name, tables.findings.num_rows, tied, wanted - tied)

    def undraw_findings(self, progress: Progress = silent) -> None:
        """Takes all that was drawn out of the Neo4j again."""
        graph = _browsed(self.graph)
        with writing(self.home, "undraw findings"):
            self.record("undraw findings", "all")
            graph.undraw_findings(counting("undraw findings", progress, 0))


def _browsed(graph: Graph) -> Browsed:
    if not isinstance(graph, Browsed):
        raise UsedWrongly(
            "findings are drawn into a Neo4j only, and this graph is the embedded one; name a Neo4j with --graph or "
            "WORKBENCH_GRAPH, or see a finding's picture on its page"
        )
    return graph


def finding_tables(run: Run, found: tuple[Findings, ...]) -> FindingTables:
    """The run's findings as they are drawn: the best of each detector first, members by rank within their finding."""
    findings = pd.concat([one.findings.assign(kind=_sorts(one)) for one in found], ignore_index=True)
    findings = findings.rename(columns={"finding": "name"}).assign(run=run.name)
    findings["says"] = [mask_identifiers(says) for says in findings["says"]]
    members = pd.concat([one.members for one in found], ignore_index=True)
    members["rank"] = members.groupby("finding").cumcount() + 1
    tables: dict[Kind, pa.Table] = {kind_of(str(word)): _table(rows, _MEMBER) for word, rows in members.groupby("kind")}
    return FindingTables(_table(findings, _FINDING), tables)


def _table(rows: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pandas(rows[schema.names], schema, preserve_index=False)


def _sorts(found: Findings) -> pd.Series:
    """What sort each finding is of, by its mark or its only card's part; None where its detector tells none apart."""
    cards = found.members[~found.members["part"].isin(_COMMON)]
    lone = cards[~cards["finding"].duplicated(keep=False)].set_index("finding")["part"]
    marked = found.marks[found.marks["name"].isin(SORTS)].drop_duplicates("finding").set_index("finding")["value"]
    return found.findings["finding"].map(marked.combine_first(lone).astype("object"))
