"""Asking: what a notebook asks for and gets masked, as pictures and frames."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from workbench.desk import frames, told
from workbench.desk.asked import ask
from workbench.desk.detecting import Detecting
from workbench.desk.extract import ShownExtract
from workbench.graph import Value
from workbench.model.shown import Shown, ShownEntity


class Asking(Detecting):
    """Looking things up from a notebook."""

    def find(self, value: str) -> ShownExtract:
        """What the value may name: phones, cards, people, …; the look is on the record."""
        return ShownExtract(Shown("Found", "", self.look.find(value), ()))

    def around(self, entity: ShownEntity | str, hops: int = 1, limit: int = 50) -> ShownExtract:
        """The entity (or its token) with what it is linked to, at most `limit` links of each entity on the way."""
        name = entity if isinstance(entity, str) else entity.token
        return ShownExtract(self.look.around(name, hops, limit))

    def among(self, entities: Iterable[ShownEntity | str]) -> ShownExtract:
        """These entities (or tokens) with all links among them: what a graph library chose, back at the desk."""
        names = dict.fromkeys(one if isinstance(one, str) else one.token for one in entities)
        return ShownExtract(self.look.among(map(self.showing.entity_of, names), "Chosen"))

    def ring(self, finding: str) -> ShownExtract:
        """The ring's members, what they share, and the links among all of them."""
        return ShownExtract(self.picture("rings", finding))

    def findings(self, detector: str, most: int = 500) -> pd.DataFrame:
        """The best findings of a detector as a frame, a line each, with their names in `finding`."""
        return told.listed(self.headlines(detector, most))

    def members(self, detector: str, most: int = 500) -> pd.DataFrame:
        """The members of a detector's best findings as a frame, a line each, with their parts and tokens."""
        return frames.members_of(self.run().findings(detector), self.showing, most)

    def reasons(self, detector: str, most: int = 500) -> pd.DataFrame:
        """What speaks for and against a detector's best findings as a frame, a line each."""
        return frames.reasons_of(self.run().findings(detector), self.showing, most)

    def runs_frame(self) -> pd.DataFrame:
        """The runs as a frame, newest first, with the number of findings by detector."""
        return frames.runs_of(self.runs())

    def cypher(self, name: str, /, *kinds: str, **given: Value) -> pd.DataFrame:
        """A query of cypher/, its answer masked: `desk.cypher("explore/around", "Phone", key=TOKEN, …)`; see `ask`."""
        self.record("query", name)
        return ask(self.graph, self.showing, name, kinds, given)
