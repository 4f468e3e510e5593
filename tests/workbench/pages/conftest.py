"""What no page may show: the whole identifiers of the city."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_loaders.sources import SOURCES
from workbench.evidence import Evidence, open_projection
from workbench.model import BANK_CARD, DEVICE, IDENTITY, PHONE, SOCIAL_ACCOUNT

NAMING = (IDENTITY, PHONE, BANK_CARD, SOCIAL_ACCOUNT, DEVICE)


@pytest.fixture(scope="session")
def identifiers(city_home: Path) -> frozenset[str]:
    """All whole identifiers of the city that name somebody or what somebody holds; there are over five hundred."""
    with open_projection(Evidence(city_home / "evidence"), SOURCES) as projection:
        tables = [one for one in projection.entities() if one.kind in NAMING]
        keys = {(one.kind, key) for one in tables for key in one.rows["key"].to_pylist()}
    # The short numbers of services name nobody and stay whole.
    found = frozenset(key for kind, key in keys if kind.mask(key) != key)
    assert len(found) > 500
    return found
