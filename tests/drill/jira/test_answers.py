"""The simulator's other answers: histories, comments, rights, strangers, webhooks."""

from datetime import timedelta
from typing import Any

import pytest

from tests.drill.book import Kind
from tests.drill.jira import events as ev
from tests.drill.jira.asking import (
    ALWAYS,
    NOW,
    Moving,
    client,
    opened,
    search,
    tracker,
)
from tests.drill.jira.catalogue import FRAIL, RANK
from tests.drill.jira.texts import MENTION
from tests.drill.jira.tracker import Deployment, JiraTracker

EVERYTHING = 'project = "TO" ORDER BY updated ASC, key ASC'


def busy(jira: JiraTracker, changes: int, issue: int = 1) -> None:
    """An issue that was renamed so often."""
    jira.world.apply(opened(issue))
    for n in range(changes):
        at = NOW - timedelta(minutes=changes - n)
        jira.world.apply(ev.Changed(at, issue, "summary", f"name {n}"))


async def inline(jira: JiraTracker) -> tuple[int, list[str]]:
    """The total and the names of the changes that a search shows."""
    async with client(jira) as http:
        page = await search(http, EVERYTHING, expand="changelog")
    log = page["issues"][0]["changelog"]
    return log["total"], [h["items"][0]["toString"] for h in log["histories"]]


async def test_a_long_history_is_cut_at_a_hundred_and_counted_whole() -> None:
    jira = tracker()
    busy(jira, 130)
    total, names = await inline(jira)
    assert (total, len(names), names[0], names[-1]) == (130, 100, "name 129", "name 30")
    assert jira.book.struck[Kind.TRUNCATED] == 1


async def test_a_history_may_be_cut_at_forty_as_if_that_were_all() -> None:
    jira = tracker({Kind.TRUNCATED: ALWAYS})
    busy(jira, 50)
    total, names = await inline(jira)
    assert (total, len(names), names[0]) == (40, 40, "name 49")
    server = tracker({Kind.TRUNCATED: ALWAYS}, deployment="datacenter")
    busy(server, 50)
    async with client(server) as http:
        answer = await http.get("/rest/api/2/issue/1", params={"expand": "changelog"})
    assert len(answer.json()["changelog"]["histories"]) == 50


async def test_a_changelog_may_be_behind_its_issue_for_a_while() -> None:
    jira = tracker()
    busy(jira, 3)
    last = jira.world.issues[1].histories[-1]
    jira.rest.late[last.id] = NOW + timedelta(seconds=5)
    total, names = await inline(jira)
    assert (total, names) == (2, ["name 1", "name 0"])
    assert jira.world.issues[1].title == "name 2"
    jira.settle(NOW)
    assert (await inline(jira))[0] == 3


async def test_bulk_histories_are_split_and_told_in_two_ways_of_time() -> None:
    jira = tracker()
    busy(jira, 200, 1)
    busy(jira, 200, 2)
    asked: dict[str, Any] = {"issueIdsOrKeys": ["1", "TO-2"]}
    parts: list[dict[str, Any]] = []
    async with client(jira) as http:
        while True:
            answer = await http.post("/rest/api/3/changelog/bulkfetch", json=asked)
            parts.append(answer.json())
            if "nextPageToken" not in parts[-1]:
                break
            asked["nextPageToken"] = parts[-1]["nextPageToken"]
    split = [[log["issueId"] for log in part["issueChangeLogs"]] for part in parts]
    assert split == [["1", "2"], ["2"]]
    logs = [log for part in parts for log in part["issueChangeLogs"]]
    assert sum(len(log["changeHistories"]) for log in logs) == 400
    kinds = {type(log["changeHistories"][0]["created"]) for log in logs}
    assert kinds == {int, str}


async def test_every_change_and_every_comment_is_on_the_pages_of_an_issue() -> None:
    jira = tracker()
    busy(jira, 150)
    for n in range(30):
        jira.world.apply(ev.Commented(NOW, 1, 500 + n, f"{MENTION} said {n}"))
    async with client(jira) as http:
        pages = [
            (await http.get(f"/rest/api/3/issue/1/changelog?startAt={n}")).json()
            for n in (0, 100)
        ]
        shown = (await http.get("/rest/api/3/issue/1?fields=comment")).json()
        comments = (await http.get("/rest/api/3/issue/1/comment")).json()
    assert [len(page["values"]) for page in pages] == [100, 50]
    few = shown["fields"]["comment"]
    assert (len(few["comments"]), few["total"]) == (20, 30)
    assert len(comments["comments"]) == 30
    first = comments["comments"][0]["body"]["content"][0]["content"]
    assert [piece["type"] for piece in first] == ["mention", "text"]


async def test_a_lost_permission_looks_like_nothing_there_until_it_is_asked_for() -> (
    None
):
    jira = tracker()
    jira.world.apply(opened(1, project=FRAIL))
    jql = f'project = "{FRAIL}" ORDER BY updated ASC'
    asked = {"projectKey": FRAIL, "permissions": "BROWSE_PROJECTS"}
    async with client(jira) as http:
        seen = await search(http, jql)
        jira.book.begin(Kind.PERMISSION_LOST, jira.source)
        unseen = await search(http, jql)
        direct = await http.get("/rest/api/3/issue/1")
        rights = await http.get("/rest/api/3/mypermissions", params=asked)
        jira.book.end(Kind.PERMISSION_LOST, jira.source)
        back = await search(http, jql)
    assert (len(seen["issues"]), unseen["issues"]) == (1, [])
    assert unseen["isLast"]
    assert direct.status_code == 404
    assert not rights.json()["permissions"]["BROWSE_PROJECTS"]["havePermission"]
    assert back["issues"] == seen["issues"]
    assert jira.book.struck[Kind.PERMISSION_LOST] == 1


async def test_an_old_key_leads_to_the_issue_and_a_hidden_one_to_nothing() -> None:
    jira = tracker()
    jira.world.apply(opened(1))
    jira.world.apply(opened(2))
    jira.world.apply(ev.Moved(NOW, 1, "PAY", 9))
    jira.world.apply(ev.Moved(NOW, 2, "VEIL", 1))
    async with client(jira) as http:
        old = await http.get("/rest/api/3/issue/TO-1")
        hidden = await http.get("/rest/api/3/issue/2")
    assert old.json()["key"] == "PAY-9"
    assert hidden.status_code == 404
    keys = jira.keys()
    assert keys["TO-1"] == keys["PAY-9"] == "jira-drill:1"
    assert jira.nameable() == ["PAY-9", "TO-1"]


@pytest.mark.parametrize(
    ("deployment", "status"), [("cloud", 404), ("datacenter", 403)]
)
async def test_a_hidden_issue_is_nowhere_until_it_is_shown_again(
    deployment: Deployment, status: int
) -> None:
    jira = tracker(deployment=deployment)
    api = f"/rest/api/{3 if deployment == 'cloud' else 2}"
    path = f"{api}/search/jql" if deployment == "cloud" else f"{api}/search"
    jira.world.apply(opened(1))
    found: list[tuple[int, int]] = []
    async with client(jira) as http:
        for hidden in (True, False):
            jira.world.apply(ev.Secured(NOW, 1, hidden))
            direct = await http.get(f"{api}/issue/1")
            listed = await http.post(path, json={"jql": EVERYTHING})
            found.append((direct.status_code, len(listed.json()["issues"])))
    assert found == [(status, 0), (200, 1)]


async def test_an_old_key_of_a_project_leads_to_it_and_to_its_versions() -> None:
    jira = tracker()
    jira.world.apply(ev.ProjectRenamed(NOW, "AND", "ANDROID"))
    jira.world.apply(ev.VersionSet(NOW, "20010", NOW.date(), released=True))
    async with client(jira) as http:
        old = await http.get("/rest/api/3/project/AND")
        listed = await http.get("/rest/api/3/project/AND/versions")
    assert old.json()["key"] == "ANDROID"
    released = {one["id"]: one["released"] for one in listed.json()}
    assert released == {"20010": True, "20011": False, "20012": False}


async def test_a_token_expires_once_and_a_new_one_is_good() -> None:
    jira = tracker({Kind.TOKEN_EXPIRED: ALWAYS})
    async with client(jira) as http:
        expired = await http.get("/rest/api/3/myself")
        jira.book.close()
        still = await http.get("/rest/api/3/myself")
    assert (expired.status_code, still.status_code) == (401, 401)
    async with client(jira) as http:
        assert (await http.get("/rest/api/3/myself")).status_code == 200


async def test_data_center_answers_an_expired_session_as_anybody() -> None:
    jira = tracker({Kind.TOKEN_EXPIRED: ALWAYS}, deployment="datacenter")
    jira.world.apply(opened(1))
    async with client(jira) as http:
        answer = await http.post("/rest/api/2/search", json={"jql": EVERYTHING})
        who = await http.get("/rest/api/2/myself")
    assert (answer.status_code, answer.json()["total"]) == (200, 0)
    assert answer.headers["X-AUSERNAME"] == "anonymous"
    assert who.status_code == 401


@pytest.mark.parametrize("deployment", ["cloud", "datacenter"])
async def test_fields_are_told_by_id_on_cloud_and_by_name_on_data_center(
    deployment: Deployment,
) -> None:
    jira = tracker(deployment=deployment)
    jira.world.apply(opened(1))
    jira.world.apply(ev.Changed(NOW, 1, "status", "3"))
    jira.world.apply(ev.Changed(NOW, 1, RANK, None))
    jira.world.apply(ev.FieldRenamed(NOW, "status", "Étape"))
    version = "3" if deployment == "cloud" else "2"
    path = f"/rest/api/{version}/issue/1/changelog"
    async with client(jira) as http:
        changes = (await http.get(path)).json()["values"]
        fields = (await http.get(f"/rest/api/{version}/field")).json()
    item = changes[0]["items"][0]
    told = (item["field"], item.get("fieldId"))
    assert told == (("Étape", "status") if deployment == "cloud" else ("status", None))
    (rank,) = (f for f in fields if f["id"] == RANK)
    assert rank["schema"]["custom"].endswith(":gh-lexo-rank")


@pytest.mark.parametrize(
    ("kind", "status", "named"),
    [
        (Kind.LIMITED, 429, [{"Retry-After"}, {"Retry-After"}]),
        (Kind.LIMITED_SILENTLY, 429, [set(), set()]),
        (Kind.LIMITED_BY_DATE, 429, [{"Retry-After"}, {"X-RateLimit-Reset"}]),
        (Kind.AWAY, 503, [set(), {"Retry-After"}]),
    ],
)
def test_a_refusal_says_when_to_come_again_in_each_way_that_jira_has(
    kind: Kind, status: int, named: list[set[str]]
) -> None:
    clock = Moving()
    jira = tracker(clock=clock)
    told: list[set[str]] = []
    for _ in range(2):
        answer = jira.refusal(kind.value)
        assert answer is not None
        assert answer[0] == status
        told.append(set(answer[1]) - {"Content-Type"})
        clock.on(seconds=1)
    assert told == named
    assert jira.refusal(Kind.SECONDARY.value) is None
