"""What was measured, as one table for people and as JSON for machines: ours and the plain way side by side."""

from __future__ import annotations

import json
import math
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from typing import Any

from benchmarks.fresh import Measured, Prepared, Step, measured

TURNS = 3
ENGINES = (
    *("duckdb", "pyarrow", "numpy", "pandas", "scipy", "numba", "networkx", "ladybug", "neo4j"),
    *("python-stdnum", "phonenumbers"),
)
HEADS = ("what", "rows", "way", "rows/s", "CPU µs a row", "peak MiB", "ours is", "by CPU")


@dataclass(frozen=True, slots=True)
class Way:
    """One way of doing a thing: its name, its step, and how many rows the step does."""

    name: str
    step: Step | Prepared[Any]
    rows: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A way, measured: the best of its turns. `times` is how often as fast ours is by the clock, `times_cpu` by CPU."""

    what: str
    way: str
    rows: int
    rows_a_second: float
    cpu_us_a_row: float
    peak_mib: float
    times: float | None = None
    times_cpu: float | None = None
    found: dict[str, int] = field(default_factory=dict)


def side_by_side(what: str, ours: Way, *others: Way, turns: int = TURNS) -> list[Figure]:
    """Ours and the others measured in turn, so that whatever else the machine does hits all of them."""
    best: dict[str, Measured] = {}
    for _ in range(turns):
        for way in (ours, *others):
            now = measured(way.step)
            held = best.get(way.name, now)
            best[way.name] = Measured(
                min(now.seconds, held.seconds), min(now.cpu, held.cpu), max(now.peak, held.peak), now.found
            )
    first, *rest = (figure(what, way.name, way.rows, best[way.name]) for way in (ours, *others))
    return [first, *(against(first, one) for one in rest)]


def figure(what: str, way: str, rows: int, told: Measured) -> Figure:
    """What was measured of a way, by the row."""
    seconds, cpu = max(told.seconds, 1e-9), max(told.cpu, 1e-9)
    return Figure(what, way, rows, rows / seconds, cpu * 1e6 / rows, told.peak, found=told.found)


def against(ours: Figure, one: Figure) -> Figure:
    """The figure with how often as fast ours is."""
    return replace(one, times=ours.rows_a_second / one.rows_a_second, times_cpu=one.cpu_us_a_row / ours.cpu_us_a_row)


def growth(figures: Sequence[Figure], what: str, way: str) -> float | None:
    """The exponent of rows by which seconds grow from the smallest size to the largest; None of one size alone."""
    sizes = sorted((one for one in figures if (one.what, one.way) == (what, way)), key=lambda one: one.rows)
    if len(sizes) < 2:
        return None
    (fewer, quicker), (more, longer) = ((one.rows, one.rows / one.rows_a_second) for one in (sizes[0], sizes[-1]))
    return math.log(longer / quicker) / math.log(more / fewer)


def machine() -> dict[str, str]:
    """What the figures depend on: cores, memory, Python, the engines' versions, and how busy the machine is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    depends = {
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.0f} GiB",
        "load": f"{os.getloadavg()[0]:.1f}",
        "Python": platform.python_version(),
    }
    return depends | {name: version(name) for name in ENGINES}


def lines(figures: Sequence[Figure]) -> Iterator[str]:
    """The table in Markdown, then how each way grows where several sizes of a thing were measured."""
    yield f"| {' | '.join(HEADS)} |"
    yield f"|{'---|' * len(HEADS)}"
    for one in figures:
        cells = (one.what, f"{one.rows:,}", one.way, f"{one.rows_a_second:,.0f}", f"{one.cpu_us_a_row:.2f}")
        yield f"| {' | '.join((*cells, f'{one.peak_mib:,.0f}', _times(one.times), _times(one.times_cpu)))} |"
    for what, way in dict.fromkeys((one.what, one.way) for one in figures):
        exponent = growth(figures, what, way)
        if exponent is not None:
            yield f"{what}, {way}: seconds grow as rows to the power of {exponent:.2f}"


def _times(times: float | None) -> str:
    if times is None:
        return ""
    return f"{times:.2f}×" if times < 10 else f"{times:,.0f}×"


def tell(figures: Sequence[Figure], say: Callable[[str], None], *, as_json: bool) -> None:
    """Says the machine and the table, or all of it as one JSON object."""
    if as_json:
        say(json.dumps({"machine": machine(), "figures": [asdict(one) for one in figures]}, ensure_ascii=False))
        return
    say(", ".join(f"{name} {value}" for name, value in machine().items()))
    for line in lines(figures):
        say(line)
