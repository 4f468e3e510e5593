"""Propagation: how near each card is to what is known to be bad, and to what is known to be good."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array, diags_array
from scipy.stats import binom

from workbench.model.kinds import CASE_NUMBER
from workbench.model.links import BOUND, CALLED, DISPUTED, MESSAGED, NAMES, PAID, RESERVED, LinkType
from workbench.signals.families import FAMILIES
from workbench.signals.limits import Limits
from workbench.signals.scene import Scene, scene
from workbench.signals.snapshot import Codes, Snapshot

Marks = npt.NDArray[np.float64]
_DIRECT: dict[str, tuple[LinkType, ...]] = {
    "reserved": (RESERVED, BOUND),
    "called": (CALLED,),
    "wrote": (MESSAGED,),
    "paid": (PAID,),
}


def propagation(snapshot: Snapshot, limits: Limits) -> pd.Series:
    """Give the belief of every card, index card code: above nought is near the bad, below nought near the good.

    Beliefs are `(1 - a) (s + a W s + a^2 W^2 s + ...)`: s what is known of the cards themselves, W the links, each
    kind divided by the square roots of both ends' numbers and weighed by what it has earned (see `earned`). Weights
    sum to one, so W lengthens no vector and the series converges for every a below one (linearised belief
    propagation, Koutra and others 2011). What is known of a card itself is left out of its own belief, but
    for its echo.
    """
    at = scene(snapshot, limits)
    cards = np.asarray(at.held.index, dtype=np.int64)
    known = seeds(at, limits).to_numpy()
    weights, kinds = earned(at, limits), _kinds(at, cards)
    share = limits.passed_on
    belief, wave = np.zeros(cards.size), (1 - share) * known
    while any(weights.values()) and np.abs(wave).max(initial=0.0) > limits.ripple:
        wave = share * sum((weights[name] * (links @ wave) for name, links in kinds.items()), np.zeros(cards.size))
        belief += wave
    return pd.Series(belief, index=cards)


def seeds(at: Scene, limits: Limits) -> pd.Series:
    """Give what is known of each card itself, from 1 (an open case) to -1 (its holder says it is his), else 0.

    A report counts by its reporters, and half as much for each half-life it is old; what was named before the present
    holding is left out.
    """
    opened, now = at.held["opened"], pd.Timestamp(at.snapshot.asked_at).tz_localize(None)
    named = at.snapshot.links(NAMES)
    named = named[named["end"].isin(at.held.index)]
    named = named[~(named["at"].to_numpy() < opened.reindex(pd.Index(named["end"])).to_numpy())]
    case = at.snapshot.is_kind(named["start"].to_numpy(), CASE_NUMBER)
    days = (now - named["at"]).dt.total_seconds().to_numpy(dtype=np.float64) / 86_400
    age = np.nan_to_num(np.maximum(days, 0.0) / limits.report_half_life, nan=1.0)
    doubt = np.where(case, limits.seed_case, limits.seed_report * 0.5**age)
    rest = pd.Series(1.0 - doubt).groupby(named["end"].to_numpy()).prod()
    answers = at.snapshot.links(DISPUTED)
    answers = answers[answers["start"].to_numpy() == answers["end"].map(at.held["holder"]).to_numpy()]
    last = answers.sort_values(["end", "at"], kind="stable").drop_duplicates("end", keep="last").set_index("end")
    said = last["answer"].map({"mine": -1.0, "not_mine": limits.seed_dispute}).astype("float64")
    good = at.held["service"].notna().to_numpy()
    known = (1.0 - rest.reindex(at.held.index).fillna(1.0)) + said.reindex(at.held.index).fillna(0.0)
    return pd.Series(np.where(good, -1.0, known.clip(-1.0, 1.0)), index=at.held.index)


def earned(at: Scene, limits: Limits) -> dict[str, float]:
    """Give the weight each kind of link has earned on seeds held back; they sum to one, or are all nought.

    Each bad seed is held back in turn and looked for from the others, so that no weight hangs on how keys are spelt.
    A kind earns the logarithm of how much more often it leads from bad seeds to one held back than to any card; one
    that does no better than chance (binomial, of half as many, since of two seeds each is found from the other) gets
    nought.
    """
    cards = np.asarray(at.held.index, dtype=np.int64)
    bad = seeds(at, limits).to_numpy() >= limits.seed_bad
    gains = {name: _gain(links, bad, limits) for name, links in _kinds(at, cards).items()}
    whole = sum(gains.values())
    return {name: gain / whole if whole else 0.0 for name, gain in gains.items()}


def _gain(links: csr_array, bad: npt.NDArray[np.bool_], limits: Limits) -> float:
    near = np.asarray(links @ bad.astype(np.float64)) > 0
    hits, tried, usual = int((near & bad).sum()), int(near.sum()), bad.mean() if bad.size else 0.0
    if not hits or binom.sf(hits // 2 - 1, tried // 2, usual) >= limits.earn_chance:
        return 0.0
    return float(max(np.log(hits / tried / usual), 0.0))


def _kinds(at: Scene, cards: Codes) -> dict[str, csr_array]:
    """The links of each kind among cards of different holders, symmetric and divided by the roots of both numbers."""
    pairs = {name: at.paired.loc[at.paired["family"] == name, ["one", "other"]] for name in FAMILIES}
    for name, types in _DIRECT.items():
        pairs[name] = pd.concat([at.snapshot.links(one)[["start", "end"]] for one in types])
    return {name: _even(rows.to_numpy(dtype=np.int64), at, cards) for name, rows in pairs.items()}


def _even(ends: Codes, at: Scene, cards: Codes) -> csr_array:
    index, holder = pd.Index(cards), at.held["holder"].to_numpy()
    place = np.stack([index.get_indexer(pd.Index(ends[:, side])) for side in (0, 1)], axis=1)
    place = place[(place >= 0).all(axis=1)]
    place = place[holder[place[:, 0]] != holder[place[:, 1]]]
    place = np.unique(np.concatenate([place, place[:, ::-1]]), axis=0)
    links = csr_array((np.ones(len(place)), (place[:, 0], place[:, 1])), shape=(cards.size, cards.size))
    root = diags_array(1.0 / np.sqrt(np.maximum(np.asarray(links.sum(axis=1)), 1.0)))
    return csr_array(root @ links @ root)
