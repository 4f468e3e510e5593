"""The wheel: everything that is no Python is inside it, and it works from another folder than a checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import story

ROOT = Path(__file__).resolve().parent.parent
PLACES = {"cypher/": "workbench/cypher/", ".streamlit/config.toml": "workbench/streamlit.toml"}
pytestmark = pytest.mark.slow


def _done(words: list[object], folder: Path, **more: str) -> str:
    """What a program says that ends well."""
    line = [str(word) for word in words]
    done = subprocess.run(line, cwd=folder, env=os.environ | more, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without asking anybody for anything."""
    folder = tmp_path_factory.mktemp("wheel")
    _done([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel is installed into."""
    folder = tmp_path_factory.mktemp("installed")
    install = [
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--disable-pip-version-check",
        "--target",
        folder,
        wheel,
    ]
    _done([sys.executable, "-m", "pip", *install], folder)
    return folder


def _packed(name: str) -> str | None:
    """Where a file of the checkout stands in the wheel, if it belongs there."""
    for before, after in PLACES.items():
        if name.startswith(before):
            return after + name.removeprefix(before)
    return name if name.startswith(("workbench/", "graph_loaders/")) else None


def test_every_file_of_the_packages_is_inside_and_nothing_else(wheel: Path):
    tracked = _done(["git", "ls-files"], ROOT).splitlines()
    wanted = {packed for name in tracked if (ROOT / name).is_file() and (packed := _packed(name))}
    with zipfile.ZipFile(wheel) as opened:
        inside = {name for name in opened.namelist() if ".dist-info/" not in name}
    assert wanted <= inside
    assert [name for name in inside if not name.startswith(("workbench/", "graph_loaders/"))] == []
    assert [name for name in inside if "/tests/" in name or name.endswith(".pyc")] == []


@pytest.mark.parametrize(
    "name",
    [
        "workbench/cypher/explore/entity.cypher",
        "workbench/canvas/cytoscape.min.js",
        "workbench/exports/page/page.html",
        "workbench/cases/migrations/versions/audit.py",
        "workbench/fraud_types.csv",
        "workbench/streamlit.toml",
        "workbench/pages/icon.png",
        "workbench/pages/main.py",
        "graph_loaders/mappings/amlsim.toml",
        "graph_loaders/py.typed",
    ],
)
def test_the_wheel_carries(installed: Path, name: str):
    assert (installed / name).is_file()


def test_the_wheel_works_from_anywhere(installed: Path, tmp_path: Path):
    story.write_handover(tmp_path / "handover")
    here = {"PYTHONPATH": str(installed)}
    asked = _done([sys.executable, "-c", "import workbench; print(workbench.__file__)"], tmp_path, **here)
    assert Path(asked.strip()).parent == installed / "workbench"
    command = [sys.executable, "-m", "workbench"]
    _done([*command, "load", "handover", "--home", "home"], tmp_path, **here)
    stats = json.loads(_done([*command, "stats", "--home", "home", "--json"], tmp_path, **here))
    assert stats["entities"] == story.ENTITIES
    found = json.loads(_done([*command, "find", story.RING_PHONES[0], "--home", "home", "--json"], tmp_path, **here))
    assert len(found["hits"]) == 1
    run = json.loads(_done([*command, "detect", "--home", "home", "--json"], tmp_path, **here))
    assert run["findings"]["rings"] == 1
