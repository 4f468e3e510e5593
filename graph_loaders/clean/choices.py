"""The lists of words a column may hold, with what registers and bank returns write for them."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.clean.octets import Flags, flags
from graph_loaders.clean.spelling import Spelling, Way, plain, replaced, spelled
from workbench.model import Array, Clean, Cleaned


def choice(**aliases: str) -> Clean:
    """A cleaning for one of a list of words: each word, and behind it the other spellings of it, blank between."""
    spelling = Spelling(
        ways=(listed({_fold(word): code for word, code in words_of(aliases).items()}),),
        otherwise=f"not one of: {', '.join(aliases)}",
        prepare=_folded,
    )

    def clean(values: Array, _beside: Array | None = None) -> Cleaned:
        return spelled(values, spelling)

    return clean


def listed(words: Mapping[str, str]) -> Way:
    """The way of values that stand in a list, and what each becomes."""

    def way(text: Array) -> tuple[Flags, Cleaned]:
        at = pc.index_in(text, value_set=pa.array(list(words)))
        return flags(pc.is_valid(at)), plain(pa.array(list(words.values())).take(at.drop_null()))

    return way


def words_of(aliases: Mapping[str, str]) -> dict[str, str]:
    """Each word that stands for a code, the code among them."""
    return {word: code for code, others in aliases.items() for word in (code, *others.split())}


def _fold(word: str) -> str:
    return re.sub(r"[\s_-]", "", word.lower())


def _folded(text: Array) -> Array:
    return replaced(pc.utf8_lower(text), r"[\s_-]", "")


def fraud_type(values: Array, beside: Array | None = None) -> Cleaned:
    """Codes of fraud types as the package lists them; their English, Chinese and other names are read too."""
    return _fraud_types()(values, beside)


@cache
def _fraud_types() -> Clean:
    """A Chinese name is also known by what stands before its brackets, and by what stands in them."""
    aliases = {}
    rows = (files("workbench") / "fraud_types.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(rows):
        names = [row["english"], row["chinese"], *re.split("[()（）]", row["chinese"])]
        aliases[row["code"]] = " ".join([*(_fold(name) for name in names), row["also"]])
    return choice(**aliases)


kind = choice(
    phone="手机号 手机 手机号码 电话 电话号码 号码 电话卡 手机卡 mobile msisdn",
    bank_card="银行卡 银行卡号 卡号 账号 账户 银行账户 card bankcard account",
    social_account="社交账号 社交 账号名 网络账号 微信 qq wallet 支付账户 第三方账户",
    identity="身份证 身份证号 身份证号码 证件 证件号码 idcard 公民身份号码",
    device="设备 设备号 imei 串号 终端 mac",
    ip="ip地址 ipaddress address ipv4 ipv6",
    site="网站 网址 域名 app 应用 url domain 链接",
    group="群 群组 群聊 群号",
)
opened_kind = choice(
    phone="手机号 手机 手机号码 电话 电话号码 号码 电话卡 手机卡 mobile msisdn",
    bank_card="银行卡 银行卡号 卡号 账号 账户 银行账户 card bankcard account",
    social_account="社交账号 社交 账号名 网络账号 微信 qq wallet 支付账户 第三方账户",
)
phone_card_type = choice(
    personal="个人 个人卡 公众 普通 实名",
    industry="行业 行业卡 单位 企业 集团 政企 company",
    iot="物联网 物联网卡 物联卡 m2m",
)
bank_card_type = choice(
    debit="借记卡 借记 储蓄卡 储蓄 个人借记卡 i类 ii类 iii类 一类 二类 三类",
    credit="贷记卡 信用卡 贷记 准贷记卡",
    account="账户 对公账户 对公 单位账户 单位 存折 存单 企业 company passbook",
)
channel = choice(
    counter="柜台 柜面 营业厅 网点 线下 现场 临柜 branch shop outlet",
    agent="代理 代理商 代理点 社会渠道",
    online="线上 网上 网络 互联网 电子渠道 app 手机银行 网上银行 远程 internet web",
)
status = choice(
    active="正常 在用 开通 有效 在网 使用中 normal open inuse 激活 已激活 活跃",
    dormant="睡眠 不动户 久悬 休眠 沉默 未激活 inactive",
    suspended="停机 停用 暂停 单停 双停 欠费停机 保号停机 挂失 封停 封号 冻结账号 suspend blocked 限制",
    frozen="冻结 只收不付 不收不付 止付 全部冻结 部分冻结 freeze 查封",
    closed="销户 注销 已销户 已注销 销号 拆机 离网 作废 关闭 cancelled canceled close 失效",
)
transfer_status = choice(
    done="成功 交易成功 是 正常 已完成 完成 支付成功 对方已收钱 已收钱 success successful yes y true",
    failed="失败 交易失败 否 支付失败 已关闭 交易关闭 fail failure no n false",
    reversed="冲正 撤销 退款 已退款 已全额退款 退汇 抹账 冲销 reversal refunded refund 退回 已撤销",
)
medium = choice(
    voice="语音 通话 电话 主叫 被叫 主叫话单 被叫话单 呼叫 前转 call calls volte",
    sms="短信 短消息 点对点短信 text message mt mo mms 彩信",
)
transfer_side = choice(payer="付款方 付方 借方", payee="收款方 收方 贷方")
call_side = choice(caller="主叫 主叫方", callee="被叫 被叫方")
answer = choice(
    not_mine="不是我的 非本人 否 不是 非本人办理 冒名 no n 不认可",
    mine="是我的 本人 是 本人办理 yes y 认可",
)
report_channel = choice(
    **{
        "app": "反诈中心 国家反诈中心 国家反诈中心app 客户端",
        "96110": "96110热线 反诈专线",
        "12381": "12381短信 12381平台",
        "police": "公安 警方 报警 110 派出所 公安机关 接警",
        "bank": "银行 支付机构 金融机构",
    }
)
group_part = choice(
    owner="群主 创建者 creator",
    admin="管理员 administrator",
    member="成员 群成员 普通成员 普通",
)
