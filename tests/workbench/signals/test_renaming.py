"""A ring keeps its name from run to run, however its strongest cards change."""

from __future__ import annotations

import pandas as pd

from workbench.model import Findings, no_findings
from workbench.signals.renaming import renamed


def found(**rings: str) -> Findings:
    """Rings by name, each with a card a letter and one paper that all have in common."""
    rows = [(name, "phone", letter, "caller", 1.0) for name, cards in rings.items() for letter in cards]
    rows += [(name, "identity", "everybody", "paper", 1.0) for name in rings]
    members = pd.DataFrame(rows, columns=["finding", "kind", "key", "part", "score"])
    findings = pd.DataFrame({"finding": list(rings), "detector": "rings", "rank": range(1, len(rings) + 1)})
    reasons = pd.DataFrame({"finding": list(rings), "code": "in_ring"})
    return Findings(findings, members, reasons, no_findings().grounds)


def names(one: Findings) -> dict[str, str]:
    rows = one.members[one.members["part"] != "paper"]
    return {name: "".join(sorted(part["key"])) for name, part in rows.groupby("finding")}


def test_a_ring_that_lost_and_gained_cards_keeps_its_name() -> None:
    now = renamed(found(new="cdefxy"), found(old="abcdef"))
    assert names(now) == {"old": "cdefxy"}
    assert now.findings["finding"].tolist() == now.reasons["finding"].tolist() == ["old"]


def test_of_a_ring_that_parted_the_greater_part_keeps_the_name() -> None:
    now = renamed(found(old="ab", new="cdef"), found(old="abcdef"))
    assert names(now)["old"] == "cdef"
    assert len(names(now)) == 2


def test_of_two_that_became_one_the_greater_gives_the_name() -> None:
    assert names(renamed(found(new="abcdefg"), found(small="abc", great="defg"))) == {"great": "abcdefg"}


def test_strangers_keep_their_own_names_and_common_paper_makes_no_kin() -> None:
    assert names(renamed(found(new="abc"), found(old="xyz"))) == {"new": "abc"}
    assert names(renamed(found(new="abcdefgh"), found(old="abwxyzuv"))) == {"new": "abcdefgh"}


def test_the_same_run_again_changes_nothing() -> None:
    one = found(a="abc", b="def", c="ghij")
    pd.testing.assert_frame_equal(renamed(one, one).members, one.members)


def test_nothing_before_changes_nothing() -> None:
    one = found(a="abc")
    pd.testing.assert_frame_equal(renamed(one, no_findings()).members, one.members)
