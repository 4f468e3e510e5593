"""Files written whole, and folders for what is short-lived: whatever is cut off in between, nothing stays by half."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """The text in the file, all of it or none: written beside, synced, then renamed over it."""
    _write(path, text, 0o666)


def write_secret(path: Path, text: str) -> None:
    """The text in the file, all of it or none, for its owner's eyes only."""
    _write(path, text, 0o600)


def _write(path: Path, text: str, mode: int) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Makes renames in the folder outlast a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def publish(building: Path, final: Path) -> None:
    """Puts a finished file in its place: synced, then renamed over what stood there."""
    handle = os.open(building, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    building.replace(final)
    sync_folder(final.parent)


@contextmanager
def short_lived(root: Path | None = None) -> Iterator[Path]:
    """A folder that goes with the context; what a killed process left below the same root goes first.

    Without a root it lies in the system's place for temporary files, below a folder of this user's own.
    Raises OSError where it cannot be made.
    """
    root = root or Path(tempfile.gettempdir()) / f"workbench-{os.getuid()}"
    with ExitStack() as stack:
        root.mkdir(mode=0o700, exist_ok=True)
        if root.lstat().st_uid != os.getuid():
            # Whoever owns the folder could put other files in the place of ours.
            raise PermissionError(errno.EACCES, "somebody else's folder", str(root))
        with _held(root, fcntl.LOCK_EX):
            _sweep(root)
            folder = Path(tempfile.mkdtemp(dir=root))
            stack.enter_context(_held(folder, fcntl.LOCK_EX))
            stack.callback(shutil.rmtree, folder)
        yield folder


def _sweep(root: Path) -> None:
    """Takes away the folders that nobody holds: a lock ends with its process, however that ends."""
    for folder in (one for one in root.iterdir() if one.is_dir() and not one.is_symlink()):
        # Held by a process that lives; or gone, as that process has ended this moment.
        with suppress(BlockingIOError, FileNotFoundError), _held(folder, fcntl.LOCK_EX | fcntl.LOCK_NB):
            shutil.rmtree(folder)


@contextmanager
def _held(folder: Path, how: int) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)
