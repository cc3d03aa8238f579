"""The drill can fail: where something must escape, it is seen."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.brokers import NO_KAFKA, kafka_is_here
from tests.drill.book import Book, Kind
from tests.drill.github.tracker import GitHubTracker
from tests.drill.seams import TrueItem
from tests.drill.small import CALM, drilled
from tests.drill.verdict import judged

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.skipif(not kafka_is_here(), reason=NO_KAFKA),
]


class Sabotaged(GitHubTracker):
    """Says that each milestone's day is another than it is."""

    def truth(self) -> Mapping[str, TrueItem]:
        """Lie."""
        return {
            item: replace(true, fields={**true.fields, "due": "1999-12-31"})
            if "/milestone/" in item
            else true
            for item, true in super().truth().items()
        }


async def test_a_dropped_webhook_escapes_where_nothing_polls(tmp_path: Path) -> None:
    book = Book(12, {Kind.DROPPED: 0.5})
    tracker = Sabotaged("github-drill", book, tmp_path)
    plan = replace(CALM, seed=12, items=60, seconds=8, pace=10)
    plan = replace(plan, losses=0, censuses=0, polls=False)
    verdict, _ = await drilled(plan, {tracker.source: tracker}, book, tmp_path)
    assert book.struck[Kind.DROPPED] > 0
    untouched = {item for item in verdict.escaped if "/milestone/" not in item}
    assert untouched, "no loss was seen"
    honest = GitHubTracker.truth(tracker)
    milestones = {i for i, one in honest.items() if "/milestone/" in i and one.whole}
    assert milestones <= set(verdict.escaped), "a sabotaged day was not seen"
    assert not set(judged([tracker], {}).escaped) - set(honest)
