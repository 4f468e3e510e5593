"""What the lines above a header say of all amounts below it: another unit than yuan, another currency."""

from __future__ import annotations

import re

from graph_loaders import clean
from workbench.errors import BadSource
from workbench.model import Source

_UNIT = r"单位[\s:：,]*(?:人民币)?\s*([十百千万亿]+元)"
_CODES = "USD|HKD|EUR|JPY|GBP|AUD|CAD|SGD|MOP|TWD"
_CURRENCY = rf"(?:币种|币别|货币|单位)[\s:：,]*((?i:{_CODES})\b|美[元金]|港[币元]|欧元|日[元圆]|英镑|澳元|加元)"
_OTHER_AMOUNTS = re.compile(f"{_UNIT}|{_CURRENCY}")


def refuse_other_amounts(file_name: str, banner: str, source: Source) -> None:
    """Refuses a file of amounts whose banner says that they are no yuan: taken as such they would all be wrong."""
    found = _OTHER_AMOUNTS.search(banner)
    if found and any(column.clean in {clean.money, clean.signed_money} for column in source.columns):
        raise BadSource(
            f"{file_name} says above its header that its amounts are in {found[1] or found[2]}; have them written in "
            "yuan and load it again"
        )
