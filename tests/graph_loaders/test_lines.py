"""JSON Lines: an object a row, numbers digit for digit, and lines that are no rows refused with their number."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_loaders.read import read
from tests.taken import source_of
from workbench.errors import BadSource

GOOD = '{"caller": "13800138001", "callee": 10086, "at": "2024-01-02 03:04:05", "seconds": 62, "cell": null}\n'


def _read(folder: Path, text: str) -> tuple[list[dict[str, object]], list[tuple[int, str]]]:
    file = folder / "calls.jsonl"
    file.write_text(text, encoding="utf-8")
    checked = list(read(file, source_of("calls")))
    accepted = [row for one in checked for row in one.accepted.to_pylist()]
    return accepted, [(row["record"], row["reason"]) for one in checked for row in one.refused.to_pylist()]


def test_numbers_are_read_digit_for_digit(tmp_path: Path):
    accepted, refused = _read(tmp_path, GOOD + "\n" + GOOD.replace("10086", "13800138002"))
    assert [(row["callee"], row["seconds"], row["record"]) for row in accepted] == [
        ("10086", 62, 1),
        ("+8613800138002", 62, 3),
    ]
    assert refused == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1, 2]", "is no JSON object"),
        ("{broken", "is no JSON object"),
        ("[" * 100_000, "is no JSON object"),
        (GOOD.replace("62", '{"value": 62}').strip(), "seconds is nested, which no table is"),
        (GOOD.replace("62", "[62]").strip(), "seconds is nested, which no table is"),
        (GOOD.replace('"cell"', '"callee"').strip(), "has a key twice"),
    ],
)
def test_a_line_that_is_no_row_is_refused_and_the_rest_is_read(line: str, reason: str, tmp_path: Path):
    accepted, refused = _read(tmp_path, f"{GOOD}{line}\n{GOOD}")
    assert [row["record"] for row in accepted] == [1, 3]
    assert refused == [(2, reason)]


def test_what_is_nested_under_a_key_that_nobody_needs_does_no_harm(tmp_path: Path):
    accepted, refused = _read(tmp_path, GOOD.replace("null", 'null, "raw": {"line": [1]}, "tags": ["a"]') + GOOD)
    assert ([row["record"] for row in accepted], refused) == ([1, 2], [])


def test_half_a_character_does_no_harm(tmp_path: Path):
    accepted, _ = _read(tmp_path, GOOD.replace("null", '"a\\ud800"'))
    assert len(accepted) == 1


@pytest.mark.parametrize("text", ["", "\n\n", "[]\n", "not json\n"])
def test_a_file_without_objects_is_refused_whole(text: str, tmp_path: Path):
    with pytest.raises(BadSource, match="ask for the file again"):
        _read(tmp_path, text)


def test_a_key_that_comes_late_is_not_lost_in_silence(tmp_path: Path):
    early = GOOD.replace(', "cell": null', "")
    accepted, refused = _read(tmp_path, early * 1000 + GOOD)
    assert len(accepted) == 1000
    assert refused == [(1001, "has cell, which the first 1000 rows lack")]
