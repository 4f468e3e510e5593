"""The story the graph's tests speak of: some 70 entities of every kind, every type of link between every pair."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import groupby

import networkx as nx
import pyarrow as pa

from workbench.model import (
    KINDS,
    LINK_TYPES,
    EntityTable,
    LinkTable,
    LinkType,
    Property,
    Scalar,
    Type,
    kind_of,
    link_type_of,
)

ARROW = {Type.TEXT: pa.string(), Type.TIME: pa.timestamp("us"), Type.WHOLE: pa.int64(), Type.FEN: pa.int64()}
NAMES = ("张伟", "张三", "李娜", "欧阳明", "Smith", None, "张伟", "王𠮷")

KEYS: dict[str, tuple[str, ...]] = {
    "identity": (
        "510101199001010015",
        "510101199202020023",
        "51010119930303003X",
        "500101198504040041",
        "PASSPORT:E1234567",
        "510101196005050058",
        "510101199606060066",
        "510101199707070074",
    ),
    "phone": tuple(f"+86138000000{number:02}" for number in range(1, 21)),
    "bank_card": (*(f"62220200000000000{number}" for number in (17, 25, 33, 41, 58, 66)), "ACCT:icbc:4000012345"),
    "social_account": ("wechat:zhang_wei", "qq:10001", "alipay:李娜@example", "douyin:o'brien", 'wechat:"a"`b`\\c'),
    "device": tuple(f"8600000000000{number}" for number in (11, 29, 37, 45, 52)),
    "ip": ("203.0.113.7", "203.0.113.8", "2001:db8::1"),
    "site": ("share-screen.example", "loan.example"),
    "group": ("wechat:g1", "qq:g2"),
    "outlet": ("OUT-001", "OUT-002", "OUT-003"),
    "report": tuple(f"R-{number:04}" for number in range(1, 6)),
    "case_number": ("C-0001", "C-0002", "C-0003"),
}

Facts = dict[tuple[object, ...], dict[str, Scalar]]
ONE, TWO, THREE = KEYS["phone"][:3]
ZHANG, SAN, LI = KEYS["identity"][:3]


def day(number: int) -> datetime:
    """Noon of a day of the story; every third has a fraction of a second."""
    return datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=number, microseconds=0 if number % 3 else 250_001)


def _value(one: Property, number: int) -> Scalar:
    if one.type is Type.TIME:
        # In whole seconds, as most evidence is: what the tests name has fractions.
        return day(number * 3 + 1)
    if one.type is Type.TEXT:
        return None if number % 4 == 3 else f"{one.name} {number % 4}"
    return number % 7 + 1


def _name(
    link_type: LinkType, start: tuple[str, str], end: tuple[str, str], values: dict[str, Scalar]
) -> tuple[object, ...]:
    return (link_type.name, *start, *end, *(values[one.name] for one in link_type.identity))


def _put(facts: Facts, type_name: str, start: tuple[str, str], end: tuple[str, str], **values: Scalar) -> None:
    link_type = link_type_of(type_name)
    every: dict[str, Scalar] = {one.name: None for one in link_type.all_properties} | values
    facts[_name(link_type, start, end, every)] = every


def entity_facts() -> dict[tuple[str, str], dict[str, Scalar]]:
    """Every entity with its properties, by kind's name and key."""
    found: dict[tuple[str, str], dict[str, Scalar]] = {}
    for kind in KINDS:
        for number, key in enumerate(KEYS[kind.word]):
            values = {one.name: _value(one, number) for one in kind.properties}
            found[kind.name, key] = values | ({"name": NAMES[number]} if kind.word == "identity" else {})
    return found


def link_facts() -> Facts:
    """Every link with its properties: a web of all types, and then what the tests name."""
    facts: Facts = {}
    for link_type in LINK_TYPES:
        for at, (start, end) in enumerate(link_type.pairs):
            starts, ends = KEYS[start.word], KEYS[end.word]
            for number in range(9):
                values = {one.name: _value(one, number) for one in link_type.all_properties}
                first, last = starts[(number * 3 + at) % len(starts)], ends[(number * 2 + at) % len(ends)]
                facts[_name(link_type, (start.name, first), (end.name, last), values)] = values
    _named(facts)
    return facts


def few_links() -> Facts:
    """The calls, payments and holdings only: enough to see whether a writing is whole, and quick to write."""
    return {name: values for name, values in link_facts().items() if name[0] in ("CALLED", "PAID", "REGISTERED")}


def _named(facts: Facts) -> None:
    one, two = ("Phone", ONE), ("Phone", TWO)
    zhang, san = ("Identity", ZHANG), ("Identity", SAN)
    # The phone has two holders, one after the other, and the first takes it again.
    _put(facts, "REGISTERED", one, zhang, opened_at=day(-900), closed_at=day(-500), name="张伟")
    _put(facts, "REGISTERED", one, san, opened_at=day(-400))
    _put(facts, "REGISTERED", one, zhang, opened_at=day(-10), channel="online")
    _put(
        facts, "REGISTERED", ("BankCard", KEYS["bank_card"][0]), zhang, opened_at=datetime(1965, 3, 4, 5, 6, 7, 8, UTC)
    )
    _put(facts, "REGISTERED", ("SocialAccount", "wechat:zhang_wei"), zhang, opened_at=day(1))
    _put(facts, "DISPUTED", zhang, one, at=day(3), answer="not_mine")
    # Mirrored calls, alike in everything, and a phone that calls itself.
    alike: dict[str, Scalar] = {"calls": 40, "texts": 2, "seconds": 900, "longest": 90, "first": day(0), "last": day(9)}
    for start, end in ((one, two), (two, one), (one, one)):
        _put(facts, "CALLED", start, end, days=3, **alike)
    for device in KEYS["device"][:2]:
        for user in (one, two, ("Phone", THREE)):
            _put(facts, "USED_ON", user, ("Device", device), first=day(0), last=day(5), days=4, times=11)
    cards = [("BankCard", key) for key in KEYS["bank_card"][:2]]
    _put(facts, "PAID", cards[0], cards[1], transfers=3, fen=12_345_678_901, first=day(0), last=day(1))
    _put(facts, "PAID", cards[1], cards[1], transfers=1, fen=1, first=day(0), last=day(0))
    _put(facts, "OPENED_AT", one, ("Outlet", "OUT-001"), at=day(-400))
    _put(facts, "NAMES", ("Report", "R-0001"), one, at=day(2), fraud_type="loan")
    _put(facts, "NAMES", ("CaseNumber", "C-0001"), one, at=day(4), fraud_type="loan")
    # A card that a case names was paid from a card whose contact phone is the first, and an account wrote to another.
    _put(facts, "NAMES", ("CaseNumber", "C-0001"), cards[1], at=day(4), fraud_type="loan")
    _put(facts, "RESERVED", cards[0], one, first=day(0), last=day(8))
    zhangs, qq = ("SocialAccount", "wechat:zhang_wei"), ("SocialAccount", "qq:10001")
    _put(facts, "MESSAGED", zhangs, qq, messages=12, first=day(0), last=day(3))
    _put(facts, "HARMED", ("Report", "R-0001"), two, at=day(2), amount=500_000)
    _put(facts, "BOUND", ("SocialAccount", "qq:10001"), one, first=day(0), last=day(8))
    _put(facts, "SEEN_AT", one, ("Ip", "203.0.113.7"), first=day(0), last=day(8), days=2, times=5)


def _plain(value: Scalar) -> Scalar:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _table(fields: dict[str, pa.DataType], rows: list[dict[str, Scalar]]) -> pa.Table:
    return pa.table({name: pa.array([_plain(row[name]) for row in rows], type_) for name, type_ in fields.items()})


def entity_tables(facts: dict[tuple[str, str], dict[str, Scalar]] | None = None) -> list[EntityTable]:
    """The story's entities, or these, as the projection hands them over."""
    found = []
    for kind, group in groupby(
        sorted((facts or entity_facts()).items(), key=lambda one: one[0]), lambda one: one[0][0]
    ):
        known = kind_of(kind)
        fields = {"key": pa.string()} | {one.name: ARROW[one.type] for one in known.properties}
        found.append(EntityTable(known, _table(fields, [values | {"key": name[1]} for name, values in group])))
    return found


def link_tables(facts: Facts | None = None) -> list[LinkTable]:
    """The story's links, or these, as the projection hands them over."""
    found = []
    ordered = sorted((link_facts() if facts is None else facts).items(), key=lambda one: tuple(map(str, one[0])))
    for name, group in groupby(sorted(ordered, key=_ends), _ends):
        link_type, start, end = link_type_of(name[0]), kind_of(name[1]), kind_of(name[2])
        fields = {"start": pa.string(), "end": pa.string()} | {
            one.name: ARROW[one.type] for one in link_type.all_properties
        }
        rows = [values | {"start": str(one[2]), "end": str(one[4])} for one, values in group]
        found.append(LinkTable(link_type, start, end, _table(fields, rows)))
    return found


def _ends(one: tuple[tuple[object, ...], dict[str, Scalar]]) -> tuple[str, str, str]:
    return str(one[0][0]), str(one[0][1]), str(one[0][3])


def oracle() -> nx.MultiDiGraph[tuple[str, str]]:
    """The same story in NetworkX: nodes are (kind's name, key), edges carry `type` and the properties."""
    graph: nx.MultiDiGraph[tuple[str, str]] = nx.MultiDiGraph()
    for node, values in entity_facts().items():
        graph.add_node(node, **values)
    for name, values in link_facts().items():
        graph.add_edge((str(name[1]), str(name[2])), (str(name[3]), str(name[4])), type=name[0], **values)
    return graph


def unheard(_: str, __: int) -> None:
    """Progress nobody listens to."""
