"""Files for a Neo4j's own import, taken in by a real one: to the last character, and gone on from with what differs."""

from __future__ import annotations

import os
import random
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest
import story

from desk.shuffled import Held, Shuffled, ask, entities_of, folded, held
from workbench.desk.agree import check, show_evidence, write_import
from workbench.errors import UsedWrongly
from workbench.graph import Imported, Redrawn, open_graph, write_files
from workbench.model import BANK_CARD, SOCIAL_ACCOUNT, EntityTable, LinkTable, Type

SERVER = Path(__file__).resolve().parents[3] / ".ci" / "neo4j" / "server"
HOME = "the-imported-home"


def unheard(_: str, __: int, ___: int | None = None) -> None:
    """Progress nobody listens to."""


@pytest.fixture
def shuffled(tmp_path: Path) -> Shuffled:
    """Much of the story."""
    made = Shuffled(tmp_path, random.Random(7))
    for name in ("phone_cards", "bank_cards", "transfers", "calls", "contacts", "reports", "groups"):
        made.add(name, story.TABLES[name])
    return made


class Careful:
    """A few entities that careless files would break on."""

    TEXTS = ("", " ", "a\nb\r\nc", '"', '"",', "\\", "\\N", "NULL", "null", ";", "'=1+1", "欧阳𠮷", "\x01", None)
    TIMES = (datetime(1965, 3, 4, 5, 6, 7, 8), datetime(2026, 11, 24, 1, 2, 3, 456_789), datetime(2026, 1, 1), None)

    def entities(self) -> Iterator[EntityTable]:
        names = [one.name for one in SOCIAL_ACCOUNT.properties]
        keys = pa.array([f"careful:{text!r},{at}" for at, text in enumerate(self.TEXTS)])
        texts = pa.array(self.TEXTS, pa.string())
        yield EntityTable(SOCIAL_ACCOUNT, pa.table([keys, *([texts] * len(names))], names=["key", *names]))
        keys = pa.array([f"careful:\n{at}" for at in range(len(self.TIMES))])
        times = pa.array(self.TIMES, pa.timestamp("us"))
        columns = {one.name: times if one.type is Type.TIME else pa.nulls(len(keys)) for one in BANK_CARD.properties}
        yield EntityTable(BANK_CARD, pa.table({"key": keys} | columns))

    def links(self) -> Iterator[LinkTable]:
        yield from ()


def add_careful(folder: Path) -> None:
    """Their files beside the others, for the same import."""
    more = folder / "more"
    more.mkdir()
    said = write_files(more, Imported("", "", ""), Careful(), lambda _, __: None).read_text("utf-8")
    nodes = said.replace("=SocialAccount.csv", "=more/SocialAccount.csv").replace("=BankCard.csv", "=more/BankCard.csv")
    with (folder / "arguments.txt").open("a", encoding="utf-8") as arguments:
        arguments.writelines(line + "\n" for line in nodes.splitlines() if "more" in line or "multiline" in line)


def careful() -> Held:
    """What they say."""
    return Counter(one for table in Careful().entities() for one in entities_of(table))


@pytest.fixture
def imported(shuffled: Shuffled, tmp_path: Path) -> Iterator[str]:
    """A Neo4j of its own that was given the files before it started."""
    cache = Path(os.environ.get("WORKBENCH_CI_CACHE", Path.home() / ".cache" / "fraud-link-workbench"))
    if os.environ.get("CI") != "true" and not list(cache.glob("neo4j-*/lib")):
        pytest.skip("there is no Neo4j on this machine; `.ci/neo4j/server start` fetches one")
    write_import(shuffled.evidence, HOME, tmp_path / "files", unheard)
    add_careful(tmp_path / "files")
    own = os.environ | {
        "WORKBENCH_NEO4J_HOME": str(tmp_path / "neo4j"),
        "WORKBENCH_NEO4J_IMPORT": str(tmp_path / "files"),
    }
    started = subprocess.run([SERVER, "start"], env=own, capture_output=True, text=True, check=False)
    assert started.returncode == 0, started.stderr
    yield started.stdout.strip()
    subprocess.run([SERVER, "stop"], env=own, check=True)


@pytest.mark.neo4j
@pytest.mark.slow
def test_what_was_imported_agrees_and_is_gone_on_from(shuffled: Shuffled, imported: str) -> None:
    assert held(imported) == folded(shuffled.evidence) + careful()
    with open_graph(imported, HOME) as graph:
        assert isinstance(graph, Redrawn)
        assert graph.state() == shuffled.evidence.state()
        rules = [name for (name,) in ask(imported, "SHOW CONSTRAINTS YIELD labelsOrTypes RETURN labelsOrTypes")]
        assert ["Phone"] in rules
        rows = 0

        def count(_: str, done: int, __: int | None = None) -> None:
            nonlocal rows
            rows = done

        for _ in range(3):
            before = folded(shuffled.evidence)
            shuffled.step()
            show_evidence(shuffled.evidence, graph, count)
            wanted = folded(shuffled.evidence)
            assert held(imported) == wanted + careful()
            assert rows <= (before - wanted).total() + (wanted - before).total()
        ask(imported, "MATCH (n) WHERE n.key STARTS WITH 'careful:' DELETE n")
        assert check(shuffled.evidence, graph, unheard).agree


def test_files_go_into_an_empty_folder_only(shuffled: Shuffled, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "mine").touch()
    with pytest.raises(UsedWrongly, match="is not empty"):
        write_import(shuffled.evidence, HOME, tmp_path / "files", unheard)
    assert [one.name for one in (tmp_path / "files").iterdir()] == ["mine"]
