"""How everything hangs together: each entity's place in the whole graph, worked out from the evidence."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from workbench.desk.detecting import Detecting
from workbench.desk.said import heard
from workbench.desk.snapshot import the_snapshot
from workbench.errors import UsedWrongly
from workbench.model import LINK_TYPES, Entity, kind_of, link_type_of
from workbench.signals.graph.structure import MEASURES, ORDERING, snapshot_structure
from workbench.signals.limits import Limits
from workbench.signals.money.listing import PATTERNS, listed
from workbench.signals.snapshot import Snapshot

_TOLD = ("kind", "text", "tag", "token")


class Structuring(Detecting):
    """Looking at the graph as a whole."""

    _seen: tuple[str, Snapshot] | None = None

    def structure(self, by: str = "rank", most: int = 200, types: Iterable[str] = ()) -> pd.DataFrame:
        """The entities that stand out most by a measure: kind, text, tag, the measures and token, highest first.

        It is one of neighbours, core, triangles, rank and between; component and part stand beside them. All are of
        links of these types, or of all links; the look is on the record. It says how entities are linked, not whether
        anything is wrong with them.
        """
        if by not in ORDERING:
            raise UsedWrongly(f"{by!r} is no measure to rank by; there are: {', '.join(ORDERING)}")
        chosen = tuple(map(link_type_of, types)) or LINK_TYPES
        self.record("structure", by)
        snapshot = self._snapshot()
        found = snapshot_structure(snapshot, chosen)
        best = found.sort_values(by, ascending=False, kind="stable").head(most)
        told = self._as_shown(snapshot, best.index)
        return pd.concat([told, best.reset_index(drop=True)], axis=1)[[*_TOLD[:-1], *MEASURES, _TOLD[-1]]]

    def patterns(self) -> tuple[str, ...]:
        """The patterns of money there are."""
        return PATTERNS

    def money_shapes(self, pattern: str = "", most: int = 200) -> pd.DataFrame:
        """Shapes of money, the largest of their pattern first, a row a card.

        Columns: pattern, shape (a number), size, as_large (`listed` says what they are), part, and the card's kind,
        text, tag and token. `most` shapes are given, of one pattern or of all; the look is on the record. Nothing is
        asked of the cards but what their payments look like, so most of them are innocent: it is a list to look things
        up in, where a finding asks for a look.
        """
        if pattern and pattern not in PATTERNS:
            raise UsedWrongly(f"{pattern!r} is no pattern of money; there are: {', '.join(PATTERNS)}")
        self.record("money shapes", pattern or "all")
        snapshot = self._snapshot()
        found = listed(snapshot, Limits())
        found = found[found["pattern"] == pattern] if pattern else found
        first = found[found["shape"].isin(found["shape"].drop_duplicates().head(most))].reset_index(drop=True)
        whole = pd.concat([first, self._as_shown(snapshot, first["card"])], axis=1)
        return whole[["pattern", "shape", "size", "as_large", "part", *_TOLD]]

    def _as_shown(self, snapshot: Snapshot, codes: Iterable[int]) -> pd.DataFrame:
        """These entities as people may see them: kind, text, tag, token."""
        named = snapshot.entities.loc[list(codes)]
        shown = [
            self.showing.entity(Entity(kind_of(str(kind)), str(key)))
            for kind, key in zip(named["kind"], named["key"], strict=True)
        ]
        return pd.DataFrame({name: pd.Series([getattr(one, name) for one in shown], dtype="str") for name in _TOLD})

    def _snapshot(self) -> Snapshot:
        """The snapshot of the evidence, and of what people say, as they stand; who asks of it asks again and again."""
        said = self._said()
        state = f"{self.evidence.state()} {sorted(said.items())}"
        if self._seen is None or self._seen[0] != state:
            self._seen = (state, heard(the_snapshot(self.home), said, self.home.secret))
        return self._seen[1]
