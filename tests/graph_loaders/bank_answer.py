"""An answer of a bank to a fund query: a header and two rows of it, and the payments that they tell of."""

from __future__ import annotations

from pathlib import Path

from tests.graph_loaders.foreign import tell

A, B = "6222021200000000013", "6222021200000000021"
ICBC, CCB = "中国工商银行交易明细信息.csv", "中国建设银行交易明细信息.csv"
HEADER = "交易卡号,交易时间,交易金额,收付标志,交易对手账卡号,对手开户银行,交易是否成功,交易流水号,查询反馈结果原因"
PAID = f"{A},2026-03-01 10:00:00,100.00,出,{B},中国建设银行,成功,,"
GOT = f"{A},2026-03-01 10:00:01,7.00,进,{B},中国建设银行,成功,,"
BOTH = [(A, B, 100_00), (B, A, 7_00)]


def table(*rows: str, header: str = HEADER, end: str = "\r\n") -> str:
    """The text of an answer with these rows."""
    return end.join([header, *rows]) + end


def payments(folder: Path) -> list[tuple[object, ...]]:
    """Payer, payee and fen of what the answers in the folder tell."""
    return tell(folder).column("transfers", "payer", "payee", "amount")
