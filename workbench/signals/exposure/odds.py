"""Odds: facts of contact added up to how likely a person is being worked on, and how urgent it is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.signals.limits import Limits

KEYS = ["phone", "crew"]
REASONS = ("doubt", "talk", "text", "again", "lines", "wrote", "paid", "ways", "familiar", "site", "screen")
HIGH, MEDIUM, LOW = "high", "medium", "low"


def sums(facts: pd.DataFrame) -> pd.DataFrame:
    """Give the facts of contact a person and crew, index phone and crew.

    `facts` are contacts with `crew` (whoever belongs together counts as one) and `doubt`. Columns: doubt, lines,
    times, texts, seconds, redial, wrote, paid, fen, ways, span (days), first, last.
    """
    by = facts.groupby(KEYS)
    frame = by.agg(
        doubt=("doubt", "max"),
        texts=("texts", "sum"),
        seconds=("seconds", "sum"),
        redial=("redial", "any"),
        fen=("fen", "sum"),
        ways=("how", "nunique"),
        first=("first", "min"),
        last=("last", "max"),
    )
    for how, name, column in (("called", "times", "times"), ("wrote", "wrote", "times"), ("paid", "paid", "times")):
        frame[name] = facts[facts["how"] == how].groupby(KEYS)[column].sum().reindex(frame.index, fill_value=0)
    lines = facts[facts["how"] == "called"].groupby(KEYS)["other"].nunique()
    frame["lines"] = lines.reindex(frame.index, fill_value=0)
    frame["span"] = (frame["last"] - frame["first"]).dt.days.fillna(0).astype("int64")
    return frame


def points(summed: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Give the points (log odds) of every reason a person and crew: index of `summed`, columns `REASONS`.

    `summed` may have `site` (log lift of a site the crew's contacts share) and `screen` (True: visited an app by
    which others see one's screen); where it lacks them they say nothing.
    """
    doubt = summed["doubt"].clip(1 - limits.doubt_most, limits.doubt_most)
    site = summed["site"] if "site" in summed else pd.Series(0.0, index=summed.index)
    screen = summed["screen"] if "screen" in summed else pd.Series(data=False, index=summed.index)
    told = {
        "doubt": limits.doubt_points * np.log(doubt / (1 - doubt)),
        "talk": np.interp(summed["seconds"], limits.talk_seconds, limits.talk_points),
        "text": limits.text_points * ((summed["texts"] > 0) & (summed["seconds"] == 0)),
        "again": limits.again_points * (summed["times"] > 1),
        "lines": limits.line_points * (summed["lines"].clip(1, limits.lines_most) - 1),
        "wrote": limits.wrote_points * (summed["wrote"] > 0)
        + limits.wrote_more_points * (summed["wrote"] >= limits.wrote_more),
        "paid": limits.pay_points * (summed["paid"] > 0) + limits.pay_much_points * (summed["fen"] >= limits.pay_much),
        "ways": limits.ways_points * (summed["ways"] > 1),
        "familiar": limits.familiar_points * (summed["span"] >= limits.familiar_span),
        "site": limits.site_points * site.clip(0, limits.site_most),
        "screen": limits.screen_points * screen,
    }
    return pd.DataFrame(told, index=summed.index, columns=list(REASONS)).astype("float64")


def levels(summed: pd.DataFrame, score: pd.Series, limits: Limits) -> pd.Series:
    """Give how urgent each is: high, medium or low, aligned with `summed`; only who is in danger three to one is high.

    High: money moved, a visit to a screen-sharing app or the crew's site, half an hour of talk, or a call back within
    a day; medium: a minute of talk, or two contacts; low: the rest.
    """
    site = summed["site"] >= limits.site_sure if "site" in summed else False
    screen = summed.get("screen", False)
    sure = score >= limits.high_score
    high = sure & ((summed["paid"] > 0) | (summed["seconds"] >= limits.high_seconds) | summed["redial"] | site | screen)
    contacts = summed["times"] + summed["wrote"]
    medium = (summed["seconds"] >= limits.medium_seconds) | (contacts >= limits.medium_times)
    return pd.Series(np.select([high, medium], [HIGH, MEDIUM], LOW), index=summed.index)


def step(summed: pd.DataFrame, level: pd.Series) -> pd.Series:
    """Give the next step for each: visit where money moves already, call where it may any hour, else SMS."""
    visit = (level == HIGH) & (summed["paid"] > 0)
    return pd.Series(np.select([visit, level != LOW], ["visit", "call"], "sms"), index=summed.index)
