"""Files put in place whole: a reader sees the old file or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from workbench.errors import WorkbenchError


def put(content: bytes, file: Path) -> None:
    """Write beside the file, then rename over it; for its owner's eyes only."""
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{file.name[:40]}.", dir=file.parent)
    except OSError as error:
        raise _unwritten(file, error) from error
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        Path(beside).replace(file)
    except OSError as error:
        Path(beside).unlink(missing_ok=True)
        raise _unwritten(file, error) from error


def _unwritten(file: Path, error: OSError) -> WorkbenchError:
    return WorkbenchError(f"{file.name} could not be written: {error.strerror}; nothing was left behind")
