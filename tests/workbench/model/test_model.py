"""The words: each unique, each property of one type, and every link between kinds that there are."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from workbench import model
from workbench.errors import UsedWrongly
from workbench.model import KINDS, LINK_TYPES, Fold, Kind, LinkType, Property, Type
from workbench.model.shown import RESERVED
from workbench.privacy import whole

PROPERTIES: tuple[Property, ...] = tuple(
    chain(*(kind.properties for kind in KINDS), *(one.all_properties for one in LINK_TYPES))
)


def test_the_lists_hold_every_kind_and_link_that_is_declared():
    declared = [value for value in vars(model).values() if isinstance(value, Kind | LinkType)]
    assert {str(one) for one in declared} == {str(one) for one in (*KINDS, *LINK_TYPES)}
    assert len(declared) == len(KINDS) + len(LINK_TYPES)


def test_each_name_word_title_and_colour_is_one_kinds():
    for words in zip(*((kind.name, kind.word, kind.title, kind.colour) for kind in KINDS), strict=True):
        assert len(set(words)) == len(KINDS)
    names = [str(one) for one in (*KINDS, *LINK_TYPES)]
    assert len({name.casefold() for name in names}) == len(names)


def test_kinds_and_links_are_told_apart_by_their_spelling():
    assert [kind.name for kind in KINDS if not re.fullmatch(r"([A-Z][a-z]+)+", kind.name)] == []
    assert [kind.word for kind in KINDS if not re.fullmatch(r"[a-z]+(_[a-z]+)*", kind.word)] == []
    assert [one.name for one in LINK_TYPES if not re.fullmatch(r"[A-Z]+(_[A-Z]+)*", one.name)] == []


def test_a_property_has_one_type_across_kinds_and_links():
    types: dict[str, set[Type]] = {}
    for one in PROPERTIES:
        types.setdefault(one.name, set()).add(one.type)
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


def test_no_property_is_named_twice_or_like_what_says_what_a_thing_is():
    for properties in (*(kind.properties for kind in KINDS), *(one.all_properties for one in LINK_TYPES)):
        names = [one.name for one in properties]
        assert len(set(names)) == len(names)
        assert not RESERVED & set(names)


def test_folds_fit_what_they_fold():
    for one in PROPERTIES:
        numbers = {Fold.SUM, Fold.COUNT, Fold.DAYS}
        assert one.fold not in numbers or one.type in {Type.WHOLE, Type.FEN}, one.name
        assert one.type is not Type.FEN or one.fold in {Fold.SUM, Fold.MAX}, one.name


def test_every_link_joins_kinds_that_there_are_and_each_pair_once():
    for one in LINK_TYPES:
        assert one.pairs
        assert len(set(one.pairs)) == len(one.pairs)
        assert all(start in KINDS and end in KINDS for start, end in one.pairs)


def test_every_kind_is_joined_by_some_link():
    joined = {kind.name for one in LINK_TYPES for pair in one.pairs for kind in pair}
    assert joined == {kind.name for kind in KINDS}


def test_kinds_that_lead_to_a_person_are_masked():
    people = {"Identity", "Phone", "BankCard", "SocialAccount", "Device"}
    assert {kind.name for kind in KINDS if kind.mask is not whole} == people
    for kind in KINDS:
        key = "wechat:abcdefgh12345678" if kind.word == "social_account" else "5101041980031211"
        assert (kind.mask(key) == key) == (kind.mask is whole)


def test_names_addresses_and_narratives_are_masked_wherever_they_stand():
    masked = {one.name for one in PROPERTIES if one.mask is not whole}
    assert masked == {"name", "nickname", "address", "narrative"}
    assert {one.name for one in PROPERTIES if one.name in masked and one.mask is whole} == set()


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_kind_is_found_by_name_and_word(kind: Kind):
    assert model.kind_of(kind.name) is model.kind_of(kind.word) is kind


def test_a_word_that_is_none_is_told_with_those_there_are():
    with pytest.raises(UsedWrongly, match="social_account"):
        model.kind_of("telephone")
    with pytest.raises(UsedWrongly, match="REGISTERED"):
        model.link_type_of("OWNS")
