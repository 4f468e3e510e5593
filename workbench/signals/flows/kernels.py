"""The loops: payments by card, money passed on newest first, and walks that come back to where they began."""

from __future__ import annotations

import numpy as np

from workbench.signals.flows.compiled import compiled
from workbench.signals.snapshot import Codes

Rows = tuple[Codes, Codes, Codes, Codes, Codes]


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
def _seek(at: Codes, low: int, high: int, moment: int) -> int:
    """The first place from low to high whose time is not before the moment."""
    while low < high:
        middle = (low + high) // 2
        if at[middle] < moment:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _met(end: Codes, path: Codes, depth: int, card: int) -> bool:
    """Whether the walk has been at the card."""
    for place in range(depth):  # noqa: SIM110 - no generators in machine code
        if end[path[place]] == card:
            return True
    return False


@compiled
def _begins(at: Codes, path: Codes, depth: int, last: int) -> bool:
    """Whether a circle is told from its first payment; where all are of one moment, from the first in order."""
    if at[last] > at[path[0]]:
        return True
    return bool(last > path[0]) and bool(np.all(path[1:depth] > path[0]))


@compiled
def _kept(found: Codes, state: Codes, depth: int, last: int) -> Codes:
    """The circles found with one more; twice the room where it is full."""
    count = state[-1]
    if count == found.shape[0]:
        wider = np.full((2 * count, found.shape[1]), -1, dtype=np.int64)
        wider[:count] = found
        found = wider
    found[count, :depth] = state[:depth]
    found[count, depth] = last
    state[-1] += 1
    return found


@compiled
def _around(rows: Rows, first: int, found: Codes, state: Codes, rule: Codes) -> tuple[Codes, int]:
    """Adds the circles that begin with one payment; gives those found, and 1 where the walk was cut short.

    `state` is room for the walk that every start uses again: payments on the path, next row at each depth, and last
    how many circles were found.
    """
    begins, start, end, at, fen = rows
    least, until, low, high, most = rule[0], at[first] + rule[1], rule[2], rule[3], rule[4]
    hops = found.shape[1]
    path, cursor = state[:hops], state[hops:-1]
    path[0], depth, steps = first, 1, 0
    cursor[1] = _seek(at, begins[end[first]], begins[end[first] + 1], at[first])
    while depth > 0 and steps < most:
        last, row = path[depth - 1], cursor[depth]
        if row >= begins[end[last] + 1] or at[row] > until:
            depth -= 1
            continue
        cursor[depth], steps = row + 1, steps + 1
        if 100 * fen[row] < low * fen[last] or 100 * fen[row] > high * fen[last]:
            continue
        if end[row] == start[first]:
            if depth + 1 >= least and _begins(at, path, depth, row):
                found = _kept(found, state, depth, row)
        elif depth + 1 < hops and not _met(end, path, depth, end[row]):
            path[depth], depth = row, depth + 1
            cursor[depth] = _seek(at, begins[end[row]], begins[end[row] + 1], at[row])
    return found, 1 if steps >= most else 0


@compiled
def circles(rows: Rows, hops: int, rule: Codes) -> tuple[Codes, int]:
    """Give all circles, one a row as places in `rows` (-1 behind the last), and how many walks were cut short.

    `rows` are where each card's payments begin, and start, end, time and fen of each, by start and then by time.
    `rule` is least hops, longest time, least and greatest share of the sum before (per cent), most steps a walk.
    """
    found, state, cut = np.full((1024, hops), -1, dtype=np.int64), np.zeros(2 * hops + 2, dtype=np.int64), 0
    begins, end = rows[0], rows[2]
    for first in range(end.size):
        if begins[end[first]] < begins[end[first] + 1]:
            found, short = _around(rows, first, found, state, rule)
            cut += short
    return found[: state[-1]], cut
