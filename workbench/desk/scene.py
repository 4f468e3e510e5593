"""The scene: what stands on the canvas, as an event log that can be undone and redone without limit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.desk.show import link_name
from workbench.model.shown import Shown, ShownEntity, ShownLink


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything on the canvas at one moment: entities by token, links by token, and what was said last."""

    entities: dict[str, ShownEntity]
    links: dict[str, ShownLink]
    did: str = ""

    def __len__(self) -> int:
        return len(self.entities) + len(self.links)


EMPTY = Standing({}, {}, "")


@dataclass(frozen=True, slots=True)
class Scene:
    """The steps so far and where one stands among them."""

    steps: tuple[Standing, ...] = (EMPTY,)
    place: int = 0

    @property
    def now(self) -> Standing:
        """What stands on the canvas."""
        return self.steps[self.place]

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self.place > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return self.place < len(self.steps) - 1

    def start(self, shown: Shown, did: str) -> Scene:
        """The canvas cleared and this put on it."""
        return self._then(_added(EMPTY, shown, did))

    def add(self, shown: Shown, did: str) -> Scene:
        """This put on the canvas beside what stands there."""
        return self._then(_added(self.now, shown, did))

    def hide(self, tokens: tuple[str, ...], did: str) -> Scene:
        """These entities and their links taken off the canvas."""
        gone = set(tokens)
        entities = {name: one for name, one in self.now.entities.items() if name not in gone}
        links = {name: one for name, one in self.now.links.items() if one.start not in gone and one.end not in gone}
        return self._then(Standing(entities, links, did))

    def undo(self) -> Scene:
        """One step back."""
        return replace(self, place=max(self.place - 1, 0))

    def redo(self) -> Scene:
        """One step forward again."""
        return replace(self, place=min(self.place + 1, len(self.steps) - 1))

    def as_shown(self, title: str, note: str) -> Shown:
        """What stands on the canvas, to be handed over."""
        return Shown(title, note, tuple(self.now.entities.values()), tuple(self.now.links.values()))

    def _then(self, standing: Standing) -> Scene:
        steps = (*self.steps[: self.place + 1], standing)
        return Scene(steps, len(steps) - 1)


def _added(standing: Standing, shown: Shown, did: str) -> Standing:
    entities = standing.entities | {one.token: one for one in shown.entities}
    links = standing.links | {link_name(one): one for one in shown.links}
    return Standing(entities, links, did)
