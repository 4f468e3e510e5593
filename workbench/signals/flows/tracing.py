"""Following one payment from card to card, first in, first out, with the least and the most that could be of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

RULE = "first in, first out"
STEP_COLUMNS = ("row", "hop", "fen", "low", "high", "wait")
LEFT_COLUMNS = ("card", "hop", "fen", "low", "high")
Piece = tuple[int, int]
"""Fen, and when the money came to the card where it is of the payment that is followed; -1 where it is not."""
OTHER = -1


@dataclass(frozen=True, slots=True)
class Followed:
    """Where a payment went.

    `steps`: row (of the payments asked of), hop (1 is the payment itself), fen (of it by the rule), low and high (the
    least and the most that could be of it, whatever money is taken to leave a card first), wait (seconds the money lay
    on the card before). `left`: card, hop, fen, low, high of what did not leave again. The fen of the first payment
    are those left, to the last one; at every card what came is what went and what is left.
    """

    steps: pd.DataFrame
    left: pd.DataFrame


@dataclass(slots=True)
class _Account:
    """A card that the money reached: what lies on it, oldest first, and how much of that is followed.

    At the least: what is followed leaves first; at the most: everything else leaves first.
    """

    hop: int
    came: int
    balance: int
    low: int = 0
    high: int = 0
    lying: deque[Piece] = field(default_factory=deque)

    def take(self, fen: int) -> tuple[list[Piece], int, int]:
        """What leaves with a payment: pieces, and the least and the most of it that is followed."""
        low, high = max(0, fen - (self.balance - self.low)), min(fen, self.high)
        self.high -= max(0, fen - (self.balance - self.high))
        self.low -= min(self.low, fen)
        self.balance -= fen
        pieces: list[Piece] = []
        while fen:
            have, mark = self.lying.popleft()
            part = min(have, fen)
            pieces.append((part, mark))
            fen -= part
            if part < have:
                self.lying.appendleft((have - part, mark))
        return pieces, low, high

    def put(self, pieces: Iterable[Piece], low: int, high: int) -> None:
        """What comes with a payment lies behind what lies there."""
        for piece in pieces:
            self.lying.append(piece)
            self.balance += piece[0]
        self.low, self.high = self.low + low, self.high + high


def follow(payments: pd.DataFrame, first: int, stops: frozenset[int] = frozenset()) -> Followed:
    """Give where the payment in row `first` went.

    `payments` are start, end, at (seconds) and fen, in order of time, none to oneself: all that is known of every
    card that is to be followed through; what other cards do is not looked at. Through a card in `stops` nothing is
    followed. A card is taken to have had, before its first payment, just as much as it needed for its payments.
    """
    # A loop over rows: of the few cards that one payment reached, not of the evidence.
    rows = list(payments[["start", "end", "at", "fen"]].itertuples(index=False, name=None))
    ahead, reached = _ahead(payments), dict[int, _Account]()
    steps: list[tuple[int, int, int, int, int, int]] = []
    for row, (start, end, at, fen) in enumerate(rows[first:], first):
        account = None if start in stops else reached.get(start)
        if row == first:
            pieces, low, high, hop = [(fen, at)], fen, fen, 1
        elif account:
            (pieces, low, high), hop = account.take(fen), account.hop + 1
        else:
            pieces, low, high, hop = [(fen, OTHER)], 0, 0, 0
        if high:
            part, since = _marked(pieces, account.came if account else at)
            steps.append((row, hop, part, low, high, at - since))
            reached.setdefault(end, _opened(hop, at, int(ahead[row])))
        if end in reached:
            reached[end].put([(piece, at if mark != OTHER else OTHER) for piece, mark in pieces], low, high)
    left = [(card, one.hop, _marked(one.lying, 0)[0], one.low, one.high) for card, one in reached.items()]
    return Followed(_frame(steps, STEP_COLUMNS), _frame(left, LEFT_COLUMNS))


def _marked(pieces: Iterable[Piece], came: int) -> tuple[int, int]:
    """How much of the pieces is of the payment followed, and since when the oldest of it lay there."""
    marked = [(part, mark) for part, mark in pieces if mark != OTHER]
    return sum(part for part, _ in marked), min((mark for _, mark in marked), default=came)


def _opened(hop: int, at: int, ahead: int) -> _Account:
    return _Account(hop, at, ahead, lying=deque([(ahead, OTHER)] if ahead else []))


def _frame(rows: Sequence[tuple[int, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).astype("int64")


def _ahead(payments: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """What lies on the payee's card before each payment, if it began with just as much as it needed."""
    count = len(payments)
    card = np.concatenate([payments["start"].to_numpy(), payments["end"].to_numpy()])
    change = np.concatenate([-payments["fen"].to_numpy(), payments["fen"].to_numpy()])
    row = np.tile(np.arange(count), 2)
    order = np.lexsort((row, card))
    frame = pd.DataFrame({"card": card[order], "change": change[order], "row": row[order], "comes": order >= count})
    frame["after"] = frame.groupby("card")["change"].cumsum()
    least = frame.groupby("card")["after"].transform("min").clip(upper=0)
    frame["ahead"] = frame["after"] - frame["change"] - least
    came = frame[frame["comes"]].sort_values("row")
    return came["ahead"].to_numpy(dtype=np.int64)
