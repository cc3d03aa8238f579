"""The drill, small and calm: what ingest says of itself is what was injected."""

from pathlib import Path

import pytest

from tests.brokers import NO_KAFKA, kafka_is_here
from tests.drill.book import Book, Kind
from tests.drill.plan import CHANCES, QUICK, Plan
from tests.drill.run import drill
from tests.drill.trackers import both
from tests.drill.verdict import words

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.skipif(not kafka_is_here(), reason=NO_KAFKA),
]


async def test_what_ingest_says_of_itself_is_what_was_injected(tmp_path: Path) -> None:
    """Nothing is killed, so that each figure is exact."""
    book = Book(13, CHANCES, QUICK)
    plan = Plan(
        13,
        items=200,
        seconds=12,
        pace=3,
        kills=0,
        restarts=0,
        losses=1,
        long_losses=0,
        poll_seconds=4,
    )
    said: list[str] = []
    verdict = await drill(plan, both(book, tmp_path), book, tmp_path, said.append)
    assert not verdict.figures, "\n".join([*said, *words(verdict, book)])
    assert book.struck[Kind.LIMITED] + book.struck[Kind.AWAY] > 0
