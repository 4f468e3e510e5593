"""The home: one folder that holds evidence, graph, runs, people's work, the secret and the writer's lock."""

from __future__ import annotations

import fcntl
import getpass
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workbench.disk import write_secret, write_whole
from workbench.errors import BadHome, HomeLocked

FORMAT = 1
SECRET_BYTES = 32
FOLDERS = ("originals", "evidence", "graph", "runs")
# What a making that was cut off left: files that were to become the secret and the marker.
_BESIDE = (".secret.", ".format.json.")


@dataclass(frozen=True, slots=True)
class Home:
    """The folder and its parts; `secret` keys the tokens and the audit's chain."""

    path: Path
    secret: bytes

    @property
    def originals(self) -> Path:
        """The very bytes received, compressed, by their hash."""
        return self.path / "originals"

    @property
    def evidence(self) -> Path:
        """The accepted rows, one folder a source, one file a batch."""
        return self.path / "evidence"

    @property
    def graph(self) -> Path:
        """The embedded graph's files and CURRENT."""
        return self.path / "graph"

    @property
    def runs(self) -> Path:
        """One folder a run of the detectors."""
        return self.path / "runs"

    @property
    def models(self) -> Path:
        """One folder a detector: the second opinion on its findings, where somebody had one made."""
        return self.path / "models"

    @property
    def snapshots(self) -> Path:
        """What detectors read, kept for the state of the evidence that they read it at; it can be made anew."""
        return self.path / "snapshots"

    @property
    def work(self) -> Path:
        """The file of people's work and the audit, where no server keeps them."""
        return self.path / "work.db"


def open_home(path: Path) -> Home:
    """The home in that folder, made where nothing stands yet; a folder with something else in it is refused."""
    path = path.absolute()
    marker = path / "format.json"
    try:
        if not marker.exists():
            _make(path, marker)
        _check_format(marker)
        return Home(path, bytes.fromhex((path / "secret").read_text("utf-8").strip()))
    except (FileNotFoundError, ValueError):
        raise BadHome(
            f"the home {path.name} has lost its secret; put the file secret back from its backup, "
            "tokens and the audit depend on it"
        ) from None
    except OSError as error:
        raise _unusable(path, error) from None


def _unusable(path: Path, error: OSError) -> BadHome:
    return BadHome(
        f"the home {path.name} cannot be used ({error.strerror}); mend its rights and the disk, "
        "or name another folder with --home"
    )


def _check_format(marker: Path) -> None:
    try:
        version = int(json.loads(marker.read_text("utf-8"))["version"])
    except (ValueError, KeyError, TypeError):
        raise BadHome(f"{marker.parent.name}/format.json is damaged; put it back from the backup") from None
    if version > FORMAT:
        raise BadHome(
            f"the home {marker.parent.name} was written by a newer workbench (format {version}, this one knows "
            f"{FORMAT}); upgrade the workbench, or use another --home"
        )


def _make(path: Path, marker: Path) -> None:
    # The marker is looked for once more: another command may have made the home, and begun to fill it, in between.
    if path.exists() and not _is_free(path) and not marker.exists():
        raise BadHome(
            f"{path.name} is there and is no home of the workbench; name an empty or a new folder with --home"
        )
    path.mkdir(parents=True, exist_ok=True)
    with (path / "lock").open("a") as lock:
        # Two commands that find the same folder empty would else each make a secret.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if marker.exists():
            return
        for left in (one for one in path.iterdir() if one.name.startswith(_BESIDE)):
            left.unlink()
        for folder in FOLDERS:
            (path / folder).mkdir(exist_ok=True)
        if not (path / "secret").exists():
            write_secret(path / "secret", secrets.token_hex(SECRET_BYTES))
        # Last: a home without its marker is not yet one, so a cut here leaves a folder that is made again.
        write_whole(marker, json.dumps({"version": FORMAT}))


def _is_free(path: Path) -> bool:
    """Whether a home may be made there: an empty folder, or one in which making a home was cut off."""
    if not path.is_dir():
        return False
    names = {one.name for one in path.iterdir() if not one.name.startswith(_BESIDE)}
    if not names <= {*FOLDERS, "lock", "secret"} or ("secret" in names and not names >= set(FOLDERS)):
        return False
    return not any(any((path / name).iterdir()) for name in names.intersection(FOLDERS))


@contextmanager
def writing(home: Home, doing: str) -> Iterator[None]:
    """The right to write: one at a time; the second is told who writes, what, and since when."""
    path = home.path / "lock"
    try:
        stream = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise _unusable(home.path, error) from None
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HomeLocked(_who(path)) from None
        stream.truncate(0)
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        stream.write(json.dumps({"pid": os.getpid(), "person": _user(), "since": since, "doing": doing}))
        stream.flush()
        try:
            yield
        finally:
            stream.truncate(0)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container may run under a number that no name belongs to.
        return f"user {os.getuid()}"


def _who(lock: Path) -> str:
    try:
        holder = json.loads(lock.read_text("utf-8"))
    except ValueError:
        return "somebody is writing in this home right now; wait for it to end and try again"
    return (
        f"{holder['person']} (process {holder['pid']}) is writing in this home since {holder['since']}: "
        f"{holder['doing']}; wait for it to end and try again"
    )
