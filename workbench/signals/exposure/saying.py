"""Saying: points of exposure turned into sentences, what speaks against it among them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from workbench.model.finding import REASON_COLUMNS
from workbench.signals.exposure.odds import KEYS, REASONS
from workbench.signals.telling import Count

_WHY = {
    "case_number": "named in a case",
    "reported": "named in a report",
    "disputed": "disputed by its holder",
    "ring": "of a ring that was found",
    "money": "moving money of strangers",
    "paper": "opened under an identity that is likely not its user's",
}
_SAYS = {
    "doubt": "the other side is in doubt: {why}",
    "talk": "{minutes:minute} of talk with it",
    "text": "{texts:text} from it and no talk",
    "again": "{times:call}, not one",
    "lines": "{lines:line} of one group called",
    "wrote": "{wrote:message} from its accounts",
    "paid": "{paid:payment} to its cards, {yuan} yuan in all",
    "ways": "reached in {ways:way}",
    "told": "reported it: {told:report} of their own",
    "crews": "reached by {crews:group} of doubtful lines, cards or accounts",
    "group": "in a chat group with {group:doubtful account}",
    "soon": "visited a site that hardly anybody visits, within days of the first contact",
    "site": "visited a site that others in contact with the same line visit too",
    "screen": "visited an app by which others see a screen, within days of the first contact",
    "familiar": "in contact for {span:day}, as acquaintances are",
    "own": "called the line before it ever called",
    "reach": "the group reaches {reach:person}, of whom few can be worked on",
}
_COUNTED = ("lines", "texts", "times", "wrote", "paid", "told", "ways", "crews", "group", "span", "reach")
_QUERY = {"doubt": "phone/callers", "paid": "money/out"}


def sentences(found: pd.DataFrame, worth: pd.DataFrame, facts: pd.DataFrame, grounds: pd.DataFrame) -> pd.DataFrame:
    """Give reason rows of found phones: one a reason that has points, those below nought as counter-reasons.

    `found` has finding, phone, crew, kind, key, score and the sums of contact; `worth` the points by phone and crew;
    `facts` the contacts with their finding; `grounds` why each card is in doubt.
    """
    why = _why(facts, grounds)
    rows = found.set_index("finding")[[*KEYS, "kind", "key", "score"]].join(why)
    mine = worth.reindex(pd.MultiIndex.from_frame(rows[KEYS])).set_axis(rows.index)
    long = mine.reset_index().melt("finding", list(REASONS), "code", "weight")
    long = long[long["weight"].abs() > 1e-9].merge(rows.reset_index(), on="finding")
    numbers = found.set_index("finding").reindex(long["finding"]).to_dict("records")
    long["says"] = [_say(code, one, why) for code, one, why in zip(long["code"], numbers, long["why"], strict=True)]
    long = long.assign(counter=long["weight"] < 0, without=long["score"] - long["weight"])
    return long.assign(query=long["code"].map(_QUERY).fillna("explore/around"))[list(REASON_COLUMNS)]


def headline(found: pd.DataFrame) -> list[str]:
    """Give one plain sentence a found phone, without any number that names somebody."""
    return [
        f"a person likely being worked on: {_ways(one)}" + ("; money has moved" if one["paid"] else "")
        for one in found.to_dict("records")
    ]


def _ways(one: Mapping[Hashable, object]) -> str:
    calls = f"{Count(_whole(one['times'])):contact} by phone, {Count(_whole(one['seconds']) // 60):minute}"
    wrote = f"{Count(_whole(one['wrote'])):message}"
    return " and ".join(said for said, there in ((calls, one["times"]), (wrote, one["wrote"])) if there) or "payments"


def _say(code: str, one: Mapping[Hashable, object], why: str) -> str:
    counted = {name: Count(_whole(one[name])) for name in _COUNTED}
    counted["lines"] = Count(max(counted["lines"], 1))
    minutes, yuan = Count(-(-_whole(one["seconds"]) // 60)), f"{_whole(one['fen']) / 100:,.2f}"
    return _SAYS[code].format(**counted, minutes=minutes, yuan=yuan, why=why)


def _whole(value: object) -> int:
    return int(str(value))


def _why(facts: pd.DataFrame, grounds: pd.DataFrame) -> pd.Series:
    """Why the cards that reached each are in doubt, in words, index finding."""
    both = facts[["finding", "other"]].drop_duplicates().merge(grounds, left_on="other", right_on="card")
    said = both.assign(says=both["why"].map(_WHY)).sort_values(
        ["finding", "doubt", "says"], ascending=[True, False, True]
    )
    said = said.drop_duplicates(["finding", "says"])
    return said.groupby("finding", sort=True)["says"].agg(", ".join).rename("why")
