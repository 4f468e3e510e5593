"""Workbooks that nobody should hand over: bombs, cells at the end of the world, entities, formulas, lost digits."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import story

from faults.hostile.file import GOOD, HEAD, MIB, Hostile
from tests.graph_loaders.workbooks import write_book

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
LISTED = "xl/_rels/workbook.xml.rels"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHARED = (
    '<Relationship Id="t" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" '
    'Target="sharedStrings.xml"/></Relationships>'
)
ROWS = [HEAD.strip().split(","), GOOD.strip().split(",")]
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def _book(
    change: Callable[[str], str], part: str = SHEET, name: str = "calls", rows: object = None
) -> Callable[[Path], None]:
    """A workbook of one good call, one of whose parts is changed."""

    def write(path: Path) -> None:
        write_book(path, {name: rows or ROWS})
        with zipfile.ZipFile(path) as book:
            parts = {one: book.read(one).decode() for one in book.namelist()}
        parts[part] = change(parts.get(part, ""))
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
            for one, content in parts.items():
                book.writestr(one, content)

    return write


def _more(cells: str, before: str = "") -> Callable[[Path], None]:
    """Further rows in the sheet, and something before them all."""
    return _book(
        lambda sheet: sheet.replace("<sheetData>", f"{before}<sheetData>").replace(
            "</sheetData>", f"{cells}</sheetData>"
        )
    )


def _cell(place: str, row: int) -> str:
    return f'<row r="{row}"><c r="{place}{row}"><v>1</v></c></row>'


def _entity(declared: str, said: str) -> Callable[[Path], None]:
    return _book(lambda sheet: f"<!DOCTYPE worksheet [{declared}]>" + sheet.replace("<t>60<", f"<t>{said}<"))


def _shared(path: Path) -> None:
    """A list of texts of 320 MiB, and not so small packed that it is refused for that alone."""
    _book(lambda listed: listed.replace("</Relationships>", SHARED), LISTED)(path)
    throw = random.Random(1)
    noise = ["".join(throw.choices("abcdefghij0123456789", k=200)) for _ in range(8)]
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        with book.open("xl/sharedStrings.xml", "w") as stream:
            stream.write(f"<sst {NS}>".encode())
            block = "".join(f"<si><t>{one}{'9' * 9700}</t></si>" for one in noise).encode()
            for _ in range(320 * MIB // len(block)):
                stream.write(block)
            stream.write(b"</sst>")
        # What shrinks to nothing is refused for that alone.
        book.writestr("xl/ballast.bin", throw.randbytes(8 * MIB), zipfile.ZIP_STORED)


def _hundred_sheets(book: str) -> str:
    one = book[book.index("<sheet ") : book.index("</sheets>")]
    return book.replace(one, "".join(one.replace('name="calls"', f'name="s{n}"') for n in range(2000)))


def _taken(file: str, accepted: int, refused: int = 0, sheet: str = "calls") -> dict[str, tuple[int, int] | str]:
    return {f"{file}/{sheet}": (accepted, refused)}


DATED = [*ROWS, [13800138000, "13900139000", (45293.5, 1), 61], [13800138000, "13900139000", (1e300, 1), 61]]
CARDS = [
    ["card", "identity", "opened_at"],
    [6.22202123456780e18, story.LI_WEI, (45293, 2)],
    [story.LI_WEIS_CARD, story.LI_WEI, (45293, 2)],
]
BOOKS = (
    Hostile("book_corner.xlsx", _more(_cell("XFD", 1_048_576)), says="too large for one"),
    Hostile("book_beyond.xlsx", _more(_cell("ZZZZZZ", 4_294_967_295)), says="too large for one"),
    Hostile("book_numberless.xlsx", _more(_cell("A", 10**20)), says="too large for one"),
    Hostile("book_wide.xlsx", _more(_cell("XFD", 3) + _cell("A", 100_000)), says="too large for one"),
    Hostile(
        "book_dimension.xlsx", _more("", '<dimension ref="A1:XFD1048576"/>'), members=_taken("book_dimension.xlsx", 1)
    ),
    Hostile("book_columns.xlsx", _more(_cell("XFD", 3)), members={"book_columns.xlsx/calls": "4,096 columns"}),
    Hostile("book_shared.xlsx", _shared, says="too large for one"),
    Hostile("book_bomb.xlsx", _book(lambda _: " " * 20 * MIB, "xl/more.xml"), says="too large for a workbook"),
    Hostile("book_laughs.xlsx", _entity(f'<!ENTITY l0 "ha">{LAUGHS}', "&l9;"), says="no whole workbook"),
    Hostile("book_outside.xlsx", _entity('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"), says="no whole workbook"),
    Hostile("book_sheets.xlsx", _book(_hundred_sheets, BOOK), says="more than 500 sheets"),
    Hostile(
        "book_slip.xlsx",
        _book(lambda one: one.replace("worksheets/sheet1.xml", "../../../etc/passwd"), LISTED),
        says="no whole workbook",
    ),
    Hostile(
        "book_nowhere.xlsx", _book(lambda one: one.replace('r:id="r1"', 'r:id="r9"'), BOOK), says="no whole workbook"
    ),
    Hostile("book_index.xlsx", _more('<row r="3"><c r="A3" t="s"><v>99999999</v></c></row>'), says="no whole workbook"),
    Hostile("book_cut.xlsx", _book(lambda sheet: sheet[:-60]), says="no whole workbook"),
    Hostile("book_place.xlsx", _more('<row r="3"><c r="é"><v>1</v></c></row>'), says="no whole workbook"),
    Hostile("book_csv.xlsx", (HEAD + GOOD).encode(), says="no whole workbook"),
    Hostile("book_none.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4096, says="no whole workbook"),
    Hostile(
        "book_macro.xlsm", _book(lambda _: "Sub Auto_Open()", "xl/vbaProject.bin"), members=_taken("book_macro.xlsm", 1)
    ),
    Hostile(
        "book_hidden.xlsx",
        _book(lambda one: one.replace("<sheet ", '<sheet state="hidden" '), BOOK),
        members=_taken("book_hidden.xlsx", 1),
    ),
    Hostile(
        "book_merged.xlsx",
        _more('<row r="3"><c r="A3"><v>13800138000</v></c></row>', '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'),
        members=_taken("book_merged.xlsx", 1, 1),
    ),
    Hostile(
        "book_formula.xlsx",
        _more('<row r="3"><c r="A3"><f>WEBSERVICE("http://example.com")</f></c></row>'),
        members=_taken("book_formula.xlsx", 1),
    ),
    Hostile(
        "book_empty_rows.xlsx",
        _more("".join(f'<row r="{n}"/>' for n in range(3, 200_000)) + _cell("A", 200_000)),
        members=_taken("book_empty_rows.xlsx", 1, 1),
    ),
    Hostile("book_dates.xlsx", _book(str, rows=DATED), members=_taken("book_dates.xlsx", 2, 1)),
    Hostile(
        "book_1904.xlsx",
        _book(lambda one: one.replace("<sheets>", '<workbookPr date1904="1"/><sheets>'), BOOK, rows=DATED[:3]),
        members=_taken("book_1904.xlsx", 2),
    ),
    Hostile(
        "book_float.xlsx",
        _book(str, name="bank_cards", rows=CARDS),
        members=_taken("book_float.xlsx", 1, 1, "bank_cards"),
    ),
    Hostile(
        "book_name.xlsx",
        _book(lambda one: one.replace('name="calls"', f'name="calls {escape("../../x")}"'), BOOK),
        members=_taken("book_name.xlsx", 1, 0, "calls ../../x"),
    ),
)
