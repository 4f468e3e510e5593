"""A flow of money as a picture: accounts in columns, bands between them as wide as what moved; SVG, wholly offline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

COLUMN, GAP, BAR, TOP, TALL = 250, 26, 14, 30, 520
LEAST = 2.0
"""Pixels that the thinnest band is wide, so that it can be seen."""
COLOURS = ("#4C6EF5", "#12B886", "#F59F00", "#BE4BDB", "#1098AD", "#E03131")


@dataclass(frozen=True, slots=True)
class Stop:
    """An account in the picture: a name to join by, the column it stands in, its label and a line beneath."""

    name: str
    column: int
    label: str
    beneath: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """What moved between two stops: their names, the amount, and what is said when one points at it."""

    start: str
    end: str
    amount: int
    says: str = ""


@dataclass(frozen=True, slots=True)
class _Bar:
    x: float
    y: float
    height: float
    colour: str


def flow_picture(stops: Sequence[Stop], bands: Sequence[Band]) -> str:
    """Give the picture as one SVG element; amounts of one account stand one below the other, the largest first."""
    bands = sorted(bands, key=lambda band: (-band.amount, band.start, band.end))
    bars, tall = _laid(stops, bands)
    wide = COLUMN * (max((stop.column for stop in stops), default=0) + 1)
    parts = [f'<rect width="{wide}" height="{tall:.0f}" fill="#ffffff"/>']
    parts += _bands(bars, bands, _scale(stops, bands))
    parts += [_stop(stop, bars[stop.name]) for stop in stops]
    size = f'width="{wide}" height="{tall:.0f}" viewBox="0 0 {wide} {tall:.0f}"'
    style = 'font-family="sans-serif" font-size="12"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size} {style}>{"".join(parts)}</svg>'


def _through(stop: Stop, bands: Iterable[Band]) -> int:
    """What moves through a stop: the more of what comes and what goes."""
    came = sum(band.amount for band in bands if band.end == stop.name)
    return max(came, sum(band.amount for band in bands if band.start == stop.name))


def _scale(stops: Sequence[Stop], bands: Sequence[Band]) -> float:
    """Pixels a unit of money."""
    columns: dict[int, int] = defaultdict(int)
    for stop in stops:
        columns[stop.column] += _through(stop, bands)
    return TALL / max(max(columns.values(), default=1), 1)


def _laid(stops: Sequence[Stop], bands: Sequence[Band]) -> tuple[dict[str, _Bar], float]:
    """The bar of each stop, and how tall the picture is."""
    scale, below = _scale(stops, bands), defaultdict[int, float](lambda: float(TOP))
    bars: dict[str, _Bar] = {}
    for stop in sorted(stops, key=lambda one: (one.column, -_through(one, bands), one.name)):
        height = max(_through(stop, bands) * scale, LEAST)
        bars[stop.name] = _Bar(
            stop.column * COLUMN + 10, below[stop.column], height, COLOURS[stop.column % len(COLOURS)]
        )
        below[stop.column] += height + GAP
    return bars, max(below.values(), default=float(TOP)) + 10


def _bands(bars: dict[str, _Bar], bands: Sequence[Band], scale: float) -> list[str]:
    used: dict[tuple[str, str], float] = defaultdict(float)
    drawn = []
    for band in bands:
        start, end, width = bars[band.start], bars[band.end], max(band.amount * scale, LEAST)
        x, to = start.x + BAR, end.x
        y = start.y + used["from", band.start] + width / 2
        down = end.y + used["to", band.end] + width / 2
        used["from", band.start] += width
        used["to", band.end] += width
        bend = max(abs(to - x) / 2, 40)
        path = f"M{x:.1f} {y:.1f} C{x + bend:.1f} {y:.1f} {to - bend:.1f} {down:.1f} {to:.1f} {down:.1f}"
        look = f'fill="none" stroke="{start.colour}" stroke-opacity="0.35" stroke-width="{width:.1f}"'
        drawn.append(f'<path d="{path}" {look}><title>{escape(band.says)}</title></path>')
    return drawn


def _stop(stop: Stop, bar: _Bar) -> str:
    box = f'<rect x="{bar.x:.1f}" y="{bar.y:.1f}" width="{BAR}" height="{bar.height:.1f}" fill="{bar.colour}"/>'
    x, y = bar.x + BAR + 4, bar.y + max(bar.height / 2, 6)
    label = f'<text x="{x:.1f}" y="{y:.1f}" fill="#1b1b1f">{escape(stop.label)}</text>'
    return f'{box}{label}<text x="{x:.1f}" y="{y + 14:.1f}" fill="#5c5c66" font-size="11">{escape(stop.beneath)}</text>'
