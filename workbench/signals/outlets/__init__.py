"""Outlets and agents: where cards are opened that go bad oftener than those of other places like it."""
