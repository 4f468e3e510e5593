"""Made-up webs of links to measure graph algorithms with, equal on every machine: keys as text, and as numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

Numbers = npt.NDArray[np.int64]
SEED = 7
AN_ENTITY = 5
"""Links that each entity begins, on the average."""
CIRCLE = 40
"""Entities that know one another."""
INSIDE, TO_HUBS, HUBS = 0.75, 0.005, 5
"""Shares of links that stay within a circle and that lead to one of a few services."""
APART = 500
"""One link in so many joins two entities that nothing else leads to."""
STEEP = 2.5
"""How unevenly links are spread: the busiest hundredth begins a sixth of them."""
DAYS = 90


def write_web(folder: Path, links: int) -> Path:
    """Links in two spellings: `keys.parquet` with start and end as text, `start.npy` and `end.npy` as numbers."""
    folder.mkdir(parents=True)
    size, dice = entities(links), np.random.default_rng(SEED)
    names, web = dice.permutation(size), size - 2 * (links // APART)
    start = _busy(web, links, dice)
    end = np.where(dice.random(links) < INSIDE, _near(start, web, dice), _busy(web, links, dice))
    end = np.where(dice.random(links) < TO_HUBS, dice.integers(0, HUBS, links), end)
    start[: links // APART], end[: links // APART] = np.arange(web, size).reshape(2, -1)
    keys = pa.array(np.char.add("+86", (13_000_000_000 + dice.choice(10**9, size, replace=False)).astype(str)))
    ends = {"start": names[start], "end": names[end]}
    pq.write_table(
        pa.table({name: keys.take(pa.array(codes)) for name, codes in ends.items()}), folder / "keys.parquet"
    )
    for name, codes in ends.items():
        np.save(folder / f"{name}.npy", codes.astype(np.int32))
    return folder


def entities(links: int) -> int:
    """How many entities a web of so many links has."""
    return max(links // AN_ENTITY, 100)


def write_transfers(file: Path, transfers: int) -> Path:
    """Payments of cards in numbers, in order of time: start, end, at (seconds) and fen; none to oneself."""
    size, dice = entities(transfers), np.random.default_rng(SEED)
    start = _busy(size, transfers, dice)
    end = np.where(dice.random(transfers) < INSIDE, _near(start, size, dice), _busy(size, transfers, dice))
    at, fen = np.sort(dice.integers(0, DAYS * 86_400, transfers)), dice.integers(100, 5_000_000, transfers)
    apart = start != end
    pq.write_table(pa.table({"start": start, "end": end, "at": at, "fen": fen}).filter(pa.array(apart)), file)
    return file


def _busy(size: int, links: int, dice: np.random.Generator) -> Numbers:
    return np.asarray(size * dice.random(links) ** STEEP, dtype=np.int64)


def _near(start: Numbers, size: int, dice: np.random.Generator) -> Numbers:
    """Somebody of the same circle; circles lie across the busy and the quiet."""
    circles = max(size // CIRCLE, 1)
    return np.asarray(np.minimum(start % circles + circles * dice.integers(0, CIRCLE, start.size), size - 1))
