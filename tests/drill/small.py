"""Small drills, for the tests: calm ones, of a few seconds."""

from collections.abc import Mapping
from pathlib import Path

from tests.drill.book import Book
from tests.drill.plan import Plan
from tests.drill.run import drill
from tests.drill.seams import Tracker
from tests.drill.verdict import Verdict, words

CALM = Plan(
    seed=0,
    items=200,
    seconds=12,
    pace=3,
    poll_seconds=4,
    kills=0,
    restarts=0,
    losses=1,
    long_losses=0,
)
"""Nothing is killed, and nothing lasts."""


async def drilled(
    plan: Plan, trackers: Mapping[str, Tracker], book: Book, folder: Path
) -> tuple[Verdict, str]:
    """Run a drill; return the verdict, and all that was said."""
    said: list[str] = []
    verdict = await drill(plan, trackers, book, folder, said.append)
    return verdict, "\n".join([*said, *words(verdict, book)])
