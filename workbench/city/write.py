"""The way out: a made-up city written as a hand-over and its truth."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from workbench.city import lookalikes_home as home
from workbench.city import lookalikes_place as place
from workbench.city import lookalikes_work as work
from workbench.city.calling import add_calling
from workbench.city.events import make_events
from workbench.city.hands import by_holder
from workbench.city.keys import make_keys
from workbench.city.lookalikes_money import add_dealings, add_trades
from workbench.city.paper import hold_paper
from workbench.city.people import make_people
from workbench.city.places import firms_of, make_places
from workbench.city.plan import MEDIUM, Difficulty, Plan
from workbench.city.rings import add_rings
from workbench.city.sheets import Step, Town, ints
from workbench.city.switches import add_ring_ties, add_switches
from workbench.city.truth import make_truth
from workbench.errors import UsedWrongly

FEWEST = 200
YUAN = pa.decimal128(18, 2)
STEPS: tuple[Step, ...] = (
    hold_paper,
    add_trades,
    work.add_couriers,
    work.add_sales,
    work.add_two_handsets,
    work.add_sales_rooms,
    work.add_property_agents,
    work.add_nuisance,
    work.add_machines,
    work.add_teams,
    work.add_call_centres,
    work.add_officials,
    work.add_company_sims,
    work.add_payrolls,
    home.add_families,
    home.add_second_hand,
    home.add_recycled,
    home.add_number_changes,
    home.add_travellers,
    home.add_child_contacts,
    place.add_freshmen,
    place.add_village_helpers,
    home.refresh_contacts,
    place.mark_places,
    add_dealings,
    add_rings,
    add_calling,
    add_switches,
    add_ring_ties,
    place.settled,
)


def make_town(plan: Plan) -> Town:
    """Return all that is decided about a city before its events: people, paper, look-alikes, rings."""
    people = make_people(plan, firms_of(plan))
    town = Town(plan, people, make_places(plan, int(ints(people, "home").max()) + 1), pd.DataFrame(), 0)
    for step in STEPS:
        town = step(town)
    return town


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame as CSV: UTF-8, times with their offset of eight hours, yuan with two decimals."""
    columns = {}
    for name in frame.columns:
        values = frame[name].to_numpy()
        if values.dtype.kind == "M":
            stamped = pc.strftime(pa.array(values.astype("datetime64[s]")), format="%Y-%m-%dT%H:%M:%S")
            columns[name] = pc.binary_join_element_wise(stamped, "+08:00", "")
        elif values.dtype.kind == "f":
            columns[name] = pc.cast(pa.array(np.round(values, 2)), YUAN, safe=False).cast(pa.string())
        elif values.dtype.kind in "iu":
            columns[name] = pa.array(values)
        else:
            columns[name] = pc.replace_with_mask(
                pa.array(frame[name], pa.string()), pa.array(frame[name] == ""), pa.scalar(None, pa.string())
            )
    pcsv.write_csv(pa.table(columns), path, pcsv.WriteOptions(quoting_style="needed"))


def write_city(
    folder: Path,
    people: int,
    seed: int,
    progress: Callable[[str, float], None] | None = None,
    difficulty: Difficulty = MEDIUM,
) -> None:
    """Write a made-up city: `folder/handover/*.csv`, one file a source, and `folder/truth/*.csv`.

    The same people, seed and difficulty give the same bytes. `progress` is told what is being done and the
    share done. Fewer than 200 people, or a folder that is a file, is used wrongly.
    """
    if people < FEWEST:
        raise UsedWrongly(f"a city of {people} people is too small; ask for {FEWEST} or more")
    if folder.exists() and not folder.is_dir():
        raise UsedWrongly("the city needs a folder and was given a file; name another place")
    tell = progress or (lambda _words, _share: None)
    tell("people and paper", 0.0)
    town = make_town(Plan(people, seed, difficulty))
    tell("calls and money", 0.25)
    keys = make_keys(town)
    events, known = make_events(town, keys)
    tell("writing", 0.7)
    for name, frames in (("handover", events), ("truth", make_truth(town, keys, known))):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for source, frame in frames.items():
            write_frame(frame, folder / name / f"{source}.csv")
    by_holder.cache_clear()
    tell("done", 1.0)
