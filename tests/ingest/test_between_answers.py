"""What happens while an item is being read makes no change that never was."""

from passerelle_schemas.facts import StatusChanged
from tests.ingest.sources import RecordingPublisher
from tests.ingest.test_backfill_github import issue, read_all
from tests.ingest.trackers import SmallGitHub

CREATED = "2026-11-01T09:00:00Z"
CLOSED = "2026-11-02T10:00:00Z"


async def test_an_issue_closed_after_it_was_listed_is_read_again() -> None:
    opened = {"state": "open", "closed_at": None, "state_reason": None}
    tracker = SmallGitHub([issue(1, CREATED, created_at=CREATED, **opened)])

    def closes(_page: int) -> None:
        closed = {"state": "closed", "closed_at": CLOSED, "state_reason": "completed"}
        tracker.issues[0] = tracker.issues[0] | closed | {"updated_at": CLOSED}
        tracker.timelines[1] = [{"id": 9, "event": "closed", "created_at": CLOSED}]

    tracker.after_page = closes
    publisher = RecordingPublisher()
    await read_all(tracker, publisher)
    changes = [
        fact.now.id
        for told in publisher.facts
        for fact in told.facts
        if isinstance(fact, StatusChanged)
    ]
    assert changes == ["open", "closed:completed"]


async def test_a_history_that_never_agrees_is_told_with_the_status_that_is_shown() -> (
    None
):
    shut = {"state": "open", "closed_at": None, "state_reason": None}
    tracker = SmallGitHub([issue(1, CLOSED, created_at=CREATED, **shut)])
    tracker.timelines[1] = [{"id": 9, "event": "closed", "created_at": CLOSED}]
    publisher = RecordingPublisher()
    await read_all(tracker, publisher)
    changes = [
        fact.change
        for told in publisher.facts
        for fact in told.facts
        if isinstance(fact, StatusChanged)
    ]
    assert changes[-1] == "snapshot"
    assert tracker.paths["/repos/verdier/boutique/issues/1"] == 1
