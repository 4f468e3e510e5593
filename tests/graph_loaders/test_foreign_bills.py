"""Bills of wallets, of either generation and from both parties: each payment once, and none of what is no payment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.graph_loaders.foreign import sums, tell, write
from tests.graph_loaders.workbooks import write_book

WECHAT = "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n"
ALIPAY = "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,\n"
PAID = ("SocialAccount", "PAID.transfers", "PAID.fen")
Payment = tuple[str, str, int, str]


def _wechat(owner: str, *rows: str) -> str:
    above = [
        "微信支付账单明细",
        owner,
        "起始时间：[2024-01-01 00:00:00]",
        "导出类型：[全部]",
        *[""] * 14,
        "----账单明细列表----",
    ]
    return "".join(f"{line},,,,,,,,\n" for line in above) + WECHAT + "".join(f"{row}\n" for row in rows)


def _alipay(account: str, *rows: str) -> str:
    above = [
        "----",
        "导出信息：",
        "姓名：张三",
        f"支付宝账户：{account}",
        "共9笔记录",
        *["提示"] * 18,
        "----电子客户回单----",
    ]
    return "".join(f"{line}\n" for line in above) + ALIPAY + "".join(f"{row}\n" for row in rows)


def _payments(folder: Path) -> list[tuple[object, ...]]:
    return tell(folder).column("transfers", "payer", "payee", "amount", "status")


@pytest.mark.parametrize(
    ("row", "payment"),
    [
        ("转账,阿二,/,支出,¥200.00,招商银行(1234),朋友已收钱", ("我", "阿二", 200_00, "done")),
        ('微信红包（单发）,发给阿二,"/",支出,¥8.88,零钱,支付成功', ("我", "阿二", 8_88, "done")),
        ('微信红包,阿三,"/",收入,¥5.00,/,已存入零钱', ("阿三", "我", 5_00, "done")),
        ("商户消费,某 商城,衣,支出,¥50.00,零钱,已全额退款", ("我", "某_商城", 50_00, "reversed")),
        ("某商城-退款,某商城,衣,收入,¥50.00,零钱,已全额退款", ("某商城", "我", 50_00, "reversed")),
        ("商户消费,某商城,衣,支出,¥100.00,零钱,已退款(￥5.00)", ("我", "某商城", 100_00, "done")),
        ("某商城-退款,某商城,衣,收入,¥5.00,零钱,已退款￥5.00", ("某商城", "我", 5_00, "done")),
        ("转账,阿四,/,支出,¥6.00,零钱,对方已退还", ("我", "阿四", 6_00, "reversed")),
    ],
)
def test_each_kind_of_payment_of_a_wechat_bill(row: str, payment: Payment, tmp_path: Path):
    write(
        tmp_path,
        "微信支付账单(20240101-20240331).csv",
        _wechat("微信昵称：[我]", f"2024-01-04 09:00:00,{row},1\t,/\t,/"),
    )
    payer, payee, *rest = payment
    assert _payments(tmp_path) == [(f"wechat:{payer}", f"wechat:{payee}", *rest)]


def test_what_is_neither_income_nor_expense_is_passed_over_and_an_unnamed_payee_refused(tmp_path: Path):
    rows = [
        '零钱提现,招商银行(1234),"/",/,¥100.00,招商银行(1234),提现已到账',
        '信用卡还款,招商银行,"/",中性交易,¥5.00,/,支付成功',
        '零钱充值,/,"/",,¥6.00,零钱,充值完成',
        '微信红包（群红包）,/,"/",支出,¥5.00,/,支付成功',
    ]
    write(tmp_path, "账单.csv", _wechat("微信号：[wx_1]", *(f"2024-01-04 09:00:00,{row},1,/,/" for row in rows)))
    told = tell(tmp_path)
    assert told.passed == {"neither income nor expense": 3}
    assert told.refused == {"is empty": 1}


def test_a_payment_in_both_parties_bills_is_one(tmp_path: Path):
    transfer, packet = "2024-01-04 09:00:00,转账", "2024-01-05 09:00:00,微信红包"
    mine = (
        f"{transfer},阿二,/,支出,¥200.00,零钱,已收钱,1,,",
        f"{packet}（单发）,发给阿二,/,支出,¥8.88,零钱,支付成功,2,,",
    )
    theirs = (f"{transfer},阿一,/,收入,¥200.00,/,已存入零钱,1,,", f"{packet},阿一,/,收入,¥8.88,/,已存入零钱,2,,")
    write(tmp_path, "甲.csv", _wechat("微信昵称：[阿一]", *mine))
    write(tmp_path, "乙.csv", _wechat('"微信昵称：[阿二]"', *theirs), "gb18030")
    write(tmp_path, "乙二月.csv", _wechat("微信昵称：[阿二]", *theirs[1:]))
    assert sums(tmp_path, *PAID) == (2, 2, 208_88)


def test_both_parties_alipay_bills_tell_of_one_payment(tmp_path: Path):
    row = "2024-05-01 09:00:00,转账,{},{},转账,{},66.00,余额,交易成功,2001\t,\t,,"
    write(tmp_path, "甲.csv", _alipay("a1@qq.com", row.format("李二", "li2@163.com", "支出")), "gb18030")
    write(tmp_path, "乙.csv", _alipay("li2@163.com", row.format("张三", "a1@qq.com", "收入")))
    assert sums(tmp_path, *PAID) == (2, 1, 66_00)


def test_the_older_alipay_bill_with_blanks_in_every_cell_and_sums_below(tmp_path: Path):
    header = "交易号   ,商家订单号  ,交易创建时间  ,付款时间  ,最近修改时间  ,交易来源地 ,类型 ,交易对方 "
    header += ",商品名称 ,金额（元） ,收/支  ,交易状态  ,服务费（元） ,成功退款（元） ,备注  ,资金状态  ,"
    row = "{0}  , ,2024-05-0{0} 09:00:00 ,{1} , ,其他 ,即时到账 ,{2} ,物 ,{3} ,{4} ,{5} ,0.00 ,0.00 , ,{6} ,"
    rows = [
        row.format(1, "2024-05-01 09:00:02", "李二", "66.00", "支出", "交易成功", "已支出"),
        row.format(2, "2024-05-02 09:00:02", "王五", "1.50", "收入", "交易成功", "已收入"),
        row.format(3, "", "余额宝", "1000.00", "", "交易成功", "资金转移"),
        row.format(4, "2024-05-04 09:00:00", "某店", "9.90", "支出", "等待确认收货", "已支出"),
        row.format(5, "", "某店", "19.90", "支出", "交易关闭", ""),
    ]
    above = "支付宝交易记录明细查询\n账号:[a1@qq.com]\n起始日期:[2024-05-01 00:00:00]\n----交易记录明细列表----\n"
    below = "----------\n共5笔记录\n已收入:1笔,1.50元\n待支出:0笔,0.00元\n导出时间:[2024-06-01 12:00:00]    用户:张三\n"
    write(tmp_path, "alipay_record.csv", above + "\n".join([header, *rows]) + "\n" + below, "gb18030")
    told = tell(tmp_path)
    assert told.column("transfers", "payer", "amount", "status") == [
        ("alipay:a1@qq.com", 66_00, "done"),
        ("alipay:王五", 1_50, "done"),
        ("alipay:a1@qq.com", 9_90, "done"),
        ("alipay:a1@qq.com", 19_90, "failed"),
    ]
    assert told.refused == {}


def test_the_owner_stands_above_the_header_of_a_workbook_too(tmp_path: Path):
    row = [(45295.375, 1), "转账", "阿二", "", "支出", 200.0, "零钱", "已转账", "100001", "", ""]
    write_book(tmp_path / "bill.xlsx", {"账单": [["微信昵称：[阿,一]"], [], WECHAT.strip().split(","), row]})
    assert _payments(tmp_path) == [("wechat:阿,一", "wechat:阿二", 200_00, "done")]


@pytest.mark.parametrize(
    ("name", "owner"), [("阿一的微信支付账单.csv", "阿一"), ("wx_1-微信账单(20240101-20240331).csv", "wx_1")]
)
def test_the_owner_may_stand_in_the_files_name(name: str, owner: str, tmp_path: Path):
    write(tmp_path, name, WECHAT + "2024-01-04 09:00:00,转账,阿二,/,支出,¥2.00,零钱,已收钱,1,,\n")
    assert _payments(tmp_path) == [(f"wechat:{owner}", "wechat:阿二", 2_00, "done")]


@pytest.mark.parametrize("name", ["微信支付账单(20240101-20240331).csv", "2024年1月微信账单.csv", "我的微信账单.csv"])
def test_a_bill_that_names_no_owner_is_refused_whole(name: str, tmp_path: Path):
    write(
        tmp_path,
        name,
        WECHAT + "2024-01-04 09:00:00,转账,阿二,/,支出,¥2.00,零钱,已收钱,1,,\n",
    )
    told = tell(tmp_path)
    assert told.rows == {}
    assert "payer" in told.turned[0]


@pytest.mark.parametrize(
    "text",
    [
        "time;value;dst;src\n0;3.5;2;1\n0;3.5;2;1\n1;3.5;3;2\n",
        "tran_id,orig_acct,bene_acct,tx_type,base_amt,tran_timestamp\n1,1,2,TRANSFER,3.5,2017-01-01T00:00:00Z\n"
        "2,1,2,TRANSFER,3.5,2017-01-01T00:00:00Z\n3,2,3,TRANSFER,3.5,2017-01-02T00:00:00Z\n",
    ],
)
def test_no_transfer_of_amlsim_is_lost_for_being_alike(text: str, tmp_path: Path):
    write(tmp_path, "transactions.csv", text)
    write(tmp_path, "nodes.csv", "nodeid,isFraud,init_balance,fraudStep\n1,0,184.44,-1\n")
    assert sums(tmp_path, "BankCard", "PAID.transfers", "PAID.fen") == (3, 3, 10_50)
