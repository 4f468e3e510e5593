"""Lists of words: each is read in the words of registers and returns, and nothing else is let in."""

from __future__ import annotations

import pytest

from graph_loaders import clean
from tests.graph_loaders.clean.columns import full_width, reason, values
from workbench.model import Clean

READ = [
    (clean.phone_card_type, ["个人", "Personal", "行业卡", "物联网卡"], ["personal", "personal", "industry", "iot"]),
    (clean.bank_card_type, ["借记卡", "信用卡", "对公账户"], ["debit", "credit", "account"]),
    (clean.channel, ["营业厅", "代理点", "APP"], ["counter", "agent", "online"]),
    (
        clean.status,
        ["正常", "睡眠", "停机", "只收不付", "销户"],
        ["active", "dormant", "suspended", "frozen", "closed"],
    ),
    (clean.transfer_status, ["成功", "否", "冲正"], ["done", "failed", "reversed"]),
    (clean.medium, ["语音", "被叫话单", "短信"], ["voice", "voice", "sms"]),
    (clean.answer, ["非本人", "Not mine", "not-mine", "本人"], ["not_mine", "not_mine", "not_mine", "mine"]),
    (clean.report_channel, ["96110", "国家反诈中心APP", "派出所"], ["96110", "app", "police"]),
    (clean.group_part, ["群主", "管理员", "成员"], ["owner", "admin", "member"]),
    (clean.kind, ["手机号", "银行卡", "身份证", "设备"], ["phone", "bank_card", "identity", "device"]),
    (clean.opened_kind, ["手机号", "银行卡", "社交账号"], ["phone", "bank_card", "social_account"]),
    (
        clean.fraud_type,
        ["杀猪盘", "Fake loans", "刷单返利", "other", "刷单", "Pig butchering", "冒充电商物流客服"],
        [
            "romance_investment",
            "loan",
            "order_rebate",
            "other",
            "order_rebate",
            "romance_investment",
            "customer_service",
        ],
    ),
]


@pytest.mark.parametrize(("cleaning", "raw", "codes"), READ)
def test_words_of_registers_are_read(cleaning: Clean, raw: list[str], codes: list[str]):
    assert values(cleaning, list(raw)) == codes
    assert values(cleaning, [full_width(f" {text}\t") for text in raw]) == codes
    assert values(cleaning, list(codes)) == codes


def test_an_unknown_word_is_told_what_is_allowed():
    assert reason(clean.medium, "fax") == "not one of: voice, sms"
    assert reason(clean.opened_kind, "identity") == "not one of: phone, bank_card, social_account"


def test_a_fraud_type_on_no_list_is_refused():
    assert reason(clean.fraud_type, "kidnapping of aunts").startswith("not one of: loan, order_rebate, ")


def test_what_may_mean_either_is_refused():
    # Some banks write 0 for success, others for failure.
    assert reason(clean.transfer_status, "0") == "not one of: done, failed, reversed"


def test_a_list_of_ones_own_is_a_line():
    colour = clean.choice(red="红 rouge", light_blue="浅蓝")
    assert values(colour, ["红", "Light Blue", "lightblue", "浅 蓝"]) == [
        "red",
        "light_blue",
        "light_blue",
        "light_blue",
    ]
    assert reason(colour, "green") == "not one of: red, light_blue"
