"""The payer or payee: a bank card, an account that is no card, or a wallet on a platform."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph_loaders.clean.accounts import account
from graph_loaders.clean.cards import card
from graph_loaders.clean.octets import Flags, flags, picked
from graph_loaders.clean.spelling import as_text, assembled, found
from workbench.model import Array, Cleaned, Kind
from workbench.model.kinds import BANK_CARD, SOCIAL_ACCOUNT


def party(values: Array, _beside: Array | None = None) -> Cleaned:
    """A card or `ACCT:bank:number` (kind bank_card), or `platform:account` (kind social_account)."""
    text = as_text(values)
    wallet = _is_wallet(text)
    cards, wallets = picked(text, ~wallet), picked(text, wallet)
    parts = (as_kind(card(cards), BANK_CARD), as_kind(account(wallets), SOCIAL_ACCOUNT))
    return assembled(parts, (np.flatnonzero(~wallet), np.flatnonzero(wallet)))


def as_kind(cleaned: Cleaned, kind: Kind) -> Cleaned:
    """The same keys, each said to be of the kind."""
    kinds = pc.if_else(pc.is_valid(cleaned.values), pa.scalar(kind.word), pa.scalar(None, pa.string()))
    return Cleaned(cleaned.values, cleaned.reasons, kinds, cleaned.coarse, cleaned.dropped)


def _is_wallet(text: Array) -> Flags:
    colon = flags(pc.match_substring(text, ":")) | flags(pc.match_substring(text, "："))
    return colon & ~found(text, r"^[\s'`=\"]*(?i:acct|ＡＣＣＴ)\s*[:：]") if colon.any() else colon
