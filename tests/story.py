"""The story tests speak of: thirteen people, a ring on stolen paper, a household, and two holders of one number."""

from __future__ import annotations

from pathlib import Path

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_BEIJING, _CHENGDU, _DINGXI, _SHENZHEN = "110105", "510104", "621102", "440305"


def resident(region: str, born: str, number: str) -> str:
    """A resident ID with its check character (GB 11643)."""
    body = region + born + number
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(_WEIGHTS, body, strict=True)) % 11]


def luhn(body: str) -> str:
    """The digits with the check digit that cards and handsets carry (ISO/IEC 7812-1)."""
    doubled = (int(digit) * (2 - at % 2) for at, digit in enumerate(reversed(body)))
    return body + str(-sum(one // 10 + one % 10 for one in doubled) % 10)


# People: a household, colleagues, whose paper was stolen far away, who runs the ring, and whom it works on.
LI_WEI = resident(_CHENGDU, "19800312", "117")
WANG_FANG = resident(_CHENGDU, "19820705", "228")
LI_XIAOBAO = resident(_CHENGDU, "20120901", "133")
ZHANG_SAN = resident(_DINGXI, "19550214", "315")
CHEN_GUIYING = resident(_DINGXI, "19490606", "024")
ZHAO_YUN = resident(_DINGXI, "19581130", "411")
MA_KUN = resident(_SHENZHEN, "19910830", "519")
SUN_LI = resident(_BEIJING, "19750419", "620")
HE_JUN = resident(_BEIJING, "19780101", "735")
ZHOU_MIN = resident(_BEIJING, "19890926", "846")
WU_QIANG = resident(_BEIJING, "19950517", "959")
OUYANG = resident(_CHENGDU, "19660228", "062")
SMITH = "PASSPORT:E12345678"
STOLEN = (ZHANG_SAN, CHEN_GUIYING, ZHAO_YUN)

# Phones: E.164 as the evidence spells them; hand-overs write mainland mobiles bare.
LI_WEIS, WANG_FANGS, LI_XIAOBAOS = "+8613800000011", "+8613800000012", "+8613800000013"
RING_PHONES = ("+8617000000021", "+8617000000022", "+8617000000023")
MA_KUNS, SUN_LIS, HE_JUNS, OUYANGS = "+8613900000031", "+8613900000032", "+8613900000033", "+8613900000034"
TWICE_HELD = "+8618600000041"
HOTLINE = "96110"

LI_WEIS_CARD, SUN_LIS_CARD = luhn("622202000000000011"), luhn("622202000000000022")
RING_CARDS = tuple(luhn(f"62170000000000003{number}") for number in (1, 2, 3))
CASH_OUT = "ACCT:ICBC:4000012345"
SUN_LIS_WECHAT, RING_WECHAT = "wechat:sunli_75", "wechat:teacher_wang8"
RING_DEVICE, LI_WEIS_DEVICE = luhn("86123404000001"), luhn("86123404000002")
RING_IP, HOME_IP = "203.0.113.7", "198.51.100.20"
SCREEN_SHARING, GROUP, OUTLET = "app:anydesk", "wechat:g7001", "CD-0042"


_OPENED = "phone,identity,name,carrier,card_type,opened_at,closed_at,outlet,region,channel,status"
_RING = tuple(zip(RING_PHONES, RING_CARDS, STOLEN, ("张三", "陈桂英", "赵云"), (3, 4, 5), strict=True))

TABLES: dict[str, str] = {
    "identities": f"""identity,name,region,address,employer,phone,at
{LI_WEI},李伟,{_CHENGDU},锦江区莲桂南路1号,天府机械厂,{LI_WEIS},2024-01-05
{WANG_FANG},王芳,{_CHENGDU},锦江区莲桂南路1号,,{WANG_FANGS},2024-01-05
{LI_XIAOBAO},李小宝,{_CHENGDU},锦江区莲桂南路1号,莲桂小学,{LI_WEIS},2024-01-05
{ZHANG_SAN},张三,{_DINGXI},内官营镇1社,,,2023-02-01
{CHEN_GUIYING},陈桂英,{_DINGXI},内官营镇2社,,,2023-02-01
{ZHAO_YUN},赵云,{_DINGXI},鲁家沟镇5社,,,2023-02-01
{MA_KUN},马坤,{_SHENZHEN},南山区海德三道2号,,{MA_KUNS},2024-03-01
{SUN_LI},孙丽,{_BEIJING},朝阳区青年路3号,朝阳医院,{SUN_LIS},2024-03-01
{HE_JUN},贺军,{_BEIJING},朝阳区青年路8号,朝阳医院,{HE_JUNS},2024-03-01
{ZHOU_MIN},周敏,{_BEIJING},,,{TWICE_HELD},2020-06-01
{WU_QIANG},吴强,{_BEIJING},,,{TWICE_HELD},2024-06-01
{OUYANG},欧阳明月,{_CHENGDU},,,,2024-01-05
{SMITH},John Smith,{_BEIJING},,,,2024-01-05
""",
    "phone_cards": f"""{_OPENED}
{LI_WEIS},{LI_WEI},李伟,mobile,personal,2015-03-02 10:00:00,,CD-0007,{_CHENGDU},counter,active
{WANG_FANGS},{WANG_FANG},王芳,mobile,personal,2016-07-01 11:30:00,,CD-0007,{_CHENGDU},counter,
{LI_XIAOBAOS},{WANG_FANG},王芳,mobile,personal,2022-09-01 09:00:00,,CD-0007,{_CHENGDU},,active
{MA_KUNS},{MA_KUN},马坤,unicom,personal,2019-05-05 12:00:00,,SZ-0001,{_SHENZHEN},online,active
{SUN_LIS},{SUN_LI},孙丽,mobile,personal,2012-02-03 14:00:00,,BJ-0001,{_BEIJING},counter,active
{HE_JUNS},{HE_JUN},贺军,mobile,personal,2011-01-09 14:00:00,,BJ-0001,{_BEIJING},counter,active
{OUYANGS},{OUYANG},欧阳明月,telecom,personal,2010-10-10 10:10:10,,,{_CHENGDU},counter,active
{TWICE_HELD},{ZHOU_MIN},周敏,unicom,personal,2019-01-08 09:30:00,2023-11-30 18:00:00,BJ-0002,{_BEIJING},counter,closed
{TWICE_HELD},{WU_QIANG},吴强,unicom,personal,2024-04-20 16:45:00,,BJ-0002,{_BEIJING},counter,active
"""
    + "".join(
        f"{phone},{who},{name},virtual,personal,2026-08-0{day} 15:20:00,,{OUTLET},{_CHENGDU},agent,active\n"
        for phone, _, who, name, day in _RING
    ),
    "bank_cards": f"""card,identity,name,bank,card_type,opened_at,outlet,region,channel,phone
{LI_WEIS_CARD},{LI_WEI},李伟,ICBC,debit,2014-04-01,ICBC-CD1,{_CHENGDU},counter,{LI_WEIS}
{SUN_LIS_CARD},{SUN_LI},孙丽,ICBC,debit,2013-06-09,ICBC-BJ1,{_BEIJING},counter,{SUN_LIS}
{CASH_OUT},{MA_KUN},马坤,ICBC,account,2026-01-15,,{_SHENZHEN},online,{MA_KUNS}
"""
    + "".join(
        f"{card},{who},{name},CCB,debit,2026-08-1{day},CCB-CD9,{_CHENGDU},online,{RING_PHONES[0]}\n"
        for _, card, who, name, day in _RING
    ),
    "social_accounts": f"""platform,account,nickname,phone,identity,opened_at,closed_at,status
wechat,sunli_75,丽丽,{SUN_LIS},{SUN_LI},2014-05-01 20:00:00,,active
wechat,teacher_wang8,王老师,{RING_PHONES[0]},,2026-08-15 02:00:00,,active
""",
    "sessions": "kind,key,device,imsi,ip,cell,region,at\n"
    + "".join(
        f"phone,{phone},{RING_DEVICE},46001000000000{number},{RING_IP},,{_SHENZHEN},{at}\n"
        for number, phone in enumerate(RING_PHONES)
        for at in ("2026-09-01 09:00:00", "2026-09-01 23:30:00", "2026-09-02 00:30:00")
    )
    + f"""bank_card,{RING_CARDS[0]},{RING_DEVICE},,{RING_IP},,,2026-09-03 10:00:00
bank_card,{RING_CARDS[1]},,,{RING_IP},,,2026-09-03 10:01:00
social_account,{RING_WECHAT},{RING_DEVICE},,,,,2026-09-03T10:02:00+08:00
phone,{LI_WEIS},{LI_WEIS_DEVICE},,{HOME_IP},460-00-1,{_CHENGDU},2026-09-01 20:00:00
phone,{WANG_FANGS},000000000000000,,{HOME_IP},,{_CHENGDU},2026-09-01 20:05:00
""",
    # The seventh and the eighth are one call, as both carriers hand it over; of the last two, coarser than a second
    # and alike in one file, each is a call.
    "calls": f"""caller,callee,at,seconds,medium,serial,forwarded_from,cell,region
{RING_PHONES[0]},{SUN_LIS},2026-09-05 09:00:00,600,voice,A1,,,
{RING_PHONES[0]},{SUN_LIS},2026-09-05 23:50:00,1900,voice,A2,,,
{RING_PHONES[0]},{SUN_LIS},2026-09-06 00:10:00,30,voice,A3,,,
{RING_PHONES[1]},{SUN_LIS},2026-09-06 08:00:00,0,sms,A4,,,
{RING_PHONES[1]},{HE_JUNS},2026-09-06 08:01:00,0,sms,A5,,,
{RING_PHONES[2]},{HE_JUNS},2026-09-06 08:02:00,45,,A6,{MA_KUNS},,
{LI_WEIS},{WANG_FANGS},2026-09-05 18:00:00,60,voice,,,,{_CHENGDU}
+86 {LI_WEIS},{WANG_FANGS},2026-09-05T10:00:00Z,60,语音,,,,
{WANG_FANGS},{LI_WEIS},2026-09-05 18:30:00,65,voice,,,,
{LI_XIAOBAOS},{WANG_FANGS},2026-09-05 12:00:00,20,voice,,,,
{HOTLINE},{SUN_LIS},2026-09-06 10:00,120,voice,,,,
{HOTLINE},{SUN_LIS},2026-09-06 10:00,120,voice,,,,
""",
    "transfers": f"""payer,payee,at,amount,serial,balance,status,channel,note
{SUN_LIS_CARD},{RING_CARDS[0]},2026-09-06 09:00:00,50000.00,T1,120.50,done,app,借款
{SUN_LIS_CARD},{RING_CARDS[0]},2026-09-06 09:05:00,"49,999.99",T2,,done,app,
{SUN_LIS_CARD},{RING_CARDS[0]},2026-09-06 09:06:00,8000,T3,,failed,app,
{RING_CARDS[0]},{RING_CARDS[1]},2026-09-06 09:10:00,60000,T4,,,,
{RING_CARDS[0]},{RING_CARDS[2]},2026-09-06 09:11:00,39999.99,T5,,成功,,
{RING_CARDS[1]},{CASH_OUT},2026-09-06,20000,,,done,,
{RING_CARDS[1]},{CASH_OUT},2026-09-06,20000,,,done,,
{LI_WEIS_CARD},{SUN_LIS_WECHAT},2026-09-01 12:00:00,88.88,,,reversed,,
""",
    "contacts": """platform,account,other,at,messages
wechat,teacher_wang8,sunli_75,2026-09-04 21:00:00,12
wechat,teacher_wang8,sunli_75,2026-09-05 21:00:00,30
微信,sunli_75,teacher_wang8,2026-09-05 21:05:00,
""",
    "groups": """platform,group,account,at,part
wechat,g7001,teacher_wang8,2026-09-01 08:00:00,owner
wechat,g7001,sunli_75,2026-09-04 08:00:00,member
""",
    "visits": f"""phone,site,at
{SUN_LIS},app:AnyDesk,2026-09-06 08:50:00
{SUN_LIS},https://loan.example/apply?x=1,2026-09-06 08:40:00
""",
    # The last one was reported before the number's present holder opened it.
    "reports": f"""report,at,channel,fraud_type,suspect_kind,suspect_key,victim_identity,victim_phone,amount,narrative
R-1,2026-09-07 11:00:00,96110,loan,phone,{RING_PHONES[0]},{SUN_LI},{SUN_LIS},99999.99,"自称贷款客服，要求先转账
共两次"
R-1,2026-09-07 11:00:00,96110,loan,bank_card,{RING_CARDS[0]},{SUN_LI},,99999.99,
R-2,2023-05-01 09:00:00,police,,phone,{TWICE_HELD},,,,
""",
    "case_numbers": f"""case,kind,key,fraud_type,at
C-9,phone,{RING_PHONES[1]},loan,2026-09-10 00:00:00
C-9,social_account,{RING_WECHAT},loan,2026-09-10 00:00:00
""",
    "disputes": f"""kind,key,identity,at,answer
phone,{RING_PHONES[0]},{ZHANG_SAN},2026-09-12 10:00:00,not_mine
bank_card,{RING_CARDS[1]},{CHEN_GUIYING},2026-09-13 10:00:00,不是我的
""",
    "freezes": f"""card,at,until,amount,authority,answer
{RING_CARDS[2]},2026-09-08 10:00:00,2027-03-08 10:00:00,39999.99,锦江分局,frozen
""",
    "known_services": f"""kind,key,why,until
phone,{HOTLINE},anti-fraud line,
""",
}

ROWS = {
    "identities": 13,
    "phone_cards": 12,
    "bank_cards": 6,
    "social_accounts": 2,
    "sessions": 14,
    "calls": 12,
    "transfers": 8,
    "contacts": 3,
    "groups": 2,
    "visits": 2,
    "reports": 3,
    "case_numbers": 2,
    "disputes": 2,
    "freezes": 1,
    "known_services": 1,
}
EVENTS = ROWS | {"calls": 11}
ENTITIES = {
    "Identity": 13,
    "Phone": 12,
    "BankCard": 6,
    "SocialAccount": 2,
    "Device": 2,
    "Ip": 2,
    "Site": 2,
    "Group": 1,
    "Outlet": 8,
    "Report": 2,
    "CaseNumber": 1,
}
LINKS = {
    "REGISTERED": 19,
    "OPENED_AT": 16,
    "RESERVED": 6,
    "BOUND": 2,
    "REACHED_AT": 8,
    "USED_ON": 6,
    "SEEN_AT": 7,
    "CALLED": 8,
    "PAID": 4,
    "MESSAGED": 2,
    "JOINED": 2,
    "VISITED": 2,
    "NAMES": 5,
    "HARMED": 2,
    "DISPUTED": 2,
}
TOTALS = {
    "CALLED.calls": 9,
    "CALLED.texts": 2,
    "CALLED.seconds": 2960,
    "PAID.transfers": 6,
    "PAID.fen": 23_999_998,
    "USED_ON.times": 12,
    "SEEN_AT.times": 13,
    "MESSAGED.messages": 43,
    "VISITED.times": 2,
}


def write_handover(folder: Path) -> Path:
    """The story as a hand-over: one CSV a source in the folder, which is made; the folder itself."""
    folder.mkdir(parents=True, exist_ok=True)
    for source, table in TABLES.items():
        # Hand-overs write mobiles bare.
        (folder / f"{source}.csv").write_text(table.replace("+861", "1"), encoding="utf-8")
    return folder
