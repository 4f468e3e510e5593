"""What runs lacked, as people read it: without which sources nothing could be found, and what was not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.desk.runs import Run
from workbench.signals.lacks import Lack


def said(run: Run, detector: str) -> tuple[str, ...]:
    """The detector's lacks in sentences, those first that leave nothing to be found; none where all was there."""
    known, loaded = run.lacked.get(detector, ()), run.sources
    needed = [one for one in known if one.needed]
    less = [one for one in known if not one.needed]
    return (*(_nothing(one, loaded) for one in needed), *_less(less, loaded))


def unseen(run: Run) -> str:
    """The sources that detectors missed and that nobody handed over, in a sentence; empty where all was there."""
    missing = {name for lacked in run.lacked.values() for one in lacked for name in one.sources} - run.sources
    if not missing:
        return ""
    names = ", ".join(_word(one) for one in sorted(missing))
    return f"the newest run saw no {names}: what these would tell, for or against, was not looked at"


def _nothing(one: Lack, loaded: frozenset[str]) -> str:
    silent = _silent(one, loaded)
    if silent:
        return f"Nothing can be found here: {_either(silent)} were loaded and do not tell {one.without}."
    sources = _either(one.sources)
    return f"Without {sources} nothing can be found here, as it is not known {one.without}. Load {sources}."


def _less(lacked: Iterable[Lack], loaded: frozenset[str]) -> Iterator[str]:
    told = "; ".join(f"{one.without} ({_why(one, loaded)})" for one in lacked)
    if told:
        yield f"Not known to the newest run: {told}."


def _why(one: Lack, loaded: frozenset[str]) -> str:
    silent = _silent(one, loaded)
    return f"{_either(silent)} do not tell it" if silent else f"no {_either(one.sources)}"


def _silent(one: Lack, loaded: frozenset[str]) -> tuple[str, ...]:
    """The sources that were loaded and yet do not tell it."""
    return tuple(name for name in one.sources if name in loaded)


def _either(sources: tuple[str, ...]) -> str:
    names = [_word(one) for one in sources]
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _word(source: str) -> str:
    return source.replace("_", " ")
