"""Many writers at once: the chain does not fork, and nobody's act is lost."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

from tests.workbench.cases.conftest import SECRET
from workbench.cases import Act, Work, open_work

EACH = 200


def write(url: str, person: str, count: int) -> list[int]:
    with open_work(url, SECRET) as work:
        return [work.record(Act(person, "search", f"{person} {number}")) for number in range(count)]


def test_two_processes_write_one_chain(file: Path) -> None:
    url = f"sqlite:///{file}"
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        places = [future.result() for future in [pool.submit(write, url, name, EACH) for name in ("wang", "li")]]
    with open_work(url, SECRET) as work:
        assert work.verify_audit().count == 2 * EACH
        assert work.verify_audit().intact
        written = {one.seq: one.act.object for one in work.acts(limit=3 * EACH)}
    assert sorted(places[0] + places[1]) == list(range(1, 2 * EACH + 1))
    for name, its in zip(("wang", "li"), places, strict=True):
        assert [written[place] for place in its] == [f"{name} {number}" for number in range(EACH)]


def test_four_threads_share_one_open_store(work: Work) -> None:
    def many(name: str) -> list[int]:
        return [work.record(Act(name, "search", "x")) for _ in range(EACH // 4)]

    with ThreadPoolExecutor(4) as pool:
        places = [place for its in pool.map(many, "abcd") for place in its]
    assert sorted(places) == list(range(1, EACH + 1))
    state = work.verify_audit()
    assert (state.intact, state.count) == (True, EACH)


def test_many_open_a_new_store_at_the_same_time(tmp_path: Path) -> None:
    for turn in range(20):
        url = f"sqlite:///{tmp_path}/{turn}.db"
        with ThreadPoolExecutor(8) as pool:
            places = [place for its in pool.map(lambda name: write(url, name, 1), "abcdefgh") for place in its]  # noqa: B023
        assert sorted(places) == list(range(1, 9))
