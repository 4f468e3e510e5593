"""The truth about a made-up city: its rings, stolen paper, victims, switches, money patterns and innocents."""

import numpy as np
import pandas as pd

from workbench.city.contacted import make_callers, make_contacted, make_victims_told
from workbench.city.events import Known
from workbench.city.registers import shuffled
from workbench.city.sheets import Town, ints, texts
from workbench.city.values import Texts


def make_rings(town: Town, keys: Texts) -> pd.DataFrame:
    """Return ring, kind, key, part; a mule's layer stands in his part."""
    paper = town.paper
    rows = np.flatnonzero(ints(paper, "ring") >= 0)
    columns = {"ring": ints(paper, "ring")[rows], "kind": texts(paper, "kind")[rows], "key": keys[rows]}
    return pd.DataFrame({**columns, "part": texts(paper, "part")[rows]}).sort_values(["ring", "kind", "key"])


def make_truth(town: Town, keys: Texts, known: Known) -> dict[str, pd.DataFrame]:
    """Return the truth, one frame a file."""
    rng = town.plan.draw("truth")
    paper = town.paper
    kind, how = texts(paper, "kind"), texts(paper, "how")
    taken = np.flatnonzero(np.isin(how, ("stolen", "lent", "invented")))
    switch, noted = town.switches[0], town.innocent[0]
    row = ints(noted, "row")
    innocent = pd.DataFrame({"kind": kind[row], "key": keys[row], "why": texts(noted, "why")})
    innocent = pd.concat([innocent, make_contacted(town, keys, known)]).drop_duplicates()
    harmed, working = make_victims_told(keys, known)
    stolen = pd.DataFrame({"kind": kind[taken], "key": keys[taken], "how": how[taken]})
    return {
        "rings": make_rings(town, keys),
        "stolen_identity": shuffled(rng, stolen),
        "exposure": harmed[working][["phone", "fraud_type"]],
        "victims": harmed,
        "callers": make_callers(town, keys),
        "switches": pd.DataFrame({"old": keys[ints(switch, "old")], "new": keys[ints(switch, "new")]}),
        "money": known.patterns.sort_values(["pattern", "id", "card", "part"]),
        "innocent": innocent.sort_values(["why", "kind", "key"]),
    }
