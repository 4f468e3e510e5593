"""Fusion: what all detectors say of one entity, put together."""
