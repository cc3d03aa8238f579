"""The drill, small: nothing escapes."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.brokers import NO_KAFKA, kafka_is_here
from tests.drill.book import Book, Kind
from tests.drill.plan import CHANCES, QUICK
from tests.drill.small import CALM, drilled
from tests.drill.trackers import both

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.skipif(not kafka_is_here(), reason=NO_KAFKA),
]


async def test_a_small_drill_lets_nothing_escape(tmp_path: Path) -> None:
    """Both trackers, with every fault that takes less than a minute."""
    book = Book(11, CHANCES, QUICK)
    plan = replace(CALM, seed=11, items=300, seconds=10, kills=2)
    plan = replace(plan, restarts=1, censuses=1)
    verdict, said = await drilled(plan, both(book, tmp_path), book, tmp_path)
    assert verdict.is_well, said
    assert verdict.items >= 300
    assert book.struck[Kind.INGEST_KILLED] == 2
    assert book.struck[Kind.BROKER_RESTARTED] == 1
    assert book.struck[Kind.DROPPED] > 0
