"""No two answers of a tracker contradict each other."""

from typing import Any

import httpx
import pytest

from passerelle_demo.company import REPOSITORIES
from passerelle_demo.live import live_deliveries
from passerelle_demo.world import World
from tests.demo.reading import github_all, jira_search

EVERYTHING = "project in (PAY, LOG, SVC, FIN, OPS)"


@pytest.fixture(params=["before this morning", "after it"])
def world(request: pytest.FixtureRequest, world: World) -> World:
    if request.param == "after it":
        assert len(list(live_deliveries(world))) > 5
    return world


def last_values(histories: list[dict[str, Any]]) -> dict[str, Any]:
    """What the history says that each field is now."""
    ordered = sorted(histories, key=lambda history: int(history["id"]))
    return {i["fieldId"]: i["to"] for h in ordered for i in h["items"]}


async def test_replayed_histories_end_at_what_jira_shows(
    jira: httpx.AsyncClient,
) -> None:
    rows = await jira_search(jira, jql=EVERYTHING, fields=["*all"])
    ids = [row["id"] for row in rows]
    asked: dict[str, Any] = {"issueIdsOrKeys": ids, "maxResults": 1000}
    logs: dict[str, list[dict[str, Any]]] = {}
    page: dict[str, Any] = {"nextPageToken": ""}
    while "nextPageToken" in page:
        asked["nextPageToken"] = page["nextPageToken"]
        response = await jira.post("/rest/api/3/changelog/bulkfetch", json=asked)
        page = response.json()
        for log in page["issueChangeLogs"]:
            logs.setdefault(log["issueId"], []).extend(log["changeHistories"])
    assert len(logs) > 300
    for row in rows:
        fields, told = row["fields"], last_values(logs.get(row["id"], []))
        assert told.get("status", "10000") == fields["status"]["id"], row["key"]
        assert told.get("duedate", fields["duedate"]) == fields["duedate"]
        if "parent" in told:
            assert told["parent"] == fields["parent"]["id"]
        assert told.get("project", fields["project"]["id"]) == fields["project"]["id"]
        is_done = fields["status"]["statusCategory"]["key"] == "done"
        assert is_done == (fields["resolution"] is not None), row["key"]


async def test_each_change_begins_where_the_one_before_ended(
    jira: httpx.AsyncClient, world: World
) -> None:
    for issue in world.jira.issues.values():
        path = f"/rest/api/3/issue/{issue.id}/changelog"
        now: dict[str, str] = {"status": "10000"}
        for history in (await jira.get(path)).json()["values"]:
            for item in history["items"]:
                field = item["fieldId"]
                assert now.get(field, item["from"]) == item["from"], issue.key
                now[field] = item["to"]


@pytest.mark.parametrize("repository", [r.full_name for r in REPOSITORIES])
async def test_timelines_end_at_what_github_shows(
    github: httpx.AsyncClient, repository: str
) -> None:
    base = f"/repos/{repository}"
    rows = await github_all(github, f"{base}/issues", state="all")
    assert rows
    for row in rows:
        entries = await github_all(github, f"{base}/issues/{row['number']}/timeline")
        moves = [e for e in entries if e["event"] in {"closed", "reopened"}]
        is_closed = bool(moves) and moves[-1]["event"] == "closed"
        assert is_closed == (row["state"] == "closed"), row["number"]
        if is_closed:
            assert moves[-1]["created_at"] == row["closed_at"]
        labels = {e["label"]["name"] for e in entries if e["event"] == "labeled"}
        assert labels == {label["name"] for label in row["labels"]}
        said = [e for e in entries if e["event"] == "commented"]
        assert len(said) == row["comments"]
        await merges_agree(github, base, row, {e["event"] for e in entries})


async def merges_agree(
    github: httpx.AsyncClient, base: str, row: dict[str, Any], kinds: set[str]
) -> None:
    """Timeline, issue and pull request tell one story of a merge."""
    if "pull_request" not in row:
        return
    pull = (await github.get(f"{base}/pulls/{row['number']}")).json()
    assert ("merged" in kinds) == pull["merged"]
    assert pull["merged_at"] == row["pull_request"]["merged_at"]
    assert (pull["state"], pull["draft"]) == (row["state"], row["draft"])


async def test_milestones_count_the_issues_that_name_them(
    github: httpx.AsyncClient,
) -> None:
    base = "/repos/malleposte/boutique"
    rows = await github_all(github, f"{base}/issues", state="all")
    for milestone in await github_all(github, f"{base}/milestones", state="all"):
        mine = [
            row["state"]
            for row in rows
            if row["milestone"] and row["milestone"]["id"] == milestone["id"]
        ]
        assert milestone["open_issues"] == mine.count("open")
        assert milestone["closed_issues"] == mine.count("closed")
