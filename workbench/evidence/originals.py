"""The very bytes received, compressed and named by their hash."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa

from workbench.disk import publish
from workbench.errors import WorkbenchError


def keep_original(folder: Path, path: Path, sha256: str) -> Path:
    """Where the file's bytes are kept from now on; a file kept before is not written again."""
    kept = folder / f"{sha256}.zst"
    if kept.exists():
        return kept
    building = kept.with_suffix(".building")
    try:
        # What a load that was cut off left lying: whoever keeps an original alone has the right to write.
        for left in folder.glob("*.building"):
            left.unlink()
        with path.open("rb") as received, pa.CompressedOutputStream(str(building), "zstd") as stream:
            shutil.copyfileobj(received, stream, 1 << 22)
        publish(building, kept)
    except OSError as error:
        building.unlink(missing_ok=True)
        raise WorkbenchError(
            f"{path.name} could not be kept ({error.strerror}): make room, or mend the folder {folder.name} of the "
            "home, and load it again"
        ) from None
    return kept
