"""Cleaning: raw text columns in, each value in its one spelling out, or refused with a reason; never guessed."""

from graph_loaders.clean.accounts import account, group, platform
from graph_loaders.clean.amounts import money, seconds, signed_money, whole
from graph_loaders.clean.cards import card
from graph_loaders.clean.choices import (
    answer,
    bank_card_type,
    call_side,
    channel,
    choice,
    fraud_type,
    group_part,
    kind,
    medium,
    opened_kind,
    phone_card_type,
    report_channel,
    status,
    transfer_side,
    transfer_status,
)
from graph_loaders.clean.devices import device, imsi
from graph_loaders.clean.identities import identity
from graph_loaders.clean.keys import key
from graph_loaders.clean.networks import ip, site
from graph_loaders.clean.parties import party
from graph_loaders.clean.phones import phone, shown_phone
from graph_loaders.clean.texts import name, number, outlet, region, text
from graph_loaders.clean.times import time

CLEANING_VERSION = "4"
"""Part of every batch's name: counts up when any value comes out differently than before."""

__all__ = [
    "CLEANING_VERSION",
    "account",
    "answer",
    "bank_card_type",
    "call_side",
    "card",
    "channel",
    "choice",
    "device",
    "fraud_type",
    "group",
    "group_part",
    "identity",
    "imsi",
    "ip",
    "key",
    "kind",
    "medium",
    "money",
    "name",
    "number",
    "opened_kind",
    "outlet",
    "party",
    "phone",
    "phone_card_type",
    "platform",
    "region",
    "report_channel",
    "seconds",
    "shown_phone",
    "signed_money",
    "site",
    "status",
    "text",
    "time",
    "transfer_side",
    "transfer_status",
    "whole",
]
