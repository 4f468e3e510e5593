"""Suites of faults: what is cut off, full, lost on the way or hostile leaves evidence and graph whole."""
