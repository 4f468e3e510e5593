"""The loops: payments by card, money passed on newest first, and walks that come back to where they began."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from workbench.signals.flows.compiled import compiled
from workbench.signals.snapshot import Codes

Moves = npt.NDArray[np.int32] | Codes
"""A payment a row: to whom, when and where it goes on, side by side, since walks read them out of order."""
END, AT, ON = 0, 1, 2
Payers = tuple[Codes, Codes]
"""Where each card's payers begin, and who they are, by whom they pay."""
Rows = tuple[Codes, Codes, Moves, Codes, Payers]
Walk = tuple[Codes, Codes, Codes, Codes, npt.NDArray[np.int32]]
"""Room that every walk uses again: payments on the path, where it goes on and where it ends at each depth, how many
circles were found, and for each card the last one that it was marked as a payer of."""


@compiled
def by_card(card: Codes, size: int) -> tuple[Codes, Codes]:
    """Give where each card's rows begin (size + 1 places), and all rows by card, in their own order within a card."""
    begins = np.zeros(size + 1, dtype=np.int64)
    for one in card:
        begins[one + 1] += 1
    for place in range(size):
        begins[place + 1] += begins[place]
    order = np.empty(card.size, dtype=np.int64)
    free = begins[:-1].copy()
    for row in range(card.size):
        order[free[card[row]]] = row
        free[card[row]] += 1
    return begins, order


@compiled
def newest_first(card: Codes, comes: Codes, at: Codes, fen: Codes, within: int) -> tuple[Codes, Codes, Codes]:
    """Give pieces (incoming row, outgoing row, fen): each payment out is fed by the newest money in that is left.

    Rows are by card and then by time, what comes in (1) before what goes out (0) at the same moment. Money older
    than `within` feeds nothing.
    """
    into, out, sums = np.empty_like(card), np.empty_like(card), np.empty_like(card)
    stack, left = np.empty_like(card), np.empty_like(card)
    top = found = 0
    for row in range(card.size):
        if row and card[row] != card[row - 1]:
            top = 0
        if comes[row]:
            stack[top], left[top] = row, fen[row]
            top += fen[row] > 0
            continue
        need = fen[row]
        while need > 0 and top > 0 and at[row] - at[stack[top - 1]] <= within:
            piece = min(need, left[top - 1])
            into[found], out[found], sums[found] = stack[top - 1], row, piece
            found += 1
            need -= piece
            left[top - 1] -= piece
            if left[top - 1] == 0:
                top -= 1
    return into[:found], out[:found], sums[:found]


@compiled
def onward(begins: Codes, start: Codes, end: Codes, at: Codes) -> Codes:
    """Give for each payment the first place, by who pays, of what its payee pays not before it; rows in order of time.

    `begins` says where each card's payments begin there.
    """
    free, after, row = begins[:-1].copy(), np.empty_like(start), 0
    while row < start.size:
        until = row
        while until < start.size and at[until] == at[row]:
            after[until] = free[end[until]]
            until += 1
        for one in start[row:until]:
            free[one] += 1
        row = until
    return after


@compiled
def _met(moves: Moves, path: Codes, depth: int, card: int) -> bool:
    """Whether the walk has been at the card."""
    for place in range(depth):  # noqa: SIM110 - no generators in machine code
        if moves[path[place], END] == card:
            return True
    return False


@compiled
def _begins(moves: Moves, path: Codes, depth: int, last: int) -> bool:
    """Whether a circle is told from its first payment; where all are of one moment, from the first in order."""
    if moves[last, AT] > moves[path[0], AT]:
        return True
    return bool(last > path[0]) and bool(np.all(path[1:depth] > path[0]))


@compiled
def _kept(found: Codes, path: Codes, count: int, depth: int, last: int) -> Codes:
    """The circles found with one more; twice the room where it is full."""
    if count == found.shape[0]:
        wider = np.full((2 * count, found.shape[1]), -1, dtype=np.int64)
        wider[:count] = found
        found = wider
    found[count, :depth] = path[:depth]
    found[count, depth] = last
    return found


@compiled
def _around(rows: Rows, first: int, found: Codes, walk: Walk, rule: Codes) -> tuple[Codes, int]:
    """Adds the circles that begin with one payment; gives those found, and 1 where the walk was cut short."""
    begins, start, moves, fen, _ = rows
    path, ahead, behind, count, pays = walk
    hops, most, until, card = found.shape[1], rule[4], moves[first, AT] + rule[1], start[first]
    path[0], depth, steps, one = first, 1, 0, moves[first, END]
    ahead[1], behind[1] = moves[first, ON], begins[one + 1]
    while depth > 0 and steps < most:
        last, row = path[depth - 1], ahead[depth]
        if row >= behind[depth] or moves[row, AT] > until:
            depth -= 1
            continue
        ahead[depth], steps, one = row + 1, steps + 1, moves[row, END]
        # The last step leads to the first card, and the one before to who pays it.
        if one != card and (depth + 1 == hops or (depth + 2 == hops and pays[one] != card)):
            continue
        if 100 * fen[row] < rule[2] * fen[last] or 100 * fen[row] > rule[3] * fen[last]:
            continue
        if one == card:
            if depth + 1 >= rule[0] and _begins(moves, path, depth, row):
                found = _kept(found, path, count[0], depth, row)
                count[0] += 1
        elif not _met(moves, path, depth, one):
            path[depth], depth = row, depth + 1
            ahead[depth], behind[depth] = moves[row, ON], begins[one + 1]
    return found, 1 if steps >= most else 0


@compiled
def circles(rows: Rows, hops: int, rule: Codes, among: tuple[int, int]) -> tuple[Codes, int]:
    """Give all circles that begin with payments from one to before another, and how many walks were cut short.

    A circle is a row of places in `rows`, -1 behind the last. `rows` are, by who pays and then by time: where each
    card's payments begin, who pays, to whom, when and where that goes on, how much; and every card's payers. `rule` is
    least hops, longest time, least and greatest share of the sum before (per cent), most steps a walk.
    """
    begins, start, moves, _, (first_payer, payer) = rows
    found, cut, room = np.full((64, hops), -1, dtype=np.int64), 0, np.zeros((3, hops + 1), dtype=np.int64)
    pays = np.full(begins.size - 1, -1, dtype=np.int32)
    walk = room[0], room[1], room[2], np.zeros(1, dtype=np.int64), pays
    for first in range(among[0], among[1]):
        card = start[first]
        if first == among[0] or start[first - 1] != card:
            pays[payer[first_payer[card] : first_payer[card + 1]]] = card
        if begins[moves[first, END]] < begins[moves[first, END] + 1]:
            found, short = _around(rows, first, found, walk, rule)
            cut += short
    return found[: walk[3][0]], cut
