"""Contexts of place: an outlet's own device, and addresses that hundreds share."""

from __future__ import annotations

import numpy as np

from workbench.signals.contexts.ground import Ground, Mask, distinct_in, share_in
from workbench.signals.families import DEVICE, IP
from workbench.signals.limits import Limits

_DAY = np.timedelta64(1, "D")


def terminals(ground: Ground, limits: Limits) -> Mask:
    """Which touches are an outlet's device at work: a visit at the counter, or a device of many over a long time."""
    touched, group = ground.touched, ground.group
    opened = ground.column("opened").to_numpy()
    at_opening = (touched["last"].to_numpy() - opened <= _DAY) & (touched["days"].to_numpy() <= 1)
    at_counter = at_opening & ground.column("channel").isin(("agent", "counter")).to_numpy()
    visited = at_counter & (share_in(group, at_counter) >= limits.terminal_share)
    visited &= distinct_in(group, touched["holder"].to_numpy()) >= limits.terminal_visits
    many = distinct_in(group, touched["holder"].to_numpy()) > limits.terminal_holders
    span = touched.groupby(group)["last"].transform("max") - touched.groupby(group)["first"].transform("min")
    long_lived = span.to_numpy() > limits.terminal_days * _DAY
    return np.asarray(ground.of_family(DEVICE) & (visited | (many & long_lived)))


def networks(ground: Ground, limits: Limits) -> Mask:
    """Which touches are of an address more holders share than any home or office: a carrier's or a campus's."""
    # Over all leases: an address at which few of many were seen at a time is the carrier's all the same.
    address = np.asarray(ground.touched.groupby(["family", "value"], sort=False, observed=True).ngroup(), np.int64)
    many = distinct_in(address, ground.touched["holder"].to_numpy()) > limits.network_holders
    return np.asarray(ground.of_family(IP) & many)
