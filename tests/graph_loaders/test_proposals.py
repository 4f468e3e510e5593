"""Proposals: what a header that nobody knows may be, why, and that only what is sure is ever taken unasked."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from graph_loaders.handed import Handed
from graph_loaders.mapping import read_mapping
from graph_loaders.proposals import _aliases, propose
from graph_loaders.read import read
from graph_loaders.sources import SOURCES
from tests.taken import source_of
from workbench.desk.recognise import Offered, Turned, proposals, recognise

IDS = ("510104199001011222", "510104199001022335", "510104199001033448")
SURE = "手机号,机主身份证号,放号时间\n" + "".join(f"1380013800{n},{IDS[n]},2020-01-0{n + 1}\n" for n in range(3))
UNSURE = SURE.replace("手机号", "持卡号码甲").replace("机主身份证号", "何人")


def _file(folder: Path, text: str, name: str = "登记.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_known_words_are_sure_and_say_so(tmp_path: Path):
    proposal = propose(Handed(_file(tmp_path, SURE)))
    assert proposal is not None
    assert (proposal.source, proposal.sure) == ("phone_cards", True)
    assert [(one.column, one.header, one.why) for one in proposal.matches] == [
        ("phone", "手机号", "a known word for phone"),
        ("identity", "机主身份证号", "a known word for identity"),
        ("opened_at", "放号时间", "a known word for opened_at"),
    ]


def test_what_only_looks_alike_is_proposed_and_not_sure(tmp_path: Path):
    proposal = propose(Handed(_file(tmp_path, UNSURE)))
    assert proposal is not None
    assert [(one.column, one.why, one.sure) for one in proposal.matches[:2]] == [
        ("phone", "its values look like phones", False),
        ("identity", "its values look like identities", False),
    ]
    assert not proposal.sure


def test_two_columns_that_look_alike_are_neither(tmp_path: Path):
    text = "甲,乙,通话时间,通话时长\n" + "".join(f"1380013800{n},1390013900{n},2020-01-02,5\n" for n in range(3))
    assert propose(Handed(_file(tmp_path, text))) is None


def test_no_sample_is_shown_whole(tmp_path: Path):
    proposal = propose(Handed(_file(tmp_path, UNSURE)))
    assert proposal is not None
    assert [key for key in (*IDS, "13800138000") if key in proposal.toml() + proposal.says] == []


@pytest.mark.parametrize("text", [SURE, UNSURE])
def test_a_proposal_is_a_mapping_that_loads(text: str, tmp_path: Path):
    file = _file(tmp_path, text)
    (proposal,) = proposals([tmp_path])
    (tmp_path / "proposed.toml").write_text(proposal.toml(), encoding="utf-8")
    mapping = read_mapping(tmp_path / "proposed.toml")
    assert mapping.hash == proposal.mapping.hash
    (checked,) = read(file, source_of(mapping.source), mapping)
    assert (len(checked.accepted), len(checked.refused)) == (3, 0)


@pytest.mark.parametrize("name", ["a.csv", 'a".csv', "a\nsource = 1.csv"])
def test_no_name_leaves_its_comment(name: str, tmp_path: Path):
    proposal = propose(Handed(_file(tmp_path, SURE.replace("手机号", '"手""机号"'), name)))
    assert proposal is not None
    assert tomllib.loads(proposal.toml())["source"] == "phone_cards"


def test_an_unknown_header_is_refused_with_what_it_may_be(tmp_path: Path):
    _file(tmp_path, "a,b\n1,2\n", "others.csv")
    _file(tmp_path, UNSURE)
    (turned,) = recognise([tmp_path])
    assert isinstance(turned, Turned)
    assert "it may be phone_cards: phone = 持卡号码甲, identity = 何人, opened_at = 放号时间" in str(turned.error)
    assert "--propose DIR" in str(turned.error)


@pytest.mark.parametrize(("text", "taken"), [(SURE, Offered), (UNSURE, Turned)])
def test_only_the_sure_is_accepted_unasked(text: str, taken: type, tmp_path: Path):
    _file(tmp_path, text)
    assert [type(one) for one in recognise([tmp_path], accept=True)] == [taken]
    assert [type(one) for one in recognise([tmp_path])] == [Turned]


def test_a_file_named_as_a_source_is_proposed_as_that(tmp_path: Path):
    (turned,) = recognise([_file(tmp_path, SURE, "phone_cards.csv")])
    assert isinstance(turned, Turned)
    assert "it may be phone_cards" in str(turned.error)


def test_every_alias_belongs_to_a_column():
    strange = {
        (source.name, name)
        for source in SOURCES
        for name in _aliases()[source.name].keys() - {column.name for column in source.columns}
    }
    assert strange == set()
    assert "激活时间" in _aliases()["phone_cards"]["opened_at"]
