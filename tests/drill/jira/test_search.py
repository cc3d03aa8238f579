"""The simulator's searches: pages, tokens, a late index, and what is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.drill.book import Kind
from tests.drill.jira import events as ev
from tests.drill.jira.asking import (
    ALWAYS,
    NOW,
    Moving,
    client,
    dice,
    opened,
    search,
    tracker,
)
from tests.drill.jira.shapes import milliseconds
from tests.drill.jira.tracker import JiraTracker

EVERYTHING = 'project = "TO" ORDER BY updated ASC, key ASC'
SERVER = "/rest/api/2/search"


def many(jira: JiraTracker, count: int = 25) -> None:
    for n in range(1, count + 1):
        jira.world.apply(opened(n, at=NOW - timedelta(hours=count - n + 1)))


async def pages(http: httpx.AsyncClient, **asked: object) -> list[list[str]]:
    """The ids on each page, as far as the tokens lead."""
    found: list[list[str]] = []
    token: dict[str, Any] = {}
    while True:
        page = await search(http, EVERYTHING, **asked, **token)
        found.append([row["id"] for row in page["issues"]])
        if page["isLast"]:
            return found
        token = {"nextPageToken": page["nextPageToken"]}


async def test_tokens_lead_to_every_issue_once_in_order() -> None:
    jira = tracker()
    many(jira)
    async with client(jira) as http:
        found = await pages(http, maxResults=10)
    assert [len(page) for page in found] == [10, 10, 5]
    assert [one for page in found for one in page] == [str(n) for n in range(1, 26)]


async def test_a_short_page_is_not_the_last_and_nothing_is_left_out() -> None:
    jira = tracker({Kind.SHORT_PAGE: ALWAYS})
    many(jira)
    async with client(jira) as http:
        found = await pages(http, maxResults=10)
    assert [one for page in found for one in page] == [str(n) for n in range(1, 26)]
    assert len(found) > 3
    assert jira.book.struck[Kind.SHORT_PAGE] >= len(found) - 1


async def test_a_token_may_be_given_twice_and_may_expire() -> None:
    again, over = (
        tracker({kind: ALWAYS})
        for kind in (Kind.PAGE_TOKEN_REPEATED, Kind.PAGE_TOKEN_EXPIRED)
    )
    for jira in (again, over):
        many(jira)
    async with client(again) as http:
        first = await search(http, EVERYTHING, maxResults=10)
        token = {"nextPageToken": first["nextPageToken"]}
        second = await search(http, EVERYTHING, maxResults=10, **token)
    assert second["nextPageToken"] == first["nextPageToken"]
    async with client(over) as http:
        first = await search(http, EVERYTHING, maxResults=10)
        asked = {"jql": EVERYTHING, "nextPageToken": first["nextPageToken"]}
        answer = await http.post("/rest/api/3/search/jql", json=asked)
    assert answer.status_code == 400
    assert over.book.struck[Kind.PAGE_TOKEN_EXPIRED] == 1


async def test_a_late_index_shows_an_issue_as_it_was_and_a_direct_read_as_it_is() -> (
    None
):
    clock = Moving()
    jira = tracker(clock=clock)
    jira.world.apply(opened(1))
    late = clock.now + timedelta(seconds=20)
    jira.world.apply(ev.Changed(clock.now, 1, "status", "3"), late)
    jira.world.apply(opened(2, at=clock.now), late)
    asked = {"fields": ["status", "updated"]}
    async with client(jira) as http:
        before = await search(http, EVERYTHING, **asked)
        direct = await http.get("/rest/api/3/issue/1", params={"fields": "status"})
        clock.on(seconds=21)
        after = await search(http, EVERYTHING, **asked)
    assert [row["fields"]["status"]["id"] for row in before["issues"]] == ["1"]
    assert direct.json()["fields"]["status"]["id"] == "3"
    assert [row["id"] for row in after["issues"]] == ["1", "2"]
    assert after["issues"][0]["fields"]["status"]["id"] == "3"


async def test_an_index_never_goes_back_and_settles_when_it_is_told_to() -> None:
    clock = Moving()
    jira = tracker(clock=clock)
    jira.world.apply(opened(1))
    jira.world.apply(
        ev.Changed(clock.now, 1, "summary", "late"), clock.now + timedelta(hours=1)
    )
    jira.world.apply(ev.Changed(clock.now, 1, "summary", "soon"))
    jira.world.apply(opened(2), clock.now + timedelta(hours=1))
    asked = {"fields": ["summary"]}
    async with client(jira) as http:
        now = await search(http, EVERYTHING, **asked)
        jira.settle(clock.now)
        settled = await search(http, EVERYTHING, **asked)
    assert [row["fields"]["summary"] for row in now["issues"]] == ["soon"]
    assert len(settled["issues"]) == 2


@pytest.mark.parametrize(
    ("clauses", "found"),
    [
        ("project = TO", None),
        ('project = "NONE"', None),
        ('project = "TO" OR project = "PAY"', None),
        ('project = "TO" AND updated >= "2026-11-23 12:30"', ["2"]),
        (f'project = "TO" AND updated >= {milliseconds(NOW)}', ["2"]),
        (f'project = "TO" AND updated <= {milliseconds(NOW) - 1}', ["1"]),
        ('project IN ("TO", "PAY") AND created >= 0', ["1", "3", "2"]),
        ("fixVersion = 20000", ["3"]),
        ('project = "AND"', ["4"]),
        ('project = "ANDROID"', ["4"]),
    ],
)
async def test_jql_is_read_as_jira_reads_it(
    clauses: str, found: list[str] | None
) -> None:
    jira = tracker()
    jira.zone.winter_from = datetime(2026, 10, 25, 1, tzinfo=UTC)
    jira.world.apply(opened(1))
    jira.world.apply(opened(2, at=NOW))
    hour = NOW - timedelta(hours=1)
    jira.world.apply(opened(3, project="PAY", at=hour, versions=("20000",)))
    jira.world.apply(opened(4, project="AND", at=hour))
    jira.world.apply(ev.ProjectRenamed(NOW, "AND", "ANDROID"))
    jql = f"{clauses} ORDER BY updated ASC, key ASC"
    async with client(jira) as http:
        answer = await http.post("/rest/api/3/search/jql", json={"jql": jql})
    if found is None:
        assert answer.status_code == 400
    else:
        assert [row["id"] for row in answer.json()["issues"]] == found


async def test_the_hour_before_the_clocks_change_is_told_with_its_own_offset() -> None:
    jira = tracker()
    change = datetime(2026, 10, 25, 1, tzinfo=UTC)
    jira.zone.winter_from = change
    written = jira.zone.written
    assert written(change - timedelta(milliseconds=1)).endswith("02:59:59.999+0200")
    assert written(change + timedelta(milliseconds=1)).endswith("02:00:00.001+0100")
    assert written(change) == "2026-10-24T19:00:00.000-0600"


async def test_data_center_counts_what_was_deleted_and_shows_it_not() -> None:
    jira = tracker(deployment="datacenter")
    many(jira, 3)
    jira.world.apply(ev.Deleted(NOW, 2), NOW + timedelta(minutes=1))
    async with client(jira) as http:
        answer = await http.post(SERVER, json={"jql": EVERYTHING, "maxResults": 2})
        rest = {"jql": EVERYTHING, "maxResults": 2, "startAt": 2}
        last = await http.post(SERVER, json=rest)
    page = answer.json()
    assert (page["total"], [row["id"] for row in page["issues"]]) == (3, ["1"])
    assert [row["id"] for row in last.json()["issues"]] == ["3"]


async def test_the_withdrawn_search_is_gone_and_approximate_counts_are_right() -> None:
    jira = tracker()
    many(jira)
    async with client(jira) as http:
        gone = await http.get("/rest/api/3/search")
        path = "/rest/api/3/search/approximate-count"
        count = await http.post(path, json={"jql": EVERYTHING})
    assert (gone.status_code, count.json()) == (410, {"count": 25})


async def test_a_grown_world_is_listed_whole() -> None:
    jira = tracker()
    jira.grow(dice(3), 120, NOW)
    async with client(jira) as http:
        found = await pages(http, maxResults=100)
    shown = [i for i in jira.world.issues.values() if not i.hidden]
    there = [issue for issue in shown if issue.project == "TO"]
    listed = [one for page in found for one in page]
    assert sorted(listed) == sorted(str(issue.id) for issue in there)
