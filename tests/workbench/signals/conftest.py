"""What the stories of contexts begin with."""

from __future__ import annotations

import pytest

from signals.story import Story, with_crowd


@pytest.fixture
def story() -> Story:
    """Forty ordinary households."""
    world = Story()
    with_crowd(world, 40)
    return world
