"""A small ring to hand over: two stolen identities, their cards, one device, and the money they pass on."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from workbench.model.shown import Shown, ShownEntity, ShownLink


def entity(kind: str, text: str, **properties: str | float | None) -> ShownEntity:
    token = hashlib.sha256(f"{kind} {text}".encode()).hexdigest()[:32]
    return ShownEntity(token, token[:6], kind, text, dict(properties))


def link(
    type_: str, start: ShownEntity, end: ShownEntity, text: str = "", **properties: str | float | None
) -> ShownLink:
    return ShownLink(type_, start.token, end.token, text, dict(properties))


HOLDERS = (
    entity("Identity", "510***********1234", name="张**", region="四川成都", employer="(retired)"),
    entity("Identity", "330***********002X", name="李*", region="浙江杭州", employer=None),
)
PHONES = tuple(
    entity("Phone", f"+86 138****{1000 + number}", carrier="移动", card_type="prepaid", status="active")
    for number in range(4)
)
CARDS = tuple(
    entity("BankCard", f"6222 **** **** {2000 + number}", bank="工商银行", card_type="debit") for number in range(3)
)
ACCOUNT = entity("SocialAccount", "wechat:ab***yz", platform="wechat", nickname="小*")
DEVICE = entity("Device", "8661***07")
OUTLET = entity("Outlet", "成都高新营业厅")
REPORT = entity(
    "Report",
    "R-2026-1187",
    fraud_type="order rebate",
    at="2026-11-03 09:12",
    amount=1_250_000,
    narrative="刷单返利，转账后被拉黑",
)
ADDRESS = entity("Ip", "203.0.113.9")

RING = Shown(
    "Ring 12: 两人名下七张卡，同一台设备",
    "For Inspector 王敏, 杭州反诈中心, case 2026-118, 2026-11-24 14:00",
    (*HOLDERS, *PHONES, *CARDS, ACCOUNT, DEVICE, OUTLET, REPORT, ADDRESS),
    (
        *(
            link(
                "REGISTERED", phone, HOLDERS[number % 2], "opened 2026-09-01", opened_at="2026-09-01", channel="outlet"
            )
            for number, phone in enumerate(PHONES)
        ),
        *(
            link("REGISTERED", card, HOLDERS[0], "opened 2026-09-02", opened_at="2026-09-02", channel="app")
            for card in CARDS
        ),
        *(link("USED_ON", phone, DEVICE, "31 days", days=31, times=1204) for phone in PHONES),
        *(link("OPENED_AT", phone, OUTLET) for phone in PHONES),
        *(link("RESERVED", card, PHONES[0]) for card in CARDS),
        link(
            "PAID",
            CARDS[0],
            CARDS[1],
            "¥ 86,000",
            transfers=4,
            fen=8_600_000,
            first="2026-10-02 11:00",
            last="2026-10-02 11:09",
        ),
        link("PAID", CARDS[1], CARDS[2], "¥ 85,500", transfers=3, fen=8_550_000),
        link("PAID", CARDS[1], CARDS[0], "¥ 200", transfers=1, fen=20_000),
        link("PAID", CARDS[2], CARDS[2], "¥ 1", transfers=1, fen=100),
        link("BOUND", ACCOUNT, PHONES[1]),
        link("CALLED", PHONES[0], PHONES[1], "12 calls", calls=12, seconds=640),
        link("CALLED", PHONES[0], PHONES[1], "3 calls", calls=3, seconds=18),
        link("NAMES", REPORT, PHONES[2], "2026-11-03", at="2026-11-03"),
    ),
)
EMPTY = Shown("Nothing found", "", (), ())


def renamed(shown: Shown, texts: list[str]) -> Shown:
    """The same shape with other people's texts wherever a text may stand: names, tags, properties, title, note."""
    turn = iter(texts * 50)
    entities = tuple(
        replace(one, text=next(turn), tag=next(turn), properties={next(turn): next(turn), "name": next(turn)})
        for one in shown.entities
    )
    links = tuple(replace(one, text=next(turn), properties={next(turn): next(turn)}) for one in shown.links)
    return replace(shown, title=next(turn), note=next(turn), entities=entities, links=links)
