"""`python -m tests.drill SEED [ITEMS [SECONDS]]`: run the fault drill."""

import argparse
import asyncio
import logging
import signal
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.drill.book import Book
from tests.drill.knowing import NeverError
from tests.drill.plan import CHANCES, MOST, Plan
from tests.drill.run import drill
from tests.drill.trackers import both
from tests.drill.verdict import words


def main() -> int:
    """Run one seed; 1 when a fault escaped."""
    asked = argparse.ArgumentParser(prog="drill")
    asked.add_argument("--seed", type=int, required=True)
    asked.add_argument("--items", type=int, default=5000)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--only", choices=["github", "jira"])
    asked.add_argument("--calm", action="store_true", help="Kill nothing.")
    asked.add_argument("--keep", type=Path, help="A folder that keeps logs.")
    told = asked.parse_args()
    # Whoever is told to stop leaves no broker behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for noisy in ("aiokafka", "uvicorn.error"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    plan = Plan(told.seed, told.items, told.seconds)
    if told.calm:
        plan = replace(plan, kills=0, restarts=0)
    book = Book(plan.seed, CHANCES, MOST)
    with tempfile.TemporaryDirectory(prefix="drill-") as scratch:
        folder = told.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        trackers = both(book, folder)
        if told.only:
            trackers = {n: t for n, t in trackers.items() if told.only in n}
        try:
            verdict = asyncio.run(drill(plan, trackers, book, folder, _say))
        except NeverError as error:
            _say(f"This never came: {error}.")
            return 1
    for line in words(verdict, book):
        _say(line)
    return 0 if verdict.is_well and not verdict.figures else 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
