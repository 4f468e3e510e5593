"""Benchmarks: each measures a step of ours and the bare engine side by side, in one run on one machine."""
