"""All formats alike: on the list, the same bytes for the same value, and a whole file or none."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workbench.exports.story import EMPTY, RING, entity, link
from workbench import exports
from workbench.errors import UsedWrongly, WorkbenchError
from workbench.exports import EXPORTS, Export
from workbench.model.shown import Shown, ShownEntity

FOLDER = Path(exports.__file__).parent
each = pytest.mark.parametrize("export", EXPORTS, ids=[one.NAME for one in EXPORTS])


def test_the_list_holds_what_the_folder_holds() -> None:
    written = {file.stem for file in FOLDER.glob("*.py") if "\ndef write(" in file.read_text(encoding="utf-8")}
    assert {export.NAME for export in EXPORTS} == written - {"__init__"}
    assert len({export.SUFFIX for export in EXPORTS}) == len(EXPORTS)
    assert all(export.ABOUT.endswith(".") for export in EXPORTS)


@each
def test_equal_values_give_equal_bytes_in_every_process(export: Export, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}{export.SUFFIX}" for number in range(3)]
    for file in files[:2]:
        export.write(RING, file)
    call = (
        "from pathlib import Path; import sys; from tests.workbench.exports.story import RING;"
        "from workbench.exports import EXPORTS;"
        "[one.write(RING, Path(sys.argv[2])) for one in EXPORTS if one.NAME == sys.argv[1]]"
    )
    root = str(Path(__file__).resolve().parents[3])
    hashed = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": root}
    subprocess.run([sys.executable, "-c", call, export.NAME, str(files[2])], check=True, env=hashed, cwd=root)
    assert files[0].read_bytes() == files[1].read_bytes() == files[2].read_bytes()


@each
def test_another_value_gives_other_bytes(export: Export, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    export.write(RING, one)
    export.write(replace(RING, note="for somebody else"), other)
    assert one.read_bytes() != other.read_bytes()


@each
def test_an_empty_extract_can_be_handed_over(export: Export, tmp_path: Path) -> None:
    export.write(EMPTY, tmp_path / "empty")
    assert (tmp_path / "empty").stat().st_size > 0


@each
def test_a_file_is_its_owner_s_alone_and_leaves_nothing_beside_it(export: Export, tmp_path: Path) -> None:
    file = tmp_path / f"案件{export.SUFFIX}"
    file.write_text("an older one")
    export.write(RING, file)
    assert list(tmp_path.iterdir()) == [file]
    assert file.stat().st_mode & 0o777 == 0o600


@each
def test_what_cannot_be_written_is_said_and_leaves_nothing(export: Export, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="could not be written"):
        export.write(RING, tmp_path / "no" / "folder")
    standing = tmp_path / "standing"
    standing.mkdir()
    with pytest.raises(WorkbenchError, match="nothing was left behind"):
        export.write(RING, standing)
    assert list(tmp_path.iterdir()) == [standing]


PHONE, CARD = entity("Phone", "+86 138****1234"), entity("BankCard", "6222 **** **** 1234")


@pytest.mark.parametrize(
    ("entities", "links", "match"),
    [
        ((PHONE, PHONE), (), "shown twice"),
        ((PHONE,), (link("RESERVED", CARD, PHONE),), "not shown"),
        ((replace(PHONE, properties={"text": "x"}),), (), "'text'"),
    ],
)
def test_what_does_not_hold_together_is_refused(
    entities: tuple[ShownEntity, ...], links: tuple[object, ...], match: str
) -> None:
    with pytest.raises(UsedWrongly, match=match) as refused:
        Shown("x", "", entities, links)
    assert PHONE.token not in str(refused.value)
