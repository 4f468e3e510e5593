"""The outlines of kinds as polygons about (0, 0) reaching 1: the same in the picture as in its legend."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

Point = tuple[float, float]
_ROUNDED = "round-"


def outline(shape: str) -> tuple[Point, ...]:
    """The corners of a kind's shape (`Kind.shape`), y downwards; a circle where the shape has no outline here."""
    corners = _OUTLINES.get(shape.removeprefix(_ROUNDED), _CIRCLE)
    return _rounded(corners) if shape.startswith(_ROUNDED) else corners


def svg_points(shape: str) -> str:
    """The corners as SVG writes them, for a box that reaches from -1 to 1."""
    return " ".join(f"{x:g},{y:g}" for x, y in outline(shape))


def _regular(corners: int, turn: float = 0.0, radius: float = 1.0) -> tuple[Point, ...]:
    angles = [-pi / 2 + turn + 2 * pi * corner / corners for corner in range(corners)]
    return tuple((round(radius * cos(angle), 3), round(radius * sin(angle), 3)) for angle in angles)


def _star(corners: int) -> tuple[Point, ...]:
    outer, inner = _regular(corners, radius=1.1), _regular(corners, pi / corners, 0.5)
    return tuple(point for pair in zip(outer, inner, strict=True) for point in pair)


def _box(half_width: float, half_height: float) -> tuple[Point, ...]:
    return tuple((x * half_width, y * half_height) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)))


def _rounded(corners: Sequence[Point], share: float = 0.25, steps: int = 5) -> tuple[Point, ...]:
    """Each corner as a curve that leaves its sides a share of their length away from it."""
    points = []
    for place, (x, y) in enumerate(corners):
        before, after = corners[place - 1], corners[(place + 1) % len(corners)]
        start = (x + share * (before[0] - x), y + share * (before[1] - y))
        end = (x + share * (after[0] - x), y + share * (after[1] - y))
        for step in range(steps + 1):
            along = step / steps
            weights = ((1 - along) ** 2, 2 * along * (1 - along), along**2)
            curve = zip(weights, (start, (x, y), end), strict=True)
            points.append([weight * at for weight, pair in curve for at in pair])
    return tuple((round(sum(one[::2]), 3), round(sum(one[1::2]), 3)) for one in points)


_CIRCLE = _regular(36)
_OUTLINES = {
    "rectangle": _box(0.92, 0.84),
    "barrel": _rounded(_box(0.74, 1.0), 0.4),
    "diamond": _regular(4, radius=1.15),
    "triangle": tuple((x, y + 0.12) for x, y in _regular(3, radius=1.25)),
    "pentagon": _regular(5, radius=1.1),
    "hexagon": _regular(6, pi / 6, radius=1.08),
    "octagon": _regular(8, pi / 8, radius=1.05),
    "star": _star(5),
    "tag": ((-1.0, -0.74), (0.45, -0.74), (1.15, 0.0), (0.45, 0.74), (-1.0, 0.74)),
}
