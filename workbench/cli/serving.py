"""Commands that show the workbench in a browser: with a made-up city, or with the home's own evidence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import tomllib
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

import workbench
from workbench.cli.console import Console, console_of
from workbench.desk import Desk
from workbench.disk import write_whole
from workbench.errors import UsedWrongly

READY_SECONDS = 60


def demo(
    context: typer.Context,
    people: Annotated[int, typer.Option(min=200, max=2_000_000, help="How many people live in the city.")] = 5000,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, another city.")] = 1,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop before the browser.")] = False,
    port: Annotated[int | None, typer.Option(help="The port of the pages.")] = None,
) -> int:
    """Make a city up, load it, find its rings and stolen identities, and show them in the browser."""
    console = console_of(context)
    with console.desk() as desk:
        _load_city(desk, people, seed, console)
        run = desk.detect(console.progress)
        found = {name: len(run.findings(name).findings) for name in desk.detectors()}
        names = {"home": str(desk.home.path), "run": run.name, "findings": found}
    if not console.answer(names):
        console.say("".join(f"{number:,} findings of {name.replace('_', ' ')}. " for name, number in found.items()))
    return 0 if no_serve else _serve(console, port)


def serve(
    context: typer.Context, port: Annotated[int | None, typer.Option(help="The port of the pages.")] = None
) -> int:
    """Show the pages in the browser."""
    return _serve(console_of(context), port)


def _load_city(desk: Desk, people: int, seed: int, console: Console) -> None:
    from workbench.city import write_city

    folder = desk.home.path / "demo"
    plan, wanted = folder / "plan.json", {"people": people, "seed": seed}
    standing = json.loads(plan.read_text("utf-8")) if plan.exists() else None
    if standing != wanted:
        if standing or desk.evidence.batches():
            raise UsedWrongly(
                "this home holds other evidence, and a made-up city must not mix with it; name a new folder with --home"
            )
        write_city(folder, people, seed, lambda step, share: console.progress(f"city: {step}", int(share * 100), 100))
        write_whole(plan, json.dumps(wanted))
    desk.load([folder / "handover"], progress=console.progress)


def _serve(console: Console, port: int | None) -> int:
    with console.desk() as desk:
        settings = replace(desk.settings, port=port or desk.settings.port)
    address = f"http://{settings.host}:{settings.port}"
    main = Path(str(files("workbench.pages") / "main.py"))
    command = [sys.executable, "-m", "streamlit", "run", str(main), *_flags()]
    command += ["--server.port", str(settings.port), "--server.address", settings.host]
    known = {"WORKBENCH_HOME": str(settings.home.resolve()), "WORKBENCH_GRAPH": settings.graph}
    console.say(f"The workbench is at {address} (Ctrl-C ends it)")
    threading.Thread(target=_open_browser, args=(address,), daemon=True).start()
    try:
        return subprocess.run(command, env=os.environ | known, check=False).returncode and 3  # noqa: S603 - our own words
    except KeyboardInterrupt:
        return 0


def _flags() -> Iterator[str]:
    """The shipped Streamlit settings as flags, so that they hold from a checkout and from a wheel alike."""
    beside = Path(workbench.__file__).parent.parent / ".streamlit" / "config.toml"
    shipped = Path(workbench.__file__).parent / "streamlit.toml"
    settings = tomllib.loads((beside if beside.exists() else shipped).read_text("utf-8"))
    for name, value in _leaves("", settings):
        yield f"--{name}"
        yield (
            str(value).lower()
            if isinstance(value, bool)
            else ",".join(value)
            if isinstance(value, list)
            else str(value)
        )


def _leaves(prefix: str, settings: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from _leaves(f"{prefix}{name}.", value)
        else:
            yield f"{prefix}{name}", value


def _open_browser(address: str) -> None:
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        return
    for _ in range(READY_SECONDS * 2):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310 - our own address
                webbrowser.open(address)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)


COMMANDS = (demo, serve)
