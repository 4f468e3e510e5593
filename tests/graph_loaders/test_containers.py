"""Archives: members are files of their own, and no archive writes outside, fills the disk or hides its reason."""

from __future__ import annotations

import gzip
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_loaders import containers
from graph_loaders.handed import Handed, original_hash, table_hash
from graph_loaders.read import read
from workbench.desk.recognise import Offered, Turned, recognise
from workbench.desk.take_in import silent, take_in
from workbench.errors import BadSource
from workbench.evidence import Evidence
from workbench.home import Home, open_home

CALLS = b"caller,callee,at,seconds\n13800138001,10086,2024-01-02 03:04:05,62\n"
VISITS = b"phone,site,at\n13800138001,example.com,2024-01-02 03:04:05\n"


def _zip(folder: Path, members: dict[str, bytes]) -> Path:
    file = folder / "archive.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def _refused(file: Path) -> dict[str, str]:
    return {one.file.name: str(one.error) for one in recognise([file]) if isinstance(one, Turned)}


def _taken(file: Path) -> list[str]:
    return [one.file.name for one in recognise([file]) if isinstance(one, Offered)]


def test_each_member_is_a_file_of_its_own_in_receipts_and_comes_out_alone(tmp_path: Path):
    home = open_home(tmp_path / "home")
    file = _zip(tmp_path, {"calls.csv": CALLS, "more/visits.csv": VISITS, "read me.pdf": b"", ".DS_Store.csv": b""})
    receipts = [take_in(home, one, "li", silent) for one in recognise([file]) if isinstance(one, Offered)]
    assert [(one.file, one.accepted) for one in receipts] == [
        ("archive.zip/calls.csv", 1),
        ("archive.zip/more/visits.csv", 1),
    ]
    assert [path.name for path in home.originals.iterdir()] == [f"{original_hash(Handed(file))}.zst"]
    again = [take_in(home, one, "li", silent) for one in recognise([file]) if isinstance(one, Offered)]
    assert [(one.batch, one.known) for one in again] == [(one.batch, 1) for one in receipts]
    evidence = Evidence(home.evidence)
    evidence.remove(evidence.batch(receipts[0].batch))
    assert [batch.file for batch in evidence.batches()] == ["archive.zip/more/visits.csv"]


def test_members_alike_are_told_apart_by_their_names(tmp_path: Path):
    file = _zip(tmp_path, {"calls.csv": CALLS, "calls_2.csv": CALLS})
    one, other = (Handed(file, name) for name in ("calls.csv", "calls_2.csv"))
    assert len({table_hash(one), table_hash(other), table_hash(Handed(file))}) == 3


def test_a_gz_is_the_file_in_it(tmp_path: Path):
    file = tmp_path / "calls_2024.csv.gz"
    file.write_bytes(gzip.compress(CALLS))
    (offered,) = recognise([tmp_path])
    assert isinstance(offered, Offered)
    assert sum(len(one.accepted) for one in read(offered.file, offered.source)) == 1


def test_names_without_a_mark_are_gb18030(tmp_path: Path):
    file = _zip(tmp_path, {"calls_XXXX.csv": CALLS})
    file.write_bytes(file.read_bytes().replace(b"XXXX", "话单".encode("gb18030")))
    assert _taken(file) == ["archive.zip/calls_话单.csv"]
    (offered,) = recognise([file])
    assert isinstance(offered, Offered)
    assert sum(len(one.accepted) for one in read(offered.file, offered.source)) == 1


@pytest.mark.parametrize(
    "name", ["../calls.csv", "a/../../calls.csv", "/etc/calls.csv", "C:\\calls.csv", "..\\calls.csv", "c:calls.csv"]
)
def test_a_path_out_of_the_archive_is_refused_and_the_rest_is_taken(name: str, tmp_path: Path):
    file = _zip(tmp_path, {name: CALLS, "calls.csv": CALLS})
    (reason,) = _refused(file).values()
    assert "is named as a path out of the archive" in reason
    assert _taken(file) == ["archive.zip/calls.csv"]


@pytest.mark.parametrize("name", ["inner.zip", "calls.csv.gz", "a.tar", "a.7z", "a.rar"])
def test_an_archive_within_the_archive_is_refused(name: str, tmp_path: Path):
    assert (
        "an archive within the archive"
        in _refused(_zip(tmp_path, {name: b"PK", "calls.csv": CALLS}))[f"archive.zip/{name}"]
    )


def test_a_link_and_a_name_that_stands_twice_are_refused(tmp_path: Path):
    file = tmp_path / "archive.zip"
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, b"/etc/passwd")
        archive.writestr("calls.csv", CALLS)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("calls.csv", CALLS)
    reasons = _refused(file)
    assert "is a link" in reasons["archive.zip/link.csv"]
    assert "stands twice" in reasons["archive.zip/calls.csv"]


def test_an_encrypted_member_is_refused(tmp_path: Path):
    file = _zip(tmp_path, {"calls.csv": CALLS})
    octets = bytearray(file.read_bytes())
    octets[6] |= 1
    octets[octets.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(octets)
    assert "is encrypted" in _refused(file)["archive.zip/calls.csv"]


def test_more_members_than_any_hand_over_has_are_refused(tmp_path: Path):
    file = _zip(tmp_path, {f"calls_{number}.csv": b"" for number in range(containers.MOST_MEMBERS + 1)})
    (reason,) = _refused(file).values()
    assert "holds 1,001 files, more than 1,000" in reason


def test_an_archive_that_declares_a_bomb_is_refused_unread(tmp_path: Path):
    (reason,) = _refused(_zip(tmp_path, {"calls.csv": b"\0" * (8 << 20)})).values()
    assert "more than 100 times its size" in reason


def _gz_bomb(folder: Path) -> Path:
    file = folder / "calls.csv.gz"
    file.write_bytes(gzip.compress(CALLS + b"\n" * (8 << 20)))
    return file


def _lying_zip(folder: Path) -> Path:
    """Declares a hundred octets and holds more; the checksum is never reached."""
    content = CALLS + b"\n" * 4000
    file = _zip(folder, {"calls.csv": content})
    octets, true, said = file.read_bytes(), len(content).to_bytes(4, "little"), (100).to_bytes(4, "little")
    file.write_bytes(octets.replace(true, said))
    return file


def _cut(folder: Path) -> Path:
    file = folder / "calls.csv.gz"
    file.write_bytes(gzip.compress(bytes(range(256)) * 400)[:-200])
    return file


def _wrong_sum(folder: Path) -> Path:
    file = _zip(folder, {"calls.csv": CALLS})
    octets = bytearray(file.read_bytes())
    octets[14] ^= 0xFF
    octets[octets.index(b"PK\x01\x02") + 16] ^= 0xFF
    file.write_bytes(octets)
    return file


def _no_archive(folder: Path) -> Path:
    file = folder / "calls.zip"
    file.write_bytes(CALLS)
    return file


@pytest.mark.parametrize("made", [_gz_bomb, _lying_zip, _cut, _wrong_sum, _no_archive])
def test_an_archive_that_is_not_what_it_says_leaves_nothing_behind(made: Callable[[Path], Path], tmp_path: Path):
    home, file = open_home(tmp_path / "home"), made(tmp_path)
    said = [_attempt(home, one) for one in recognise([file])]
    assert len(said) == 1
    assert file.name in said[0]
    assert list(home.originals.iterdir()) == []
    assert Evidence(home.evidence).batches() == ()


def _attempt(home: Home, one: Offered | Turned) -> str:
    if isinstance(one, Turned):
        return str(one.error)
    with pytest.raises(BadSource) as caught:
        take_in(home, one, "li", silent)
    return str(caught.value)
