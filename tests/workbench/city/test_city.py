"""The made-up city: the same bytes, valid keys, a truth that occurs, innocents enough."""

import csv
import hashlib
import itertools
from datetime import date
from pathlib import Path

import pytest

from workbench.city import HARD, write_city
from workbench.errors import UsedWrongly

SOURCES = {
    "identities": "identity,name,region,address,employer,phone,at",
    "phone_cards": "phone,identity,name,carrier,card_type,opened_at,closed_at,outlet,region,channel,status",
    "bank_cards": "card,identity,name,bank,card_type,opened_at,closed_at,outlet,region,channel,phone,status",
    "social_accounts": "platform,account,nickname,phone,identity,opened_at,closed_at,status",
    "sessions": "kind,key,device,imsi,ip,cell,region,at",
    "calls": "caller,callee,at,seconds,medium,serial,forwarded_from,cell,region",
    "transfers": "payer,payee,at,amount,serial,balance,status,channel,note",
    "contacts": "platform,account,other,at,messages",
    "groups": "platform,group,account,at,part",
    "visits": "phone,site,at",
    "reports": "report,at,channel,fraud_type,suspect_kind,suspect_key,victim_identity,victim_phone,amount,narrative",
    "case_numbers": "case,kind,key,fraud_type,at",
    "disputes": "kind,key,identity,at,answer",
    "freezes": "card,at,until,amount,authority,answer",
    "known_services": "kind,key,why,until",
}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    write_city(folder, 600, 7)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def handover(city: Path, source: str) -> list[dict[str, str]]:
    return rows(city / "handover" / f"{source}.csv")


def truth(city: Path, name: str) -> list[dict[str, str]]:
    return rows(city / "truth" / f"{name}.csv")


def keys_of(city: Path, kind: str) -> set[str]:
    if kind == "phone":
        return {row["phone"] for row in handover(city, "phone_cards")}
    if kind == "bank_card":
        return {row["card"] for row in handover(city, "bank_cards")}
    return {f"{row['platform']}:{row['account']}" for row in handover(city, "social_accounts")}


def digest(folder: Path) -> dict[str, str]:
    files = sorted(folder.rglob("*.csv"))
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def valid_identity(identity: str) -> bool:
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(identity[:17]))
    born = date(int(identity[6:10]), int(identity[10:12]), int(identity[12:14]))
    return (
        len(identity) == 18 and "10X98765432"[total % 11] == identity[17] and date(1920, 1, 1) < born < date(2026, 1, 1)
    )


def test_the_same_seed_gives_the_same_bytes(city: Path, tmp_path: Path) -> None:
    write_city(tmp_path, 600, 7)
    assert digest(tmp_path) == digest(city)


def test_another_seed_gives_another_city(city: Path, tmp_path: Path) -> None:
    write_city(tmp_path, 600, 8)
    assert not set(digest(tmp_path).values()) & set(digest(city).values())


def test_every_source_has_its_columns_in_order(city: Path) -> None:
    for source, header in SOURCES.items():
        first = (city / "handover" / f"{source}.csv").read_text(encoding="utf-8").splitlines()[0]
        assert first.replace('"', "") == header, source
        assert len(handover(city, source)) >= 2, source


def test_every_identity_has_its_check_character_and_a_birth_date(city: Path) -> None:
    found = {
        row["identity"] for source in ("identities", "phone_cards", "bank_cards") for row in handover(city, source)
    }
    assert len(found) > 500
    assert all(valid_identity(identity) for identity in found)


def test_every_mobile_is_e164_and_its_prefix_is_of_mainland_carriers(city: Path) -> None:
    for phone in keys_of(city, "phone"):
        assert phone.startswith("+861"), phone
        assert len(phone) == 14, phone
        assert phone[4] in "3456789", phone


def test_every_bank_card_passes_luhn_and_starts_with_62(city: Path) -> None:
    for card in keys_of(city, "bank_card"):
        assert len(card) in {16, 19}, card
        assert card.startswith("62"), card
        assert luhn(card), card


def test_every_handset_passes_luhn_and_is_a_handset(city: Path) -> None:
    devices = {row["device"] for row in handover(city, "sessions")} - {""}
    assert len(devices) > 400
    assert all(len(device) == 15 and luhn(device) and set(device) != {"0"} for device in devices)


def test_every_session_names_a_handset_or_an_address(city: Path) -> None:
    assert all(row["device"] or row["ip"] for row in handover(city, "sessions"))


def test_times_carry_their_offset_and_money_two_decimals(city: Path) -> None:
    for row in handover(city, "transfers")[:2000]:
        assert row["at"].endswith("+08:00"), row
        assert len(row["at"]) == 25, row
        assert row["amount"][-3] == ".", row
        assert float(row["amount"]) > 0, row


def test_nothing_happens_on_a_phone_before_it_is_opened(city: Path) -> None:
    opened: dict[str, str] = {}
    for row in handover(city, "phone_cards"):
        opened[row["phone"]] = min(opened.get(row["phone"], "9"), row["opened_at"])
    for row in handover(city, "calls"):
        for side in ("caller", "callee"):
            assert opened.get(row[side], "") <= row["at"], row


def test_every_key_of_the_truth_occurs_in_the_handover(city: Path) -> None:
    known = {kind: keys_of(city, kind) for kind in ("phone", "bank_card", "social_account")}
    for name in ("rings", "stolen_identity", "innocent"):
        assert all(row["key"] in known[row["kind"]] for row in truth(city, name)), name
    assert {row["phone"] for row in truth(city, "exposure")} <= known["phone"]
    assert {row[side] for row in truth(city, "switches") for side in ("old", "new")} <= known["phone"]
    assert {row["card"] for row in truth(city, "money")} <= known["bank_card"]


def test_no_entity_is_both_a_ring_member_and_innocent(city: Path) -> None:
    members = {(row["kind"], row["key"]) for row in truth(city, "rings")}
    assert not members & {(row["kind"], row["key"]) for row in truth(city, "innocent")}


def test_every_innocent_look_alike_is_at_least_as_common_as_rings(city: Path) -> None:
    members = truth(city, "rings")
    innocent = truth(city, "innocent")
    for why in {row["why"] for row in innocent}:
        mine = [row["kind"] for row in innocent if row["why"] == why]
        most = max(set(mine), key=mine.count)
        assert mine.count(most) >= sum(row["kind"] == most for row in members), why


def test_even_a_small_city_has_two_rings_of_five_to_twenty_six(city: Path) -> None:
    sizes = [len(list(group)) for _, group in itertools.groupby(truth(city, "rings"), key=lambda row: row["ring"])]
    assert len(sizes) >= 2
    assert all(5 <= size <= 26 for size in sizes)


def test_a_handful_of_people_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsedWrongly, match="too small"):
        write_city(tmp_path, 20, 1)


def test_progress_is_told_from_nought_to_one(tmp_path: Path) -> None:
    told: list[float] = []
    write_city(tmp_path, 500, 3, lambda _words, share: told.append(share))
    assert told[0] == 0.0
    assert told[-1] == 1.0
    assert told == sorted(told)


def test_a_harder_city_hides_more_and_says_less(city: Path, tmp_path: Path) -> None:
    write_city(tmp_path, 600, 7, difficulty=HARD)
    assert len(handover(tmp_path, "case_numbers")) <= len(handover(city, "case_numbers"))
    assert len(handover(tmp_path, "reports")) < len(handover(city, "reports"))
