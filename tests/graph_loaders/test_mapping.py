"""Mappings: what a TOML file may say, and what becomes of each value."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_loaders.mapping import Mapping, Taken, read_mapping, shipped_mappings
from graph_loaders.read import read
from graph_loaders.sources import SOURCES
from tests.taken import source_of
from workbench.desk.recognise import Offered, Turned, recognise
from workbench.errors import BadMapping, BadSource, UsedWrongly

FOREIGN = """付款方,收款方,日,金额,标志
216,217,0,10.50,S
217,216,31,7,F
217,216,soon,7,S
"""
TOML = """source = "transfers"
[columns]
payer = { header = "付款方", prefix = "ACCT:amlsim:" }
payee = { header = "收款方", prefix = "ACCT:amlsim:" }
at = { header = "日", days_since = 2020-01-01 }
amount = "金额"
channel = { constant = "made up" }
status = { header = "标志", values = { S = "done", F = "failed" } }
"""


def _mapping(folder: Path, text: str = TOML) -> Path:
    file = folder / "bank.toml"
    file.write_text(text, encoding="utf-8")
    return file


def _foreign(folder: Path, text: str = FOREIGN, name: str = "a.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_mapping_turns_foreign_columns_into_those_of_the_source(tmp_path: Path):
    mapping = read_mapping(_mapping(tmp_path))
    (checked,) = read(_foreign(tmp_path), source_of("transfers"), mapping)
    names = ["payer", "payee", "amount", "status", "channel", "coarse", "record"]
    assert [list(row.values()) for row in checked.accepted.select(names).to_pylist()] == [
        ["ACCT:AMLSIM:216", "ACCT:AMLSIM:217", 1050, "done", "made up", True, 1],
        ["ACCT:AMLSIM:217", "ACCT:AMLSIM:216", 700, "failed", "made up", True, 2],
    ]
    days = [f"{at:%Y-%m-%d %H:%M}" for at in checked.accepted.column("at").to_pylist()]
    assert days == ["2019-12-31 16:00", "2020-01-31 16:00"]
    assert [(row["record"], row["column"]) for row in checked.refused.to_pylist()] == [(3, "at")]


def test_a_prefix_is_put_before_nothing(tmp_path: Path):
    mapping = read_mapping(_mapping(tmp_path))
    file = _foreign(tmp_path, "付款方,收款方,日,金额,标志\n ,217,0,1,S\n")
    (checked,) = read(file, source_of("transfers"), mapping)
    assert [(row["column"], row["reason"]) for row in checked.refused.to_pylist()] == [("payer", "is empty")]


def test_the_name_of_a_mapping_is_what_it_says_not_what_it_is_called(tmp_path: Path):
    one = read_mapping(_mapping(tmp_path))
    (tmp_path / "other.toml").write_text("# said otherwise\n" + TOML, encoding="utf-8")
    assert read_mapping(tmp_path / "other.toml").hash == one.hash
    assert read_mapping(_mapping(tmp_path, TOML.replace("made up", "MADE UP"))).hash != one.hash


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("source = transfers", "is not TOML"),
        ("", r"needs a line source = "),
        ('source = "transfers"', r"needs a line source = "),
        ('source = "transfers"\n[columns]\n', r"needs a line source = "),
        ('source = "transfers"\n[columns]\npayer = 5', "payer needs a header, or a table"),
        ('source = "transfers"\n[columns]\npayer = { prefix = "x" }', "payer needs a header, or a table"),
        ('source = "transfers"\n[columns]\npayer = { header = "x", postfix = "y" }', "postfix, which no mapping knows"),
        ('source = "transfers"\n[columns]\nat = { header = "x", days_since = "1 Jan" }', "days_since of at is a day"),
        ('source = "transfers"\n[columns]\nat = { header = "x", values = "y" }', "the values of at are a table"),
        ('source = "transfers"\n[columns]\nat = { join = ["x"] }', "join of at names two headers"),
        (
            'source = "transfers"\n[columns]\nat = { banner = "x" }',
            "banner of at is a regular expression with one group",
        ),
        ('source = "transfers"\nskip = "x"\n[columns]\nat = "x"', "skip is a table"),
        ('source = "transfers"\nskip = { matches = { a = "(" } }\n[columns]\nat = "x"', "skip by a is a regular"),
        ('source = "transfers"\nturn = { header = "x", start = "a" }\n[columns]\nat = "x"', "turn needs header, and"),
        ('source = "transfers"\ntwist = 1\n[columns]\nat = "x"', "the mapping has twist, which no mapping knows"),
        ("reading = 1", r"stands in tables \[\[reading\]\]"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(tmp_path: Path, text: str, says: str):
    with pytest.raises(BadMapping, match=says):
        read_mapping(_mapping(tmp_path, text))


def test_a_mapping_file_that_is_not_there_or_no_text_is_said_so(tmp_path: Path):
    with pytest.raises(BadMapping, match=r"there is no mapping file none\.toml"):
        read_mapping(tmp_path / "none.toml")
    (tmp_path / "gbk.toml").write_bytes("# 映射".encode("gb18030"))
    with pytest.raises(BadMapping, match="is not TOML in UTF-8"):
        read_mapping(tmp_path / "gbk.toml")
    with pytest.raises(BadMapping, match="cannot be read"):
        read_mapping(tmp_path)


def test_a_mapping_may_fill_only_columns_of_its_source(tmp_path: Path):
    mapping = Mapping("transfers", "odd", {"sender": Taken(header="付款方")})
    with pytest.raises(BadMapping, match="the mapping odd fills sender; transfers has: amount, at, balance"):
        list(read(_foreign(tmp_path), source_of("transfers"), mapping))


def test_a_header_the_file_lacks_is_named_as_the_file_would_call_it(tmp_path: Path):
    file = _foreign(tmp_path, FOREIGN.replace("付款方", "付方"))
    with pytest.raises(BadSource, match=r"a\.csv has no column 付款方 \(the mapping takes it as payer\)"):
        list(read(file, source_of("transfers"), read_mapping(_mapping(tmp_path))))


def test_shipped_mappings_fill_columns_that_are_there():
    shipped = shipped_mappings()
    assert "amlsim" in {mapping.name for mapping in shipped}
    names = {source.name: {column.name for column in source.columns} for source in SOURCES}
    needed = {source.name: set(source.needed) for source in SOURCES}
    for mapping in shipped:
        assert needed[mapping.source] <= mapping.columns.keys() <= names[mapping.source]


def test_the_shipped_mapping_of_amlsim_is_recognised_by_its_header(tmp_path: Path):
    _foreign(tmp_path, "sourceNodeId,targetNodeId,value,time\n1,2,3.5,0\n", "transactions.csv")
    _foreign(tmp_path, "nodeid,isFraud\n1,0\n", "nodes.csv")
    (offered,) = recognise([tmp_path])
    assert isinstance(offered, Offered)
    assert (offered.file.name, offered.source.name) == ("transactions.csv", "transfers")
    assert offered.mapping is not None
    assert offered.mapping.name == "amlsim"


def test_a_mapping_says_what_a_file_is_whatever_its_name(tmp_path: Path):
    (offered,) = recognise([_foreign(tmp_path, name="calls.csv")], mapping_file=_mapping(tmp_path))
    assert isinstance(offered, Offered)
    assert (offered.source.name, offered.mapping) == ("transfers", read_mapping(tmp_path / "bank.toml"))


def test_a_file_named_alone_that_nobody_knows_is_turned_away(tmp_path: Path):
    (turned,) = recognise([_foreign(tmp_path)])
    assert isinstance(turned, Turned)
    assert "a.csv is no known source by its name or header" in str(turned.error)


def test_a_mapping_of_no_source_is_refused(tmp_path: Path):
    mapping = _mapping(tmp_path, TOML.replace('"transfers"', '"gifts"'))
    with pytest.raises(UsedWrongly, match="there is no source 'gifts'"):
        list(recognise([_foreign(tmp_path)], mapping_file=mapping))
