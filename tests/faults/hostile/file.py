"""A file that nobody should hand over, and what must become of it; and what the others are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HEAD = "caller,callee,at,seconds\n"
GOOD = "13800138000,13900139000,2026-01-02 03:04:05,60\n"
MIB = 1 << 20


@dataclass(frozen=True)
class Hostile:
    """A file: `accepted` rows of it are taken in, `refused` are not; None: it is refused whole, saying `says`.

    Of an archive or a workbook `members` say the same of each table that becomes of it: (accepted, refused), or the
    reason.
    """

    name: str
    content: bytes | Callable[[Path], object]
    accepted: int | None = None
    refused: int = 0
    says: str = ""
    members: dict[str, tuple[int, int] | str] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """The file, written into the folder."""
        path = folder / self.name
        if callable(self.content):
            self.content(path)
        else:
            path.write_bytes(self.content)
        return path

    @property
    def becomes(self) -> dict[str, tuple[int, int] | str]:
        """What must become of each table, by its name."""
        return self.members or {self.name: self.says if self.accepted is None else (self.accepted, self.refused)}


def calls(*rows: str) -> bytes:
    """A file of calls: a good row, and these."""
    return (HEAD + GOOD + "".join(rows)).encode()
