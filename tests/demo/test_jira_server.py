"""The simulated Jira keeps Jira Cloud's protocol, its oddities included."""

import httpx
import pytest

from passerelle_demo.config import JIRA_EMAIL, JIRA_TOKEN
from passerelle_demo.faults import on_request
from passerelle_demo.jira_doors import too_many
from passerelle_demo.jira_server import create_jira_app
from passerelle_demo.story.calendar import paris
from passerelle_demo.world import World
from tests.demo.reading import jira_search

SEARCH = "/rest/api/3/search/jql"
BULK = "/rest/api/3/changelog/bulkfetch"


async def test_tokens_lead_through_every_issue_once(
    jira: httpx.AsyncClient, world: World
) -> None:
    rows = await jira_search(
        jira, jql='project in ("PAY", "LOG", SVC, FIN, OPS)', maxResults=37
    )
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids)) == len(world.jira.issues)
    assert set(rows[0]) == {"id"}, "the default is ids alone"


async def test_fields_are_shown_when_they_are_named(jira: httpx.AsyncClient) -> None:
    rows = await jira_search(
        jira, jql="project = PAY order by key asc", fields=["summary", "status"]
    )
    assert set(rows[0]["fields"]) == {"summary", "status"}
    assert rows[0]["key"] == "PAY-1"
    assert rows[0]["fields"]["status"]["name"] == "En production"
    assert rows[0]["fields"]["status"]["statusCategory"]["key"] == "done"


async def test_a_page_with_fields_holds_a_hundred_at_most(
    jira: httpx.AsyncClient,
) -> None:
    asked = {"jql": "project = FIN", "maxResults": 5000, "fields": ["summary"]}
    page = (await jira.post(SEARCH, json=asked)).json()
    assert len(page["issues"]) == 100
    assert not page["isLast"]


@pytest.mark.parametrize(
    "bound",
    [
        str(int(paris("2026-11-18 00:00").timestamp() * 1000)),
        '"2026-11-18 00:00"',
        '"2026/11/18"',
    ],
)
async def test_a_bound_on_the_last_change_is_kept(
    jira: httpx.AsyncClient, world: World, bound: str
) -> None:
    """Written dates are in the account's time zone, numbers are milliseconds."""
    rows = await jira_search(jira, jql=f"project = SVC AND updated >= {bound}")
    since = paris("2026-11-18 00:00")
    expected = {
        str(issue.id)
        for issue in world.jira.issues.values()
        if issue.project.key == "SVC" and issue.updated >= since
    }
    assert {row["id"] for row in rows} == expected
    assert 0 < len(expected) < 75


async def test_the_order_is_the_one_that_was_asked_for(
    jira: httpx.AsyncClient,
) -> None:
    asked = {"fields": ["updated"], "maxResults": 20}
    up = await jira_search(jira, jql="project = LOG ORDER BY updated ASC", **asked)
    down = await jira_search(jira, jql="project = LOG ORDER BY updated DESC", **asked)
    assert [row["id"] for row in up] == [row["id"] for row in reversed(down)]


async def test_a_get_asks_the_same(jira: httpx.AsyncClient) -> None:
    response = await jira.get(SEARCH, params={"jql": "project = OPS", "fields": "key"})
    assert response.status_code == 200
    assert len(response.json()["issues"]) > 40


@pytest.mark.parametrize(
    "jql", ["", "ORDER BY updated", "project", "colour = red", "updated >= soon"]
)
async def test_what_is_unbounded_or_unreadable_is_refused(
    jira: httpx.AsyncClient, jql: str
) -> None:
    response = await jira.post(SEARCH, json={"jql": jql})
    assert response.status_code == 400
    assert response.json()["errorMessages"]


async def test_a_token_of_another_query_is_refused(jira: httpx.AsyncClient) -> None:
    asked = {"jql": "project = PAY", "maxResults": 5}
    token = (await jira.post(SEARCH, json=asked)).json()["nextPageToken"]
    other = {"jql": "project = LOG", "nextPageToken": token}
    assert (await jira.post(SEARCH, json=other)).status_code == 400


async def test_the_old_search_is_gone(jira: httpx.AsyncClient) -> None:
    assert (await jira.get("/rest/api/3/search")).status_code == 410


async def test_inline_histories_are_cut_and_bulkfetch_has_the_rest(
    jira: httpx.AsyncClient, world: World
) -> None:
    screen = world.jira.issue("screen")
    asked = {"jql": f"key = {screen.key}", "fields": ["summary"], "expand": "changelog"}
    (row,) = await jira_search(jira, **asked)
    assert row["changelog"]["total"] > len(row["changelog"]["histories"])
    newest = row["changelog"]["histories"][0]
    assert newest["id"] == str(screen.histories[-1].id)


async def test_bulkfetch_splits_an_issue_over_pages_and_loses_nothing(
    jira: httpx.AsyncClient, world: World
) -> None:
    ids = [str(number) for number in world.jira.issues]
    asked: dict[str, object] = {"issueIdsOrKeys": ids, "maxResults": 1000}
    found: dict[str, list[str]] = {}
    pages = 0
    while True:
        page = (await jira.post(BULK, json=asked)).json()
        pages += 1
        for log in page["issueChangeLogs"]:
            assert all(isinstance(h["created"], int) for h in log["changeHistories"])
            more = [h["id"] for h in log["changeHistories"]]
            found.setdefault(log["issueId"], []).extend(more)
        if "nextPageToken" not in page:
            break
        asked["nextPageToken"] = page["nextPageToken"]
    assert pages > 4
    assert found == {
        str(issue.id): [str(h.id) for h in issue.histories]
        for issue in world.jira.issues.values()
        if issue.histories
    }


async def test_bulkfetch_takes_a_thousand_issues_at_most(
    jira: httpx.AsyncClient,
) -> None:
    asked = {"issueIdsOrKeys": [str(n) for n in range(1001)]}
    assert (await jira.post(BULK, json=asked)).status_code == 400


async def test_an_issue_is_found_by_an_old_key_and_shows_its_new_one(
    jira: httpx.AsyncClient, world: World
) -> None:
    moved = world.jira.issue("moved")
    response = await jira.get(f"/rest/api/3/issue/{moved.old_keys[0]}?expand=changelog")
    assert response.json()["key"] == moved.key
    assert response.json()["id"] == str(moved.id)
    assert response.json()["changelog"]["total"] == len(moved.histories)


async def test_an_unknown_issue_is_not_found(jira: httpx.AsyncClient) -> None:
    assert (await jira.get("/rest/api/3/issue/PAY-9999")).status_code == 404


async def test_an_issue_pages_its_history_oldest_first(
    jira: httpx.AsyncClient, world: World
) -> None:
    screen = world.jira.issue("screen")
    path = f"/rest/api/3/issue/{screen.id}/changelog"
    first = (await jira.get(path, params={"maxResults": 30})).json()
    last = (await jira.get(path, params={"startAt": 30})).json()
    assert not first["isLast"]
    assert last["isLast"]
    shown = [h["id"] for h in (*first["values"], *last["values"])]
    assert shown == [str(h.id) for h in screen.histories]


async def test_texts_are_documents_and_names_are_french(
    jira: httpx.AsyncClient, world: World
) -> None:
    callback = world.jira.issue("callback")
    issue = (await jira.get(f"/rest/api/3/issue/{callback.key}")).json()
    assert issue["fields"]["description"]["type"] == "doc"
    comments = (await jira.get(f"/rest/api/3/issue/{callback.key}/comment")).json()
    assert "Décision : " in str(comments["comments"][-1]["body"])
    assert issue["fields"]["status"]["name"] == "Abandonné"
    items = [
        item
        for history in (
            await jira.get(f"/rest/api/3/issue/{callback.id}/changelog")
        ).json()["values"]
        for item in history["items"]
    ]
    assert ("Statut", "status") in {(i["field"], i["fieldId"]) for i in items}


@pytest.mark.parametrize(
    "path", ["status", "field", "myself", "serverInfo", "project/search", "issuetype"]
)
async def test_the_site_tells_what_it_is(jira: httpx.AsyncClient, path: str) -> None:
    assert (await jira.get(f"/rest/api/3/{path}")).status_code == 200


@pytest.mark.parametrize("auth", [None, (JIRA_EMAIL, "wrong"), ("x", JIRA_TOKEN)])
async def test_without_the_right_token_nothing_is_shown(
    jira: httpx.AsyncClient, auth: tuple[str, str] | None
) -> None:
    jira.auth = auth  # type: ignore[assignment] # httpx takes None too
    assert (await jira.get("/rest/api/3/myself")).status_code == 401


async def test_the_twelfth_request_is_asked_to_wait(world: World) -> None:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(create_jira_app(world.jira)),
        base_url="http://jira",
        auth=(JIRA_EMAIL, JIRA_TOKEN),
    ) as client:
        statuses = [
            (await client.get("/rest/api/3/myself")).status_code for _ in range(14)
        ]
    assert statuses == [200] * 11 + [429] + [200] * 2


async def test_faults_are_laid_over_the_server_and_leave_the_world_alone(
    world: World,
) -> None:
    app = create_jira_app(world.jira, faults=(on_request(1, too_many),))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://jira",
        auth=(JIRA_EMAIL, JIRA_TOKEN),
    ) as client:
        refused = await client.get("/rest/api/3/myself")
        answered = await client.get("/rest/api/3/myself")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert answered.status_code == 200
