"""The command line: one short function a command, each through the desk."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from workbench.cli import detecting, loading, looking, serving, telling, tracing
from workbench.cli.console import Common, Console, split_common
from workbench.cli.stopping import hearing_stop
from workbench.errors import WorkbenchError

ABOUT = """Joins phone cards, bank cards, accounts and identities into one graph, and shows fraud rings and cards opened
under stolen identities.

Every command takes --home DIR (the folder that holds everything), --graph URL (ladybug:FOLDER, neo4j://…, bolt://…)
and --json (one JSON object on standard output, nothing else there).
"""

USED_WRONGLY, COULD_NOT = 2, 3
GROUPS = (serving.COMMANDS, loading.COMMANDS, detecting.COMMANDS, looking.COMMANDS, telling.COMMANDS, tracing.COMMANDS)


def main(argv: Sequence[str] | None = None) -> None:
    """Runs one command and exits: 0 done, 1 too many rows refused, 2 used wrongly, 3 could not."""
    raise SystemExit(run(sys.argv[1:] if argv is None else argv))


def run(argv: Sequence[str]) -> int:
    """The exit code of one command."""
    console = Console(Common(as_json="--json" in argv))
    with hearing_stop() as stopped:
        try:
            console.common, rest = split_common(argv)
            code = int(_app()(list(rest) or ["--help"], standalone_mode=False, obj=console) or 0)
        except (WorkbenchError, typer.TyperException, OSError, RuntimeError) as error:
            # What engines make of Ctrl-C is an error of their own: DuckDB's says "Query interrupted".
            code = COULD_NOT if stopped else _failed(console, error)
        finally:
            console.close()
    if stopped and code:
        return console.fail("stopped", "stopped; running it again finishes it", COULD_NOT)
    return code


def _failed(console: Console, error: Exception) -> int:
    """Says what went wrong, where we know what to say of it."""
    if isinstance(error, WorkbenchError):
        return console.fail(error.code, str(error), error.exit_code)
    if isinstance(error, typer.TyperException):
        return console.fail("used_wrongly", error.format_message(), USED_WRONGLY)
    if not isinstance(error, OSError):
        raise error
    why = error.strerror or type(error).__name__
    said = f"the system refused it ({why}); look to the disk and the rights of its folders, and run it again"
    return console.fail("failed", said, COULD_NOT)


def _app() -> typer.Typer:
    app = typer.Typer(help=ABOUT, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    # Typer keeps a lone command's name only beside a callback.
    app.callback()(_nothing)
    for group in GROUPS:
        for command in group:
            app.command(command.__name__.replace("_", "-"))(command)
    return app


def _nothing() -> None:
    """Joins evidence into one graph, finds rings and stolen identities, and shows them."""
