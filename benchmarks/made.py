"""Made-up hand-overs to measure with, equal on every machine: calls, transfers, a bank's return, a workbook."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from graph_loaders.clean.luhn import check_digits
from graph_loaders.clean.octets import written

SEED = 7
AN_ENTITY = 8
"""Rows that name each entity, on the average."""
WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
Ints = npt.NDArray[np.int64]
BOOK = "http://schemas.openxmlformats.org"


def write_calls(file: Path, rows: int) -> Path:
    """Calls: each phone calls some eight times, times to the second, a serial each."""
    dice = np.random.default_rng(SEED)
    mobiles = phones(max(rows // AN_ENTITY, 1000))
    columns = {
        "caller": mobiles.take(pa.array(dice.integers(0, len(mobiles), rows))),
        "callee": mobiles.take(pa.array(dice.integers(0, len(mobiles), rows))),
        "at": _times(rows, dice),
        "seconds": pa.array(dice.integers(0, 900, rows)),
        "medium": pa.array(np.where(dice.random(rows) < 0.1, "sms", "voice")),
        "serial": _serials("S", rows),
        "cell": pa.array(np.char.add("460-00-", dice.integers(1000, 9999, rows).astype(str))),
        "region": pa.repeat(pa.scalar("510104"), rows),
    }
    return _csv(file, columns)


def write_transfers(file: Path, rows: int) -> Path:
    """Transfers between cards: amounts to the fen, a serial and a note each."""
    dice = np.random.default_rng(SEED)
    owned = cards(max(rows // AN_ENTITY, 1000))
    columns = {
        "payer": owned.take(pa.array(dice.integers(0, len(owned), rows))),
        "payee": owned.take(pa.array(dice.integers(0, len(owned), rows))),
        "at": _times(rows, dice),
        "amount": _amounts(rows, dice),
        "serial": _serials("T", rows),
        "balance": _amounts(rows, dice),
        "status": pa.array(np.where(dice.random(rows) < 0.02, "failed", "done")),
        "channel": pa.array(np.where(dice.random(rows) < 0.3, "counter", "mobile")),
        "note": pa.array(np.where(dice.random(rows) < 0.1, "货款 二批", "")),
    }
    return _csv(file, columns)


def write_bank_return(file: Path, rows: int) -> Path:
    """A bank's answer to a fund query in UTF-8: Chinese headers, told from the asked card's side, money in and out."""
    dice = np.random.default_rng(SEED)
    owned = cards(max(rows // AN_ENTITY, 1000))
    columns = {
        "交易卡号": owned.take(pa.array(dice.integers(0, len(owned), rows))),
        "交易户名": pa.array(np.where(dice.random(rows) < 0.5, "王芳", "李娜")),
        "交易时间": pc.replace_substring_regex(_times(rows, dice), "[^0-9]", ""),
        "交易金额": _amounts(rows, dice),
        "交易余额": _amounts(rows, dice),
        "收付标志": pa.array(np.where(dice.random(rows) < 0.5, "进", "出")),
        "交易对手账卡号": owned.take(pa.array(dice.integers(0, len(owned), rows))),
        "对手开户银行": pa.array(np.where(dice.random(rows) < 0.5, "中国工商银行成都分行", "中国农业银行")),
        "摘要说明": pa.array(np.where(dice.random(rows) < 0.5, "转账", "工资")),
        "交易是否成功": pa.array(np.where(dice.random(rows) < 0.02, "失败", "成功")),
        "交易流水号": _serials("L", rows),
    }
    return _csv(file, columns)


def write_gb18030(file: Path, utf8: Path) -> Path:
    """The same text in GB18030, as Chinese systems write it."""
    with utf8.open(encoding="utf-8", newline="") as text, file.open("w", encoding="gb18030", newline="") as out:
        while chunk := text.read(1 << 22):
            out.write(chunk)
    return file


def write_book(file: Path, csv: Path) -> Path:
    """A workbook of one sheet with the same cells, each a text."""
    rows = pv.read_csv(
        csv,
        pv.ReadOptions(autogenerate_column_names=True),
        convert_options=pv.ConvertOptions(column_types={f"f{at}": pa.string() for at in range(20)}),
    )
    cells = [
        pc.binary_join_element_wise("<c t='inlineStr'><is><t>", column, "</t></is></c>", "") for column in rows.columns
    ]
    lines = pc.binary_join_element_wise("<row>", *cells, "</row>", "").combine_chunks()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in _parts():
            book.writestr(name, text)
        head = f"<worksheet xmlns='{BOOK}/spreadsheetml/2006/main'><sheetData>"
        body = pc.binary_join(pa.ListArray.from_arrays([0, len(lines)], lines), "")[0].as_py()
        book.writestr("xl/worksheets/sheet1.xml", f"{head}{body}</sheetData></worksheet>")
    return file


def phones(count: int) -> pa.StringArray:
    """Mainland mobiles as people write them, eleven digits."""
    dice = np.random.default_rng(SEED)
    return pc.cast(pa.array(13_000_000_000 + dice.integers(0, 900_000_000, count)), pa.string())


def cards(count: int) -> pa.StringArray:
    """Card numbers of nineteen digits with their check digit."""
    dice = np.random.default_rng(SEED)
    digits = dice.integers(0, 10, (18, count)).astype(np.uint8)
    digits[:6] = np.array([[6], [2], [2], [2], [0], [2]], dtype=np.uint8)
    return written(np.concatenate([digits, check_digits(digits)[None, :]]) + np.uint8(48))


def identities(count: int) -> pa.StringArray:
    """Resident IDs of eighteen characters (GB 11643) of people born 1950 to 2004; one in a hundred with a wrong check.

    All of one region that has always been there: python-stdnum knows no newer ones.
    """
    dice = np.random.default_rng(SEED)
    born = np.datetime64("1950-01-01") + dice.integers(0, 365 * 55, count)
    days = np.char.replace(born.astype("datetime64[D]").astype(str), "-", "")
    body = np.char.add(np.char.add("110101", days), np.char.zfill(dice.integers(0, 1000, count).astype(str), 3))
    digits = np.frombuffer("".join(body.tolist()).encode(), dtype=np.uint8).reshape(count, 17) - 48
    wrong = dice.random(count) < 0.01
    checks = np.frombuffer(b"10X98765432", dtype=np.uint8)[(digits.astype(np.int64) @ WEIGHTS + wrong) % 11]
    # numpy's texts become an array in several pieces where there are many of them.
    return written(np.concatenate([digits.T + np.uint8(48), checks[None, :]]))


def _times(rows: int, dice: np.random.Generator) -> pa.StringArray:
    at = np.datetime64("2026-01-01T00:00:00") + dice.integers(0, 86_400 * 90, rows).astype("timedelta64[s]")
    return pc.strftime(pa.array(at), "%Y-%m-%d %H:%M:%S")


def _serials(letter: str, rows: int) -> pa.StringArray:
    return pc.binary_join_element_wise(letter, pc.cast(pa.array(np.arange(rows)), pa.string()), "")


def _amounts(rows: int, dice: np.random.Generator) -> pa.StringArray:
    fen = pa.array(dice.integers(100, 5_000_000, rows))
    yuan, rest = (
        pc.cast(pc.divide(fen, 100), pa.string()),
        pc.cast(pc.add(pc.subtract(fen, _hundreds(fen)), 100), pa.string()),
    )
    return pc.binary_join_element_wise(yuan, pc.utf8_slice_codeunits(rest, 1, 3), ".")


def _hundreds(fen: pa.Int64Array) -> pa.Int64Array:
    return pc.multiply(pc.divide(fen, 100), 100)


def _csv(file: Path, columns: dict[str, pa.Array]) -> Path:
    pv.write_csv(pa.table(columns), file, pv.WriteOptions(quoting_style="none"))
    return file


def _parts() -> tuple[tuple[str, str], ...]:
    package, office = f"{BOOK}/package/2006", f"{BOOK}/officeDocument/2006/relationships"
    tie = f"<Relationships xmlns='{package}/relationships'><Relationship Id='r1' Type='{office}/"
    sheets = "<sheets><sheet name='1' sheetId='1' r:id='r1'/></sheets>"
    return (
        ("_rels/.rels", f"{tie}officeDocument' Target='xl/workbook.xml'/></Relationships>"),
        ("xl/workbook.xml", f"<workbook xmlns='{BOOK}/spreadsheetml/2006/main' xmlns:r='{office}'>{sheets}</workbook>"),
        ("xl/_rels/workbook.xml.rels", f"{tie}worksheet' Target='worksheets/sheet1.xml'/></Relationships>"),
    )
