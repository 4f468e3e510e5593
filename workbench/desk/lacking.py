"""What runs lacked, as people read it: without which sources nothing could be found, and what was not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.desk.runs import Run
from workbench.signals.lacks import Lack


def said(lacked: Iterable[Lack]) -> tuple[str, ...]:
    """The lacks of one detector in sentences, those first that leave nothing to be found; none where all was there."""
    known = tuple(lacked)
    needed = [one for one in known if one.needed]
    less = [one for one in known if not one.needed]
    return (*(_nothing(one) for one in needed), *_less(less))


def unseen(run: Run) -> str:
    """The sources that no detector of the run saw anything of, in a sentence; empty where all was there."""
    missing = {name for one in run.lacked.values() for lack in one if len(lack.sources) == 1 for name in lack.sources}
    if not missing:
        return ""
    names = ", ".join(_word(one) for one in sorted(missing))
    return f"the newest run saw no {names}: what these would tell, for or against, was not looked at"


def _nothing(one: Lack) -> str:
    sources = _either(one.sources)
    return f"Without {sources} nothing can be found here, as it is not known {one.without}. Load {sources}."


def _less(lacked: list[Lack]) -> Iterator[str]:
    if lacked:
        told = "; ".join(f"{one.without} (no {_either(one.sources)})" for one in lacked)
        yield f"Not known to the newest run: {told}."


def _either(sources: tuple[str, ...]) -> str:
    names = [_word(one) for one in sources]
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _word(source: str) -> str:
    return source.replace("_", " ")
