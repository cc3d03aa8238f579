"""What happens while an item is being read makes no change that never was."""

from datetime import datetime, timedelta

import pytest

from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.jira.normalise.rest import issue_read
from passerelle_schemas.facts import (
    DueDateMoved,
    ParentChanged,
    StatusChanged,
)
from passerelle_schemas.identity import Tracker
from tests.ingest.sources import JIRA, JIRA_SITE, NOW, RecordingPublisher
from tests.ingest.test_backfill_github import issue, read_all
from tests.ingest.test_backfill_jira import BOTH
from tests.ingest.test_backfill_jira import issue as jira_issue
from tests.ingest.test_backfill_jira import read_all as read_all_of_jira
from tests.ingest.test_same_facts import origin
from tests.ingest.trackers import SmallGitHub, SmallJira

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


LISTED = "2026-11-16T09:00:00.000+0100"
SOON = "2026-11-16T09:00:05.000+0100"
SOONER = "2026-11-16T08:59:00.000+0100"


def change(
    number: int, at: str, field: str, was: str | None, now: str | None
) -> dict[str, object]:
    ends = {"from": was, "fromString": was, "to": now, "toString": now}
    item = {"field": field, "fieldId": field, "fieldtype": "jira", **ends}
    return {"id": str(number), "created": at, "items": [item]}


def said_by_jira(*histories: dict[str, object]) -> list[tuple[str, object]]:
    """What a listed issue says changed: status 3, due on 1 December, below 20001."""
    shown = jira_issue(1, LISTED)
    told = issue_read(origin(Tracker.JIRA, JIRA.id), JIRA_SITE, shown, histories)
    kinds = StatusChanged | DueDateMoved | ParentChanged
    facts = [f for one in told.facts for f in one.facts if isinstance(f, kinds)]
    assert told.disagreements == sum(fact.change == "snapshot" for fact in facts)
    return [(fact.change, fact.now) for fact in facts if fact.change != "created"]


@pytest.mark.parametrize(
    ("field", "shown", "next_"),
    [("status", "3", "1"), ("duedate", "2026-12-01", None), ("parent", "20001", "7")],
)
def test_what_changed_after_an_issue_was_listed_makes_no_change_that_never_was(
    field: str, shown: str, next_: str | None
) -> None:
    alone = said_by_jira(change(2, SOON, field, shown, next_))
    after = said_by_jira(
        change(1, SOONER, field, "5", shown)
        if field != "duedate"
        else change(1, SOONER, field, "2026-12-24", shown),
        change(2, SOON, field, shown, next_),
    )
    back = said_by_jira(
        change(2, SOON, field, shown, next_), change(3, SOON, field, next_, shown)
    )
    assert [name for name, _ in alone] == [f"2/{field}"]
    assert [name for name, _ in after] == [f"1/{field}", f"2/{field}"]
    assert [name for name, _ in back] == [f"2/{field}", f"3/{field}"]


@pytest.mark.parametrize(
    ("field", "was", "now"),
    [("status", "1", "5"), ("duedate", None, "2026-12-24"), ("parent", None, "7")],
)
def test_what_no_history_leads_to_is_told_as_it_is_shown(
    field: str, was: str | None, now: str
) -> None:
    lost = said_by_jira(change(1, SOONER, field, was, now))
    assert [name for name, _ in lost] == [f"1/{field}", "snapshot"]
    elsewhere = said_by_jira(change(1, SOON, field, was, now))
    assert [name for name, _ in elsewhere] == [f"1/{field}", "snapshot"]


@pytest.mark.parametrize(
    ("seconds", "changes", "asked"),
    [(20, ["1/status"], 1), (40, ["1/status", "snapshot"], 0)],
    ids=["fresh", "settled"],
)
def test_a_history_that_is_behind_its_issue_is_asked_for_again_before_it_is_doubted(
    seconds: int, changes: list[str], asked: int
) -> None:
    shown = jira_issue(1, LISTED)
    soon = datetime.fromisoformat(LISTED) + timedelta(seconds=seconds)
    page = origin(Tracker.JIRA, JIRA.id).model_copy(update={"received_at": soon})
    histories = [change(1, SOONER, "status", "1", "5")]
    told = issue_read(page, JIRA_SITE, shown, histories)
    (record,) = told.facts
    moved = [fact for fact in record.facts if isinstance(fact, StatusChanged)]
    assert [f.change for f in moved if f.change != "created"] == changes
    assert (len(told.needs_refetch), told.disagreements) == (asked, 1 - asked)


@pytest.mark.parametrize(
    ("seconds", "histories", "created"),
    [
        (20, [], []),
        (40, [], ["3"]),
        (20, [change(1, LISTED, "summary", "a", "b")], ["3"]),
        (20, [change(1, LISTED, "status", "1", "3")], ["1"]),
    ],
    ids=["fresh", "settled", "reached", "told"],
)
def test_what_an_issue_was_made_with_waits_for_the_history_of_its_last_update(
    seconds: int, histories: list[dict[str, object]], created: list[str]
) -> None:
    soon = datetime.fromisoformat(LISTED) + timedelta(seconds=seconds)
    page = origin(Tracker.JIRA, JIRA.id).model_copy(update={"received_at": soon})
    (record,) = issue_read(page, JIRA_SITE, jira_issue(1, LISTED), histories).facts
    moved = [fact for fact in record.facts if isinstance(fact, StatusChanged)]
    assert [f.now.id for f in moved if f.change == "created"] == created


@pytest.mark.parametrize("ahead", [31, 60, 120])
def test_a_clock_of_ours_that_runs_ahead_makes_no_history_settled(ahead: int) -> None:
    seen = datetime.fromisoformat(LISTED) + timedelta(seconds=20)
    ours = {"received_at": seen + timedelta(seconds=ahead)}
    page = origin(Tracker.JIRA, JIRA.id).model_copy(update=ours)
    shown, histories = jira_issue(1, LISTED), [change(1, SOONER, "status", "1", "5")]
    told = issue_read(page, JIRA_SITE, shown, histories, seen_at=seen)
    assert (len(told.needs_refetch), told.disagreements) == (1, 0)
    later = seen + timedelta(seconds=20)
    told = issue_read(page, JIRA_SITE, shown, histories, seen_at=later)
    assert (len(told.needs_refetch), told.disagreements) == (0, 1)


@BOTH
@pytest.mark.parametrize(("age", "asked"), [(29, 1), (31, 0)])
async def test_how_old_an_update_is_is_told_by_the_clock_of_its_tracker(
    source: SourceSettings, age: int, asked: int
) -> None:
    """Ours is two seconds ahead of it."""
    tracker, publisher = SmallJira([]), RecordingPublisher()
    updated = NOW - timedelta(seconds=2 + age)
    tracker.issues = [jira_issue(1, updated.isoformat())]
    result = await read_all_of_jira(source, tracker, publisher)
    assert result.projects[0].needs_refetch == asked
