"""Facts typed by hand: cleaned as a file's row is, kept as a batch of one row, and taken out like any other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from graph_loaders.handed import Handed
from graph_loaders.read import read
from workbench.desk import agree
from workbench.desk.base import Base
from workbench.desk.recognise import Offered, source_of
from workbench.desk.show import TYPED
from workbench.desk.take_in import Progress, batch_of, named_paper, silent, take_batch
from workbench.disk import short_lived
from workbench.errors import UsedWrongly
from workbench.home import writing
from workbench.model import Receipt, Source

LONGEST_TELLER = 100


class Typing(Base):
    """Taking in what somebody told."""

    def type_fact(
        self, source: str, values: Mapping[str, str], told_by: str, paper: str = "", progress: Progress = silent
    ) -> Receipt:
        """Takes one row of a source in, as it would be taken from a file, and makes the graph show it.

        `told_by` says who told it: an office, a number, a post. The same fact typed again is known and adds nothing.
        Raises UsedWrongly with the reason where a file's row would be refused; then nothing is kept.
        """
        chosen, teller, papers = source_of(source), named_teller(told_by), named_paper(paper)
        graph, _ = self.graph, self.work
        with short_lived() as folder:
            file = folder / "typed.jsonl"
            file.write_text(_line(chosen, values), "utf-8")
            offered = Offered(Handed(file), chosen, None)
            _check(offered)
            batch = replace(
                batch_of(offered, self.person),
                file=TYPED,
                mapping="typed",
                part="typed",
                papers=papers,
                told_by=(teller,),
            )
            with writing(self.home, "type a fact"):
                receipt = take_batch(self.home, offered, batch, silent)
                self.record("type a fact", receipt.batch, chosen.name)
                agree.show_evidence(self.evidence, graph, progress)
        return receipt


def named_teller(told_by: str) -> str:
    """Who told it, on one line; raises UsedWrongly where nobody is named."""
    told_by = told_by.strip()
    if not told_by or len(told_by) > LONGEST_TELLER or not told_by.isprintable():
        raise UsedWrongly(f"say in at most {LONGEST_TELLER} characters who told it: an office, a post, a number")
    return told_by


def _line(source: Source, values: Mapping[str, str]) -> str:
    """The row with all of the source's columns, so that what is lacking is refused as an empty one is."""
    names = [column.name for column in source.columns]
    strange = [name for name in values if name not in names]
    if strange:
        raise UsedWrongly(f"{source.name} has no column {strange[0]!r}; it has: {', '.join(names)}")
    row = {name: values.get(name, "").strip() or None for name in names}
    return json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n"


def _check(offered: Offered) -> None:
    for checked in read(offered.file, offered.source):
        reasons = [f"{one['column']} {one['reason']}".strip() for one in checked.refused.to_pylist()]
        if reasons:
            raise UsedWrongly(f"the fact is refused, as a file's row would be: {'; '.join(reasons)}")
