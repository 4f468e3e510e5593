"""Folders for what is short-lived: gone with their context, or with the next one's where a process was killed."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph_loaders.containers import on_disk
from graph_loaders.handed import Handed
from workbench.disk import short_lived
from workbench.evidence.duck import open_duck

ROOT = Path(__file__).resolve().parents[2]
UNPACKS = """
import os, signal, sys
from pathlib import Path
from graph_loaders.containers import on_disk
from graph_loaders.handed import Handed
with on_disk(Handed(Path(sys.argv[1]))):
    os.kill(os.getpid(), signal.SIGKILL)
"""
SPILLS = """
import os, signal, sys
from pathlib import Path
from workbench.evidence.duck import open_duck
evidence = Path(sys.argv[1])
with open_duck(evidence, "64MB") as duck:
    duck.execute("SET threads = 1")
    duck.execute("CREATE TEMP TABLE wide AS SELECT range AS one, hash(range) AS other FROM range(12000000)")
    assert any(path.stat().st_size for path in (evidence.parent / "spill").rglob("*") if path.is_file())
    os.kill(os.getpid(), signal.SIGKILL)
"""


def _killed(program: str, *words: Path, temporary: Path | None = None) -> None:
    # The environment of a process of its own: where temporary files lie is asked for once in a process.
    place = {"TMPDIR": str(temporary)} if temporary else {}
    run = subprocess.run(
        [sys.executable, "-c", program, *map(str, words)], cwd=ROOT, env=os.environ | place, check=False
    )
    assert run.returncode == -9


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_folder_goes_with_its_context(tmp_path: Path):
    with short_lived(tmp_path / "root") as folder:
        (folder / "inner").mkdir()
        (folder / "inner" / "file").write_text("x")
    assert list((tmp_path / "root").iterdir()) == []


def test_a_folder_that_is_still_used_is_left_alone(tmp_path: Path):
    with short_lived(tmp_path) as one, short_lived(tmp_path) as other:
        assert one != other
        assert one.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_what_lies_in_the_root_and_is_no_folder_of_ours_harms_nothing(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path.parent)
    with short_lived(tmp_path) as folder:
        assert folder.is_dir()
    assert {path.name for path in tmp_path.iterdir()} == {"file", "link"}


@pytest.mark.skipif(os.getuid() != 0, reason="only root may give a folder away")
def test_a_root_of_somebody_else_is_not_used(tmp_path: Path):
    os.chown(tmp_path, 65534, 65534)
    with pytest.raises(PermissionError), short_lived(tmp_path):
        pass


def test_what_a_killed_process_spilled_is_swept_by_the_next(tmp_path: Path):
    evidence = tmp_path / "home" / "evidence"
    evidence.mkdir(parents=True)
    _killed(SPILLS, evidence)
    assert _files(evidence.parent)
    with open_duck(evidence):
        assert not _files(evidence.parent)


def test_what_a_killed_process_unpacked_is_swept_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file, temporary = tmp_path / "calls.csv.gz", tmp_path / "temporary"
    temporary.mkdir()
    file.write_bytes(gzip.compress(b"caller,callee,at,seconds\n"))
    _killed(UNPACKS, file, temporary=temporary)
    assert _files(temporary)
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    with on_disk(Handed(file)) as unpacked:
        assert _files(temporary) == [unpacked]
    assert not _files(temporary)


def test_where_nothing_may_be_written_duckdb_spills_elsewhere(tmp_path: Path):
    evidence = tmp_path / "home" / "evidence"
    evidence.mkdir(parents=True)
    (tmp_path / "home" / "spill").write_text("no folder can stand here")
    with open_duck(evidence) as duck:
        assert duck.execute("SELECT 1").fetchall() == [(1,)]
