"""The scene: what every detector works on, made once a snapshot: holdings, touches explained away, hands, pairs."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbench.signals.contexts import Ground, explain, hubs, look
from workbench.signals.families import touches
from workbench.signals.hands import hands
from workbench.signals.holdings import holdings
from workbench.signals.limits import Limits
from workbench.signals.pairs import pairs
from workbench.signals.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Scene:
    """`held`: holdings; `touched`: touches with their `context`; `handled`: hands; `paired`: pairs of cards.

    `hubs` are the innocent explanations themselves: what each is of, and how much it explains.
    """

    snapshot: Snapshot
    held: pd.DataFrame
    touched: pd.DataFrame
    handled: pd.DataFrame
    paired: pd.DataFrame
    hubs: pd.DataFrame


def scene(snapshot: Snapshot, limits: Limits) -> Scene:
    """Give the scene of a snapshot, worked out once."""
    return snapshot.once(("scene", limits), lambda: _scene(snapshot, limits))


def _scene(snapshot: Snapshot, limits: Limits) -> Scene:
    held = holdings(snapshot, limits)
    touched = touches(snapshot, held, limits)
    ground = Ground(snapshot, held, touched)
    looked = look(ground, limits)
    touched = touched.assign(context=explain(ground, looked))
    free = touched[touched["context"] == ""]
    known = hubs(ground, looked, touched["context"])
    return Scene(snapshot, held, touched, hands(touched, limits), pairs(free, limits), known)
