"""The difference leads to the projection from any mixture of what the drawings say."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pytest

from workbench.errors import WorkbenchError
from workbench.evidence import Difference, Drawings, Projection, difference
from workbench.evidence.folds import SQL_TYPES, entity_table, link_table
from workbench.model import CALLED, PHONE, REGISTERED, kind_of
from workbench.model.kinds import Property

IDENTITY = kind_of("identity")
# By what names a row, what it says; what is not there is not in it.
Rows = dict[tuple[object, ...], tuple[object, ...]]
World = dict[str, Rows]
HOLDING = link_table(REGISTERED, PHONE, IDENTITY)
CALLS = link_table(CALLED, PHONE, PHONE)
SHAPES: dict[str, tuple[tuple[str, ...], tuple[Property, ...]]] = {
    entity_table(PHONE): (("key",), PHONE.properties),
    HOLDING: (("start", "end"), REGISTERED.all_properties),
    CALLS: (("start", "end"), CALLED.all_properties),
}
NAMING = {entity_table(PHONE): 1, HOLDING: 3, CALLS: 2}


def thrown(dice: random.Random) -> World:
    """Few names and few values, so that worlds overlap, differ a little, and lack one another's rows."""
    found: World = {}
    for table, (ends, properties) in SHAPES.items():
        if dice.random() < 0.2:
            continue
        found[table] = {}
        for _ in range(dice.randint(0, 12)):
            row = [dice.choice("abc") for _ in ends] + [_value(one, dice) for one in properties]
            if row[NAMING[table] - 1] is not None:
                found[table][tuple(row[: NAMING[table]])] = tuple(row[NAMING[table] :])
    return found


def _value(one: Property, dice: random.Random) -> object:
    if dice.random() < 0.3:
        return None
    return {"VARCHAR": dice.choice(["", "x"]), "BIGINT": dice.randint(0, 1), "TIMESTAMP": "2026-01-01"}[
        SQL_TYPES[one.type]
    ]


def projected(duck: duckdb.DuckDBPyConnection, world: World) -> Projection:
    """The world as a projection has it."""
    for table in SHAPES:
        duck.execute(f"DROP TABLE IF EXISTS {table}")
    for table, rows in world.items():
        ends, properties = SHAPES[table]
        columns = [f'"{one}" VARCHAR' for one in ends]
        columns += [f'"{one.name}" {SQL_TYPES[one.type]}' for one in properties]
        duck.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
        for name, said in rows.items():
            duck.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", [*name, *said])
    links = tuple(
        (link_type, start, end)
        for link_type, start, end in ((REGISTERED, PHONE, IDENTITY), (CALLED, PHONE, PHONE))
        if link_table(link_type, start, end) in world
    )
    return Projection(duck, (), links, (PHONE,) if entity_table(PHONE) in world else ())


def mixed(worlds: list[World], dice: random.Random) -> World:
    """Each row as it is in one of the worlds, or missing as in one."""
    found: World = {table: {} for table in SHAPES}
    for table, rows in found.items():
        for name in sorted({name for world in worlds for name in world.get(table, {})}, key=str):
            said = dice.choice(worlds).get(table, {}).get(name)
            if said is not None:
                rows[name] = said
    return found


def changed(world: World, differing: Difference) -> World:
    """The world after the difference was written into it; what is new may not have been there."""
    for part in (differing.gone, differing.new, differing.changed):
        for table, rows in _tables(part):
            for row in rows:
                values = tuple(str(one)[:10] if hasattr(one, "year") else one for one in row.values())
                name, said = values[: NAMING[table]], values[NAMING[table] :]
                if part is differing.gone:
                    world[table].pop(name, None)
                    continue
                assert part is not differing.new or name not in world[table]
                world[table][name] = said
    return world


def _tables(part: object) -> list[tuple[str, list[dict[str, object]]]]:
    found = [(entity_table(one.kind), one.rows) for one in part.entities()]  # type: ignore[attr-defined]
    found += [(link_table(one.type, one.start, one.end), one.rows) for one in part.links()]  # type: ignore[attr-defined]
    return [(table, rows.to_pylist()) for table, rows in found]


@pytest.mark.parametrize("befores", [1, 2, 3])
def test_from_any_mixture_of_drawings_it_leads_to_the_projection(befores: int, tmp_path: Path) -> None:
    dice = random.Random(befores)
    with duckdb.connect() as duck:
        for turn in range(8):
            drawings, worlds = Drawings(tmp_path / str(turn)), [thrown(dice) for _ in range(befores + 1)]
            for at, world in enumerate(worlds[:-1]):
                drawings.keep(projected(duck, world), str(at))
            differing = difference(projected(duck, worlds[-1]), drawings, [str(at) for at in range(befores)])
            assert differing is not None
            wanted = {table: worlds[-1].get(table, {}) for table in SHAPES}
            for _ in range(5):
                assert changed(mixed(worlds[:-1], dice), differing) == wanted


def test_what_is_alike_everywhere_is_not_touched(tmp_path: Path) -> None:
    dice = random.Random(1)
    with duckdb.connect() as duck:
        drawings, world = Drawings(tmp_path), thrown(dice)
        for name in ("one", "two"):
            drawings.keep(projected(duck, world), name)
        differing = difference(projected(duck, world), drawings, ["one", "two"])
        assert differing is not None
        assert differing.size == 0


def test_without_one_of_the_drawings_there_is_no_difference(tmp_path: Path) -> None:
    with duckdb.connect() as duck:
        drawings, projection = Drawings(tmp_path), projected(duck, thrown(random.Random(2)))
        drawings.keep(projection, "one")
        assert difference(projection, drawings, []) is None
        assert difference(projection, drawings, ["one", "two"]) is None


def test_a_home_keeps_a_few_drawings_and_nothing_half_kept(tmp_path: Path) -> None:
    with duckdb.connect() as duck:
        drawings, projection = Drawings(tmp_path / "drawn"), projected(duck, thrown(random.Random(2)))
        (tmp_path / "drawn" / ".cut.building").mkdir(parents=True)
        for at in range(7):
            drawings.keep(projection, str(at))
        assert sorted(one.name for one in (tmp_path / "drawn").iterdir()) == ["3", "4", "5", "6"]


def test_no_room_for_a_drawing_is_said(tmp_path: Path) -> None:
    (tmp_path / "drawn").touch()
    with duckdb.connect() as duck, pytest.raises(WorkbenchError, match="make room"):
        Drawings(tmp_path / "drawn").keep(projected(duck, thrown(random.Random(2))), "one")
