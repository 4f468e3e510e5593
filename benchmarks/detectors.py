"""How long the detectors take and what memory, size by size: `python -m benchmarks detectors --people 1500 5000 13000`.

Each size is a made-up city, taken in once and looked through in a fresh process: the evidence folded and coded, the
snapshot kept and read back, then each detector. `--home DIR` measures a home that is there instead.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks.fresh import Found, Measured, Prepared, in_this_process, measured
from benchmarks.table import Figure, figure, tell
from workbench.city import write_city
from workbench.desk.recognise import Offered, recognise
from workbench.desk.snapshot import drop_snapshots, kept_snapshot
from workbench.desk.take_in import silent, take_in
from workbench.detectors import DETECTORS
from workbench.home import open_home, writing
from workbench.model import LINK_TYPES, Findings
from workbench.signals.limits import Limits

Given = TypeVar("Given")
PEOPLE = (1_500, 5_000, 13_000)
SEED = 2
WAY, WHOLE = "workbench", "all of it"
MADE, READ = "snapshot made and kept", "snapshot read again"


def main(arguments: Sequence[str]) -> None:
    """Prints what was measured; rows are links."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks detectors", description=__doc__)
    parser.add_argument("--people", type=int, nargs="*", default=PEOPLE)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--home", type=Path, nargs="*", default=[], help="homes with evidence, in the place of cities")
    parser.add_argument("--json", action="store_true")
    said = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="workbench-") as folder:
        homes = said.home or (_city(Path(folder) / str(people), people, said.seed) for people in said.people)
        found = [one for home in homes for one in _told(figures(home))]
        tell(found, print, as_json=said.json)


def _told(found: Iterator[Figure]) -> Iterator[Figure]:
    for one in found:
        sys.stderr.write(
            f"{one.what}: {one.rows:,} links, {one.rows / one.rows_a_second:.1f} s, {one.peak_mib:,.0f} MiB\n"
        )
        yield one


def _city(folder: Path, people: int, seed: int) -> Path:
    """A home with a city's evidence in it; no graph is drawn, since no detector looks at one."""
    write_city(folder / "city", people, seed)
    home = open_home(folder / "home")
    for offered in recognise([folder / "city" / "handover"], ""):
        if not isinstance(offered, Offered):
            raise offered.error
        take_in(home, offered, "benchmark", silent)
    shutil.rmtree(folder / "city")
    return home.path


def figures(home: Path) -> Iterator[Figure]:
    """Each step over a home's evidence, and all of them together, the snapshot read again left out."""
    told = measured(partial(look_through, home=home)).found
    links = told["links"]
    for name in (MADE, READ, *(one.NAME for one in DETECTORS), WHOLE):
        seconds, cpu = told[f"{name}, clock"] / 1e6, told[f"{name}, processor"] / 1e6
        yield figure(name, WAY, links, Measured(seconds, cpu, told[f"{name}, MiB"], {}))


def look_through(_folder: Path, *, home: Path) -> Found:
    """Every step in its order, in microseconds by the clock and of the processor, and MiB; and how many links."""
    steps: dict[str, Measured] = {}
    opened, found = open_home(home), list[Findings]()
    with writing(opened, "benchmark"):
        drop_snapshots(opened)
        # What it gave goes: held through all steps it would count for their memory.
        steps[MADE] = _step(partial(kept_snapshot, opened))[0]
    steps[READ], snapshot = _step(partial(kept_snapshot, opened))
    for one in DETECTORS:
        steps[one.NAME], findings = _step(partial(one.find, snapshot, tuple(found), Limits()))
        found.append(findings)
    counted = [told for name, told in steps.items() if name != READ]
    seconds, cpu = sum(one.seconds for one in counted), sum(one.cpu for one in counted)
    steps[WHOLE] = Measured(seconds, cpu, max(one.peak for one in counted), {})
    told = {"links": sum(len(snapshot.links(one)) for one in LINK_TYPES)}
    for name, step in steps.items():
        told[f"{name}, clock"], told[f"{name}, processor"] = round(step.seconds * 1e6), round(step.cpu * 1e6)
        told[f"{name}, MiB"] = round(step.peak)
    return told


def _step(work: Callable[[], Given]) -> tuple[Measured, Given]:
    """What was measured of the work, and what it gave."""
    given: list[Given] = []

    def step(_: object) -> Found:
        given.append(work())
        return {}

    return in_this_process(Prepared(gc.collect, step), Path()), given[0]
