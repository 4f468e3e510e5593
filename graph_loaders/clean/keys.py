"""The key of whatever kind stands beside it: suspects, case numbers, disputes and known services."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from graph_loaders.clean.accounts import account, group
from graph_loaders.clean.cards import card
from graph_loaders.clean.devices import device
from graph_loaders.clean.identities import identity
from graph_loaders.clean.networks import ip, site
from graph_loaders.clean.octets import Ints, picked
from graph_loaders.clean.parties import as_kind
from graph_loaders.clean.phones import phone
from graph_loaders.clean.spelling import as_text, assembled, found, in_turn, refused, tidy
from workbench.model import Array, Clean, Cleaned, Kind
from workbench.model.kinds import BANK_CARD, DEVICE, GROUP, IDENTITY, IP, PHONE, SITE, SOCIAL_ACCOUNT

_CLEANERS: tuple[tuple[Kind, Clean], ...] = (
    (PHONE, phone),
    (BANK_CARD, card),
    (SOCIAL_ACCOUNT, account),
    (IDENTITY, identity),
    (DEVICE, device),
    (IP, ip),
    (SITE, site),
    (GROUP, group),
)


def key(values: Array, beside: Array | None = None) -> Cleaned:
    """Each key in the spelling of the kind beside it (`Kind.word`), and those kinds."""
    text = as_text(values)
    words = as_text(beside) if beside is not None else pa.nulls(len(text), pa.string())
    parts: list[Cleaned] = []
    places: list[Ints] = []
    known = np.zeros(len(text), dtype=np.bool_)
    for kind, clean in _CLEANERS:
        rows = found(words, f"^{kind.word}$")
        parts.append(as_kind(clean(picked(text, rows), None), kind))
        places.append(np.flatnonzero(rows))
        known |= rows
    lost = in_turn(tidy(picked(text, ~known)), (), refused("a key needs its kind beside it, as in phone"))
    parts.append(Cleaned(lost.values, lost.reasons, kinds=pa.nulls(len(lost.values), pa.string())))
    places.append(np.flatnonzero(~known))
    return assembled(parts, places)
