"""Call records as carriers hand them over, quirks and all: they say the very calls, texts and seconds."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.graph_loaders.foreign import sums, tell, write
from tests.graph_loaders.workbooks import write_book

CALLS = ("Phone", "CALLED.calls", "CALLED.texts", "CALLED.seconds")
LI, SUN, WU = "13912345671", "18612345672", "17712345673"
SHORT = "本机号码,呼叫类型,对方号码,开始时间,通话时长\n"


def _calls(*others: str) -> str:
    """A call of a second to each number, a minute apart."""
    rows = [f"86{LI},主叫,{other},2026-03-01 08:{minute:02}:05,1\n" for minute, other in enumerate(others)]
    return SHORT + "".join(rows)


def test_calls_texts_and_data_stand_in_one_file_with_the_handset_of_each(tmp_path: Path):
    header = (
        "备注|呼叫时长|话单类型|对方号码|短信发送接收时间|呼叫开始时间|本机IMEI号|本机号码|通话类型|通信记录唯一标识\n"
    )
    rows = [
        f"|65秒|主叫|0086{SUN}||2026/03/01 08:00:05|35824005111111|86{LI}|语音|x1\n",
        f"|0:02:00|被叫|{WU}||20260301090000|358240051111110|+86{LI}|语音|\n",
        f"|1小时2分5秒|主叫|17951{SUN}||2026年3月2日 10时00分00秒||86{LI}|语音|\n",
        f"||发短信|{SUN}|2026-03-03 10:00:00|||86{LI}|短信|\n",
        f"||收短信|{SUN}|2026-03-03 10:01:00|||86{LI}||\n",
        f"|300|GPRS|||2026-03-03 11:00:00|8612340099999912|86{LI}|数据|\n",
    ]
    write(tmp_path, "回单.txt", "话单查询\r\n" * 20 + header + "".join(rows), "gb18030")
    told = tell(tmp_path)
    assert (told.calls, told.refused, told.turned) == ((3, 3, 2, 65 + 120 + 3725), {}, [])
    assert [device for (device,) in told.column("sessions", "device")] == [
        "358240051111110",
        "358240051111110",
        "861234009999999",
    ]


def test_a_call_in_both_parties_files_and_in_a_list_is_one(tmp_path: Path):
    write(tmp_path, "甲.csv", SHORT + f"86{LI},主叫,{SUN},2026-03-01 10:00:00,62\n")
    write(
        tmp_path, "乙.csv", SHORT.replace(",", ";") + f"{SUN};被叫;86{LI};2026-03-01T11:00:00+09:00;1分2秒\n", "utf-16"
    )
    write(tmp_path, "list.csv", f"Duration,To,From,Datetime\n0:01:02,{SUN},{LI},2026-03-01T02:00:00Z\n")
    assert sums(tmp_path, *CALLS) == (2, 1, 0, 62)


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("语音.csv", "客户详单\n客户名称：张三,手机号码：13912345671\n查询月份：2026年03月\n\n"),
        ("语音.csv", "13912345671的2026年03月通话详单\n"),
        ("语音.csv", "号码,13912345671\n\n"),
        ("13912345671_20260301.csv", "话单\n"),
        ("8613912345671话单(13912345671).csv", ""),
    ],
)
def test_whose_calls_they_are_may_stand_above_the_header_or_in_the_name(name: str, above: str, tmp_path: Path):
    rows = f"主叫,{SUN},2026-03-01 10:00:00,1分5秒\n被叫,{WU},2026-03-02 10:00:00,30秒\n"
    write(tmp_path, name, f"{above}通信方式,对方号码,起始时间,通信时长\n{rows}")
    told = tell(tmp_path)
    assert (told.calls, told.refused) == ((3, 2, 0, 95), {})


def test_each_sheet_may_be_named_by_its_number(tmp_path: Path):
    header = ["呼叫类型", "对方号码", "开始时间", "通话时长"]
    sheets = {
        LI: [header, ["主叫", float(SUN), "2026-03-01 10:00:00", 65]],
        SUN: [
            ["话单"],
            header,
            ["被叫", int(LI), "2026-03-01 10:00:00", (65 / 86400, 3)],
            ["主叫", WU, "20260302100000", 30],
        ],
    }
    write_book(tmp_path / "话单.xlsx", sheets)
    assert sums(tmp_path, *CALLS) == (3, 2, 0, 95)


@pytest.mark.parametrize(
    ("name", "above"),
    [("13912345671与18612345672话单.csv", ""), ("话单.csv", "查询号码：13912345671、18612345672\n"), ("话单.csv", "")],
)
def test_where_nobody_can_say_whose_they_are_the_file_is_refused(name: str, above: str, tmp_path: Path):
    write(tmp_path, name, f"{above}呼叫类型,对方号码,开始时间,通话时长\n主叫,{WU},2026-03-01 10:00:00,65\n")
    told = tell(tmp_path)
    assert told.rows == {}
    assert "has no column 本机号码 (the mapping takes it as caller)" in told.turned[0]


@pytest.mark.parametrize(
    ("numbers", "phones"),
    [
        (["8695588", "8696110", "8610086", "86110", "864008001234", "86118114", "86106912345678"], 7),
        (["862886741234", "8602886741234", "028-86741234", "(028)86741234", "1795102886741234"], 1),
        (
            [
                SUN,
                f"+86{SUN}",
                f"0086{SUN}",
                f"86{SUN}",
                f"17951{SUN}",
                f"12593{SUN}",
                "１８６１２３４５６７２",
                f"0{SUN}",
            ],
            1,
        ),
        (["0085261234567", "+85261234567", "852-6123-4567".replace("852", "+852")], 1),
    ],
)
def test_numbers_are_one_however_they_are_dialled(numbers: Sequence[str], phones: int, tmp_path: Path):
    write(tmp_path, "话单.csv", _calls(*numbers))
    told = tell(tmp_path)
    assert (told.calls[:2], told.refused) == ((1 + phones, len(numbers)), {})


def test_what_is_no_whole_number_is_refused_and_the_rest_stays(tmp_path: Path):
    write(tmp_path, "话单.csv", _calls("1.86E+10", "未知", "", "85261234567", "186****5672", SUN))
    told = tell(tmp_path)
    assert told.calls == (2, 1, 0, 1)
    assert sorted(why.split(":")[0][:24] for why in told.refused) == [
        "a spreadsheet turned the",
        "is empty",
        "not a phone number",
        "stars stand for some of ",
        "the number is withheld",
    ]


@pytest.mark.parametrize(
    ("calls", "texts", "starts"),
    [
        (["主叫", "主叫(国内)", "主叫呼转", "MOC", "呼出", "去电", "主"], [], [True] * 7),
        (["被叫", "被叫话单", "MTC", "呼入", "拨入", "来电", "被"], [], [False] * 7),
        ([], ["发短信", "短信发送", "SMS-MO", "短信主叫"], [True] * 4),
        ([], ["收短信", "短信接收", "SMS_MT", "彩信被叫"], [False] * 4),
    ],
)
def test_words_for_either_direction(calls: list[str], texts: list[str], starts: list[bool], tmp_path: Path):
    rows = [f"{LI},{word},{SUN},2026-03-01 08:{n:02}:05,0\n" for n, word in enumerate((*calls, *texts))]
    write(tmp_path, "话单.csv", SHORT + "".join(rows))
    told = tell(tmp_path)
    assert (told.calls, told.refused) == ((2, len(calls), len(texts), 0), {})
    own = "+86" + LI
    assert [caller == own for (caller,) in told.column("calls", "caller")] == list(starts)


def test_a_call_passed_on_goes_from_the_number_asked_about(tmp_path: Path):
    header = SHORT.replace("\n", ",前转主叫号码\n")
    rows = [
        f"{LI},前转话单,{SUN},2026-03-01 10:00:00,30,86{WU}\n",
        f"{LI},主叫呼转,{SUN},2026-03-01 11:00:00,30,未知\n",
        f"{LI},呼叫转移,{SUN},2026-03-01 12:00:00,30,\n",
    ]
    write(tmp_path, "话单.csv", header + "".join(rows))
    told = tell(tmp_path)
    passed_on = ("+86" + LI, "+86" + SUN)
    assert told.column("calls", "caller", "callee", "forwarded_from") == [(*passed_on, "+86" + WU), (*passed_on, None)]
    assert told.refused == {"the direction is not known": 1}


@pytest.mark.parametrize("header", ["呼叫方向", "主被叫", "主叫/被叫", "通信方式", "来去电类型"])
def test_texts_are_told_from_calls_whatever_the_direction_stands_under(header: str, tmp_path: Path):
    again = f"本 机 号 码,{header},对方号码,开始时间,通话时长\n"
    rows = f"{LI},呼出,{SUN},2026-03-01 10:00:00,5\n{again}{LI},短信接收,{SUN},2026-03-01 10:00:00,\n"
    write(tmp_path, "话单.csv", again + rows)
    told = tell(tmp_path)
    assert (told.calls, told.refused) == ((2, 1, 1, 5), {})


def test_a_sheet_of_texts_needs_no_duration(tmp_path: Path):
    text = f"客户号码：{LI}\n\n发送时间,对方号码,短信类型,费用\n"
    write(tmp_path, "短信.csv", text + f"2026-03-01 10:00:00,{SUN},发送,0.1\n2026-03-01 10:00:01,95588,接收,0\n")
    told = tell(tmp_path)
    assert (told.calls, told.refused) == ((3, 0, 2, 0), {})


def test_a_list_of_both_parties_tells_texts_from_calls(tmp_path: Path):
    header = "主叫号码;被叫号码;业务类型;通话日期;通话时间;通话时长（秒）\n"
    rows = f"{LI};{SUN};语音;2026-03-01;100000;60\n{LI};{SUN};短信;2026/3/1;10:00:00;\n"
    rows += f"{SUN};{LI};GPRS;2026/3/1;10:00:00;9\n"
    write(tmp_path, "清单.csv", header + rows)
    told = tell(tmp_path)
    assert (told.calls, told.refused) == ((2, 1, 1, 60), {})


def test_a_column_of_minutes_counts_minutes(tmp_path: Path):
    write(
        tmp_path, "话单.csv", SHORT.replace("通话时长", "通话时长(分钟)") + f"{LI},主叫,{SUN},2026-03-01 10:00:00,2\n"
    )
    assert tell(tmp_path).calls == (2, 1, 0, 120)


def test_overlapping_months_and_copies_add_nothing(tmp_path: Path):
    march, last, april = (
        f"{LI},{kind},{SUN},{at},30\n"
        for kind, at in [
            ("主叫", "2026-03-01 10:00:00"),
            ("被叫", "2026-03-31 23:59:59"),
            ("被叫", "2026-04-01 00:00:00"),
        ]
    )
    write(tmp_path, "3月.csv", SHORT + march + last)
    write(tmp_path, "4月.csv", SHORT + last + april, "gb18030")
    (tmp_path / "4月副本.csv.gz").write_bytes(gzip.compress((SHORT + last + april).encode("utf-16")))
    with zipfile.ZipFile(tmp_path / "全部.zip", "w") as archive:
        archive.writestr("四月/话单.txt", (SHORT + april + SHORT + last).replace(",", "\t").encode())
    assert sums(tmp_path, *CALLS) == (2, 3, 0, 90)


def test_calls_to_the_minute_are_as_many_as_one_side_tells_of(tmp_path: Path):
    write(tmp_path, "甲.csv", SHORT + f"{LI},主叫,{SUN},2026-03-01 10:00,60\n" * 2)
    write(tmp_path, "乙.csv", SHORT + f"{SUN},被叫,{LI},2026-03-01 10:00,60\n" * 3)
    assert sums(tmp_path, "CALLED.calls", "CALLED.seconds") == (3, 180)


def test_parquet_keeps_numbers_zones_and_times_of_day(tmp_path: Path):
    table = {
        "本机号码": pa.array([8613912345671] * 2, pa.int64()),
        "对方号码": pa.array([18612345672.0] * 2),
        "话单类型": ["主叫话单", "被叫话单"],
        "呼叫开始时间": pa.array(
            [datetime(2026, 3, 1, hour, tzinfo=UTC) for hour in (2, 3)], pa.timestamp("ms", "UTC")
        ),
        "呼叫时长": pa.array([time(0, 0, 40), time(0, 1, 0)], pa.time32("ms")),
    }
    pq.write_table(pa.table(table), tmp_path / "cdr.parquet")
    row = {
        "本机号码": int(SUN),
        "对方号码": LI,
        "话单类型": "被叫话单",
        "呼叫开始时间": "2026-03-01 10:00:00",
        "呼叫时长": 40.0,
    }
    write(tmp_path, "cdr.jsonl", json.dumps(row, ensure_ascii=False))
    told = tell(tmp_path)
    assert (told.calls, told.refused) == ((2, 3, 0, 40 + 60 + 40), {})


def test_a_list_without_durations_is_refused_whole(tmp_path: Path):
    write(tmp_path, "list.csv", f"From,To,Datetime\n{LI},{SUN},2026-03-01 10:00\n")
    assert "no column for seconds" in tell(tmp_path).turned[0]


def test_a_time_without_its_year_is_refused(tmp_path: Path):
    write(tmp_path, f"{LI}.csv", f"通信方式,对方号码,起始时间,通信时长\n主叫,{SUN},03-01 10:00:00,60\n")
    assert tell(tmp_path).refused == {"no time we can read: write it as 2024-01-02 03:04:05": 1}
