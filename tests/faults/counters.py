"""What the suites of faults count: how much befell, and what must never come of it."""

from __future__ import annotations

from collections import Counter

BEFELL = ("kills", "cut lines", "slow lines", "full disks", "hostile files", "loads at once", "readers")
NEVER = ("lost", "doubled", "half batches", "tracebacks")


class Counters:
    """Counted by one test, and added to what the whole session counts."""

    def __init__(self, session: Counter[str]) -> None:
        self._session = session
        self._mine: Counter[str] = Counter()

    def count(self, what: str, how_many: int = 1) -> None:
        """So many more of it."""
        assert what in BEFELL + NEVER, what
        self._session[what] += how_many
        self._mine[what] += how_many

    def assert_clean(self, **at_least: int) -> None:
        """Of what must never be there is none, and enough befell to say so."""
        assert not any(self._mine[what] for what in NEVER), dict(self._mine)
        for what, least in at_least.items():
            assert self._mine[what.replace("_", " ")] >= least, dict(self._mine)


def summary(session: Counter[str]) -> str:
    """One line of what befell and of what came of it."""
    befell = ", ".join(f"{session[what]:,} {what}" for what in BEFELL if session[what])
    return f"{befell or 'nothing befell'}: " + ", ".join(f"{session[what]:,} {what}" for what in NEVER)
