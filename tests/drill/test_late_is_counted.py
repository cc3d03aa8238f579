"""The drill, with an index that is late and no webhooks: what came late is counted."""

from pathlib import Path

import pytest

from tests.brokers import NO_KAFKA, kafka_is_here
from tests.drill.book import Book, Kind
from tests.drill.jira.tracker import JiraTracker
from tests.drill.plan import Plan
from tests.drill.run import drill
from tests.drill.verdict import words

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.skipif(not kafka_is_here(), reason=NO_KAFKA),
]


async def test_as_much_is_said_to_be_late_as_was_shown_late(tmp_path: Path) -> None:
    """Nothing else tells of a change, so that the least is the most."""
    book = Book(15, {Kind.DROPPED: 1.0, Kind.LATE_INDEX: 0.5})
    tracker = JiraTracker("jira-drill", book, tmp_path)
    plan = Plan(
        15,
        items=60,
        seconds=40,
        kills=0,
        restarts=0,
        losses=0,
        long_losses=0,
        censuses=0,
        poll_seconds=4,
    )
    said: list[str] = []
    trackers = {tracker.source: tracker}
    verdict = await drill(plan, trackers, book, tmp_path, said.append)
    assert verdict.is_well, "\n".join([*said, *words(verdict, book)])
    assert not verdict.figures, "\n".join(verdict.figures)
    least, most = tracker.showings.late
    assert 0 < least == most
