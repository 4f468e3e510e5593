"""What a command says: tables and progress bars for people, one JSON object for machines, errors as one sentence."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from typing import TYPE_CHECKING

import typer
from rich.console import Console as RichConsole
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from workbench.desk import Desk, open_desk
from workbench.errors import UsedWrongly
from workbench.privacy import mask_identifiers

if TYPE_CHECKING:
    from rich.progress import TaskID

VALUED = ("--home", "--graph")


@dataclass(frozen=True, slots=True)
class Common:
    """What every command takes."""

    home: str = ""
    graph: str = ""
    as_json: bool = False


def split_common(argv: Sequence[str]) -> tuple[Common, list[str]]:
    """The options that every command takes, wherever they stand, and the rest of the line."""
    values = dict.fromkeys(VALUED, "")
    as_json, rest, words = False, list[str](), list(argv)
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            return Common(values["--home"], values["--graph"], as_json), [*rest, word, *words]
        if word == "--json":
            as_json = True
        elif name in VALUED:
            values[name] = _value(name, value if equals else words.pop(0) if words else "")
        else:
            rest.append(word)
    return Common(values["--home"], values["--graph"], as_json), rest


def _value(name: str, value: str) -> str:
    if not value or value.startswith("--"):
        raise UsedWrongly(f"{name} needs a value; write {name}=VALUE")
    return value


class Console:
    """One command's voice: standard output for its answer, standard error for everything else."""

    def __init__(self, common: Common) -> None:
        self.common = common
        self._out = RichConsole()
        self._err = RichConsole(stderr=True)
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def desk(self) -> Desk:
        """The desk this command works at."""
        return open_desk(self.common.home, self.common.graph)

    def progress(self, step: str, done: int, total: int | None = None) -> None:
        """A bar a step, with what is done, what remains and the time; silent with --json."""
        if self.common.as_json:
            return
        if self._bars is None:
            columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            self._bars = Progress(*columns, TimeElapsedColumn(), console=self._err)
            self._bars.start()
        if step not in self._tasks:
            self._finish_tasks()
            self._tasks[step] = self._bars.add_task(step, total=total)
        self._bars.update(self._tasks[step], completed=done, total=total)

    def _finish_tasks(self) -> None:
        if self._bars is not None:
            for task in self._bars.tasks:
                self._bars.update(task.id, total=task.completed or 1, completed=task.completed or 1)

    def close(self) -> None:
        """Ends the bars, full."""
        self._finish_tasks()
        self._stop_bars()

    def _stop_bars(self) -> None:
        if self._bars is not None:
            self._bars.stop()
            self._bars = None

    def say(self, text: str) -> None:
        """A sentence for people; beside JSON it goes to standard error."""
        self.close()
        voice = self._err if self.common.as_json else self._out
        voice.print(text, highlight=False, markup=False, soft_wrap=True)

    def answer(self, value: object) -> bool:
        """Writes the answer as JSON where that is wanted; True if so."""
        self.close()
        if self.common.as_json:
            self._write(value)
        return self.common.as_json

    def _write(self, value: object) -> None:
        text = json.dumps(plain(value), ensure_ascii=False) + "\n"
        # A file's name may hold bytes that are no text.
        sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8"))

    def table(self, title: str, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A table for people."""
        table = Table(title=title, title_justify="left")
        for name in names:
            # A batch's name is there to be typed again: it may not be cut, whatever the width.
            table.add_column(name, overflow="fold", no_wrap=name == "batch")
        for row in rows:
            table.add_row(*(f"{one:,}" if isinstance(one, int) else str(one) for one in row))
        self._out.print(table)

    def counts(self, title: str, counts: Mapping[str, int]) -> None:
        """A table of names and numbers, noughts left out."""
        self.table(title, ("", ""), [(name, number) for name, number in counts.items() if number])

    def fail(self, code: str, message: str, exit_code: int) -> int:
        """Says what went wrong; gives the exit code. What was typed may come back in a message: it is starred."""
        # The bars stay where they were: a full one would say that its step was done.
        self._stop_bars()
        said = mask_identifiers(message)
        if not self.answer({"error": {"code": code, "message": said}}):
            self._err.print(f"workbench: {said}", highlight=False, markup=False, soft_wrap=True)
        return exit_code


def console_of(context: typer.Context) -> Console:
    """The console of the command that runs."""
    console = context.obj
    if not isinstance(console, Console):
        raise TypeError("a command was started without a console")
    return console


def plain(value: object) -> object:
    """The value as JSON can hold it."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
