"""No command says an identifier: not of refused rows, not of accepted ones, not in errors."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import story

from cli.conftest import Line

PHONES = tuple(f"138{number:08d}" for number in range(20_260_000, 20_260_017))
IDENTITIES = tuple(story.resident("510104", f"19{60 + number}0101", f"{number:03d}") for number in range(17))
CARDS = tuple(story.luhn(f"62170000000{number:07d}") for number in range(16))
FIFTY = (*PHONES, *IDENTITIES, *CARDS)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, however fine."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    root.addHandler(handler)
    before = root.level
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(before)
    root.removeHandler(handler)


def _refused(folder: Path) -> None:
    """Files whose rows are refused for something else than the identifiers in them."""
    rows = [f"{phone},{identity},张三,2026-99-01\n" for phone, identity in zip(PHONES, IDENTITIES, strict=True)]
    (folder / "phone_cards.csv").write_text("phone,identity,name,opened_at\n" + "".join(rows), "utf-8")
    rows = [f"{card}x,{card},2026-01-0112:61,{card}\n" for card in CARDS]
    (folder / "transfers.csv").write_text("payer,payee,at,amount\n" + "".join(rows), "utf-8")
    # The first row stands where the header should be, and every value is a column's name then.
    (folder / "calls.csv").write_text("".join(f"{phone},{PHONES[0]},2026-01-01 00:00:00,5\n" for phone in PHONES[1:]))
    (folder / "identities.csv").write_text(f"identity,{IDENTITIES[0]},{IDENTITIES[0]}\n{IDENTITIES[1]},2,3\n")


def _whole(text: str) -> list[str]:
    return [one for one in FIFTY if one in text]


@pytest.mark.parametrize("as_json", [False, True])
def test_refused_rows_are_told_without_their_identifiers(line: Line, tmp_path: Path, log: io.StringIO, as_json: bool):
    folder = tmp_path / "handover"
    folder.mkdir()
    _refused(folder)
    home = tmp_path / "home"
    commands: list[list[object]] = [["load", file] for file in sorted(folder.iterdir())]
    commands += [["load", folder], ["load", folder, "--dry-run"], ["stats"], ["check"], ["rebuild"], ["detect"]]
    commands += [["detect", "--out", tmp_path / "out"], ["audit"], ["unload", PHONES[3]], ["find", PHONES[1]]]
    commands += [
        [IDENTITIES[2]],
        ["stats", CARDS[1]],
        ["evaluate", CARDS[2], folder],
        ["export", PHONES[2], "--to", "x.html"],
    ]
    told = []
    for words in commands:
        said = line(*words, "--home", home, *["--json"] * as_json)
        told.append(said.code)
        assert _whole(said.out + said.err) == [], words
    assert {1, 2, 3} <= set(told)
    assert _whole(log.getvalue()) == []
    kept = list(home.rglob("*.refused.csv"))
    assert len(kept) == 2
    assert _whole("".join(path.read_text("utf-8") for path in kept)) == []


def test_accepted_rows_are_never_told_whole(line: Line, looked: Path, tmp_path: Path, log: io.StringIO):
    keys = [*story.RING_CARDS, *(key.removeprefix("+86") for key in story.RING_PHONES), *story.STOLEN, story.CASH_OUT]
    commands: list[list[object]] = [["find", key] for key in keys]
    commands += [["stats"], ["check"], ["detect", "--out", tmp_path / "out"], ["audit"], ["rebuild"]]
    text = ""
    for words in commands:
        for form in ([], ["--json"]):
            said = line(*words, "--home", looked, *form)
            assert said.code == 0
            text += said.out + said.err
    text += "".join(path.read_text("utf-8") for path in (tmp_path / "out").iterdir()) + log.getvalue()
    assert [key for key in keys if key in text] == []
