"""Lines of a table that are no records: the header once more, totals, page numbers and what stands below its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.clean.spelling import found, replaced, tidy
from graph_loaders.header import plain
from graph_loaders.stretches import Stretch
from workbench.model import Array

HEADER_AGAIN = "the header once more"
OTHER_ORDER = "a header in another order"
NO_RECORD = "a total or a line below the table"
FEWEST = 2
MOST_OF = 0.7
"""The share of a line's values that are names of columns where it is a header: another table's may have a few more."""
_TOTAL = re.compile(
    r"(?:本页|本期|本月|本年|当日|当页|总)?(?:合计|总计|小计|共计|累计)(?:笔数|金额|$|[^\w]|\d).*|(?:grand|sub)?total(?:\W.*)?",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?:第?\d+页|第\d+[/-]\d+页|共\d+[页条笔行]|page\d+|页[码次]|打印|制[表单]|导出|下载|经办|复核|(?:说明|注|备注)[:：]|注意"
    r"|[已待](?:收入|支出)[:：]\d+笔|以下空白|[-=*_#—]{3,}).*",
    re.IGNORECASE,
)
# A quick look, before the few that remain are looked at closely.
_PERHAPS = (
    r"^\s*[-=*_#—]{3}|^\s*[本当总]?[页期月年日]?\s*[合总小共累]\s*计|(?i:^\s*(?:grand|sub)?\s*total|^\s*page)"
    r"|^\s*(?:第|共)?\s*\d*\s*[页条笔行/-]|^\s*(?:第|共|打|制|导|下|经|复|说|注|备|以|[已待][收支])"
)


def furniture(refused: pa.Table, stretch: Stretch) -> dict[int, str]:
    """The records among the refused ones that are no records at all, and what they are.

    Only refused rows are looked at, so that nothing is lost that could have been read.
    """
    wanted = np.unique(refused.column("record").to_numpy())
    rows = stretch.texts.take(pa.array(np.searchsorted(stretch.records, wanted)))
    names = [plain(name) for name in rows.schema.names]
    values = [tidy(column) for column in rows.columns]
    first = pc.coalesce(*values)
    again = pc.fill_null(pc.is_in(_squeezed(first), value_set=_squeezed(pa.array(names, pa.string()))), False)
    perhaps = np.flatnonzero(again.to_numpy(zero_copy_only=False) | found(first, _PERHAPS))
    close = [column.take(pa.array(perhaps)).to_pylist() for column in values]
    told = {}
    for at, record in enumerate(wanted[perhaps].tolist()):
        kind = _kind([column[at] for column in close], names)
        if kind:
            told[record] = kind
    return told


def _squeezed(texts: Array) -> Array:
    """Names without what headers may have and lack."""
    return pc.utf8_lower(replaced(replaced(texts, r"[\s*:]|\([^)]*\)", ""), "帐", "账"))


def no_record(fields: Sequence[str]) -> bool:
    """Whether what a line says is a total, a page number or the like."""
    said = [re.sub(r"\s", "", field) for field in fields if field.strip()]
    if not said:
        return False
    return is_total(said[0]) or (len(said) <= FEWEST and bool(_BELOW.fullmatch(said[0])))


def is_total(text: str) -> bool:
    """Whether the text is a total's word, with or without the sum behind it."""
    return bool(_TOTAL.fullmatch(re.sub(r"\s", "", text)))


def _kind(values: Sequence[str | None], names: Sequence[str]) -> str:
    said = [(value, name) for value, name in zip(values, names, strict=True) if value]
    if len(said) >= FEWEST and all(plain(value) == name for value, name in said):
        return HEADER_AGAIN
    if _is_header([(plain(value), name) for value, name in said], names):
        return OTHER_ORDER
    return NO_RECORD if no_record([value for value, _ in said]) else ""


def _is_header(said: Sequence[tuple[str, str]], names: Sequence[str]) -> bool:
    """Whether most of what a line says are names of columns, each once, and some stand under another's."""
    values = {value for value, _ in said}
    known = values & set(names)
    moved = any(value in known and value != name for value, name in said)
    return moved and len(values) == len(said) and len(known) >= max(FEWEST, len(said) * MOST_OF)
