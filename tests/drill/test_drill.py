"""The drill, small: nothing escapes; and where something must, the drill sees it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.brokers import NO_KAFKA, kafka_is_here
from tests.drill.book import Book, Kind
from tests.drill.github.tracker import GitHubTracker
from tests.drill.plan import CHANCES, MOST, Plan
from tests.drill.run import drill
from tests.drill.seams import TrueItem
from tests.drill.trackers import both
from tests.drill.verdict import judged, words

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.skipif(not kafka_is_here(), reason=NO_KAFKA),
]
QUICK: Mapping[Kind, int] = {**MOST, Kind.TIMEOUT: 1}
"""The second silence is the long one."""


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
        poll_seconds=4,
    )
    said: list[str] = []
    verdict = await drill(plan, both(book, tmp_path), book, tmp_path, said.append)
    assert not verdict.figures, "\n".join([*said, *words(verdict, book)])
    assert book.struck[Kind.LIMITED] + book.struck[Kind.AWAY] > 0


async def test_a_dropped_webhook_escapes_where_nothing_polls(tmp_path: Path) -> None:
    book = Book(12, {Kind.DROPPED: 0.5})
    tracker = Sabotaged("github-drill", book, tmp_path)
    plan = Plan(
        12, items=60, seconds=8, kills=0, restarts=0, losses=0, censuses=0, polls=False
    )
    said: list[str] = []
    verdict = await drill(plan, {tracker.source: tracker}, book, tmp_path, said.append)
    assert book.struck[Kind.DROPPED] > 0
    untouched = {item for item in verdict.escaped if "/milestone/" not in item}
    assert untouched, "no loss was seen"
    honest = GitHubTracker.truth(tracker)
    milestones = {i for i, one in honest.items() if "/milestone/" in i and one.whole}
    assert milestones <= set(verdict.escaped), "a sabotaged day was not seen"
    assert not set(judged([tracker], {}).escaped) - set(honest)
