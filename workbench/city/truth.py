"""The truth about a made-up city: its rings, stolen paper, victims, switches, money patterns and innocents."""

import numpy as np
import pandas as pd

from workbench.city.contacted import make_callers, make_contacted, make_victims_told
from workbench.city.events import Known
from workbench.city.registers import shuffled
from workbench.city.sheets import Town, bools, floats, ints, texts
from workbench.city.supply import make_supply
from workbench.city.values import Texts


def make_rings(town: Town, keys: Texts) -> pd.DataFrame:
    """Return ring, kind, key, part; a mule's layer stands in his part."""
    paper = town.paper
    rows = np.flatnonzero(ints(paper, "ring") >= 0)
    columns = {"ring": ints(paper, "ring")[rows], "kind": texts(paper, "kind")[rows], "key": keys[rows]}
    return pd.DataFrame({**columns, "part": texts(paper, "part")[rows]}).sort_values(["ring", "kind", "key"])


def make_people_told(town: Town) -> pd.DataFrame:
    """Return identity, age in years, migrant, province, region, student, real: by whom precision can be told apart."""
    people = town.people
    identity = texts(people, "identity")
    columns = {"identity": identity, "age": floats(people, "age").astype(np.int64)}
    for name, yes in (("migrant", bools(people, "migrant")), ("student", ints(people, "school") >= 0)):
        columns[name] = np.where(yes, "yes", "no")
    columns |= {"province": np.strings.slice(identity, 2), "region": texts(people, "region")}
    return pd.DataFrame({**columns, "real": np.where(bools(people, "person"), "yes", "no")}).sort_values("identity")


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
        "exposure": harmed[["phone", "fraud_type"]],
        "victims": harmed.assign(working=np.where(working, "yes", "no")),
        "callers": make_callers(town, keys),
        "people": make_people_told(town),
        "supply": make_supply(town),
        "switches": pd.DataFrame({"old": keys[ints(switch, "old")], "new": keys[ints(switch, "new")]}),
        "money": known.patterns.sort_values(["pattern", "id", "card", "part"]),
        "innocent": innocent.sort_values(["why", "kind", "key"]),
    }
