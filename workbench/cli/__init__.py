"""The command line: one short function a command, each through the desk."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from workbench.cli import detecting, loading, looking, serving
from workbench.cli.console import Common, Console, split_common
from workbench.errors import WorkbenchError

ABOUT = """Joins phone cards, bank cards, accounts and identities into one graph, and shows fraud rings and cards opened
under stolen identities.

Every command takes --home DIR (the folder that holds everything), --graph URL (ladybug:FOLDER, neo4j://…, bolt://…)
and --json (one JSON object on standard output, nothing else there).
"""

GROUPS = (serving.COMMANDS, loading.COMMANDS, detecting.COMMANDS, looking.COMMANDS)


def main(argv: Sequence[str] | None = None) -> None:
    """Runs one command and exits: 0 done, 1 too many rows refused, 2 used wrongly, 3 could not."""
    raise SystemExit(run(sys.argv[1:] if argv is None else argv))


def run(argv: Sequence[str]) -> int:
    """The exit code of one command."""
    console = Console(Common(as_json="--json" in argv))
    try:
        console.common, rest = split_common(argv)
        return int(_app()(list(rest) or ["--help"], standalone_mode=False, obj=console) or 0)
    except typer.TyperException as error:
        return console.fail("used_wrongly", error.format_message(), 2)
    except WorkbenchError as error:
        return console.fail(error.code, str(error), error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return console.fail("stopped", "stopped; running it again finishes it", 3)
    except OSError as error:
        why = error.strerror or type(error).__name__
        return console.fail("failed", f"the system refused it ({why}); look to disk and rights, and run it again", 3)
    finally:
        console.close()


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
