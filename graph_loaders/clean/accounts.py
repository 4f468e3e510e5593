"""The social account and the group: a platform's code and the name it knows them by, `platform:account`."""

from __future__ import annotations

import pyarrow.compute as pc

from graph_loaders.clean.choices import listed, words_of
from graph_loaders.clean.octets import flags
from graph_loaders.clean.spelling import Spelling, as_text, found, judged, matching, plain, spelled, tidy
from workbench.model import Array, Cleaned

_PLATFORMS = {
    "wechat": "微信 weixin wx wechatpay 微信支付 财付通 tenpay",
    "alipay": "支付宝 zhifubao zfb 蚂蚁",
    "qq": "腾讯qq qq号 扣扣",
    "douyin": "抖音 抖音号",
    "kuaishou": "快手",
    "weibo": "微博 新浪微博 sinaweibo",
    "taobao": "淘宝 旺旺",
    "jd": "京东 jingdong",
    "pinduoduo": "拼多多 pdd",
    "xiaohongshu": "小红书",
    "meituan": "美团",
    "momo": "陌陌",
    "tantan": "探探",
    "soul": "soulapp",
    "dingtalk": "钉钉",
    "xianyu": "闲鱼",
    "telegram": "电报 tg 纸飞机 飞机",
    "whatsapp": "whatsup",
    "ecny": "数字人民币 dcep e-cny",
    "unionpay": "云闪付 银联 quickpass",
    "potato": "土豆",
    "bat": "蝙蝠",
}
_SAY_CODE = "a platform is a code of Latin letters and digits, as in wechat"
_SAY_BOTH = "an account needs its platform before it, as in wechat:name"
# A digit in it tells an account from the words that are written where there is none.
_ORDINARY = rf"^(?:{'|'.join(_PLATFORMS)}):[0-9A-Za-z_.@+-]{{0,60}}[0-9][0-9A-Za-z_.@+-]{{0,60}}$"
_HANDLE = r"^[^\s\x00-\x1f\x7f]{1,128}$"


def platform(values: Array, _beside: Array | None = None) -> Cleaned:
    """A platform's code in lower case (`wechat`); well-known ones are read by their own names too."""
    return spelled(values, _PLATFORM)


def account(values: Array, beside: Array | None = None) -> Cleaned:
    """`platform:account`, from an account and its platform beside it, or from text that already says both.

    Accounts keep their case; compatibility forms of characters are folded (NFKC), blanks inside are refused.
    """
    said = as_text(values)
    if beside is not None:
        said = pc.coalesce(pc.binary_join_element_wise(as_text(beside), said, ":"), said)
    return spelled(said, _ACCOUNT)


def group(values: Array, beside: Array | None = None) -> Cleaned:
    """`platform:group`, read as an account is."""
    return account(values, beside)


def _pair(text: Array) -> Cleaned:
    """Platform and account told apart at the first colon; a platform said twice counts once."""
    code, handle = _halves(text)
    again, rest = _halves(handle)
    handle = pc.if_else(pc.fill_null(pc.equal(again, code), False), rest, handle)
    thrice, _ = _halves(handle)
    absent = flags(pc.is_null(handle))
    return judged(
        pc.binary_join_element_wise(code, handle, ":"),
        (absent | flags(pc.is_valid(code)), _SAY_CODE),
        (absent | ~flags(pc.equal(thrice, code)), "the platform stands there more than twice"),
        (absent | found(handle, _HANDLE), "an account has no blanks and at most 128 characters"),
    )


def _halves(text: Array) -> tuple[Array, Array]:
    """The code of the platform before the first colon, and what stands behind it; null where there is none."""
    parts = pc.extract_regex(text, r"^(?P<head>[^:]*):(?P<rest>.*)$")
    return platform(pc.struct_field(parts, "head")).values, tidy(pc.struct_field(parts, "rest"))


_PLATFORM = Spelling(
    ways=(
        listed(words_of(_PLATFORMS)),
        matching(r"^[a-z0-9][a-z0-9_.-]{0,31}$", plain),
    ),
    otherwise=_SAY_CODE,
    prepare=pc.utf8_lower,
)
_ACCOUNT = Spelling(
    ordinary=(matching(_ORDINARY, plain),),
    ways=(matching(":", _pair),),
    otherwise=_SAY_BOTH,
    prepare=lambda text: pc.utf8_normalize(text, form="NFKC"),
)
