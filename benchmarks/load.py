"""Loading calls (read, validate, store) beside DuckDB's bare CSV-to-Parquet of the same file.

`python -m benchmarks.load [ROWS]` prints rows a second, the ratio of each turn, peak memory over an idle process, and
the growth exponent over three sizes. What binds is the ratio: absolute figures are the machine's.
"""

from __future__ import annotations

import math
import multiprocessing
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from graph_loaders.clean import CLEANING_VERSION
from graph_loaders.opened import file_hash
from graph_loaders.read import read
from graph_loaders.sources import SOURCES
from workbench.evidence import Batch, Evidence, keep

ROWS, TURNS, SHARES = 1_000_000, 3, (1, 3, 10)
CALLS = next(source for source in SOURCES if source.name == "calls")


def write_calls(file: Path, rows: int) -> Path:
    """A file of made-up calls: each phone calls some eight times, times to the second, a serial each."""
    dice = np.random.default_rng(7)
    phones = 13_000_000_000 + dice.integers(0, 900_000_000, max(rows // 8, 1000))
    at = np.datetime64("2026-01-01T00:00:00") + dice.integers(0, 86_400 * 90, rows).astype("timedelta64[s]")
    columns = {
        "caller": pa.array(phones[dice.integers(0, len(phones), rows)]),
        "callee": pa.array(phones[dice.integers(0, len(phones), rows)]),
        "at": pc.strftime(pa.array(at), "%Y-%m-%d %H:%M:%S"),
        "seconds": pa.array(dice.integers(0, 900, rows)),
        "medium": pa.array(np.where(dice.random(rows) < 0.1, "sms", "voice")),
        "serial": pa.array(np.char.add("S", np.arange(rows).astype(str))),
        "cell": pa.array(np.char.add("460-00-", dice.integers(1000, 9999, rows).astype(str))),
        "region": pa.repeat(pa.scalar("510104"), rows),
    }
    pv.write_csv(pa.table(columns), file, pv.WriteOptions(quoting_style="none"))
    return file


def load(file: Path, folder: Path) -> None:
    """The file taken in as the desk takes it in: hashed, read, validated, stored, its repeats counted."""
    batch = Batch(file.name, file_hash(file), CALLS.name, "", CLEANING_VERSION, "benchmark", "")
    done = keep(Evidence(folder), CALLS, batch, read(file, CALLS))
    if done.refused:
        sys.exit(f"{done.refused} made-up calls were refused: {done.reasons}")


def bare(file: Path, folder: Path) -> None:
    """DuckDB's own way: text to typed Parquet, nothing validated, as small as ours."""
    with duckdb.connect() as duck:
        duck.execute("SET enable_progress_bar = false")
        duck.execute(f"COPY (FROM read_csv('{file}')) TO '{folder}/bare.parquet' (FORMAT parquet, COMPRESSION zstd)")


def _measured(step: Callable[[Path, Path], None], file: Path) -> tuple[float, float]:
    """Seconds and peak MiB of the step in a process of its own."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_measure, args=(step, file, theirs))
    process.start()
    # Then only the process holds its end, and one that fails is heard of.
    theirs.close()
    seconds, peak = ours.recv()
    process.join()
    return seconds, peak


def _measure(step: Callable[[Path, Path], None], file: Path, told: multiprocessing.connection.Connection) -> None:
    before = _peak()
    with TemporaryDirectory() as folder:
        start = time.perf_counter()
        step(file, Path(folder))
        seconds = time.perf_counter() - start
    told.send((seconds, _peak() - before))


def _peak() -> float:
    """The most memory this process has held, MiB; getrusage would tell what its parent held before it began."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def main(rows: int) -> None:
    """Prints what was measured."""
    best: dict[int, float] = {}
    with TemporaryDirectory() as folder:
        for share in SHARES[::-1]:
            count = rows // share
            file = write_calls(Path(folder) / "calls.csv", count)
            for _ in range(TURNS):
                (ours, memory), (theirs, _) = _measured(load, file), _measured(bare, file)
                best[count] = min(ours, best.get(count, math.inf))
                print(
                    f"{count:>11,} rows  load {count / ours:>11,.0f} rows/s  bare {count / theirs:>11,.0f} rows/s  "
                    f"ratio {theirs / ours:.2f}  peak {memory:,.0f} MiB"
                )
    (fewest, quickest), *_, (most, longest) = best.items()
    print(f"growth exponent {math.log(longest / quickest) / math.log(most / fewest):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
