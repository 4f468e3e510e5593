"""Odds: facts of contact added up to how likely a person is being worked on, and how urgent it is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.signals.exposure.limits import ExposureLimits
from workbench.signals.limits import Limits

KEYS = ["phone", "crew"]
REASONS = (
    "doubt",
    "talk",
    "text",
    "again",
    "lines",
    "wrote",
    "paid",
    "ways",
    "told",
    "crews",
    "group",
    "soon",
    "site",
    "screen",
    "familiar",
    "own",
    "reach",
)
_ABSENT = {
    "told": 0,
    "own": False,
    "crews": 1,
    "group": 0,
    "soon": 0.0,
    "site": 0.0,
    "screen": 0.0,
    "reach": 1,
}
"""What the sums of one look-up lack says nothing."""
HIGH, MEDIUM, LOW = "high", "medium", "low"
LEVELS = (HIGH, MEDIUM, LOW)
"""The most urgent first."""


def sums(facts: pd.DataFrame) -> pd.DataFrame:
    """Give the facts of contact a person and crew, index phone and crew.

    `facts` are contacts with `crew` (whoever belongs together counts as one) and `doubt`. Columns: doubt, lines,
    times, texts, seconds, redial, own, wrote, paid, told, fen, ways, crews,
    span (days), reach (of the crew: how many phones), first, last.
    """
    by = facts.assign(ways=facts["how"].where(facts["how"] != "told")).groupby(KEYS)
    frame = by.agg(
        doubt=("doubt", "max"),
        texts=("texts", "sum"),
        seconds=("seconds", "sum"),
        redial=("redial", "any"),
        own=("own", "any"),
        ways=("ways", "nunique"),
        first=("first", "min"),
        last=("last", "max"),
    )
    for how, name in (("called", "times"), ("wrote", "wrote"), ("paid", "paid"), ("told", "told")):
        frame[name] = facts[facts["how"] == how].groupby(KEYS)["times"].sum().reindex(frame.index, fill_value=0)
    # What a report says was lost was paid, in part over the cards that are known.
    lost = facts.groupby([*KEYS, "how"])["fen"].sum().groupby(KEYS).max()
    frame["fen"] = lost.reindex(frame.index, fill_value=0)
    frame["crews"] = frame.groupby(level="phone")["doubt"].transform("size")
    frame["reach"] = frame.groupby(level="crew")["doubt"].transform("size")
    lines = facts[facts["how"] == "called"].groupby(KEYS)["other"].nunique()
    frame["lines"] = lines.reindex(frame.index, fill_value=0)
    frame["span"] = (frame["last"] - frame["first"]).dt.days.fillna(0).astype("int64")
    return frame


def points(summed: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Give the points (log odds) of every reason a person and crew: index of `summed`, columns `REASONS`.

    `summed` may have what `with_visits` and `with_groups` add, and `many`, beyond which a crew reaches more people than
    it can work on (the limit's number where that is not told); where it lacks the rest it says nothing.
    """
    rule, summed = limits.exposure, _whole(summed)
    told: dict[str, object] = {
        **_contact(summed, rule),
        "told": np.where(_borne_out(summed, rule), rule.told_points, rule.told_alone_points) * (summed["told"] > 0),
        "group": rule.group_points * (summed["group"] > 0),
        "soon": (rule.soon_share * summed["soon"]).clip(0, rule.soon_most),
        "site": np.interp(summed["site"], rule.site_lifts, rule.site_points),
        "screen": (rule.screen_share * summed["screen"]).clip(0, rule.screen_most),
        "familiar": np.interp(summed["span"], rule.familiar_spans, rule.familiar_points),
        "own": rule.own_points * summed["own"],
        "reach": -np.log(summed["reach"] / summed.get("many", rule.reach)).clip(0),
    }
    return pd.DataFrame(told, index=summed.index, columns=list(REASONS)).astype("float64")


def _borne_out(summed: pd.DataFrame, rule: ExposureLimits) -> pd.Series:
    """Whether more than one report speaks against the other side: as much at least as lets a line be looked at."""
    return summed["doubt"] >= 1 - (1 - rule.doubt_report) * (1 - rule.least_doubt)


def _contact(summed: pd.DataFrame, rule: ExposureLimits) -> dict[str, object]:
    """The points of what was said, written and paid, and by how many."""
    doubt = summed["doubt"].clip(1 - rule.doubt_most, rule.doubt_most)
    much = (summed["paid"] > 0) & (summed["fen"] >= rule.pay_much)
    return {
        "doubt": rule.doubt_points * np.log(doubt / (1 - doubt)),
        "talk": np.interp(summed["seconds"], rule.talk_seconds, rule.talk_points),
        "text": rule.text_points * ((summed["texts"] > 0) & (summed["seconds"] == 0)),
        "again": rule.again_points * (summed["times"] > 1),
        "lines": rule.line_points * (summed["lines"].clip(1, rule.lines_most) - 1),
        "wrote": rule.wrote_points * (summed["wrote"] > 0)
        + rule.wrote_more_points * (summed["wrote"] >= rule.wrote_more),
        "paid": rule.pay_points * (summed["paid"] > 0) + rule.pay_much_points * much,
        "ways": rule.ways_points * (summed["ways"] > 1),
        "crews": rule.crew_points * (summed["crews"].clip(1, rule.crews_most) - 1),
    }


def _whole(summed: pd.DataFrame) -> pd.DataFrame:
    return summed.assign(**{name: value for name, value in _ABSENT.items() if name not in summed})


def levels(summed: pd.DataFrame, score: pd.Series, limits: Limits) -> pd.Series:
    """Give how urgent each is: high, medium or low, aligned with `summed`; only who is in danger three to one is high.

    High: money moved, a visit to a screen-sharing app or a site of the crew's, half an hour of talk, or a call back
    within a day; medium: a minute of talk, two contacts, or a report of one's own; low: the rest.
    """
    rule, summed = limits.exposure, _whole(summed)
    seen = (summed["site"] >= rule.site_sure) | (summed["screen"] > 0) | (summed["soon"] >= rule.soon_sure)
    worked = (summed["fen"] > 0) | (summed["seconds"] >= rule.high_seconds) | summed["redial"] | seen
    high = (score >= rule.high_score) & worked
    contacts = summed["times"] + summed["wrote"] + 2 * summed["told"]
    medium = (summed["seconds"] >= rule.medium_seconds) | (contacts >= rule.medium_times)
    return pd.Series(np.select([high, medium], [HIGH, MEDIUM], LOW), index=summed.index)


def step(summed: pd.DataFrame, level: pd.Series) -> pd.Series:
    """Give the next step for each: visit where money moves already, call where it may any hour, else SMS.

    Who reported it knows already: a call asks what else there was.
    """
    visit = (level == HIGH) & (summed["paid"] > 0) & (summed.get("told", 0) == 0)
    return pd.Series(np.select([visit, level != LOW], ["visit", "call"], "sms"), index=summed.index)
