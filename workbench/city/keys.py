"""The keys: one valid number, card or account name for every row of paper, given out when all rows are decided."""

import numpy as np

from workbench.city.sheets import Town, ints, texts
from workbench.city.values import BINS, PREFIXES, Ints, Texts, card_numbers, distinct, joined, mobiles, padded

CARRIER_SHARE = (0.5, 0.2, 0.24, 0.06)


def carriers_and_banks(town: Town) -> Texts:
    """Return the carrier or the bank of each row, drawn alike for all; one number keeps its carrier."""
    rng = town.plan.draw("issuers")
    count = len(town.paper)
    carrier = rng.choice(np.array(list(PREFIXES)), count, p=CARRIER_SHARE)[ints(town.paper, "number")]
    bank = rng.choice(np.array(list(BINS)), count)
    return np.where(texts(town.paper, "kind") == "phone", carrier, bank)


def account_names(rng: np.random.Generator, platforms: Texts) -> Texts:
    """Return account names as platforms give them: wxid_…, a QQ number, an eleven-digit number."""
    letters = np.array(list("abcdefghijkmnpqrstuvwxyz0123456789"))

    def draw(rows: Ints) -> Texts:
        word = joined(*(rng.choice(letters, rows.size) for _ in range(12)))
        number = padded(rng.integers(10**9, 10**10, rows.size), 10)
        name = np.where(platforms[rows] == "wechat", joined(np.array("wxid_"), word), number)
        return joined(platforms[rows], np.array(":"), name).astype("<U32")

    return distinct(platforms.size, draw)


def make_keys(town: Town) -> Texts:
    """Return the key of each row of paper; social accounts as platform:account."""
    rng = town.plan.draw("keys")
    kind, issuer = texts(town.paper, "kind"), carriers_and_banks(town)
    keys = np.full(kind.size, "", dtype="<U32")
    phones, cards = np.flatnonzero(kind == "phone"), np.flatnonzero(kind == "bank_card")
    accounts = np.flatnonzero(kind == "social_account")
    keys[phones] = mobiles(rng, issuer[phones])
    keys[cards] = card_numbers(rng, issuer[cards], rng.random(cards.size) < 0.15)
    keys[accounts] = account_names(rng, texts(town.paper, "card_type")[accounts])
    return keys[ints(town.paper, "number")]
