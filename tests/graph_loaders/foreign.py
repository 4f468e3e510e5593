"""What a hand-over gives when it is read, or taken in, as it lies there, without a person's word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from graph_loaders.read import read
from graph_loaders.sources import SOURCES
from workbench.desk.recognise import Offered, recognise
from workbench.desk.take_in import silent, take_in
from workbench.errors import BadSource
from workbench.evidence import Evidence, open_projection
from workbench.home import open_home

Row = dict[str, object]


@dataclass(slots=True)
class Told:
    """The accepted rows by source, refused, passed over and unanswered ones by reason, and the files refused whole."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    unanswered: Counter[str] = field(default_factory=Counter)
    turned: list[str] = field(default_factory=list)

    def column(self, source: str, *names: str) -> list[tuple[object, ...]]:
        """These columns of the source's rows, in order."""
        return [tuple(row[name] for name in names) for row in self.rows.get(source, [])]

    @property
    def calls(self) -> tuple[int, int, int, int]:
        """How many phones, calls, texts and seconds of call the rows tell of, each row a call or text of its own."""
        rows = self.rows.get("calls", [])
        phones = {row[side] for row in rows for side in ("caller", "callee")}
        spoken = [int(str(row["seconds"])) for row in rows if row["medium"] == "voice"]
        return len(phones), len(spoken), len(rows) - len(spoken), sum(spoken)


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    """The file with that text; `name` may lie in folders of its own."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode(encoding))
    return file


def tell(folder: Path) -> Told:
    """What all that lies in the folder says, row by row."""
    told = Told()
    for table in recognise([folder]):
        if not isinstance(table, Offered):
            told.turned.append(str(table.error))
            continue
        try:
            for checked in read(table.file, table.source, table.mapping):
                told.rows.setdefault(table.source.name, []).extend(checked.accepted.to_pylist())
                told.refused.update(checked.refused.column("reason").to_pylist())
                told.passed.update(checked.passed)
                told.unanswered.update(checked.unanswered)
        except BadSource as error:
            told.turned.append(str(error))
    return told


def sums(folder: Path, *names: str) -> tuple[int, ...]:
    """Counts (`Phone`) and sums (`CALLED.calls`) once all that lies in the folder is evidence."""
    home = open_home(folder.parent / f"{folder.name} home")
    for table in recognise([folder]):
        assert isinstance(table, Offered)
        take_in(home, table, "li", silent)
    with open_projection(Evidence(home.evidence), SOURCES) as projection:
        found = projection.counts() | projection.totals()
    return tuple(found.get(name, 0) for name in names)
