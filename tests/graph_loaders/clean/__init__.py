"""Tests of cleaning, one file a module; `columns` holds what they share."""
