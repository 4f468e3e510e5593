"""The component's texts: complete, unaltered, and with nothing that reaches outside or writes markup."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files

import pytest

from workbench.canvas import CHINESE, ENGLISH, SCRIPTS, bundle

FOLDER = files("workbench.canvas")
OURS = [name for name in SCRIPTS if not name.endswith(".min.js")]


def text(name: str) -> str:
    return FOLDER.joinpath(name).read_text(encoding="utf-8")


def test_the_library_is_the_one_that_was_taken_in():
    digest = hashlib.sha256(FOLDER.joinpath("cytoscape.min.js").read_bytes()).hexdigest()
    assert digest in text("VENDORED.md")
    assert "Permission is hereby granted" in text("cytoscape.LICENSE")


def test_every_script_in_the_folder_is_in_the_bundle():
    assert {entry.name for entry in FOLDER.iterdir() if entry.name.endswith(".js")} == set(SCRIPTS)
    assert bundle().js.count("export default function") == 1


@pytest.mark.parametrize("name", [*OURS, "canvas.css", "canvas.html"])
def test_our_texts_reach_nowhere_and_write_no_markup(name):
    addresses = set(re.findall(r"https?://[^\s\"'`]+", text(name)))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|fetch\(|XMLHttp|@import|url\("
    )
    assert not re.search(forbidden, text(name))


@pytest.mark.parametrize("name", OURS)
def test_no_script_of_ours_is_long(name):
    assert len(text(name).splitlines()) <= 300


def test_both_languages_say_the_same_things():
    assert CHINESE.keys() == ENGLISH.keys()
    for name, line in ENGLISH.items():
        assert set(re.findall(r"\{\w+\}", CHINESE[name])) == set(re.findall(r"\{\w+\}", line)), name


def test_every_control_has_a_word():
    assert set(re.findall(r'data-do="(\w+)"', bundle().html)) <= ENGLISH.keys()
