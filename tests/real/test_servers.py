"""The two recorded trackers answer as the vendors do."""

from datetime import UTC, datetime

import httpx
import pytest

from tests.real import github_server, jira_server
from tests.real.data import Json
from tests.real.github_server import Repository
from tests.real.jql import QueryError, parsed

pytestmark = pytest.mark.real

REPOSITORY = "/repos/bitcoin-core/secp256k1"
BEARER = {"Authorization": f"Bearer {github_server.TOKEN}"}
PAT = {"Authorization": f"Bearer {jira_server.TOKEN}"}


def _followed(address: str, path: str) -> list[Json]:
    """Every element, by following `Link` verbatim."""
    found: list[Json] = []
    url: str | None = address + path
    with httpx.Client(headers=BEARER) as client:
        while url:
            answer = client.get(url)
            answer.raise_for_status()
            found += answer.json()
            url = answer.links.get("next", {}).get("url")
    return found


def test_all_issues_and_pull_requests_are_listed_by_their_last_change(
    github: str, secp256k1: Repository
) -> None:
    asked = "/issues?state=all&sort=updated&direction=asc&per_page=100"
    found = _followed(github, REPOSITORY + asked)
    assert len(found) == len({i["number"] for i in found}) == 1825
    assert sum("pull_request" in i for i in found) == len(secp256k1.pulls) == 1308
    updates = [i["updated_at"] for i in found]
    assert updates == sorted(updates)
    middle = updates[900]
    later = _followed(github, f"{REPOSITORY}{asked}&since={middle}")
    assert [i["updated_at"] for i in later] == [u for u in updates if u >= middle]


def test_only_open_ones_are_listed_unless_all_are_asked_for(github: str) -> None:
    found = _followed(github, f"{REPOSITORY}/issues?per_page=100")
    assert {i["state"] for i in found} == {"open"}


def test_the_next_page_is_named_by_the_numeric_id(github: str) -> None:
    answer = httpx.get(f"{github}{REPOSITORY}/issues?state=all", headers=BEARER)
    following = answer.links["next"]["url"]
    assert following.startswith(f"{github}/repositories/16648618/issues?")
    assert len(httpx.get(following, headers=BEARER).json()) == 30


def test_a_long_timeline_comes_in_pages_as_it_was_recorded(
    github: str, secp256k1: Repository
) -> None:
    number = max(secp256k1.timelines, key=lambda n: len(secp256k1.timelines[n]))
    events = _followed(github, f"{REPOSITORY}/issues/{number}/timeline?per_page=100")
    assert tuple(events) == secp256k1.timelines[number]
    assert len(events) == 375
    assert any(e["actor"] is None and e["created_at"] is None for e in events)


def test_an_unchanged_answer_is_not_sent_again(github: str) -> None:
    url = f"{github}{REPOSITORY}/milestones?state=all"
    first = httpx.get(url, headers=BEARER)
    assert len(first.json()) == 11
    again = httpx.get(url, headers=BEARER | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    before, after = (int(a.headers["X-RateLimit-Remaining"]) for a in (first, again))
    assert after == before


@pytest.mark.parametrize("path", ["/issues/99999", "/pulls/3", "/issues/0/timeline"])
def test_what_is_not_there_is_not_found(github: str, path: str) -> None:
    assert httpx.get(github + REPOSITORY + path, headers=BEARER).status_code == 404


def test_a_wrong_token_is_refused(github: str, jira: str) -> None:
    wrong = {"Authorization": "Bearer wrong"}
    assert httpx.get(github + REPOSITORY, headers=wrong).status_code == 401
    search = f"{jira}/rest/api/2/search"
    assert httpx.get(search, headers=wrong).status_code == 401
    assert httpx.get(search).status_code == 401


@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_the_search_pages_by_offset_and_says_the_total(
    jira: str, apache: list[Json], verb: str
) -> None:
    asked: dict[str, str | int] = {
        "jql": 'project in ("CB", "DRILL") ORDER BY updated ASC, key ASC',
        "maxResults": 100,
        "fields": "updated,status",
        "expand": "changelog",
    }
    found: list[Json] = []
    with httpx.Client(base_url=jira, headers=PAT) as client:
        total = 1
        while len(found) < total:
            page = asked | {"startAt": len(found)}
            url = "/rest/api/2/search"
            answer = (
                client.get(url, params=page)
                if verb == "GET"
                else client.post(url, json=page | {"fields": ["updated", "status"]})
            )
            told = answer.json()
            total = told["total"]
            found += told["issues"]
    assert len(found) == len({i["id"] for i in found}) == 211 + 68
    assert {frozenset(i["fields"]) for i in found} == {frozenset({"updated", "status"})}
    updates = [datetime.fromisoformat(i["fields"]["updated"]) for i in found]
    assert updates == sorted(updates)
    recorded = {i["id"]: i["changelog"] for i in apache}
    assert all(i["changelog"] == recorded[i["id"]] for i in found)


def test_a_date_is_epoch_milliseconds_or_minutes(jira: str, apache: list[Json]) -> None:
    instant = datetime(2013, 6, 1, 12, 30, tzinfo=UTC)
    later = [
        i for i in apache if datetime.fromisoformat(i["fields"]["updated"]) >= instant
    ]
    assert 0 < len(later) < len(apache)
    for said in (str(int(instant.timestamp() * 1000)), '"2013-06-01 12:30"'):
        answer = httpx.get(
            f"{jira}/rest/api/2/search",
            params={"jql": f"updated >= {said}", "maxResults": 0},
            headers=PAT,
        )
        assert answer.json()["total"] == len(later)


@pytest.mark.parametrize(
    "jql",
    ["flavour = 3", "project = TO AND OR", "updated >= tomorrow", "ORDER BY flavour"],
)
def test_a_query_that_is_not_understood_is_refused(jql: str) -> None:
    with pytest.raises(QueryError):
        parsed(jql)


def test_an_issue_is_found_by_its_id_and_by_its_key(
    jira: str, apache: list[Json]
) -> None:
    issue = apache[0]
    for which in (issue["id"], issue["key"]):
        answer = httpx.get(f"{jira}/rest/api/2/issue/{which}", headers=PAT).json()
        assert answer["fields"] == issue["fields"]
        assert "changelog" not in answer


def test_every_status_of_a_changelog_is_listed(jira: str) -> None:
    told = httpx.get(f"{jira}/rest/api/2/status", headers=PAT).json()
    categories = {s["name"]: s["statusCategory"]["key"] for s in told}
    assert categories == {
        "Open": "new",
        "Reopened": "new",
        "In Progress": "indeterminate",
        "Resolved": "done",
        "Closed": "done",
        "Patch Available": "undefined",
    }
