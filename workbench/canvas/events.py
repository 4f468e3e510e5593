"""What a person did on the canvas, read from what the browser sent."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CanvasEvents:
    """What happened on one canvas since the last run; `selected` lasts, the others are said once.

    Every id comes from a browser and is only a claim: whoever acts on it looks it up with that person's rights.
    """

    selected: tuple[str, ...] = ()
    expand: str | None = None
    context: str | None = None
    hide: tuple[str, ...] = ()
    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    pictured: bool = False


def read(state: Mapping[str, object]) -> CanvasEvents:
    """The events in one component state; whatever has not the agreed form counts as not having happened."""
    return CanvasEvents(
        selected=_ids(state.get("selected")),
        expand=_id(state.get("expand")),
        context=_id(state.get("context")),
        hide=_ids(state.get("hide")),
        places=_places(state.get("places")),
        pictured=state.get("pictured") is True,
    )


def _id(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _ids(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(one for one in value if isinstance(one, str))


def _places(value: object) -> dict[str, tuple[float, float]]:
    if not isinstance(value, Mapping):
        return {}
    pairs = ((name, _pair(at)) for name, at in value.items() if isinstance(name, str))
    return {name: pair for name, pair in pairs if pair is not None}


def _pair(value: object) -> tuple[float, float] | None:
    match value:
        case [int() | float() as x, int() | float() as y] if math.isfinite(x) and math.isfinite(y):
            return float(x), float(y)
        case _:
            return None
