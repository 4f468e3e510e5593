"""All sources, in the order people are shown them."""

from graph_loaders.sources import (
    bank_cards,
    calls,
    case_numbers,
    contacts,
    disputes,
    freezes,
    groups,
    identities,
    known_services,
    phone_cards,
    reports,
    sessions,
    social_accounts,
    transfers,
    visits,
)
from workbench.model import Source

SOURCES: tuple[Source, ...] = (
    identities.SOURCE,
    phone_cards.SOURCE,
    bank_cards.SOURCE,
    social_accounts.SOURCE,
    sessions.SOURCE,
    calls.SOURCE,
    transfers.SOURCE,
    contacts.SOURCE,
    groups.SOURCE,
    visits.SOURCE,
    reports.SOURCE,
    case_numbers.SOURCE,
    disputes.SOURCE,
    freezes.SOURCE,
    known_services.SOURCE,
)
