"""The shape that the code keeps: small files, small functions, and nothing that ties it to one machine or network."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES = 300
FUNCTION_LINES = 30
ARGUMENTS = 5

_PRODUCT = ("workbench/", "graph_loaders/", "app.py")
_SERVED = ("workbench/canvas/", ".streamlit/")
_INSTALLS = (".ci/", "install.py", "requirements", "pyproject.toml", "package.json", "package-lock.json")
_TEMPLATES = (".html", ".j2", ".jinja", ".jinja2", ".css", ".svg")
_OUTSIDE = re.compile(
    r"""(?:https?:|wss?:|["'(=]\s*)//(?!127\.0\.0\.1|localhost\b)[a-z0-9-]+(?:\.[a-z0-9-]+)+""", re.IGNORECASE
)
# Names that XML wants written so; no browser ever asks them for anything.
_NAMESPACES = re.compile(r"http://www\.w3\.org/(?:2000/svg|1999/xhtml|1999/xlink|2000/xmlns/|1998/Math/MathML)")
# In pieces, so that this file passes its own test.
_UNWANTED = {
    "an unfinished thought": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"),
    "a path of one machine": re.compile(
        r"""(?<![\w.~$}/…-])/(?:wo""" + r"""rk|ro""" + r"""ot|fa""" + r"""rm)(?=[/"'`\s),:;]|$)"""
    ),
    "a package registry": re.compile(
        r"//regis" + r"try\.|-index" + r"-url\b|//[^\s\"']+/simp" + r"le\b", re.IGNORECASE
    ),
}


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _text(path: Path) -> str | None:
    content = path.read_bytes()
    return None if b"\0" in content else content.decode("utf-8", errors="replace")


def _product() -> list[Path]:
    return [path for path in _tracked() if path.suffix == ".py" and _name(path).startswith(_PRODUCT)]


def _functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in _product():
        for part in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{_name(path)}:{part.lineno} {part.name}", part


def _is_vendored(path: Path) -> bool:
    name = _name(path).lower()
    return "/vendor/" in name or ".min." in name


def _is_licence(path: Path) -> bool:
    return "licen" in path.name.lower() or "notice" in path.name.lower()


def _without_credits(text: str) -> str:
    """The text without the licence comments that a bundler keeps: their addresses are credits, never asked for."""
    comments = re.compile(r"/\*(?:(?!\*/).)*\*/", re.DOTALL)
    return comments.sub(
        lambda match: "" if re.search("licen[cs]e|@preserve|/\\*!", match[0], re.IGNORECASE) else match[0], text
    )


def _is_served(path: Path) -> bool:
    name = _name(path)
    return name.startswith(_SERVED) or (name.startswith("workbench/") and name.endswith(_TEMPLATES))


def test_no_file_is_longer_than_300_lines():
    code = [path for path in _tracked() if path.suffix in {".py", ".js", ".css"} and not _is_vendored(path)]
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in code}
    assert {name: length for name, length in lengths.items() if length > FILE_LINES} == {}


def test_no_function_is_longer_than_30_lines():
    lengths = {where: (part.end_lineno or 0) - part.lineno + 1 for where, part in _functions()}
    assert {where: length for where, length in lengths.items() if length > FUNCTION_LINES} == {}


def test_no_function_takes_more_than_5_arguments():
    counts = {}
    for where, part in _functions():
        names = [a.arg for a in (*part.args.posonlyargs, *part.args.args, *part.args.kwonlyargs)]
        # A command's options are what a person may say, not what a caller must pass.
        command = names[:1] == ["context"] and where.startswith("workbench/cli/")
        counts[where] = 0 if command else len([name for name in names if name not in {"self", "cls"}])
    assert {where: count for where, count in counts.items() if count > ARGUMENTS} == {}


@pytest.mark.parametrize("what", _UNWANTED)
def test_no_tracked_file_holds(what: str):
    found = []
    for path in _tracked():
        if _is_licence(path) or _is_vendored(path):
            continue
        lines = enumerate((_text(path) or "").splitlines(), start=1)
        found += [
            f"{_name(path)}:{number} {line.strip()[:80]}" for number, line in lines if _UNWANTED[what].search(line)
        ]
    assert found == []


def test_what_is_served_names_no_outside_address():
    found = []
    for path in _tracked():
        if _is_served(path) and not _is_licence(path):
            text = _NAMESPACES.sub("", _without_credits(_text(path) or ""))
            found += [f"{_name(path)} {match.group()}" for match in _OUTSIDE.finditer(text)]
    assert found == []


def test_what_installs_names_no_address():
    # Where packages come from is the machine's own setting; an address here would go past it.
    installs = [path for path in _tracked() if _name(path).startswith(_INSTALLS)]
    assert [_name(path) for path in installs if re.search(r"(?:https?|git)://", _text(path) or "")] == []


def _pins(file: str) -> dict[str, str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return {
        canonicalize_name(name): version for name, equal, version in (line.partition("==") for line in lines) if equal
    }


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-test.txt"])
def test_requirements_pin_what_pyproject_asks_for(file: str):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["dependencies"] if file == "requirements.txt" else project["optional-dependencies"]["test"]
    pins = _pins("requirements.txt") | _pins(file)
    wanted = [Requirement(text) for text in asked]
    assert [str(one) for one in wanted if pins.get(canonicalize_name(one.name), "") not in one.specifier] == []


@pytest.mark.parametrize(
    "hostile", ["https://cdn.example.org/x.js", "src='//cdn.example.org/x.js'", "wss://a.example.org"]
)
def test_an_outside_address_is_seen(hostile: str):
    assert _OUTSIDE.search(_without_credits(f"/*! licence https://a.org */ a {hostile} /* b */"))


def test_unwanted_words_are_seen():
    hostile = {
        "an unfinished thought": "# TO" + "DO later",
        "a path of one machine": "open('/ro" + "ot/x')",
        "a package registry": "pip install --index" + "-url here",
    }
    assert [what for what, text in hostile.items() if not _UNWANTED[what].search(text)] == []
