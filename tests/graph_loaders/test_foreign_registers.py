"""Registers and logs of carriers and platforms, and files that look like them and are none of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.graph_loaders.foreign import tell, write
from workbench.errors import BadSource

ID, OTHER = "510104199001011222", "11010519491231002X"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("登记.csv", f"号码状态;入网日期;机主姓名;机主证件号码;业务号码\n开通;20200102;张三;{ID};8613912345671\n"),
        (
            "电信资料.txt",
            f"产品号码|客户名称|客户证件号码|证件类型|竣工时间\n139 1234 5671|张三|{ID}|居民身份证|2020/1/2\n",
        ),
        ("联通/用户.csv", f"用户资料\n\n手机号码,身份证号码,入网时间,姓名\n+86-13912345671,{ID},2020年1月2日,张三\n"),
        ("登记.csv", f"序号,手机号码,姓名,证件号码,开户时间,备注\n1,13912345671,张三,{ID},2020-01-02,\n"),
        ("移动开户.csv", f"手机号码,姓名,证件号码,开户日期\n13912345671,张三,{ID},2020-01-02 00:00\n"),
    ],
)
def test_a_carriers_register_by_any_of_its_words(name: str, text: str, tmp_path: Path):
    write(tmp_path, name, text, "gb18030")
    told = tell(tmp_path)
    assert told.column("phone_cards", "phone", "identity", "name") == [("+8613912345671", ID, "张三")]
    assert f"{told.rows['phone_cards'][0]['opened_at']:%Y-%m-%d %H}" == "2020-01-01 16"


def test_holders_one_after_the_other_and_documents_of_each_type(tmp_path: Path):
    header = "归属运营商,手机号码,证件名称,证件号码,入网时间,离网时间,入网渠道,客户类型\n"
    rows = [
        f"移动,13912345671,居民身份证,{ID},2018-01-01,2020-01-01,自有营业厅,个人客户\n",
        f"联通,13912345671,身份证,{OTHER.lower()},2020-06-01,,没见过的渠道,\n",
        "移动,1064812345678,统一社会信用代码,91510100MA6CXXXX1X,2018-01-01,,社会渠道,物联网\n",
        "移动,13912345672,护照,G12345678,2018-01-01,0000-00-00,,\n",
        "移动,13912345673,居民身份证,510104199001011223,2018-01-01,,,\n",
    ]
    write(tmp_path, "登记.csv", header + "".join(rows))
    told = tell(tmp_path)
    assert told.column("phone_cards", "phone", "identity", "carrier", "channel", "card_type") == [
        ("+8613912345671", ID, "移动", "counter", "personal"),
        ("+8613912345671", OTHER, "联通", None, None),
        ("+861064812345678", "USCC:91510100MA6CXXXX1X", "移动", "agent", "iot"),
        ("+8613912345672", "PASSPORT:G12345678", "移动", None, None),
    ]
    assert [one is None for (one,) in told.column("phone_cards", "closed_at")] == [False, True, True, True]
    assert told.refused == {"check character does not fit": 1}


@pytest.mark.parametrize(
    ("name", "text", "account"),
    [
        ("抖音用户.csv", "用户ID,绑定手机号,注册时间\n1001,8613912345671,2020-01-01 10:00:00\n", "douyin:1001"),
        ("用户.csv", "平台：快手\n用户ID,绑定手机号,注册时间\n1001,13912345671,2020-01-01 10:00:00\n", "kuaishou:1001"),
        (
            "用户.csv",
            "平台,账号,绑定手机,注册时间\n支付宝,a1@qq.com,13912345671,2020-01-01 10:00:00\n",
            "alipay:a1@qq.com",
        ),
        ("用户.csv", "微信号,注册手机,注册时间\nwxid_1,+86 13912345671,1577844000000\n", "wechat:wxid_1"),
        ("用户.csv", "注册时间|QQ号码|手机号码\n2020-01-01T02:00:00Z|10001|13912345671\n", "qq:10001"),
    ],
)
def test_a_platforms_register_whatever_names_the_platform(name: str, text: str, account: str, tmp_path: Path):
    write(tmp_path, name, text)
    told = tell(tmp_path)
    assert told.column("social_accounts", "account", "phone") == [(account, "+8613912345671")]
    assert f"{told.rows['social_accounts'][0]['opened_at']:%Y-%m-%d %H}" == "2020-01-01 02"


@pytest.mark.parametrize(
    ("name", "header"),
    [("微信登录日志.csv", "用户ID"), ("登录.csv", "微信号"), ("wechat_logins.csv", "登录账号")],
)
def test_a_platforms_log_of_logins(name: str, header: str, tmp_path: Path):
    rows = [
        "wxid_1,2024-01-01 10:00:00,1.2.3.4:8080,861234009999990\n",
        "wxid_1,2024-01-01 下午1:00:00,[2001:DB8::1]:443,A1B2C3D4E5F6\n",
        "wxid_2,2024-01-01 10:00:03,,\n",
    ]
    write(tmp_path, name, f"{header},登录时间,登录IP,设备号\n" + "".join(rows))
    told = tell(tmp_path)
    assert told.column("sessions", "kind", "key", "ip", "device") == [
        ("social_account", "wechat:wxid_1", "1.2.3.4", "861234009999999"),
        ("social_account", "wechat:wxid_1", "2001:db8::1", "A1B2C3D4E5F6"),
    ]
    assert told.refused == {"needs device or ip": 1}


def test_visits_addresses_groups_and_messages(tmp_path: Path):
    phone, time = "8613912345671", "2024-01-01 10:00:00"
    write(tmp_path, "上网.csv", f"手机号码;访问网址;访问时间\n{phone};https://A.example.com:8443/x?y=1;{time}\n")
    write(tmp_path, "NAT.csv", f"用户号码,公网IP,公网端口,开始时间,IMEI\n{phone},1.2.3.4,1024,{time},861234009999990\n")
    write(
        tmp_path, "微信群成员.csv", f"群号,成员账号,入群时间,群身份\ng1,wxid_1,{time},群主\ng1,wxid_2,{time},没见过\n"
    )
    write(tmp_path, "QQ消息.csv", f"发送方账号,接收方账号,发送时间\n10001,10002,{time}\n")
    told = tell(tmp_path)
    assert told.column("visits", "phone", "site") == [("+8613912345671", "a.example.com")]
    assert told.column("sessions", "kind", "key", "ip") == [("phone", "+8613912345671", "1.2.3.4")]
    assert told.column("groups", "group", "account", "part") == [
        ("wechat:g1", "wechat:wxid_1", "owner"),
        ("wechat:g1", "wechat:wxid_2", None),
    ]
    assert told.column("contacts", "account", "other", "messages") == [("qq:10001", "qq:10002", 1)]
    assert (told.refused, told.turned) == ({}, [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("员工名单.csv", f"姓名,手机号码,身份证号码,入职时间,部门\n张三,13912345671,{ID},2020-01-01,x\n"),
        ("工资卡.csv", f"姓名,手机号码,身份证号码,银行卡号,开户行,开户日期\n张三,13912345671,{ID},6222,x,2020-01-01\n"),
        ("会员.csv", f"姓名,证件号码,手机号码,激活时间,卡类型\n张三,{ID},13912345671,2020-01-01,年卡\n"),
        ("水表.csv", f"户名,证件号码,手机号码,开户日期,地址\n张三,{ID},13912345671,2020-01-01,x\n"),
        ("病人.csv", f"姓名,证件号码,电话号码,开通时间,医保卡号\n张三,{ID},13912345671,2020-01-01,1\n"),
        ("住宿.csv", f"姓名,证件号码,手机号码,入住时间\n张三,{ID},13912345671,2020-01-01\n"),
        ("账户清单.csv", "用户名,账号,创建时间\nzs,zhangsan,2020-01-01\n"),
        ("企业.csv", "企业名称,注册日期,联系电话,账户\nA,2020-01-01,13912345671,6222\n"),
        ("库存.csv", "编号,名称,数量,金额,时间\n1,x,2,3,2020-01-01\n"),
        ("mail.csv", "From,To,Datetime,Subject,Duration\na@b.c,d@e.f,2020-01-01 10:00:00,x,1\n"),
        ("flights.csv", "From,To,Start,Duration,Airline\nPEK,SHA,2020-01-01 10:00:00,120,CA\n"),
        ("edges.csv", "src,dst,value,time,protocol\n1,2,5,0,tcp\n"),
        ("订单.csv", "交易时间,交易对方,商品,金额,收/支\n2020-01-01,x,y,3,支出\n"),
        ("服务器.csv", "主机名,IP地址,域名,开始时间,电话号码\na,1.2.3.4,a.example.com,2020-01-01,13912345671\n"),
        ("网银日志.csv", "客户号,操作时间,IP地址,操作类型\n1,2020-01-01 10:00:00,1.2.3.4,登录\n"),
        ("采购.csv", "收件人,发件人,发送时间,主题\na,b,2020-01-01 10:00:00,c\n"),
    ],
)
def test_what_is_not_ours_is_not_taken(name: str, text: str, tmp_path: Path):
    write(tmp_path, name, text)
    try:
        told = tell(tmp_path)
    except BadSource as error:
        assert "nothing in there is a file of a known source" in str(error)  # noqa: PT017
        return
    assert told.rows == {}
    assert len(told.turned) == 1
