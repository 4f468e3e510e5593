"""Which entities a set of batches names: what a further load, or one taken out, can have touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import duckdb

from workbench.evidence.batches import Batch, Evidence
from workbench.evidence.duck import open_duck, quoted, rows_query, text
from workbench.model import Entity, Source, kind_of


def named(
    evidence: Evidence, sources: Sequence[Source], batches: Iterable[Batch], entities: Iterable[Entity]
) -> frozenset[Entity]:
    """Those of the entities that an accepted row of these batches names, in whichever column."""
    wanted = sorted({(one.kind.word, one.key) for one in entities})
    chosen = [batch for batch in batches if batch.accepted]
    if not wanted or not chosen:
        return frozenset()
    with open_duck(evidence.folder) as duck:
        duck.execute("CREATE TABLE wanted (kind VARCHAR, key VARCHAR)")
        duck.executemany("INSERT INTO wanted VALUES (?, ?)", wanted)
        found = {row for query in _queries(evidence, sources, chosen) for row in _rows(duck, query)}
    return frozenset(Entity(kind_of(kind), key) for kind, key in found)


def _queries(evidence: Evidence, sources: Sequence[Source], batches: Sequence[Batch]) -> Iterator[str]:
    for source in sources:
        files = [evidence.rows_file(batch) for batch in batches if batch.source == source.name]
        if files:
            rows = rows_query(files)
            for ref in dict.fromkeys(ref for fact in source.facts for ref in fact.refs):
                kind = quoted(ref.kind) if isinstance(ref.kind, str) else text(ref.kind.word)
                key = quoted(ref.column)
                yield (
                    f"SELECT kind, key FROM wanted SEMI JOIN (SELECT {kind} AS told, {key} AS named FROM ({rows})) "
                    "ON kind = told AND key = named"
                )


def _rows(duck: duckdb.DuckDBPyConnection, query: str) -> list[tuple[str, str]]:
    return duck.execute(query).fetchall()
