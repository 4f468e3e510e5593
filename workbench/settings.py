"""The settings: one typed value, read from workbench.toml and WORKBENCH_ variables, handed to whoever needs it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from workbench.errors import UsedWrongly

PREFIX = "WORKBENCH_"


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be set; the README's table says the same."""

    home: Path = Path(".workbench")
    """The folder that holds everything."""
    graph: str = field(default="", repr=False)
    """The graph's address; empty: the embedded graph in the home."""
    graph_password: str = field(default="", repr=False)
    """The Neo4j password, where it is not in the address; NEO4J_PASSWORD says it too."""
    work: str = ""
    """The address of people's work; empty: a file in the home."""
    person: str = "analyst"
    """Who works at this computer, as the audit names them."""
    host: str = "127.0.0.1"
    """The address the pages listen on."""
    port: int = 8501
    """The port the pages listen on."""
    language: str = "en"
    """The pages' language."""
    tolerance: float = 0.05
    """The share of a file's rows that may be refused before a load ends with exit code 1."""


def load_settings(folder: Path, variables: Mapping[str, str] = os.environ) -> Settings:
    """Defaults, then workbench.toml in the folder, then WORKBENCH_ variables."""
    settings = Settings()
    file = folder / "workbench.toml"
    if file.exists():
        try:
            settings = _set(settings, tomllib.loads(file.read_text("utf-8")), "workbench.toml")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsedWrongly(f"workbench.toml is not TOML in UTF-8 ({error}); mend it") from None
    named = {field.name for field in fields(Settings)}
    ours = {name.removeprefix(PREFIX).lower(): value for name, value in variables.items() if name.startswith(PREFIX)}
    # Others of our variables (for tests and the build) are no settings.
    settings = _set(settings, {name: value for name, value in ours.items() if name in named}, "the environment")
    return replace(settings, graph_password=settings.graph_password or variables.get("NEO4J_PASSWORD", ""))


def _set(settings: Settings, given: Mapping[str, object], where: str) -> Settings:
    known = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    for name, value in given.items():
        if name not in known:
            raise UsedWrongly(f"{where} sets {name}, which is no setting; there are: {', '.join(known)}")
        try:
            known[name] = _typed(known[name], str(value))
        except ValueError:
            raise UsedWrongly(
                f"{where} sets {name} to what it cannot be; the README's table says what it takes"
            ) from None
    return Settings(**known)


def _typed(before: Path | str | float, value: str) -> Path | str | float:
    if isinstance(before, Path):
        return Path(value).expanduser()
    return type(before)(value)
