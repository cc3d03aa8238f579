"""A change is one fact, whichever way it came: webhook, poll or backfill."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from passerelle_ingest.outcomes import Told
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.releases import release_read
from passerelle_ingest.trackers.github.normalise.rest import item_read
from passerelle_ingest.trackers.github.payloads import Release, Repository
from passerelle_ingest.trackers.jira.normalise.rest import issue_read
from passerelle_ingest.trackers.table import normalised
from passerelle_schemas.deliveries import RawDelivery, Way
from passerelle_schemas.facts import (
    AnyFact,
    ChangeLinked,
    DueDateMoved,
    KeyChanged,
    ParentChanged,
    StatusChanged,
    WorkObserved,
)
from passerelle_schemas.identity import Tracker
from tests.ingest.sources import GITHUB_SITE, JIRA_SITE, NOW, REPOSITORY
from tests.ingest.test_deliveries import FIXTURES, opened

PLACE = Place(GITHUB_SITE, Repository(id=7001, full_name=REPOSITORY))
CHANGED = (StatusChanged, DueDateMoved, ParentChanged, KeyChanged)


def read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    return content


def origin(tracker: Tracker, source: str) -> RawDelivery:
    return RawDelivery(
        id="page",
        source=source,
        tracker=tracker,
        project="x",
        event="/rest",
        way=Way.BACKFILL,
        received_at=NOW,
    )


def by_webhook(name: str) -> list[AnyFact]:
    outcome = normalised(*opened(Path(FIXTURES / name)))
    assert isinstance(outcome, Told)
    return [fact for told in outcome.facts for fact in told.facts]


def at(event: str, when: str, **more: object) -> dict[str, Any]:
    return {"event": event, "created_at": when, "actor": None, **more}


def github_by_rest(
    listed: dict[str, Any],
    timeline: list[dict[str, Any]],
    pull: dict[str, Any] | None = None,
) -> list[AnyFact]:
    source = origin(Tracker.GITHUB, "github-verdier")
    told = item_read(source, PLACE, listed, timeline, pull)
    assert told.disagreements == 0
    return [fact for record in told.facts for fact in record.facts]


def ids(facts: list[AnyFact], *kinds: type) -> set[str]:
    return {fact.id for fact in facts if isinstance(fact, kinds or object)}


def test_a_closed_issue() -> None:
    webhook = by_webhook("github/issues__closed_completed.json")
    listed = read("github/issues__closed_completed.json")["issue"]
    timeline = [
        at("labeled", "2026-10-06T08:30:00Z"),
        at("closed", "2026-11-12T15:20:11Z", state_reason="completed"),
    ]
    assert ids(webhook) <= ids(github_by_rest(listed, timeline))


@pytest.mark.parametrize("late", [1, 2])
def test_a_closing_whose_event_comes_later_than_its_field(late: int) -> None:
    webhook = by_webhook("github/issues__closed_completed.json")
    listed = read("github/issues__closed_completed.json")["issue"]
    when = f"2026-11-12T15:20:{11 + late}Z"
    timeline = [at("closed", when, state_reason="completed")]
    rest = github_by_rest(listed, timeline)
    assert ids(webhook, StatusChanged) <= ids(rest, StatusChanged)
    assert len(ids(rest, StatusChanged)) == 2


def test_a_refusal_whose_event_comes_later_than_its_field() -> None:
    webhook = by_webhook("github/pull_request__closed.json")
    pull = read("github/pull_request__closed.json")["pull_request"]
    closed = datetime.fromisoformat(pull["closed_at"])
    timeline = [at("closed", (closed + timedelta(seconds=1)).isoformat())]
    listed = {**pull, "pull_request": {"merged_at": None}}
    rest = github_by_rest(listed, timeline, pull)
    assert ids(webhook, StatusChanged, ChangeLinked) <= ids(rest)
    assert len(ids(rest, StatusChanged)) == 2


def test_a_closed_issue_whose_timeline_lacks_the_event() -> None:
    webhook = by_webhook("github/issues__closed_duplicate.json")
    listed = read("github/issues__closed_duplicate.json")["issue"]
    assert ids(webhook, StatusChanged) <= ids(github_by_rest(listed, []))


def test_the_opening_of_an_issue_that_was_closed_and_opened_again() -> None:
    opening = by_webhook("github/issues__opened.json")
    closing = by_webhook("github/issues__closed_completed.json")
    again = by_webhook("github/issues__reopened.json")
    listed = read("github/issues__reopened.json")["issue"]
    timeline = [
        at("closed", "2026-11-12T15:20:11Z", state_reason="completed"),
        at("reopened", "2026-11-13T07:00:00Z"),
    ]
    rest = github_by_rest(listed, timeline)
    changed = ids([*opening, *closing, *again], StatusChanged)
    assert len(changed) == 3
    assert changed == ids(rest, StatusChanged)
    assert ids(again) <= ids(rest)


def test_the_life_of_a_merged_pull_request() -> None:
    names = ("opened_as_a_draft", "ready_for_review", "converted_to_draft")
    webhooks = [by_webhook(f"github/pull_request__{name}.json") for name in names]
    ready = [*webhooks[1]]
    merged = by_webhook("github/pull_request__merged.json")
    pull = read("github/pull_request__merged.json")["pull_request"]
    listed = {**pull, "pull_request": {"merged_at": pull["merged_at"]}}
    timeline = [
        at("ready_for_review", "2026-11-04T08:00:00Z"),
        at("convert_to_draft", "2026-11-05T08:00:00Z"),
        at("ready_for_review", "2026-11-06T08:00:00Z"),
        {"event": "reviewed", "submitted_at": "2026-11-09T16:00:00Z", "id": 6601},
        {"event": "committed", "created_at": None, "actor": None},
        {"event": "line-commented", "id": None},
        at("merged", "2026-11-12T15:20:10Z"),
        at("closed", "2026-11-12T15:20:11Z"),
    ]
    rest = github_by_rest(listed, timeline, pull)
    seen = [*webhooks[0], *ready, *webhooks[2], *merged]
    assert ids(seen, StatusChanged) <= ids(rest, StatusChanged)
    statuses = [fact.now.id for fact in rest if isinstance(fact, StatusChanged)]
    assert statuses == ["draft", "open", "draft", "open", "merged"]
    assert ids(merged) <= ids(rest)
    # The issue that it closes hears of its whole life, not just of its end.
    assert ids(seen, ChangeLinked) <= ids(rest, ChangeLinked)


def test_a_comment_of_the_code_under_review() -> None:
    made = by_webhook("github/pull_request_review_comment__created.json")
    pull = read("github/pull_request_review_comment__created.json")["pull_request"]
    comment = read("github/pull_request_review_comment__created.json")["comment"]
    listed = {**pull, "pull_request": {"merged_at": None}}
    timeline = [{"event": "line-commented", "comments": [comment]}]
    assert ids(made) <= ids(github_by_rest(listed, timeline, pull))
    edited = by_webhook("github/pull_request_review_comment__edited.json")
    comment = read("github/pull_request_review_comment__edited.json")["comment"]
    timeline = [{"event": "line-commented", "comments": [comment]}]
    assert ids(edited) <= ids(github_by_rest(listed, timeline, pull))


def test_a_parent_that_was_given_and_taken_away() -> None:
    given = by_webhook("github/sub_issues__parent_issue_added.json")
    child = read("github/sub_issues__parent_issue_added.json")["sub_issue"]
    of = {"number": 2, "repository": {"id": 7001, "full_name": REPOSITORY}}
    added = at("parent_issue_added", "2026-11-10T09:00:00Z", id=8, parent_issue=of)
    rest = github_by_rest(child, [added])
    (shown,) = (f for f in rest if isinstance(f, WorkObserved))
    assert shown.id in ids(given, WorkObserved)
    assert shown.snapshot.parent is not None
    assert shown.snapshot.parent.id == "github-verdier:7001#2"
    removed = at("parent_issue_removed", "2026-11-11T09:00:00Z", id=9, parent_issue=of)
    rest = github_by_rest(child | {"parent_issue_url": None}, [added, removed])
    moves = [f for f in rest if isinstance(f, ParentChanged)]
    ends = [(f.change, bool(f.was), bool(f.now)) for f in moves]
    assert ends == [("8", False, True), ("9", True, False)]


def test_a_pull_request_shown_by_either_api_is_the_same_snapshot() -> None:
    pull = read("github/pull_request__synchronize.json")["pull_request"]
    listed = {**pull, "pull_request": {"merged_at": None}}
    by_pull = github_by_rest(listed, [], pull)
    by_issue = github_by_rest(listed, [], None)
    assert ids(by_pull, WorkObserved) == ids(by_issue, WorkObserved)


def test_a_pre_release_that_becomes_a_release_was_both() -> None:
    before = read("github/release__prereleased.json")["release"]
    after = before | {"prerelease": False}
    source = origin(Tracker.GITHUB, "github-verdier")
    told = [
        fact
        for shown in (before, after, before)
        for record in release_read(source, PLACE, Release.model_validate(shown)).facts
        for fact in record.facts
        if isinstance(fact, StatusChanged)
    ]
    assert {fact.happened_at for fact in told} == {told[0].happened_at}
    # The names of the changes put them into their order.
    assert [fact.change for fact in told] == ["prerelease", "published", "prerelease"]
    assert told[0].id == told[2].id != told[1].id
    webhook = by_webhook("github/release__prereleased.json")
    assert ids(webhook, StatusChanged) == {told[0].id}


JIRA_HISTORIES: list[dict[str, Any]] = [
    {
        "id": "703",
        "created": 1790000000,
        "items": [
            {"field": "Key", "fieldId": "issuekey", "fromString": "LOG-7"}
            | {"toString": "PAY-42"}
        ],
    },
    {
        "id": "701",
        "created": "2026-11-10T09:00:00.100+0100",
        "items": [
            {"field": "status", "fieldId": "status", "from": "1", "to": "3"}
            | {"fromString": "To Do", "toString": "In Progress"}
        ],
    },
    {
        "id": "702",
        "created": 1794300000000,
        "items": [
            {"field": "duedate", "fieldId": "duedate", "from": "2026-11-20"}
            | {"to": "2026-12-01"}
        ],
    },
    {
        "id": "705",
        "created": "2026-11-16T08:30:00.123Z",
        "items": [
            {"field": "IssueParentAssociation", "from": "20002", "to": "20001"}
            | {"fromString": "PAY-2", "toString": "PAY-1"}
        ],
    },
]


def jira_by_rest(
    histories: list[dict[str, Any]], name: str = "jira_issue_updated__status.json"
) -> Told:
    issue = read(f"jira/{name}")["issue"]
    return issue_read(origin(Tracker.JIRA, "jira-verdier"), JIRA_SITE, issue, histories)


def test_every_change_of_a_jira_issue() -> None:
    names = ("status", "status_of_data_center", "due_date", "moved", "parent")
    rest = [f for r in jira_by_rest(JIRA_HISTORIES).facts for f in r.facts]
    for name in names:
        webhook = by_webhook(f"jira/jira_issue_updated__{name}.json")
        assert ids(webhook, *CHANGED) <= ids(rest), name
        assert ids(webhook, WorkObserved) == ids(rest, WorkObserved)


def test_what_a_jira_issue_was_created_with() -> None:
    webhook = by_webhook("jira/jira_issue_created__whole.json")
    rest = [f for record in jira_by_rest([]).facts for f in record.facts]
    assert len(ids(webhook, *CHANGED)) == 3
    assert ids(webhook, *CHANGED) == ids(rest, *CHANGED)


def test_the_first_change_tells_what_was_there_before() -> None:
    told = jira_by_rest(JIRA_HISTORIES)
    created = [
        fact
        for record in told.facts
        for fact in record.facts
        if isinstance(fact, StatusChanged | DueDateMoved) and fact.change == "created"
    ]
    assert [str(getattr(fact.now, "id", fact.now)) for fact in created] == [
        "1",
        "2026-11-20",
    ]
    assert told.disagreements == 0


def test_where_history_and_issue_differ_the_issue_is_right_and_it_is_counted() -> None:
    history = {
        "id": "709",
        "created": "2026-11-12T09:00:00.000+0100",
        "items": [{"field": "status", "from": "3", "to": "6", "toString": "Fermé"}],
    }
    told = jira_by_rest([*JIRA_HISTORIES[:2], history])
    facts = [fact for record in told.facts for fact in record.facts]
    (last,) = [f for f in facts if f.change == "snapshot"]
    assert isinstance(last, StatusChanged)
    assert (last.was and last.was.id, last.now.id) == ("6", "3")
    assert told.disagreements == 1
