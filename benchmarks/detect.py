"""How well the detectors do on made-up cities, a line a seed: `python -m benchmarks detect --people 5000 1 2 3`."""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from workbench.city import HARD, MEDIUM, write_city
from workbench.desk import open_desk

COLUMNS = "seed  links  seconds  AP  P@100  found  wanted  ring recall  AMI  member precision  peak MiB"


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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{seed}  {links:,}  {seconds:.1f}  {_figures(measured)}  {peak:,}"


def _figures(measured: Mapping[str, object]) -> str:
    cards, rings = measured["stolen_identity"], measured["rings"]
    assert isinstance(cards, dict)
    assert isinstance(rings, dict)
    first = cards["precision_at"]["100"]
    return (
        f"{cards['average_precision']:.3f}  {first['share']:.2f} [{first['low']:.2f}, {first['high']:.2f}]  "
        f"{cards['found']}  {cards['wanted']}  {rings['recall']['share']:.2f} of {rings['recall']['of']}  "
        f"{rings['adjusted_mutual_information']:.2f}  {rings['member_precision']['share']:.2f}"
    )
