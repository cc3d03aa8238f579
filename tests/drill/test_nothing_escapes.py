"""The drill, small: nothing escapes."""

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


async def test_a_small_drill_lets_nothing_escape(tmp_path: Path) -> None:
    """Both trackers, with every fault that takes less than a minute."""
    book = Book(11, CHANCES, QUICK)
    plan = Plan(
        11,
        items=300,
        seconds=10,
        pace=3,
        kills=2,
        losses=1,
        long_losses=0,
        censuses=1,
        poll_seconds=4,
    )
    said: list[str] = []
    verdict = await drill(plan, both(book, tmp_path), book, tmp_path, said.append)
    assert verdict.is_well, "\n".join([*said, *words(verdict, book)])
    assert verdict.items >= 300
    assert book.struck[Kind.INGEST_KILLED] == 2
    assert book.struck[Kind.BROKER_RESTARTED] == 1
    assert book.struck[Kind.DROPPED] > 0
