"""Files written whole: all of it or none, whatever is cut off in between."""

from __future__ import annotations

import os
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
