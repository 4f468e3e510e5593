"""How well the detectors do on made-up cities, a line a seed: `python -m benchmarks detect --people 5000 1 2 3`."""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from workbench.city import HARD, MEDIUM, write_city
from workbench.desk import open_desk
from workbench.detectors.lookalikes import wronged

COLUMNS = (
    "seed  links  seconds  AP  P@100  P@500  found  wanted  ring recall  AMI  member precision  "
    "exposure: precision  high  recall  type right  money: AP  recall  calls: AP  precision  "
    "switches: AP  precision  recall  peak MiB"
)


def main(arguments: Sequence[str]) -> None:
    """Prints the table; every city is written, loaded and looked through in a folder of its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks detect", description=__doc__)
    parser.add_argument("seeds", type=int, nargs="+")
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--hard", action="store_true")
    parser.add_argument(
        "--without", nargs="*", default=[], help="sources left out, such as reports case_numbers disputes"
    )
    told = parser.parse_args(arguments)
    print(COLUMNS)
    for seed in told.seeds:
        with tempfile.TemporaryDirectory() as folder:
            print(_line(Path(folder), told.people, seed, told.hard, told.without), flush=True)


def _line(folder: Path, people: int, seed: int, hard: bool, without: list[str]) -> str:
    write_city(folder / "city", people, seed, difficulty=HARD if hard else MEDIUM)
    for source in without:
        (folder / "city" / "handover" / f"{source}.csv").unlink()
    with open_desk(folder / "home") as desk:
        desk.load([folder / "city" / "handover"])
        links = sum(desk.stats().links.values())
        started = time.perf_counter()
        run = desk.detect()
        seconds = time.perf_counter() - started
        measured = desk.evaluate(run.name, folder / "city" / "truth")
    over = [
        f"\n   {name}: more than twice: {line}"
        for name, figures in measured.items()
        for line in wronged(_of(figures).get("look_alikes", {}))
    ]
    over += [f"\n   precision differs: {line}" for line in _apart(_of(measured["stolen_identity"]))]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{seed}  {links:,}  {seconds:.1f}  {_figures(measured)}  {peak:,}{''.join(over)}"


def _apart(cards: Mapping[str, object]) -> Iterator[str]:
    """The groups of people whose precision is surely apart from everybody else's by more than a twentieth."""
    for sort, groups in _of(cards["precision_by"]).items():
        for name, one in _of(groups).items():
            if one["fails"]:
                yield f"{sort} {name}: {one['difference']:+.2f} [{one['low']:+.2f}, {one['high']:+.2f}], of {one['of']}"


def _figures(measured: Mapping[str, object]) -> str:
    cards, rings, people, money = (_of(measured[name]) for name in ("stolen_identity", "rings", "exposure", "money"))
    calls, switches = (_of(measured[name]) for name in ("calls", "switches"))
    high = _of(people["precision_by_level"]).get("high", {"share": 0.0, "of": 0})
    return "  ".join(
        (
            f"{cards['average_precision']:.3f}  {_share(_of(cards['precision_at'])['100'])}  "
            f"{_share(_of(cards['precision_at'])['500'])}",
            f"{cards['found']}  {cards['wanted']}",
            f"{_of(rings['recall'])['share']:.2f} of {_of(rings['recall'])['of']}",
            f"{rings['adjusted_mutual_information']:.2f}  {_of(rings['member_precision'])['share']:.2f}",
            f"{_share(people['precision'])}  {_share(high)}",
            f"{_share(people['recall'])}  {_share(people['type_right'])}",
            f"{money['average_precision']:.3f}  {_share(money['recall'])}",
            f"{calls['average_precision']:.3f}  {_share(calls['precision'])}",
            f"{switches['average_precision']:.3f}  {_share(switches['precision'])}  {_share(switches['recall'])}",
        )
    )


def _of(measured: object) -> dict[str, Any]:
    """The figures of one detector, as `evaluate` gives them for JSON."""
    assert isinstance(measured, dict)
    return measured


def _share(figure: object) -> str:
    one = _of(figure)
    return f"{one['share']:.2f} [{one.get('low', 0.0):.2f}, {one.get('high', 1.0):.2f}]"
