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
        named = snapshot.entities.loc[best.index]
        shown = [
            self.showing.entity(Entity(kind_of(str(kind)), str(key)))
            for kind, key in zip(named["kind"], named["key"], strict=True)
        ]
        told = {name: pd.Series([getattr(one, name) for one in shown], dtype="str") for name in _TOLD}
        return pd.DataFrame(told | best.reset_index(drop=True).to_dict("series"))[[*_TOLD[:-1], *MEASURES, _TOLD[-1]]]

    def _snapshot(self) -> Snapshot:
        """The snapshot of the evidence, and of what people say, as they stand; who asks of it asks again and again."""
        said = self._said()
        state = f"{self.evidence.state()} {sorted(said.items())}"
        if self._seen is None or self._seen[0] != state:
            self._seen = (state, heard(the_snapshot(self.home), said, self.home.secret))
        return self._seen[1]
