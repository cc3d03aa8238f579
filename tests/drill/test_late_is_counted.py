"""The drill, with an index that is late and no webhooks: what came late is counted."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.brokers import NO_KAFKA, kafka_is_here
from tests.drill.book import Book, Kind
from tests.drill.jira.tracker import JiraTracker
from tests.drill.small import CALM, drilled

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.skipif(not kafka_is_here(), reason=NO_KAFKA),
]


class Belated(JiraTracker):
    """Shows half of what changes later than the next polls look back."""

    late_seconds = (30.0, 40.0)


async def test_as_much_is_said_to_be_late_as_was_shown_late(tmp_path: Path) -> None:
    """Nothing else tells of a change, so that the least is the most."""
    book = Book(15, {Kind.DROPPED: 1.0, Kind.LATE_INDEX: 0.5})
    tracker = Belated("jira-drill", book, tmp_path)
    plan = replace(CALM, seed=15, items=60, seconds=40, losses=0, censuses=0)
    trackers = {tracker.source: tracker}
    verdict, said = await drilled(plan, trackers, book, tmp_path)
    assert verdict.is_well, said
    assert not verdict.figures, said
    least, most = tracker.showings.late(calm=True)
    assert 0 < least == most
