"""Formats as they are really handed over: each example with its quirks gives exactly what is expected of it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_loaders.header import plain
from graph_loaders.mapping import shipped_mappings
from graph_loaders.read import read
from graph_loaders.sources import SOURCES
from workbench.desk.recognise import Offered, recognise
from workbench.desk.take_in import silent, take_in
from workbench.evidence import Evidence, open_projection
from workbench.home import open_home

FOREIGN = Path(__file__).parent / "examples" / "foreign"
LOST = "a spreadsheet turned the card number into scientific notation; its last digits are lost"
Counts = tuple[int, int, int, int]
# File, source, part: rows read, accepted, refused, unanswered.
EXPECTED: dict[tuple[str, str, str], Counts] = {
    ("alipay_record.csv", "transfers", ""): (3, 3, 0, 0),
    ("calls list.csv", "calls", ""): (2, 1, 1, 0),
    ("中国工商银行交易明细信息.csv", "transfers", ""): (10, 6, 3, 1),
    ("中国工商银行交易明细信息.csv", "sessions", "transfers"): (1, 1, 0, 0),
    ("中国工商银行账户信息.csv", "bank_cards", ""): (4, 2, 1, 1),
    ("中国工商银行账户信息.csv", "identities", "accounts"): (3, 2, 1, 0),
    ("交易户名.csv", "transfers", ""): (2, 2, 0, 0),
    ("交易明细_建行.txt", "transfers", ""): (5, 4, 0, 1),
    ("交易明细_建行.txt", "sessions", "transfers"): (0, 0, 0, 0),
    ("工商银行人员住址信息.csv", "identities", ""): (1, 1, 0, 0),
    ("工商银行人员信息.csv", "identities", ""): (3, 2, 0, 1),
    ("工商银行人员联系方式信息.csv", "identities", ""): (2, 1, 1, 0),
    ("工商银行任务信息(失败).csv", "bank_cards", "tasks"): (3, 0, 0, 3),
    ("工商银行任务信息(成功).csv", "bank_cards", "tasks"): (0, 0, 0, 0),
    ("工商银行关联子账户信息.csv", "bank_cards", "subaccounts"): (1, 0, 0, 1),
    ("工商银行强制措施信息.csv", "freezes", ""): (3, 2, 0, 1),
    ("微信支付账单.csv", "transfers", ""): (3, 2, 1, 0),
    ("微信账号登记.csv", "social_accounts", ""): (3, 2, 1, 0),
    ("移动入网登记表.csv", "phone_cards", ""): (3, 2, 1, 0),
    ("运营商话单信息.csv", "calls", ""): (6, 4, 2, 0),
    ("运营商话单信息.csv", "calls", "texts"): (2, 2, 0, 0),
    ("运营商话单信息.csv", "sessions", "own"): (3, 3, 0, 0),
    ("运营商话单信息.csv", "sessions", "other"): (1, 1, 0, 0),
}
REFUSED = {
    ("calls list.csv", 2): "is empty",
    ("中国工商银行交易明细信息.csv", 6): LOST,
    ("中国工商银行交易明细信息.csv", 7): "the direction is not known",
    ("中国工商银行交易明细信息.csv", 10): "is empty",
    ("中国工商银行账户信息.csv", 3): "check character does not fit",
    ("工商银行人员联系方式信息.csv", 4): "a fixed line needs its area code before it, as in 028-86741234",
    ("微信支付账单.csv", 4): "is empty",
    ("微信账号登记.csv", 3): "an account has no blanks and at most 128 characters",
    ("移动入网登记表.csv", 3): "not a phone number",
    ("运营商话单信息.csv", 5): "the direction is not known",
    ("运营商话单信息.csv", 6): "the number is withheld",
}
TOTALS = {
    "CALLED.calls": 3,
    "CALLED.texts": 1,
    "CALLED.seconds": 62 + 62 + 30,
    "PAID.transfers": 8 + 2 + 2,
    "PAID.fen": 100_00 + 50_00 + 20_00 + 0 + 30_50 + 2 * 12_34 + 7_00 + 200_00 + 8_88 + 66_00 + 1_50,
    "USED_ON.times": 5,
    "SEEN_AT.times": 1,
}
Said = dict[tuple[str, str], tuple[list[dict[str, object]], list[tuple[int, str]], dict[str, int]]]


def _offered(*paths: Path) -> list[Offered]:
    offered = list(recognise(paths))
    assert [one for one in offered if not isinstance(one, Offered)] == []
    return [one for one in offered if isinstance(one, Offered)]


def _part(offered: Offered) -> str:
    return offered.mapping.part if offered.mapping else ""


def _said(*paths: Path) -> Said:
    """What the files say: by source and part the accepted rows, the refused, and what stood apart."""
    said: Said = {}
    for offered in _offered(*paths):
        (checked,) = read(offered.file, offered.source, offered.mapping)
        refused = [(row["record"], row["reason"]) for row in checked.refused.to_pylist()]
        accepted = checked.accepted.sort_by("record").to_pylist()
        said[offered.source.name, _part(offered)] = accepted, sorted(refused), checked.apart
    return said


def test_every_example_gives_exactly_the_expected_receipts(tmp_path: Path):
    home = open_home(tmp_path / "home")
    found = {}
    for offered in _offered(FOREIGN):
        one = take_in(home, offered, "li", silent)
        found[one.file, one.source, _part(offered)] = (one.read, one.accepted, one.refused, one.unanswered)
    assert found == EXPECTED
    with open_projection(Evidence(home.evidence), SOURCES) as projection:
        totals, counts = projection.totals(), projection.counts()
    # One transfer stands in both banks' returns, one of two alike in the payee's too; one call in both parties' files
    # and in the plain list, one text in both.
    assert {name: counts[name] for name in ("Phone", "BankCard", "SocialAccount", "Identity", "Device")} == {
        "Phone": 5,
        "BankCard": 5,
        "SocialAccount": 9,
        "Identity": 4,
        "Device": 3,
    }
    assert {name: totals[name] for name in TOTALS} == TOTALS


def test_every_refusal_is_expected():
    found = {}
    for offered in _offered(FOREIGN):
        for checked in read(offered.file, offered.source, offered.mapping):
            for row in checked.refused.to_pylist():
                found[offered.file.name, row["record"]] = row["reason"]
    assert found.keys() == REFUSED.keys()
    assert [place for place, reason in REFUSED.items() if not found[place].startswith(reason)] == []


def test_no_answer_is_counted_with_its_reason():
    (offered,) = _offered(FOREIGN / "工商银行任务信息(失败).csv")
    (checked,) = read(offered.file, offered.source, offered.mapping)
    assert checked.unanswered == {"账号不存在": 2, "超时": 1}


def test_a_reason_hides_the_number_it_quotes():
    offered, _ = _offered(FOREIGN / "交易明细_建行.txt")
    (checked,) = read(offered.file, offered.source, offered.mapping)
    assert [sum(sign.isdigit() for sign in reason) for reason in checked.unanswered] == [2]


# --- The same rows in other clothes


def _rows(file: Path) -> tuple[str, list[dict[str, str]]]:
    """The lines above the header, and the rows by their headers."""
    octets = file.read_bytes()
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = octets.decode("gb18030")
    lines = text.splitlines(keepends=True)
    known = {plain(header) for mapping in shipped_mappings() for header in mapping.headers}
    hits = {
        (place, separator): len(known & {plain(one) for one in line.split(separator)})
        for place, line in enumerate(lines)
        for separator in ",\t"
    }
    first, separator = max(hits, key=lambda one: hits[one])
    return "".join(lines[:first]), list(csv.DictReader(lines[first:], delimiter=separator))


def _as_text(rows: list[dict[str, str]], banner: str, separator: str, encoding: str) -> bytes:
    out = io.StringIO()
    out.write(banner)
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def _shuffled(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    names = list(rows[0])
    random.Random(7).shuffle(names)
    return [{name: row[name] for name in names} for row in rows]


def _semicolons(rows: list[dict[str, str]], banner: str, folder: Path, stem: str) -> Path:
    file = folder / f"{stem}.csv"
    file.write_bytes(_as_text(_shuffled(rows), "反馈单\r\n\r\n" + banner, ";", "utf-8"))
    return file


def _gzipped(rows: list[dict[str, str]], banner: str, folder: Path, stem: str) -> Path:
    file = folder / f"{stem}.csv.gz"
    file.write_bytes(gzip.compress(_as_text(rows, banner, ",", "gb18030")))
    return file


def _zipped(rows: list[dict[str, str]], banner: str, folder: Path, stem: str) -> Path:
    file = folder / "handover.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"返回/{stem}.csv", _as_text(rows, banner, "|", "utf-16"))
    return file


def _json_lines(rows: list[dict[str, str]], _banner: str, folder: Path, stem: str) -> Path:
    file = folder / f"{stem}.jsonl"
    lines = [json.dumps({key.strip(): value.strip() or None for key, value in row.items()}) for row in rows]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


Clothes = Callable[[list[dict[str, str]], str, Path, str], Path]


@pytest.mark.parametrize("clothes", [_semicolons, _gzipped, _zipped, _json_lines])
@pytest.mark.parametrize("file", sorted(FOREIGN.iterdir()), ids=lambda file: file.stem)
def test_the_same_rows_in_another_container_say_the_same(file: Path, clothes: Clothes, tmp_path: Path):
    banner, rows = _rows(file)
    if clothes is _json_lines and file.stem in {"微信支付账单", "alipay_record"}:
        pytest.skip("the bill's owner stands above its header, which JSON Lines have not")
    assert _said(clothes(rows, banner, tmp_path, file.stem)) == _said(file)
