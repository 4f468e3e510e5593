"""The projection: each fold equals a pandas oracle, and the order of loading never matters."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from graph_loaders.sources import SOURCES
from tests import story
from tests.taken import Tables, source_of, tables_of, take
from workbench.evidence import Evidence, events_of, open_projection
from workbench.model import KINDS, LINK_TYPES

DAY = "2026-09-01 00:00:00"


@pytest.fixture(scope="module")
def handover(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story's files."""
    return story.write_handover(tmp_path_factory.mktemp("story") / "handover")


@pytest.fixture(scope="module")
def evidence(handover: Path) -> Evidence:
    """The story, taken in."""
    return _taken(handover.parent / "evidence", sorted(handover.glob("*.csv")))


@pytest.fixture(scope="module")
def tables(evidence: Evidence) -> Tables:
    """The story, projected."""
    return tables_of(evidence)


def _taken(folder: Path, files: list[Path]) -> Evidence:
    evidence = Evidence(folder)
    for file in files:
        take(evidence, source_of(file.stem.partition(".")[0]), file)
    return evidence


def _bytes(tables: Tables) -> dict[tuple[str, ...], bytes]:
    written = {}
    for name, table in tables.items():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table.combine_chunks())
        written[name] = sink.getvalue().to_pybytes()
    return written


def _frame(handover: Path, source: str) -> pd.DataFrame:
    """The source's rows as pandas reads them: times in Shanghai, mobiles in E.164."""
    frame = pd.read_csv(handover / f"{source}.csv", dtype=str, keep_default_na=False)
    zoned = frame["at"].str.endswith("Z")
    times = pd.to_datetime(frame["at"].str.removesuffix("Z").str.removesuffix("+08:00"), format="mixed")
    frame["at"] = times + pd.to_timedelta(zoned * 8, unit="h")
    for name in {"caller", "callee", "key"} & set(frame):
        frame[name] = frame[name].str.replace(r"^(?:\+86 )?(1\d{10})$", r"+86\1", regex=True)
    return frame


def _sorted(table: pa.Table, names: list[str]) -> list[tuple[object, ...]]:
    return sorted(zip(*(table.column(name).to_pylist() for name in names), strict=True))


def _spans(group: pd.DataFrame) -> tuple[object, ...]:
    shift = pd.Timedelta(hours=8)
    return ((group["at"].min() - shift).to_pydatetime(), (group["at"].max() - shift).to_pydatetime())


def test_calls_are_folded_as_pandas_folds_them(handover: Path, tables: Tables):
    frame = _frame(handover, "calls").replace({"medium": {"": "voice", "语音": "voice"}})
    frame["seconds"] = frame["seconds"].astype(int)
    # The two to the minute are two, and all others alike are one.
    coarse = frame["caller"] == story.HOTLINE
    events = pd.concat([frame[coarse], frame[~coarse].drop_duplicates(["caller", "callee", "at", "seconds", "medium"])])
    wanted = [
        (
            *pair,
            int((group["medium"] == "voice").sum()),
            int((group["medium"] == "sms").sum()),
            int(group["seconds"].sum()),
            int(group["seconds"].max()),
            *_spans(group),
            group["at"].dt.date.nunique(),
        )
        for pair, group in events.groupby(["caller", "callee"])
    ]
    names = ["start", "end", "calls", "texts", "seconds", "longest", "first", "last", "days"]
    assert _sorted(tables["CALLED", "Phone", "Phone"], names) == sorted(wanted)


def test_devices_are_folded_as_pandas_folds_them(handover: Path, tables: Tables):
    frame = _frame(handover, "sessions").query(f"kind == 'phone' and device != '{'0' * 15}'")
    wanted = [
        (*pair, *_spans(group), group["at"].dt.date.nunique(), len(group))
        for pair, group in frame.groupby(["key", "device"])
    ]
    names = ["start", "end", "first", "last", "days", "times"]
    table = tables["USED_ON", "Phone", "Device"]
    assert _sorted(table, names) == sorted(wanted)
    # 23:30 and 00:30 are two days in Shanghai, and one in UTC.
    assert set(table.column("days").to_pylist()) == {1, 2}


def test_payments_that_failed_or_came_back_are_never_summed(handover: Path, tables: Tables):
    frame = _frame(handover, "transfers").replace({"status": {"": "done", "成功": "done"}}).query("status == 'done'")
    frame["fen"] = (frame["amount"].str.replace(",", "").astype(float) * 100).round().astype(int)
    wanted = [(*pair, len(group), int(group["fen"].sum())) for pair, group in frame.groupby(["payer", "payee"])]
    table = tables["PAID", "BankCard", "BankCard"]
    assert _sorted(table, ["start", "end", "transfers", "fen"]) == sorted(wanted)


def test_who_was_in_a_payment_that_failed_is_there_all_the_same(tmp_path: Path):
    text = f"payer,payee,at,amount,status\n{story.LI_WEIS_CARD},wechat:nobody1,2026-09-01 10:00:00,1,failed\n"
    (tmp_path / "transfers.csv").write_text(text)
    evidence = _taken(tmp_path / "evidence", [tmp_path / "transfers.csv"])
    tables = tables_of(evidence)
    assert tables["SocialAccount",].column("key").to_pylist() == ["wechat:nobody1"]
    assert sum(len(table) for name, table in tables.items() if name[0] == "PAID") == 0


def test_every_table_is_sorted_and_named_once(tables: Tables):
    beyond = {one.name: [p.name for p in one.identity] for one in LINK_TYPES}
    for name, table in tables.items():
        names = ["key"] if len(name) == 1 else ["start", "end", *beyond[name[0]]]
        keys = list(zip(*(table.column(one).to_pylist() for one in names), strict=True))
        assert keys == sorted(keys, key=lambda key: tuple((one is None, one) for one in key))
        assert len(set(keys)) == len(keys)


def test_every_end_of_a_link_is_an_entity(tables: Tables):
    for name, table in tables.items():
        if len(name) == 3:
            for column, kind in (("start", name[1]), ("end", name[2])):
                assert set(table.column(column).to_pylist()) <= set(tables[kind,].column("key").to_pylist())


def _registers(folder: Path, *rows: str) -> pa.Table:
    """The phones of register files of a row each, loaded in that order."""
    evidence = Evidence(folder / "evidence")
    for number, row in enumerate(rows):
        file = folder / f"phone_cards.{number}.csv"
        file.write_text(f"phone,identity,opened_at,status,carrier\n{row}\n", encoding="utf-8")
        take(evidence, source_of("phone_cards"), file)
    return tables_of(evidence)["Phone",]


@pytest.mark.parametrize("turned", [False, True], ids=["in order", "the other way round"])
def test_the_latest_row_tells_what_an_entity_is_whenever_it_was_loaded(tmp_path: Path, turned: bool):
    rows = [
        f"13800000001,{story.ZHOU_MIN},2019-01-01 10:00:00,closed,unicom",
        f"13800000001,{story.WU_QIANG},2024-01-01 10:00:00,active,",
    ]
    (phone,) = _registers(tmp_path, *(rows[::-1] if turned else rows)).to_pylist()
    # The later row is silent about the carrier: what was said last still holds.
    assert (phone["status"], phone["carrier"]) == ("active", "unicom")


@pytest.mark.parametrize("turned", [False, True], ids=["in order", "the other way round"])
def test_of_two_rows_of_one_date_the_greatest_value_counts(tmp_path: Path, turned: bool):
    rows = [f"13800000001,{story.ZHOU_MIN},{DAY},{status},unicom" for status in ("active", "suspended")]
    (phone,) = _registers(tmp_path, *(rows[::-1] if turned else rows)).to_pylist()
    assert phone["status"] == "suspended"


def _in_pieces(handover: Path, folder: Path, seed: int) -> list[Path]:
    """The story's rows in two files a source that overlap, each shuffled; the calls alike to the minute together."""
    dice = random.Random(seed)
    files = []
    for source in SOURCES:
        header, *rows = io.StringIO((handover / f"{source.name}.csv").read_text("utf-8").replace("\n共", "\0共"))
        for number, part in enumerate((rows[: len(rows) * 2 // 3], rows[len(rows) // 2 :])):
            both = [row for row in rows if row.startswith("96110,")] if source.name == "calls" else []
            both += [row for row in rows if "2026-09-06,20000" in row]
            chosen = [row for row in part if row not in both] + both
            file = folder / f"{source.name}.{number}.csv"
            text = "".join([header, *dice.sample(chosen, len(chosen))]).replace("\0", "\n")
            file.write_text(text, encoding="utf-8")
            files.append(file)
    return dice.sample(files, len(files))


@pytest.mark.parametrize("seed", range(2))
def test_tables_are_the_same_bytes_in_whatever_order_and_pieces_they_were_loaded(
    handover: Path, tables: Tables, tmp_path: Path, seed: int
):
    pieces = _taken(tmp_path / "evidence", _in_pieces(handover, tmp_path, seed))
    assert _bytes(tables_of(pieces)) == _bytes(tables)


def test_tables_are_the_same_where_fingerprints_are_not_kept_or_of_another_version(
    handover: Path, tables: Tables, tmp_path: Path
):
    pieces = _taken(tmp_path / "evidence", _in_pieces(handover, tmp_path, 3))
    kept = sorted(pieces.folder.glob("*/*.prints"))
    assert any(batch.known for batch in pieces.batches())
    kept[0].write_bytes(b"\0" * 8 + kept[0].read_bytes()[8:])
    assert _bytes(tables_of(pieces)) == _bytes(tables)
    for file in kept:
        file.unlink()
    assert _bytes(tables_of(pieces)) == _bytes(tables)


def test_the_projection_of_nothing_is_nothing(tmp_path: Path):
    with open_projection(Evidence(tmp_path), SOURCES) as projection:
        assert projection.counts() == dict.fromkeys([*(k.name for k in KINDS), *(t.name for t in LINK_TYPES)], 0)
        assert (projection.totals(), projection.latest()) == ({}, None)
        assert (list(projection.entities()), list(projection.links())) == ([], [])
    assert set(events_of(Evidence(tmp_path), SOURCES).values()) == {0}


def test_taking_a_batch_out_leaves_what_the_others_tell(handover: Path, tables: Tables, tmp_path: Path):
    files = sorted(handover.glob("*.csv"))
    more = _taken(tmp_path / "evidence", files)
    extra = tmp_path / "calls.csv"
    extra.write_text(
        "caller,callee,at,seconds\n13800000011,13800000012,2026-09-05 18:00:00,60\n13800000011,96110,2026-01-01,1\n"
    )
    added = take(more, source_of("calls"), extra)
    assert (added.accepted, added.known) == (2, 1)
    assert _bytes(tables_of(more)) != _bytes(tables)
    more.remove(added)
    assert _bytes(tables_of(more)) == _bytes(tables)
