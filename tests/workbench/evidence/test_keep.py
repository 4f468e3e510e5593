"""Keeping a batch: all of it counts or nothing, wherever it was cut off, and running again finishes it."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.taken import events_of, source_of, take
from tests.workbench.evidence.cut import DONE, REFUSED
from workbench.errors import BadSource, WorkbenchError
from workbench.evidence import Evidence

ROOT = Path(__file__).resolve().parents[3]
CALLS = source_of("calls")
ROWS = 6000


def _calls(file: Path, rows: int = ROWS, coarse: int = 40) -> Path:
    """Calls of which some are alike to the minute, and one is refused."""
    dice = random.Random(5)
    lines = ["caller,callee,at,seconds", "unknown,96110,2026-09-01 09:00:00,1"]
    for _ in range(rows):
        second = f"2026-09-{dice.randint(1, 28):02} {dice.randint(0, 23):02}:{dice.randint(0, 59):02}:00"
        lines.append(f"138{dice.randint(0, 99_999_999):08},13900000001,{second},{dice.randint(0, 900)}")
    lines += ["13800000001,13900000001,2026-09-01 10:00,60"] * coarse
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _cut(how: str, folder: Path, file: Path, points: list[int]) -> dict[int, int]:
    """The exit code of a load cut off at each point."""
    command = [sys.executable, "-m", "tests.workbench.evidence.cut", how, str(folder), str(file), *map(str, points)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    return {int(point): int(code) for point, code in (line.split() for line in ended.stdout.splitlines())}


def _is_whole_or_nothing(evidence: Evidence, whole: dict[tuple[object, ...], int]) -> bool:
    """Whether nothing of the batch counts; else all of it does."""
    if not evidence.batches():
        assert events_of(evidence, CALLS) == {}
        return False
    assert events_of(evidence, CALLS) == whole
    return True


def _is_finished_by_running_again(evidence: Evidence, file: Path, whole: dict[tuple[object, ...], int]) -> None:
    batch = take(evidence, CALLS, file)
    assert (batch.accepted, batch.refused) == (ROWS + 40, 1)
    assert events_of(evidence, CALLS) == whole
    left = {path.name.partition(".")[2] for path in (evidence.folder / "calls").iterdir()}
    assert left == {"parquet", "json", "refused.csv", "prints"}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The calls that are loaded."""
    return _calls(tmp_path_factory.mktemp("calls") / "calls.csv")


@pytest.fixture(scope="module")
def whole(file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[object, ...], int]:
    """What an uncut load of them tells of."""
    evidence = Evidence(tmp_path_factory.mktemp("whole"))
    take(evidence, CALLS, file)
    return events_of(evidence, CALLS)


def test_a_load_killed_at_any_step_on_the_disk_counts_whole_or_not_at_all(
    file: Path, whole: dict[tuple[object, ...], int], tmp_path: Path
):
    codes = _cut("kill", tmp_path, file, list(range(20)))
    killed = [point for point, code in codes.items() if code == -signal.SIGKILL]
    assert killed == list(range(len(killed)))
    assert len(killed) >= 6
    counted = [_is_whole_or_nothing(Evidence(tmp_path / str(point)), whole) for point in codes]
    assert counted == sorted(counted)
    for point in killed:
        _is_finished_by_running_again(Evidence(tmp_path / str(point)), file, whole)


def test_a_load_killed_at_any_moment_counts_whole_or_not_at_all(
    file: Path, whole: dict[tuple[object, ...], int], tmp_path: Path
):
    dice = random.Random()
    for turn in range(4):
        folder = tmp_path / str(turn)
        load = (
            f"from tests.taken import *; print(flush=True); take(Evidence(Path({str(folder)!r})), source_of('calls'), "
        )
        command = [sys.executable, "-c", f"{load}Path({str(file)!r}))"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(dice.uniform(0, 0.25))
            child.kill()
        _is_whole_or_nothing(Evidence(folder), whole)
        _is_finished_by_running_again(Evidence(folder), file, whole)


def test_a_full_disk_leaves_nothing_and_is_told(file: Path, whole: dict[tuple[object, ...], int], tmp_path: Path):
    needed = _needed(file, tmp_path / "alone")
    points = [0, 1, 50, *(needed * share // 16 for share in range(1, 16)), needed - 1, needed * 20]
    codes = _cut("full", tmp_path, file, points)
    assert len(codes) >= 20
    assert codes.pop(needed * 20) == DONE
    assert set(codes.values()) == {REFUSED}
    for point in codes:
        evidence = Evidence(tmp_path / str(point))
        assert evidence.batches() == ()
        assert [path for path in evidence.folder.rglob("*") if path.is_file()] == []
    _is_finished_by_running_again(Evidence(tmp_path / "50"), file, whole)


def _needed(file: Path, folder: Path) -> int:
    """The bytes of the largest file that a load writes."""
    take(Evidence(folder), CALLS, file)
    return max(path.stat().st_size for path in folder.rglob("*.parquet"))


def test_a_file_that_breaks_off_leaves_nothing(tmp_path: Path):
    text = "caller,callee,at,seconds\n" + "13800000001,96110,2026-09-01 09:00:00,1\n" * 500_000
    file = tmp_path / "calls.csv"
    file.write_text(text + '13800000001,96110,"2026-09-01 09:00:00,1\n' + "13800000001,96110,2026-09-01,1\n" * 9)
    evidence = Evidence(tmp_path / "evidence")
    with pytest.raises(BadSource, match="record 500001 opens a quote"):
        take(evidence, CALLS, file)
    assert list((evidence.folder / "calls").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(file: Path, tmp_path: Path):
    (tmp_path / "calls").write_text("a file where the folder would be")
    with pytest.raises(WorkbenchError, match=r"calls\.csv could not be kept .*; nothing of it was taken in"):
        take(Evidence(tmp_path), CALLS, file)


def test_records_are_kept_as_they_were_counted(file: Path, tmp_path: Path):
    evidence = Evidence(tmp_path)
    batch = take(evidence, CALLS, file)
    rows = pq.read_table(evidence.rows_file(batch), columns=["record", "occurrence", "coarse"])
    assert rows.column("record").to_pylist() == list(range(2, ROWS + 42))
    assert rows.filter(rows.column("coarse")).column("occurrence").to_pylist() == list(range(1, 41))


def test_a_file_without_rows_is_a_batch_that_tells_nothing(tmp_path: Path):
    file = tmp_path / "calls.csv"
    file.write_text("caller,callee,at,seconds\n")
    evidence = Evidence(tmp_path / "evidence")
    assert (take(evidence, CALLS, file).read, events_of(evidence, CALLS)) == (0, {})
    take(evidence, CALLS, _calls(tmp_path / "more.csv", 10))
    assert sum(events_of(evidence, CALLS).values()) == 50


def test_a_batch_is_the_same_bytes_whenever_it_is_taken(file: Path, tmp_path: Path):
    one, two = Evidence(tmp_path / "one"), Evidence(tmp_path / "two")
    first, second = take(one, CALLS, file), take(two, CALLS, file)
    assert one.rows_file(first).read_bytes() == two.rows_file(second).read_bytes()


def test_reasons_and_what_was_dropped_are_counted(tmp_path: Path):
    file = tmp_path / "sessions.csv"
    file.write_text(
        "kind,key,device,ip,at\n"
        "phone,13800000001,000000000000000,203.0.113.1,2026-09-01 09:00:00\n"
        "phone,1,,203.0.113.1,soon\n"
        "phone,2,,203.0.113.1,2026-09-01 09:00:00\n"
        "phone,13800000001\n"
    )
    batch = take(Evidence(tmp_path / "evidence"), source_of("sessions"), file)
    assert (batch.read, batch.accepted, batch.refused, batch.dropped) == (4, 1, 3, 1)
    assert sum(number for reason, number in batch.reasons.items() if reason.startswith("key: ")) == 2
    assert batch.reasons["2 fields where the header has 5"] == 1
    assert batch.reasons["device: left out, it is none"] == 1
