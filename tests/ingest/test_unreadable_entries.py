"""An entry of a history that cannot be read costs no other, and is said."""

from typing import Any

import pytest

from passerelle_ingest.settings import SourceSettings
from passerelle_schemas.dead_letters import DeadLetter
from passerelle_schemas.facts import (
    DueDateMoved,
    NotesListed,
    NotesWritten,
    ParentChanged,
    StatusChanged,
    WorkObserved,
    WorkTouched,
)
from passerelle_schemas.topics import WORK_RAW_DEAD
from tests.ingest import test_backfill_github as github
from tests.ingest import test_backfill_jira as jira
from tests.ingest.sources import RecordingPublisher, facts_of
from tests.ingest.test_same_facts import at

ISSUE = "jira-verdier:30001"
NUMBERED = "github-verdier:7001#1"


def status(number: int, was: str, now: str, **other: object) -> dict[str, Any]:
    item = {"field": "status", "fieldId": "status", "from": was, "to": now}
    when = f"2026-10-{number:02}T09:00:00.000+0100"
    return {"id": str(number), "created": when, "items": [item], **other}


def due(was: str | None, now: str | None) -> dict[str, Any]:
    return {"field": "duedate", "fieldId": "duedate", "from": was, "to": now}


def letters(publisher: RecordingPublisher) -> list[DeadLetter]:
    found = publisher.on(WORK_RAW_DEAD.name)
    return [DeadLetter.from_headers(letter.headers) for letter in found]


def statuses(publisher: RecordingPublisher, item: str) -> list[tuple[str, str]]:
    facts = facts_of(publisher.facts, item)
    moves = [fact for fact in facts if isinstance(fact, StatusChanged)]
    return [(m.was.id if m.was else "", m.now.id) for m in moves]


@jira.BOTH
@pytest.mark.parametrize(
    ("bad", "named"),
    [
        (status(2, "1", "3", created="yesterday"), "change 2"),
        (status(2, "1", "3", created=None), "change 2"),
        (status(2, "1", "3", created="0001-01-01T00:00:00+14:00"), "change 2"),
        (status(2, "1", "a status whose id has spaces"), "change 2"),
        (status(2, "1", "3", items="none"), "change 2"),
        (status(2, "1", "3", items=[None]), "change 2"),
        (status(2, "1", "3", id="no number"), "change without a number"),
        (None, "change without a number"),
        ("text", "change without a number"),
    ],
)
async def test_a_change_of_jira_that_cannot_be_read_is_left_out_alone(
    source: SourceSettings, bad: dict[str, Any], named: str
) -> None:
    tracker, publisher = jira.small(2), RecordingPublisher()
    tracker.histories["30001"] = [bad, status(3, "3", "4"), status(4, "4", "3")]
    result = await jira.read_all(source, tracker, publisher)
    assert jira.ids(publisher) == [1, 2]
    told = statuses(publisher, ISSUE)
    # What it was made with is what the lost change would have told.
    assert [move for move in told if move[0]][:2] == [("3", "4"), ("4", "3")]
    assert ("", "3") not in told
    (letter,) = letters(publisher)
    assert letter.reason == "unreadable-entries"
    assert named in letter.detail
    assert (result.projects[0].set_aside, result.projects[0].left_out) == ({}, 1)


@jira.BOTH
async def test_a_day_of_jira_that_is_none_costs_nothing_beside_itself(
    source: SourceSettings,
) -> None:
    tracker, publisher = jira.small(1), RecordingPublisher()
    change = status(3, "3", "4")
    change["items"] += [due("2026-10-01", "31/Dec/26")]
    others = {**status(4, "4", "3"), "items": [due("2026-12-31", "2027-01-15")]}
    tracker.histories["30001"] = [change, others]
    await jira.read_all(source, tracker, publisher)
    facts = facts_of(publisher.facts, ISSUE)
    days = [fact.now for fact in facts if isinstance(fact, DueDateMoved) and fact.was]
    assert ("3", "4") in statuses(publisher, ISSUE)
    assert str(days[0]) == "2027-01-15"
    assert ("", "3") in statuses(publisher, ISSUE)  # of the status nothing is lost
    (letter,) = letters(publisher)
    assert "31/Dec" not in letter.detail


@jira.BOTH
async def test_a_comment_of_jira_that_cannot_be_read_takes_no_other_with_it(
    source: SourceSettings,
) -> None:
    tracker, publisher = jira.small(1), RecordingPublisher()
    good = {
        "id": "1",
        "body": "Business: it can be used",
        "created": "2026-10-02T09:00:00.000+0100",
    }
    bad = {"id": "2", "body": "Business: as well", "created": "soon"}
    shown = {"total": 2, "comments": [good, bad]}
    tracker.issues[0]["fields"]["comment"] = shown
    await jira.read_all(source, tracker, publisher)
    facts = facts_of(publisher.facts, ISSUE)
    lines = [fact for fact in facts if isinstance(fact, NotesWritten) and fact.lines]
    assert {note.origin for note in lines} - {"description"} == {"1"}
    # Nobody says that these are all: a line that was told of the other one stays.
    assert not [fact for fact in facts if isinstance(fact, NotesListed)]
    assert "comment 2" in letters(publisher)[0].detail


@pytest.mark.parametrize(
    "bad",
    [
        at("labeled", "yesterday", id=77),
        at("reopened", "2026-10-02T09:00:00Z", id=77, state_reason=7),
        at("commented", "2026-10-02T09:00:00Z", id=77, body=["no", "text"]),
        None,
        "text",
    ],
)
async def test_an_event_of_github_that_cannot_be_read_is_left_out_alone(
    bad: dict[str, Any] | None,
) -> None:
    tracker, publisher = github.small(2), RecordingPublisher()
    spoken = at("commented", "2026-11-01T08:00:00Z", id=5, body="Business: it is used")
    parent = {
        "number": 9,
        "repository": {"id": 7001, "full_name": "verdier/boutique"},
    }
    below = at("parent_issue_added", "2026-10-01T09:00:00Z", id=6, parent_issue=parent)
    tracker.timelines[1] = [bad, spoken, below]  # type: ignore[list-item] # hostile
    result = await github.read_all(tracker, publisher)
    assert github.numbers(publisher) == [1, 2]
    facts = facts_of(publisher.facts, NUMBERED)
    kinds = {type(fact) for fact in facts}
    assert {WorkObserved, ParentChanged, NotesWritten, WorkTouched} <= kinds
    kind = bad.get("event") if isinstance(bad, dict) else None
    sure = kind in {"labeled", "reopened"}  # no comment is lacking
    assert (NotesListed in kinds) is sure
    (letter,) = letters(publisher)
    assert letter.reason == "unreadable-entries"
    assert ("event 77" in letter.detail) is isinstance(bad, dict)
    assert (result.projects[0].set_aside, result.projects[0].left_out) == ({}, 1)
