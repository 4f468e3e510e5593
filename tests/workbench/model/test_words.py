"""Tests of the words: every name means one thing, and whatever is said of a kind or link exists."""

from __future__ import annotations

import re
from itertools import chain

from workbench.model import KINDS, LINK_TYPES, Type, kind_of, link_type_of

PROPERTIES = [one for kind in KINDS for one in kind.properties] + [
    one for link_type in LINK_TYPES for one in link_type.all_properties
]
RESERVED = {
    "key",
    "start",
    "end",
    "on",
    "order",
    "case",
    "in",
    "group",
    "when",
    "table",
    "desc",
    "kind",
    "type",
    "token",
}
"""What the engines' languages or the tables of the projection keep for themselves."""


def test_one_property_name_has_one_type_everywhere() -> None:
    types: dict[str, set[Type]] = {}
    for one in PROPERTIES:
        types.setdefault(one.name, set()).add(one.type)
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


def test_names_are_plain_and_not_reserved() -> None:
    names = {one.name for one in PROPERTIES}
    assert names.isdisjoint(RESERVED)
    assert all(re.fullmatch(r"[a-z][a-z_]*[a-z]", name) for name in names)


def test_no_kind_or_link_has_a_property_twice() -> None:
    for properties in chain((kind.properties for kind in KINDS), (one.all_properties for one in LINK_TYPES)):
        names = [one.name for one in properties]
        assert len(names) == len(set(names))


def test_kinds_and_links_have_names_of_their_own() -> None:
    names = [kind.name for kind in KINDS] + [one.name for one in LINK_TYPES]
    assert len({name.casefold() for name in names}) == len(names)
    assert len({kind.word for kind in KINDS}) == len(KINDS)
    assert all(re.fullmatch(r"[A-Z][A-Za-z]+", kind.name) for kind in KINDS)
    assert all(re.fullmatch(r"[A-Z]+(_[A-Z]+)*", one.name) for one in LINK_TYPES)


def test_kinds_look_different_on_the_canvas() -> None:
    assert len({(kind.colour, kind.shape) for kind in KINDS}) == len({kind.colour for kind in KINDS}) == len(KINDS)


def test_links_join_kinds_that_exist_and_every_kind_is_joined() -> None:
    joined = {kind for one in LINK_TYPES for pair in one.pairs for kind in pair}
    assert joined == set(KINDS)
    assert all(len(set(one.pairs)) == len(one.pairs) for one in LINK_TYPES)


def test_kinds_and_links_are_found_by_their_names() -> None:
    for kind in KINDS:
        assert kind_of(kind.name) is kind_of(kind.word) is kind
    for link_type in LINK_TYPES:
        assert link_type_of(link_type.name) is link_type
