"""Files that nobody should hand over, each with what must become of it."""

from faults.hostile.archives import ARCHIVES
from faults.hostile.books import BOOKS
from faults.hostile.file import GOOD, HEAD, Hostile
from faults.hostile.lines import LINES
from faults.hostile.parquet import PARQUET
from faults.hostile.texts import LONG, NAMES, OCTETS, QUOTES, RAGGED, VALUES

GROUPS = {
    "ragged": RAGGED,
    "quotes": QUOTES,
    "octets": OCTETS,
    "long": LONG,
    "values": VALUES,
    "names": NAMES,
    "archives": ARCHIVES,
    "workbooks": BOOKS,
    "lines": LINES,
    "parquet": PARQUET,
}
HOSTILE = tuple(one for group in GROUPS.values() for one in group)

__all__ = ["GOOD", "GROUPS", "HEAD", "HOSTILE", "Hostile"]
