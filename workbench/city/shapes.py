"""Shapes that money makes: who of a handful of cards pays whom, how long after the start and which part of the sum."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.city.values import Bools, Floats, Ints, Texts, Times


@dataclass(frozen=True)
class Steps:
    """The payments of many operations: operation, slots of payer and payee, hours after the start, part of the sum."""

    op: Ints
    payer: Ints
    payee: Ints
    hour: Floats
    share: Floats


def spread(width: Ints) -> tuple[Ints, Ints]:
    """Return for operations so wide the operation of each of their places, and the place in it from nought."""
    op = np.repeat(np.arange(width.size), width)
    return op, np.arange(op.size) - np.repeat(np.cumsum(width) - width, width)


def both(one: Steps, other: Steps) -> Steps:
    """Return the payments of one after the other, of the same operations."""
    columns = zip(vars(one).values(), vars(other).values(), strict=True)
    return Steps(*(np.concatenate(pair) for pair in columns))


def within_days(rng: np.random.Generator, burst: Ints) -> Floats:
    """Return hours after a morning, by day, on any of so many days."""
    return 24.0 * np.floor(rng.random(burst.size) * burst) + rng.uniform(0, 9.5, burst.size)


def later(rng: np.random.Generator, op: Ints, stage: Ints, lag: Floats) -> Floats:
    """Return hours of the stages of each operation: each after the one before, `lag` days apart, all by day."""
    hours: Floats = 24.0 * np.floor(stage * lag[op]) + 2.0 * stage + rng.uniform(0, 1.6, op.size)
    return hours


def portions(rng: np.random.Generator, op: Ints) -> Floats:
    """Return parts that add up to one in each operation."""
    cut = rng.uniform(0.5, 1.5, op.size)
    whole: Floats = cut / np.bincount(op, cut)[op]
    return whole


def fan_in(rng: np.random.Generator, width: Ints, burst: Ints) -> Steps:
    """Return slots from one on each paying slot nought about the sum, over so many days."""
    op, place = spread(width)
    return Steps(op, place + 1, 0 * op, within_days(rng, burst[op]), rng.lognormal(0, 0.3, op.size))


def fan_out(rng: np.random.Generator, width: Ints, lag: Floats) -> Steps:
    """Return slot nought dividing the sum among the others."""
    op, place = spread(width)
    hour = later(rng, op, np.minimum(place // 3, 3), lag)
    return Steps(op, 0 * op, place + 1, hour, portions(rng, op))


def gather_scatter(rng: np.random.Generator, width: Ints, out: Ints, burst: Ints) -> Steps:
    """Return slots after the first `out` + 1 paying slot nought over days, which then divides it among those."""
    gathered = fan_in(rng, width, burst)
    op, place = spread(out)
    got = np.bincount(gathered.op, gathered.share, out.size)
    hour = 24.0 * burst[op] - 14.0 + rng.uniform(0, 3, op.size) + 24.0 * rng.integers(0, 2, out.size)[op]
    scattered = Steps(op, 0 * op, place + 1, hour, portions(rng, op) * got[op] * rng.uniform(0.8, 0.99, out.size)[op])
    return both(Steps(gathered.op, gathered.payer + out[gathered.op], gathered.payee, *timed(gathered)), scattered)


def timed(steps: Steps) -> tuple[Floats, Floats]:
    """Return the hours and parts of payments."""
    return steps.hour, steps.share


def scatter_gather(rng: np.random.Generator, width: Ints, lag: Floats) -> Steps:
    """Return slot nought dividing the sum among middles, from slot two on, which pass it to slot one."""
    op, place = spread(width)
    share = portions(rng, op)
    forth = Steps(op, 0 * op, place + 2, later(rng, op, 0 * op, lag), share)
    passed = later(rng, op, 1 + place % 2, lag)
    return both(forth, Steps(op, place + 2, 0 * op + 1, passed, share * rng.uniform(0.9, 1.0, op.size)))


def cycle(rng: np.random.Generator, width: Ints, lag: Floats) -> Steps:
    """Return each slot paying the next and the last paying the first, a little less every time."""
    op, place = spread(width)
    kept = 1 - rng.uniform(0.01, 0.06, width.size)[op] * place
    return Steps(op, place, (place + 1) % width[op], later(rng, op, place, lag), kept)


def chain(rng: np.random.Generator, width: Ints, lag: Floats) -> Steps:
    """Return each slot paying the next, a little less every time."""
    op, place = spread(width - 1)
    kept = 1 - rng.uniform(0.01, 0.08, width.size)[op] * place
    return Steps(op, place, place + 1, later(rng, op, place, lag), kept)


def bipartite(rng: np.random.Generator, payers: Ints, payees: Ints, lag: Floats) -> Steps:
    """Return each of the first slots paying each of the others."""
    op, place = spread(payers * payees)
    payer, payee = place // payees[op], payers[op] + place % payees[op]
    return Steps(op, payer, payee, later(rng, op, place % 4, lag), portions(rng, op))


def payments(steps: Steps, cast: Texts, start: Times, amount: Floats) -> pd.DataFrame:
    """Return payments with their operation: `cast` is the card in each slot of each operation, empty where none is."""
    at = start[steps.op] + (steps.hour * 3600).astype("timedelta64[s]")
    payer, payee = cast[steps.op, steps.payer], cast[steps.op, steps.payee]
    frame = pd.DataFrame({"payer": payer, "payee": payee, "at": at, "amount": amount[steps.op] * steps.share})
    frame = frame.assign(op=steps.op)
    known: Bools = (payer != "") & (payee != "") & (payer != payee)
    return frame.loc[known]
