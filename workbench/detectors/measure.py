"""Measuring: what was found against the truth of a made-up city, or of people's decisions written the same way."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from workbench.detectors.figures import adjusted_mutual_information, average_precision
from workbench.detectors.groups import by_group
from workbench.detectors.lookalikes import flagged, look_alikes
from workbench.detectors.overall import overall
from workbench.detectors.truth import NO_FRAUD, Truth, false_alarms, fraud_in, pairs, share, wanted_by
from workbench.errors import UsedWrongly
from workbench.model import Findings

DEPTHS = (100, 500)
Measure = Callable[[Findings, pd.DataFrame, pd.DataFrame | None], dict[str, object]]
"""What is found, what the truth wants and who is innocent in; figures out."""


def evaluate(
    found: dict[str, Findings],
    truth: Truth,
    ranked: Mapping[str, pd.DataFrame] | None = None,
    there: Mapping[str, int] | None = None,
) -> dict[str, object]:
    """Give figures by detector, as plain values for JSON, and of what else a run has `ranked`: risk and outlets.

    With `there`, the number of entities of each kind (its word), every sort of innocents is held against all of them.

    `truth` is a folder with `stolen_identity.csv` (kind, key, how), `rings.csv` (ring, kind, key, part),
    `money.csv` (pattern, id, card), `callers.csv` (phone, how), `switches.csv` (old, new), `exposure.csv` (phone,
    fraud_type), `innocent.csv` (kind, key, why), `people.csv` (identity, age, migrant, province) and `supply.csv`
    (kind, key, why); a file that is not there leaves its figures out.
    """
    innocent = truth.table("innocent", ["kind", "key", "why"])
    measured: dict[str, dict[str, object]] = {}
    for name, (file, columns, measure) in _MEASURES.items():
        wanted = truth.table(file, columns)
        if name in found and wanted is not None:
            measured[name] = measure(found[name], wanted, innocent)
    _some(measured, truth)
    if "stolen_identity" in measured:
        measured["stolen_identity"] |= _by_group(found["stolen_identity"], truth)
    if there is not None and innocent is not None:
        for name, figures in measured.items():
            first = flagged(name, found[name], int(str(figures["wanted"])))
            figures["look_alikes"] = look_alikes(first, innocent, fraud_in(truth) | wanted_by(name, truth), there)
    return {**measured, **overall(ranked or {}, truth, innocent)}


def _some(measured: Mapping[str, object], truth: Truth) -> None:
    if not measured:
        raise UsedWrongly(
            f"{truth.folder.name} holds no truth to measure by; it needs rings.csv or stolen_identity.csv"
        )


def _by_group(one: Findings, truth: Truth) -> dict[str, object]:
    """Precision by groups of people, where the truth says who is in which."""
    people = truth.table("people", ["identity", "age", "migrant", "province"])
    stolen = truth.table("stolen_identity", ["kind", "key"])
    return {} if people is None or stolen is None else {"precision_by": by_group(_on_paper(one, stolen), people)}


def _stolen(one: Findings, wanted: pd.DataFrame, innocent: pd.DataFrame | None) -> dict[str, object]:
    rows = _ranked(one)
    how = wanted.drop_duplicates(["kind", "key"]).set_index(["kind", "key"])["how"]
    truly = how.reindex(pd.MultiIndex.from_frame(rows[["kind", "key"]])).to_numpy()
    hits = pd.notna(truly)
    right = [said == true for said, true, hit in zip(rows["part"], truly, hits, strict=True) if hit]
    return {
        "wanted": len(how),
        "found": len(rows),
        "right": int(hits.sum()),
        "average_precision": round(average_precision(hits.tolist(), len(how)), 4),
        "precision_at": {str(k): share(hits[:k].tolist()) for k in DEPTHS},
        "recall_by_how": {
            str(each): share(pd.Series(part.index.isin(pairs(rows))).tolist()) for each, part in how.groupby(how)
        },
        "how_right": share(right),
        "precision_by_birth_decade": _by_decade(one, rows.assign(hit=hits)),
        "false_alarms": false_alarms(rows[~hits], innocent),
    }


def _on_paper(one: Findings, wanted: pd.DataFrame) -> pd.DataFrame:
    """The cards found, whose paper each is in, and whether it is so."""
    rows = _ranked(one)
    paper = one.members[one.members["part"] == "paper"].drop_duplicates("finding").set_index("finding")["key"]
    hits = pd.Series(pairs(rows)).isin(pairs(wanted)).to_numpy(dtype=bool)
    return rows[["kind", "key"]].assign(identity=rows["finding"].map(paper), hit=hits)


def _rings(one: Findings, wanted: pd.DataFrame, innocent: pd.DataFrame | None) -> dict[str, object]:
    rows = _ranked(one)
    both = rows.merge(wanted.drop_duplicates(["kind", "key"]), on=["kind", "key"])
    sizes = wanted.groupby("ring").size()
    first = both[both["rank"] <= 2 * len(sizes)]
    best = first.groupby(["ring", "finding"]).size().groupby(level="ring").max().reindex(sizes.index, fill_value=0)
    known = pd.Series(list(pairs(rows))).isin(list(pairs(wanted)))
    return {
        "wanted": len(sizes),
        "found": len(one.findings),
        "recall": share((best >= sizes / 2).tolist()),
        "member_precision": share(known[(rows["rank"] <= len(sizes)).to_numpy()].tolist()),
        "adjusted_mutual_information": round(
            adjusted_mutual_information(both["ring"].tolist(), both["finding"].tolist()), 4
        ),
        "false_alarms": false_alarms(rows[~known.to_numpy()], innocent),
    }


def _exposure(one: Findings, wanted: pd.DataFrame, innocent: pd.DataFrame | None) -> dict[str, object]:
    rows = one.members[one.members["part"] != "line"].merge(one.findings[["finding", "rank"]], on="finding")
    rows = rows.sort_values(["rank", "key"], ignore_index=True)
    kinds = wanted.drop_duplicates("phone").set_index("phone")["fraud_type"]
    truly = kinds.reindex(rows["key"]).to_numpy()
    hits = pd.notna(truly)
    said = rows["finding"].map(one.mark("fraud_type")).to_numpy()
    return {
        "wanted": len(kinds),
        "found": len(rows),
        "average_precision": round(average_precision(hits.tolist(), len(kinds)), 4),
        "precision": share(hits.tolist()),
        "precision_by_level": {str(each): share(hits[part.index].tolist()) for each, part in rows.groupby("part")},
        "recall": share(kinds.index.isin(rows["key"]).tolist()),
        "type_right": share((said == truly)[hits].tolist()),
        "false_alarms": false_alarms(rows[~hits], innocent),
    }


def _money(one: Findings, wanted: pd.DataFrame, innocent: pd.DataFrame | None) -> dict[str, object]:
    rows = _ranked(one).drop_duplicates("key", ignore_index=True)
    hits = rows["key"].isin(wanted["card"]).to_numpy()
    shapes = wanted.assign(found=wanted["card"].isin(rows["key"])).groupby(["pattern", "id"])["found"].mean() >= 0.5
    cards = wanted["card"].nunique()
    return {
        "wanted": cards,
        "found": len(rows),
        "right": int(hits.sum()),
        "average_precision": round(average_precision(hits.tolist(), cards), 4),
        "precision_at": {str(k): share(hits[:k].tolist()) for k in DEPTHS},
        "recall": share(pd.Series(wanted["card"].unique()).isin(rows["key"]).tolist()),
        "recall_by_pattern": {str(name): share(each.tolist()) for name, each in shapes.groupby(level="pattern")},
        "false_alarms": false_alarms(rows[~hits], innocent),
    }


def _calls(one: Findings, wanted: pd.DataFrame, innocent: pd.DataFrame | None) -> dict[str, object]:
    """Callers of any profile but nuisance, which is no fraud, against those that the truth gives any."""
    rows = _ranked(one)
    profile = rows["finding"].map(one.mark("profile"))
    rows = rows[(rows["part"] == "caller") & (profile != "nuisance")].reset_index(drop=True)
    fraud = wanted[~wanted["how"].isin(NO_FRAUD)]
    hits = rows["key"].isin(fraud["phone"]).to_numpy()
    phones = fraud["phone"].nunique()
    return {
        "wanted": phones,
        "found": len(rows),
        "average_precision": round(average_precision(hits.tolist(), phones), 4),
        "precision": share(hits.tolist()),
        "recall": share(pd.Series(fraud["phone"].unique()).isin(rows["key"]).tolist()),
        "recall_by_how": {
            str(how): share(each.isin(one.members["key"]).tolist()) for how, each in wanted.groupby("how")["phone"]
        },
        "false_alarms": false_alarms(rows[~hits], innocent),
    }


def _switches(one: Findings, wanted: pd.DataFrame, innocent: pd.DataFrame | None) -> dict[str, object]:
    ends = [one.members[one.members["part"] == part].set_index("finding")["key"] for part in ("old", "new")]
    rows = one.findings.sort_values("rank", ignore_index=True)
    found = list(zip(*(rows["finding"].map(end) for end in ends), strict=True))
    true = set(zip(wanted["old"], wanted["new"], strict=True))
    known, hits = set(found), [pair in true for pair in found]
    wrong = pd.DataFrame({"kind": "phone", "key": [new for (_, new), hit in zip(found, hits, strict=True) if not hit]})
    return {
        "wanted": len(true),
        "found": len(found),
        "average_precision": round(average_precision(hits, len(true)), 4),
        "precision": share(hits),
        "recall": share([pair in known for pair in sorted(true)]),
        "false_alarms": false_alarms(wrong, innocent),
    }


def _ranked(one: Findings) -> pd.DataFrame:
    """The members that are cards, by rank; paper and hubs are what the cards have in common."""
    rows = one.members[~one.members["part"].isin(("paper", "hub"))].merge(
        one.findings[["finding", "rank"]], on="finding"
    )
    return rows.sort_values(["rank", "kind", "key"], ignore_index=True)


def _by_decade(one: Findings, rows: pd.DataFrame) -> dict[str, object]:
    """Precision by the decade in which the person on the paper was born, where the identity tells."""
    paper = one.members[one.members["part"] == "paper"].drop_duplicates("finding").set_index("finding")["key"]
    decade = rows["finding"].map(paper).astype("str").str.extract(r"^\d{6}(\d{3})\d{8}[\dX]$")
    return {f"{each}0s": share(part["hit"].tolist()) for each, part in rows.groupby(decade[0])}


_MEASURES: dict[str, tuple[str, list[str], Measure]] = {
    "rings": ("rings", ["ring", "kind", "key"], _rings),
    "stolen_identity": ("stolen_identity", ["kind", "key", "how"], _stolen),
    "money": ("money", ["pattern", "id", "card"], _money),
    "calls": ("callers", ["phone", "how"], _calls),
    "switches": ("switches", ["old", "new"], _switches),
    "exposure": ("exposure", ["phone", "fraud_type"], _exposure),
}
