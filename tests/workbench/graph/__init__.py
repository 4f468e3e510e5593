"""Tests of the graph: one story, both engines, a plain NetworkX graph as the oracle."""
