"""The anti-fraud link workbench: joins what was handed over into one graph and shows who acts together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.desk import open_desk

__all__ = ["open_desk"]


def __getattr__(name: str) -> object:
    # Late: whoever needs only the words (a loader, a test of masks) does not pay for engines and detectors.
    if name == "open_desk":
        from workbench.desk import open_desk

        return open_desk
    raise AttributeError(f"workbench has no {name}")
