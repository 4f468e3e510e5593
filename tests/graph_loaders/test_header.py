"""The header: which line it is, what separates it, and how its names are compared."""

from __future__ import annotations

import io

import pytest

from graph_loaders.header import SEPARATORS, find_header, plain
from workbench.errors import BadSource

KNOWN = frozenset({"phone", "site", "at"})


def _rest(text: str, known: frozenset[str] = KNOWN) -> tuple[tuple[str, ...], str, str]:
    """The names, the separator, and what stands below the header."""
    content = text.encode()
    header = find_header("visits.csv", io.BytesIO(content), known)
    return header.names, header.separator, content[header.end :].decode()


@pytest.mark.parametrize("separator", SEPARATORS)
def test_each_separator_is_found(separator: str):
    line = separator.join(("phone", "site", "at", "a,b;c" if separator not in ",;" else "d"))
    names, found, rest = _rest(f"{line}\nrow\n")
    assert (names[:3], found, rest) == (("phone", "site", "at"), separator, "row\n")


def test_a_header_below_banner_lines_is_found():
    banner = '某某公司; 导出时间: 2026-11-24, 共, 9, 行\n\n"查询, 条件",全部\n'
    assert _rest(f"{banner}phone,site,at\nrow\n") == (("phone", "site", "at"), ",", "row\n")


def test_a_row_with_more_columns_is_no_header():
    assert _rest("foo,bar\n1,2,3,4,5\n", frozenset())[0] == ("foo", "bar")


def test_the_first_of_two_headers_alike_counts():
    assert _rest("phone,site,at\nphone,site,at\n")[2] == "phone,site,at\n"


def test_the_separator_of_a_foreign_header_is_the_one_that_gives_most_names():
    assert _rest("甲;乙,丙;丁\n", frozenset())[:2] == (("甲", "乙,丙", "丁"), ";")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_line_ending_is_known(end: str):
    assert _rest(f"a banner{end}phone,site,at{end}row{end}")[2] == f"row{end}"


def test_form_feeds_end_no_line():
    assert _rest("a\x0cbanner\x0b\x1c\x85\u2028here\nphone,site,at\nrow\n")[2] == "row\n"


def test_a_name_between_quotes_may_hold_a_line_break():
    names, _, rest = _rest('phone,site,at,"last\nnote"\nrow\n')
    assert (names, rest) == (("phone", "site", "at", "last note"), "row\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_second_line_of_a_name_begins_no_header(end: str):
    names, _, rest = _rest(f'"the\nnumber","its\nphone","site",at{end}row{end}')
    assert (names, rest) == (("the number", "its phone", "site", "at"), f"row{end}")


def test_a_stray_quote_above_hides_no_header():
    assert _rest('"a banner\n"phone","site","at"\nrow\n') == (("phone", "site", "at"), ",", "row\n")


def test_a_header_may_begin_in_the_last_line_that_is_looked_at():
    names, _, rest = _rest("a banner\n" * 24 + 'phone,site,at,"last\nnote"\nrow\n')
    assert (names, rest) == (("phone", "site", "at", "last note"), "row\n")


def test_a_header_without_an_end_has_nothing_below():
    assert _rest("phone,site,at")[2] == ""


def test_a_column_without_a_name_is_called_by_its_place():
    assert _rest("phone,,at,\n")[0] == ("phone", "(column 2)", "at", "(column 4)")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (" Phone\t", "phone"),
        ("ｐｈｏｎｅ", "phone"),
        ('"phone"', "phone"),
        ("'phone'", "phone"),
        ("\ufeffphone", "phone"),
        ("opened  at", "opened at"),
        ("opened\u3000at", "opened at"),
        ("opened\nat", "opened at"),
        ("STRASSE", "strasse"),
        ("交易时间（秒）", "交易时间(秒)"),
        ("交 易\n时间", "交易时间"),
        ("交易金额（元）", "交易金额"),
        ("交易金额 (单位：元)", "交易金额"),
        ("交易金额(万元)", "交易金额(万元)"),
        ("*交易金额：", "交易金额"),
        ("对方帐号", "对方账号"),
        ("(元)", "(元)"),
    ],
)
def test_names_are_compared_in_one_spelling(written: str, name: str):
    assert plain(written) == name


@pytest.mark.parametrize("text", ["", "\n\n", " \n\t\n", ",,,\n,,\n"])
def test_an_empty_file_is_refused(text: str):
    with pytest.raises(BadSource, match=r"visits\.csv is empty"):
        _rest(text)


def test_a_column_that_stands_there_twice_is_refused():
    with pytest.raises(BadSource, match="has the column site twice; rename one of them"):
        _rest("phone,site,at, SITE \n")


def test_a_column_nobody_knows_may_stand_there_twice():
    assert _rest("no,phone,site,at,no\n")[0] == ("(column 1)", "phone", "site", "at", "(column 5)")


def test_rows_may_end_in_a_separator_that_the_header_has_not():
    assert _rest("phone,site,at\n1,2,3,\n") == (("phone", "site", "at", "(column 4)"), ",", "1,2,3,\n")


def test_the_header_may_end_in_separators_that_the_rows_have_not():
    assert _rest("phone,site,at,,\n\n1,2,3\n") == (("phone", "site", "at"), ",", "\n1,2,3\n")


def test_a_row_of_another_width_does_not_change_the_header():
    assert _rest("phone,site,at\n1,2,3,4\n")[0] == _rest("phone,site,at\n1,2\n")[0] == ("phone", "site", "at")


def test_columns_without_a_name_are_no_doubles():
    assert _rest("phone,,,at\n")[0] == ("phone", "(column 2)", "(column 3)", "at")


@pytest.mark.parametrize("text", ["p\0h\0o\0n\0e\0\n\0", "\0" * 100, "PK\x03\x04\0\0\0\0phone"])
def test_what_is_no_text_is_refused(text: str):
    with pytest.raises(BadSource, match="is no text, or UTF-16 without its mark"):
        _rest(text)


def test_a_line_too_long_for_a_header_is_none():
    assert _rest("x" * 200_000 + "\nphone,site,at\nrow\n")[2] == "row\n"
