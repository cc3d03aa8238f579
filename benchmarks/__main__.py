"""Runs the benchmarks, or the one that is named: `python -m benchmarks [NAME]`."""

import sys
from collections.abc import Callable, Mapping

from benchmarks.backfill.measured import main as backfill
from benchmarks.translate.measured import main as translate

ALL: Mapping[str, Callable[[], None]] = {"backfill": backfill, "translate": translate}


def run(only: str) -> None:
    """Run all benchmarks, or *only* one; exits with the names where there is none."""
    if only and only not in ALL:
        sys.exit(f"No benchmark is called {only!r}: there is {', '.join(ALL)}.")
    for name, benchmark in ALL.items():
        if only in {"", name}:
            benchmark()


if __name__ == "__main__":
    run(sys.argv[1] if len(sys.argv) > 1 else "")
