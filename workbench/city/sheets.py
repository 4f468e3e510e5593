"""The city while it is being made: people, the paper in their names, and what else has been decided."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import pandas as pd

from workbench.city.plan import NEVER, Plan
from workbench.city.values import Bools, Floats, Ints, Texts, Times

Cell: TypeAlias = int | float | str | np.datetime64

# One row a registration. `paper` is whom the paper names, `user` whose hands it is in, `taker` whose hands it passes
# to at `taken_at`; all three are rows of people. `number` says which rows are one key, `contact` is a phone's row.
PAPER: dict[str, Cell] = {
    "kind": "phone", "number": -1, "paper": -1, "user": -1, "device": -1, "opened": NEVER, "closed": NEVER,
    "outlet": -1, "channel": "counter", "card_type": "personal", "contact": -1, "reach": 0.0, "activity": 1.0,
    "taker": -1, "taken_device": -1, "taken_at": NEVER, "asleep_until": NEVER, "used_in": "",
    "ring": -1, "part": "", "how": "", "boxed": 0, "supply": "",
}  # fmt: skip


@dataclass(frozen=True)
class Places:
    """Where things happen: outlets, employers, schools; addresses of the network are numbered, see `ips`."""

    outlets: pd.DataFrame
    employers: pd.DataFrame
    ips: Texts
    homes: int
    nats: int
    campuses: int


@dataclass(frozen=True, eq=False)
class Town:
    """Everything decided so far; each step takes a town and gives a fuller one.

    `pairs` are phones that lie side by side: dialler, partner, and whether the dialler's calls are forwarded.
    """

    plan: Plan
    people: pd.DataFrame
    places: Places
    paper: pd.DataFrame
    devices: int
    innocent: tuple[pd.DataFrame, ...] = ()
    ties: tuple[pd.DataFrame, ...] = ()
    switches: tuple[pd.DataFrame, ...] = ()
    pairs: tuple[pd.DataFrame, ...] = ()


Step: TypeAlias = Callable[[Town], Town]


def ints(frame: pd.DataFrame, name: str) -> Ints:
    """Return a column of whole numbers."""
    return frame[name].to_numpy(dtype=np.int64)


def floats(frame: pd.DataFrame, name: str) -> Floats:
    """Return a column of numbers."""
    return frame[name].to_numpy(dtype=np.float64)


def texts(frame: pd.DataFrame, name: str) -> Texts:
    """Return a column of texts."""
    return frame[name].to_numpy(dtype=np.str_)


def times(frame: pd.DataFrame, name: str) -> Times:
    """Return a column of times, to the second."""
    return frame[name].to_numpy().astype("datetime64[s]")


def bools(frame: pd.DataFrame, name: str) -> Bools:
    """Return a column of yes and no."""
    return frame[name].to_numpy(dtype=np.bool_)


def sheet(count: int, **given: Ints | Floats | Texts | Times | Cell) -> pd.DataFrame:
    """Return `count` rows of paper: what is given, and the usual value elsewhere."""
    columns = {name: np.full(count, usual) for name, usual in PAPER.items()}
    columns |= {name: np.broadcast_to(np.asarray(value), (count,)) for name, value in given.items()}
    return pd.DataFrame(columns)


def with_paper(town: Town, rows: pd.DataFrame) -> tuple[Town, Ints]:
    """Return the town with new rows of paper, and their row numbers."""
    first = len(town.paper)
    added = np.arange(first, first + len(rows))
    rows = rows.assign(number=np.where(ints(rows, "number") < 0, added, ints(rows, "number")))
    return replace(town, paper=pd.concat([town.paper, rows], ignore_index=True)), added


def with_changes(town: Town, rows: Ints, **changes: Ints | Floats | Texts | Times | Cell) -> Town:
    """Return the town with some cells of its paper written anew."""
    paper = town.paper.copy(deep=False)
    for name, value in changes.items():
        column = paper[name].to_numpy(copy=True)
        column = column.astype("datetime64[s]") if column.dtype.kind == "M" else column
        column[rows] = value
        paper[name] = column
    return replace(town, paper=paper)


def with_innocent(town: Town, why: str, rows: Ints) -> Town:
    """Return the town with these rows of paper noted as looking like fraud for an innocent reason."""
    return replace(town, innocent=(*town.innocent, pd.DataFrame({"row": rows, "why": why})))


def new_devices(town: Town, count: int) -> tuple[Town, Ints]:
    """Return the town with handsets nobody had before, and their numbers."""
    return replace(town, devices=town.devices + count), np.arange(town.devices, town.devices + count)


def rows_of(town: Town, kind: str, people: Ints | None = None) -> Ints:
    """Return the rows of one kind that are in ordinary hands, of some people or of all."""
    paper = town.paper
    kept = (ints(paper, "taker") < 0) | (ints(paper, "taker") == ints(paper, "user"))
    keep = (texts(paper, "kind") == kind) & (ints(paper, "ring") < 0) & kept
    if people is not None:
        keep &= np.isin(ints(paper, "user"), people)
    return np.flatnonzero(keep)


def first_row_of(town: Town, kind: str) -> Ints:
    """Return for each person the first row of a kind in that person's own hands, or -1."""
    rows = rows_of(town, kind)
    found = np.full(len(town.people), -1, dtype=np.int64)
    users = ints(town.paper, "user")[rows[::-1]]
    found[users[users >= 0]] = rows[::-1][users >= 0]
    return found


def pick(town: Town, rng: np.random.Generator, fit: Bools, count: int, job: str) -> tuple[Town, Ints]:
    """Return the town with a job given to so many fit people; those with a job already come last and keep it."""
    free = texts(town.people, "job") == ""
    order = rng.permutation(np.flatnonzero(fit))
    chosen = order[np.argsort(~free[order], kind="stable")][:count]
    jobs = town.people["job"].to_numpy(copy=True)
    jobs[chosen[free[chosen]]] = job
    return replace(town, people=town.people.assign(job=jobs)), chosen


def adults(town: Town) -> Bools:
    """Return who lives in the city, is of working age and is no student."""
    age = floats(town.people, "age")
    return bools(town.people, "local") & (age >= 19) & (age < 61) & (ints(town.people, "school") < 0)


def with_ties(town: Town, one: Ints, other: Ints, rate: Floats, between: tuple[Times, Times]) -> Town:
    """Return the town with pairs of phone rows that call each other so often between two times."""
    columns = {"one": one, "other": other, "rate": rate, "start": between[0], "stop": between[1]}
    shaped = {name: np.broadcast_to(value, one.shape) for name, value in columns.items()}
    return replace(town, ties=(*town.ties, pd.DataFrame(shaped)))
