"""A truth's keys are read as those of a hand-over are, however either is written."""

from __future__ import annotations

from pathlib import Path

from workbench.desk.truths import truth_in

CARD = "6222020200112233446"


def test_keys_are_spelled_as_evidence_spells_them(tmp_path: Path):
    (tmp_path / "rings.csv").write_text(
        "ring,kind,key,part\n1,手机号,138 1234 5678,boss\n1,bank_card,6222 0202 0011 2233 446,mule\n1,phone,nobody,\n",
        "utf-8",
    )
    rows = truth_in(tmp_path).table("rings", ["kind", "key"])
    assert rows is not None
    assert rows.to_numpy().tolist() == [["phone", "+8613812345678"], ["bank_card", CARD], ["phone", "nobody"]]


def test_phones_types_and_cards_in_columns_of_their_own_too(tmp_path: Path):
    (tmp_path / "exposure.csv").write_text("phone,fraud_type\n13812345678,刷单返利\n", "utf-8")
    (tmp_path / "switches.csv").write_text("old,new\n0086-13812345678,+8613912345678\n", "utf-8")
    exposure = truth_in(tmp_path).table("exposure", ["phone", "fraud_type"])
    switches = truth_in(tmp_path).table("switches", ["old", "new"])
    assert exposure is not None
    assert switches is not None
    assert exposure.to_numpy().tolist() == [["+8613812345678", "order_rebate"]]
    assert switches.to_numpy().tolist() == [["+8613812345678", "+8613912345678"]]
