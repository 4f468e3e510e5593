"""`python -m benchmarks load`, `detect`, `detectors` or `graph`: what is measured comes first, its options after it."""

from __future__ import annotations

import sys
from importlib import import_module

MEASURED = ("load", "detect", "detectors", "graph")

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in MEASURED:
        sys.exit(f"python -m benchmarks {'|'.join(MEASURED)} …; --help after any tells its options")
    # Imported by its name, so that a process started for one step does not import the others.
    import_module(f"benchmarks.{sys.argv[1]}").main(sys.argv[2:])
