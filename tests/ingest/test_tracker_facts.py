"""Facts about the trackers that bite, and that no other test happens to prove.

`docs/tracker-facts-held.md` says for every fact where it is held, and by which test.
"""

import itertools
import re
from datetime import date, datetime
from typing import Any

import httpx
import pytest

from passerelle_ingest.errors import ReadingFailedError
from passerelle_ingest.outcomes import Reason, Silence, Told
from passerelle_ingest.trackers.github import lists
from passerelle_ingest.trackers.github.normalise.silences import SILENCES
from passerelle_ingest.trackers.table import normalised
from passerelle_schemas.facts import WorkObserved
from tests.ingest import test_backfill_github as github
from tests.ingest import test_backfill_jira as jira
from tests.ingest.sources import (
    DATA_CENTER,
    GITHUB_SITE,
    JIRA,
    JIRA_SITE,
    RecordingPublisher,
)
from tests.ingest.test_census import backfilled
from tests.ingest.test_deliveries import FIXTURES, opened
from tests.ingest.test_same_facts import JIRA_HISTORIES, github_by_rest, jira_by_rest
from tests.ingest.test_same_facts import read as fixture
from tests.ingest.trackers import SmallGitHub

Json = dict[str, Any]
PULL = "github/pull_request__merged.json"
BOTH = pytest.mark.parametrize(
    "source", [JIRA, DATA_CENTER], ids=lambda s: s.deployment
)


async def test_a_backfill_of_github_asks_for_nothing_that_forgets() -> None:
    """The events API holds 30 days; lists of pulls and of events know no `since`."""
    pull = fixture(PULL)["pull_request"]
    tracker = SmallGitHub([pull | {"pull_request": {"merged_at": pull["merged_at"]}}])
    tracker.pulls[34] = pull
    await github.read_all(tracker, RecordingPublisher())
    asked = {re.sub(r"\d+", "N", path) for path in tracker.paths}
    assert asked == {
        "/repos/verdier/boutique",
        "/repos/verdier/boutique/issues",
        "/repos/verdier/boutique/issues/N/timeline",
        "/repos/verdier/boutique/pulls/N",
        "/repos/verdier/boutique/milestones",
        "/repos/verdier/boutique/releases",
    }


async def test_a_chain_of_links_that_never_ends_is_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lists, "MOST_PAGES", 7)
    tracker, publisher = github.small(1), RecordingPublisher()
    pages = itertools.count(2)

    def another() -> httpx.Response:
        there = (
            f"https://api.github.com/repositories/7001/milestones?page={next(pages)}"
        )
        return httpx.Response(200, json=[], headers={"Link": f'<{there}>; rel="next"'})

    tracker.always("/milestones", another)
    with pytest.raises(ReadingFailedError, match="pages do not end"):
        await github.read_all(tracker, publisher)
    assert next(pages) < 12
    assert github.saved(publisher) == []


def without(content: Any, *names: str) -> Any:  # noqa: ANN401 - any JSON
    """The same content, without fields of these names however deep."""
    if isinstance(content, dict):
        kept = {k: v for k, v in content.items() if k not in names}
        return {k: without(v, *names) for k, v in kept.items()}
    if isinstance(content, list):
        return [without(one, *names) for one in content]
    return content


def with_people(content: Any, person: object) -> Any:  # noqa: ANN401 - any JSON
    """The same content, with this person wherever there may be one."""
    told = {"user": person, "actor": person, "assignee": person}
    return content | told | {"assignees": [person], "merge_commit_sha": "0" * 40}


@pytest.mark.parametrize("person", [None, {"login": "ghost", "id": 10137}])
def test_what_a_version_of_github_drops_and_deleted_users_change_no_fact(
    person: object,
) -> None:
    pull = fixture(PULL)["pull_request"]
    listed = pull | {"pull_request": {"merged_at": pull["merged_at"]}}
    timeline = [
        {"event": "assigned", "created_at": "2026-11-04T08:00:00Z"},
        {"event": "merged", "created_at": pull["merged_at"]},
    ]
    bare = ("assignee", "assignees", "merge_commit_sha", "user", "actor")
    dropped = github_by_rest(
        without(listed, *bare), without(timeline, *bare), without(pull, *bare)
    )
    peopled = github_by_rest(
        with_people(listed, person),
        [with_people(event, person) for event in timeline],
        with_people(pull, person),
    )
    assert dropped == peopled


def test_no_history_of_github_projects_is_promised() -> None:
    names = ("projects_v2", "projects_v2_item", "projects_v2_status_update")
    assert {SILENCES[name].reason for name in names} == {Reason.NOT_YET}
    assert all("exposed nowhere" in SILENCES[name].why for name in names)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-16T08:30:00.123Z",
        "2026-11-16T09:30:00.123+0100",
        "2026-11-16T02:30:00.123-0600",
        "2026-11-16T14:00:00.123+0530",
        1794817800123,
    ],
    ids=["utc", "paris", "chicago", "delhi", "epoch milliseconds"],
)
def test_an_instant_is_one_whatever_its_offset(written: object) -> None:
    history = JIRA_HISTORIES[1] | {"created": written}
    told = jira_by_rest([history])
    (change,) = [
        fact
        for record in told.facts
        for fact in record.facts
        if fact.change == "701/status"
    ]
    assert change.happened_at == datetime.fromisoformat("2026-11-16T08:30:00.123Z")


@BOTH
async def test_a_due_date_is_a_day_and_no_instant(source: Any) -> None:  # noqa: ANN401 - a source
    tracker = jira.small(1)
    late = "2026-11-16T23:59:00.000-1200"
    tracker.issues[0]["fields"] |= {"duedate": "2026-12-01", "updated": late}
    publisher = await backfilled(source, tracker)
    (shown,) = [
        fact.snapshot.due
        for record in publisher.facts
        for fact in record.facts
        if isinstance(fact, WorkObserved)
    ]
    assert shown == date(2026, 12, 1)


def webhook(name: str, **changed: object) -> set[str]:
    """The ids of the facts of a delivery, with some of its content changed."""
    delivery, site = opened(FIXTURES / name)
    content = {k: v for k, v in {**delivery.content, **changed}.items() if v != "-"}
    outcome = normalised(type(delivery)(delivery.origin, content), site)
    assert isinstance(outcome, Told)
    return {fact.id for told in outcome.facts for fact in told.facts}


def test_jiras_creation_may_bring_a_changelog_and_says_the_same() -> None:
    name = "jira/jira_issue_created__whole.json"
    changelog = {
        "id": "1",
        "items": [{"field": "status", "fieldId": "status", "from": None, "to": "1"}],
    }
    assert webhook(name, changelog=changelog) == webhook(name, changelog="-")


@pytest.mark.parametrize(
    "name",
    ["jira_issue_updated__status", "jira_issue_updated__due_date"],
)
def test_the_name_of_an_event_type_may_be_missing(name: str) -> None:
    file = f"jira/{name}.json"
    assert webhook(file, issue_event_type_name="-") == webhook(file)


def test_a_localised_field_is_known_by_its_id() -> None:
    named = JIRA_HISTORIES[1]
    (item,) = named["items"]
    russian = named | {"items": [item | {"field": "Статус"}]}
    assert jira_by_rest([russian]).facts == jira_by_rest([named]).facts


def test_unknown_events_are_counted_and_ignored_on_purpose() -> None:
    for name, site in (
        ("github/issues__labeled.json", GITHUB_SITE),
        ("jira/jira_issue_updated__status.json", JIRA_SITE),
    ):
        delivery, _ = opened(FIXTURES / name)
        origin = delivery.origin.model_copy(update={"event": "of_tomorrow"})
        outcome = normalised(type(delivery)(origin, delivery.content), site)
        assert outcome == Silence(Reason.UNKNOWN_EVENT)
