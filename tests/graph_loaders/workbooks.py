"""Workbooks written by hand, cell by cell, as a spreadsheet would store them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# Style 1 is a date and time, style 2 a date, style 3 a time of day.
_STYLES = (
    f'<styleSheet {_NS}><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="14"/>'
    '<xf numFmtId="21"/></cellXfs></styleSheet>'
)
Value = str | int | float | tuple[float, int] | None
"""Text, a number, a number in a style, or nothing."""


def write_book(file: Path, sheets: Mapping[str, Sequence[Sequence[Value]]]) -> Path:
    """The workbook with these sheets."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, start=1)
    )
    related = "".join(
        f'<Relationship Id="r{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    styles = f'<Relationship Id="s" Type="{_REL}/styles" Target="styles.xml"/>'
    main = f'<Relationship Id="r" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/>'
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{main}</Relationships>')
        book.writestr("xl/workbook.xml", f'<workbook {_NS} xmlns:r="{_REL}"><sheets>{listed}</sheets></workbook>')
        relations = f'<Relationships xmlns="{_PACKAGE}/relationships">{related}{styles}</Relationships>'
        book.writestr("xl/_rels/workbook.xml.rels", relations)
        book.writestr("xl/styles.xml", _STYLES)
        for n, name in enumerate(names, start=1):
            rows = "".join(_row(number, row) for number, row in enumerate(sheets[name], start=1))
            book.writestr(f"xl/worksheets/sheet{n}.xml", f"<worksheet {_NS}><sheetData>{rows}</sheetData></worksheet>")
    return file


def _row(number: int, row: Sequence[Value]) -> str:
    cells = "".join(_cell(f"{chr(65 + place)}{number}", value) for place, value in enumerate(row))
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    number, style = value if isinstance(value, tuple) else (value, 0)
    return f'<c r="{place}" s="{style}"><v>{number!r}</v></c>'
