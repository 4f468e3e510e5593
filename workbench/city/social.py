"""Messages, groups and site visits of ordinary people."""

import numpy as np
import pandas as pd

from workbench.city.calls import near_pairs
from workbench.city.hands import held_at, moments
from workbench.city.money import any_time
from workbench.city.plan import END, START
from workbench.city.sheets import Town, bools, floats, ints, texts, times
from workbench.city.values import Bools, Ints, Texts, joined, padded
from workbench.city.words import SCREEN_SITES, SITES


def ring_accounts(town: Town) -> Ints:
    """Return the rows of rings' social accounts."""
    return np.flatnonzero((ints(town.paper, "ring") >= 0) & (texts(town.paper, "kind") == "social_account"))


def everyday_messages(town: Town) -> pd.DataFrame:
    """Return message days between accounts, as rows of paper; rings' accounts also pass for somebody's friends."""
    rng = town.plan.draw("messages")
    region = np.unique(texts(town.people, "region"), return_inverse=True)[1].astype(np.int64)
    frames = []
    for group, reach, each in (
        (ints(town.people, "home"), 3, 1.2),
        (region, 150, 2.8),
        (ints(town.people, "employer"), 8, 1.6),
    ):
        one, other = near_pairs(rng, group, reach, each)
        many = rng.poisson(rng.gamma(0.6, 4.0, one.size))
        one, other = np.repeat(one, many), np.repeat(other, many)
        at = any_time(rng, one.size)
        frames.append(
            (held_at(rng, town, "social_account", one, at), held_at(rng, town, "social_account", other, at), at)
        )
    lures = ring_accounts(town)
    lures = np.repeat(lures, rng.poisson(rng.gamma(0.6, 3, lures.size)))
    at = moments(rng, np.maximum(times(town.paper, "opened")[lures], START), np.full(lures.size, END))
    local = np.flatnonzero(bools(town.people, "local"))
    frames.append((lures, held_at(rng, town, "social_account", rng.choice(local, lures.size), at), at))
    one, other, when = (np.concatenate([frame[column] for frame in frames]) for column in range(3))
    messages = 1 + rng.poisson(rng.gamma(1.0, 10, one.size))
    known = pd.DataFrame({"one": one, "other": other, "at": when, "messages": messages})
    return known[(known["one"] >= 0) & (known["other"] >= 0) & (known["one"] != known["other"])]


def make_contacts(town: Town, keys: Texts, messages: pd.DataFrame) -> pd.DataFrame:
    """Return the contacts source: one direction each, either way round."""
    rng = town.plan.draw("contacts")
    swap = rng.random(len(messages)) < 0.5
    one = np.where(swap, ints(messages, "other"), ints(messages, "one"))
    other = np.where(swap, ints(messages, "one"), ints(messages, "other"))
    same: Bools = texts(town.paper, "card_type")[one] == texts(town.paper, "card_type")[other]
    frame = pd.DataFrame(
        {"platform": texts(town.paper, "card_type")[one], "account": bare(keys[one]), "other": bare(keys[other])}
    )
    frame = frame.assign(at=times(messages, "at"), messages=ints(messages, "messages"))
    frame = frame.loc[same]
    return frame.sort_values(["at", "account", "other"], kind="stable", ignore_index=True)


def bare(keys: Texts) -> Texts:
    """Return account names without their platform."""
    names: Texts = np.strings.partition(keys, np.array(":"))[2]
    return names


def make_groups(town: Town, keys: Texts, victims_phone: Ints, victims_ring: Ints) -> pd.DataFrame:
    """Return the groups source: work, class and hobby groups, and rings' groups with victims and others in them."""
    rng = town.plan.draw("groups")
    rows = np.flatnonzero((texts(town.paper, "kind") == "social_account") & (ints(town.paper, "ring") < 0))
    users = ints(town.paper, "user")[rows]
    employer, school = ints(town.people, "employer")[users], ints(town.people, "school")[users]
    group = np.where(
        employer >= 0, employer, np.where(school >= 0, 5000 + school, 10_000 + rng.integers(0, 900, users.size))
    )
    joins = rng.random(users.size) < 0.42
    lures = ring_accounts(town)
    by_user = np.full(len(town.people), -1)
    by_user[users] = rows
    bait = by_user[ints(town.paper, "user")[victims_phone]]
    bait_in = (bait >= 0) & (rng.random(bait.size) < 0.3)
    extra = rng.choice(rows, 6 * town.plan.rings)
    lures = lures[rng.random(lures.size) < 0.6]
    member = np.r_[rows[joins], lures, bait[bait_in], extra]
    where = np.r_[group[joins], 20_000 + ints(town.paper, "ring")[lures], 20_000 + victims_ring[bait_in]]
    where = np.r_[where, 20_000 + np.repeat(np.arange(town.plan.rings), 6)]
    name = padded(rng.choice(10**6, where.max() + 1, replace=False) + 10**6, 8)[where]
    platform = texts(town.paper, "card_type")[member]
    frame = pd.DataFrame({"platform": platform, "group": joined(np.array("g"), name), "account": bare(keys[member])})
    at = moments(rng, np.maximum(times(town.paper, "opened")[member], START), np.full(member.size, END))
    frame = frame.assign(at=at, part=np.where(rng.random(member.size) < 0.06, "owner", "member"))
    return frame.drop_duplicates(["platform", "group", "account"]).sort_values(["at", "account"], ignore_index=True)


def make_visits(town: Town, keys: Texts, baits: pd.DataFrame) -> pd.DataFrame:
    """Return the visits source: everyday sites, now and then a screen-sharing app, and the baits given."""
    rng = town.plan.draw("visits")
    people = np.flatnonzero(floats(town.people, "age") > 14)
    who = np.repeat(people, rng.poisson(4, people.size))
    at = any_time(rng, who.size)
    phone = held_at(rng, town, "phone", who, at)
    site = np.where(rng.random(who.size) < 0.02, rng.choice(SCREEN_SITES, who.size), rng.choice(SITES, who.size))
    usual = pd.DataFrame({"phone": keys[phone], "site": site, "at": at})[phone >= 0]
    curious = usual.sample(n=2 * len(baits) // 3, random_state=int(rng.integers(2**31))) if len(baits) else usual[:0]
    curious = curious.assign(site=rng.choice(texts(baits, "site"), len(curious)) if len(baits) else "")
    frame = pd.concat([usual, baits, curious], ignore_index=True)
    return frame.sort_values(["at", "phone", "site"], kind="stable", ignore_index=True)
