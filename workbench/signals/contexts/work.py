"""Contexts of work: company cards, colleagues and classes, services known to all."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.kinds import DEVICE as DEVICE_KIND
from workbench.model.kinds import IDENTITY, OUTLET, PHONE
from workbench.model.kinds import IP as IP_KIND
from workbench.signals.contexts.ground import Ground, Mask, distinct_in, share_in
from workbench.signals.families import IP
from workbench.signals.holdings import firms
from workbench.signals.limits import Limits
from workbench.signals.snapshot import Codes


def companies(ground: Ground, limits: Limits) -> Mask:
    """Which touches are of phones a company subscribes to: its staff use them, the paper is the firm's."""
    del limits
    typed = ground.column("card_type").isin(("industry", "iot")).to_numpy(dtype=np.bool_)
    phones = (ground.column("kind") == PHONE.word).to_numpy(dtype=np.bool_)
    return typed | (phones & ground.touched["holder"].isin(firms(ground.snapshot)).to_numpy(dtype=np.bool_))


def services(ground: Ground, limits: Limits) -> Mask:
    """Which touches are of a card, a holder or a value that is a known service."""
    del limits
    known, touched = known_services(ground), ground.touched
    value = touched["value"].isin(known) | touched["holder"].isin(known)
    return (value.to_numpy() | ground.column("service").notna().to_numpy()).astype(np.bool_)


def known_services(ground: Ground) -> pd.Index:
    """Give the codes of phones, devices, addresses, outlets and identities that are known services."""
    kinds = (PHONE, DEVICE_KIND, IP_KIND, OUTLET, IDENTITY)
    known: pd.Series[str] = pd.concat([ground.snapshot.of_kind(kind)["service"].dropna() for kind in kinds])
    return known.index


def cohorts(ground: Ground, limits: Limits) -> Mask:
    """Which touches are of colleagues or classmates, where most who share the value are of one firm or school.

    Those without an employer on record pass for colleagues too.
    """
    group, holder = ground.group, ground.touched["holder"].to_numpy()
    employer = ground.column("employer")
    known = (employer.notna() & (employer != "")).to_numpy(dtype=np.bool_)
    work = _most_common(group, employer)
    share = share_in(group, work) / np.maximum(share_in(group, known), 1e-9)
    holders = distinct_in(group, np.where(work, holder, -1))
    office = ground.of_family(IP)
    enough = holders >= np.where(office, limits.office_holders, limits.cohort_holders)
    settled = enough & (share >= limits.cohort_share)
    strong = np.zeros(int(group.max(initial=-1)) + 1, dtype=np.bool_)
    strong[group[settled & work]] = True
    return np.asarray(strong[group] & (work | ~known))


def _most_common(group: Codes, words: pd.Series) -> Mask:
    """Which rows have the word that most of their group's rows have (the first by spelling among equals)."""
    frame = pd.DataFrame({"group": group, "word": words.to_numpy(), "row": np.arange(group.size)})
    frame = frame[frame["word"].notna() & (frame["word"] != "")]
    frame["times"] = frame.groupby(["group", "word"])["row"].transform("size")
    best = frame.sort_values(["group", "times", "word"], ascending=[True, False, True]).drop_duplicates("group")
    chosen = frame.merge(best[["group", "word"]], on=["group", "word"])
    mask = np.zeros(group.size, dtype=np.bool_)
    mask[chosen["row"].to_numpy()] = True
    return mask
