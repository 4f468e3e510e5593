"""Asking: what a notebook asks for and gets masked, as pictures and frames."""

from __future__ import annotations

import pandas as pd

from workbench.desk import told
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

    def ring(self, finding: str) -> ShownExtract:
        """The ring's members, what they share, and the links among all of them."""
        return ShownExtract(self.picture("rings", finding))

    def findings(self, detector: str, most: int = 500) -> pd.DataFrame:
        """The best findings of a detector as a frame, a line each, with their names in `finding`."""
        return told.listed(self.headlines(detector, most))

    def cypher(self, name: str, /, *kinds: str, **given: Value) -> pd.DataFrame:
        """A query of cypher/, its answer masked: `desk.cypher("explore/around", "Phone", key=TOKEN, …)`; see `ask`."""
        self.record("query", name)
        return ask(self.graph, self.showing, name, kinds, given)
