"""The drill, small and calm: what ingest says of itself is what was injected."""

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


async def test_what_ingest_says_of_itself_is_what_was_injected(tmp_path: Path) -> None:
    """Nothing is killed, so that each figure is exact."""
    book = Book(13, CHANCES, QUICK)
    plan = replace(CALM, seed=13)
    verdict, said = await drilled(plan, both(book, tmp_path), book, tmp_path)
    assert not verdict.figures, said
    assert book.struck[Kind.LIMITED] + book.struck[Kind.AWAY] > 0
