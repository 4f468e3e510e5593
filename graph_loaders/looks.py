"""What the values of a column look like: the kinds of value that no other is taken for."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow.compute as pc

from graph_loaders import clean
from graph_loaders.clean.spelling import tidy
from workbench.model import Array, Clean, Column

FEWEST = 3
SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Look:
    """What values look like, and the cleaning that takes them and nothing else."""

    name: str
    clean: Clean


_LOOKS = (
    Look("phones", clean.phone),
    Look("cards", clean.card),
    Look("cards or wallets", clean.party),
    Look("identities", clean.identity),
    Look("times", clean.time),
    Look("addresses of the network", clean.ip),
)


def look_of(column: Column) -> Look | None:
    """The look of the values that the column holds; None where they may look like anything."""
    return next((look for look in _LOOKS if look.clean is column.clean), None)


def looks_like(look: Look, texts: Array) -> bool:
    """Whether nearly all values are of that look, in three rows at least."""
    said = tidy(texts).drop_null()
    if len(said) < FEWEST:
        return False
    cleaned = look.clean(said, None)
    return bool(pc.sum(pc.is_valid(cleaned.values)).as_py() >= SHARE * len(said))
