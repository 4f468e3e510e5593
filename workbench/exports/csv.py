"""Two tables in one archive: entities.csv and links.csv, for spreadsheets and for i2's import."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from workbench.exports.letters import fit
from workbench.exports.put import put
from workbench.model.shown import Shown, ShownEntity, ShownLink, Value, property_names

NAME = "csv"
SUFFIX = ".zip"
ABOUT = (
    "entities.csv and links.csv in one archive. A cell that a spreadsheet would compute or round "
    "stands behind an apostrophe; an empty cell may be an absent value or an empty text."
)

_FORMULA = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
# Signs without width that a spreadsheet may skip before it looks for a formula.
_SKIPPED = " \u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
# A spreadsheet keeps eleven digits of a number as they are; of more it shows 6.2E+18 and forgets the last.
_DIGITS_KEPT = 11
_ENTITY = ("token", "tag", "kind", "text")
_LINK = ("type", "start", "start_text", "end", "end_text", "text")
_README = """{title}
{note}

entities.csv  one row an entity; token names it in every export of the same home, tag tells apart texts alike
links.csv     one row a link; start and end are tokens of entities.csv
Both are UTF-8 with a byte order mark, comma, all cells quoted. Take one leading apostrophe away to get a cell's value.
"""


def write(extract: Shown, file: Path) -> None:
    """Write the archive; its times are fixed, so that equal values give equal bytes."""
    texts = {entity.token: entity.text for entity in extract.entities}
    entities = property_names(extract.entities)
    links = property_names(extract.links)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        _add(archive, "README.txt", fit(_README.format(title=extract.title, note=extract.note)))
        rows = [_entity(entity, entities) for entity in extract.entities]
        _add(archive, "entities.csv", _table((*_ENTITY, *entities), rows))
        rows = [_link(link, texts, links) for link in extract.links]
        _add(archive, "links.csv", _table((*_LINK, *links), rows))
    put(held.getvalue(), file)


def cell(value: Value) -> str:
    """A value as a spreadsheet may be given it: what it would compute, round or shorten stands behind an apostrophe."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = fit(value)
    bare = text.lstrip(_SKIPPED)
    number = bare.isdigit() and (len(bare) > _DIGITS_KEPT or (bare.startswith("0") and len(bare) > 1))
    return f"'{text}" if number or text.startswith(_FORMULA) or bare.startswith(_FORMULA) else text


def _entity(entity: ShownEntity, names: Sequence[str]) -> list[Value]:
    return [entity.token, entity.tag, entity.kind, entity.text, *(entity.properties.get(name) for name in names)]


def _link(link: ShownLink, texts: dict[str, str], names: Sequence[str]) -> list[Value]:
    ends = (link.start, texts[link.start], link.end, texts[link.end])
    return [link.type, *ends, link.text, *(link.properties.get(name) for name in names)]


def _table(names: Iterable[str], rows: Iterable[Sequence[Value]]) -> str:
    held = io.StringIO(newline="")
    # All quoted: where a semicolon separates, an unquoted cell with one in it would become two.
    writer = csv.writer(held, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([cell(name) for name in names])
    writer.writerows([cell(value) for value in row] for row in rows)
    return "\ufeff" + held.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    # Written the same on every system: Unix, readable and writable for its owner.
    member.create_system = 3
    member.external_attr = 0o600 << 16
    archive.writestr(member, text.encode())
