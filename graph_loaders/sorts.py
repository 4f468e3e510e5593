"""What sort of file a table is: by its name, and where a name is given to everything, by its first octets."""

from __future__ import annotations

from graph_loaders.containers import first_octets
from graph_loaders.handed import Handed
from workbench.errors import BadSource

_NAMED_ANYHOW = ".xls"
# Of a workbook in its old binary and its zipped form; bare records of the oldest ones.
_BOOKS = (b"\xd0\xcf\x11\xe0", b"PK", b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
_TEXT = ".txt"
_LOOK = 64


def sort_of(handed: Handed) -> str:
    """The ending by which the table is read: its name's own, but `.txt` for text that is called `.xls`.

    Raises BadSource for a web page of that name, which many programs write where they are asked for a workbook.
    """
    if handed.suffix != _NAMED_ANYHOW or handed.sheet:
        return handed.suffix
    start = first_octets(handed, _LOOK)
    if not start or start.startswith(_BOOKS):
        return handed.suffix
    if start.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
        raise BadSource(f"{handed.name} is a web page and no workbook; open it, save it as .xlsx, and load that")
    return _TEXT
