"""A look at a tracker names each thing that will fail one day, with its way out."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import httpx
import pytest

from passerelle_demo.config import sources
from passerelle_demo.serving import create_apps
from passerelle_demo.world import this_morning
from passerelle_ingest.examine import examine, look
from passerelle_ingest.findings import Finding
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.github.auth import API_VERSION
from passerelle_ingest.trackers.github.hooks import Hook
from passerelle_ingest.trackers.github.judging import (
    Installation,
    app_findings,
    app_hook,
    hook_findings,
    token_end,
)
from passerelle_ingest.trackers.github.normalise.webhooks import HANDLERS
from passerelle_ingest.trackers.jira.judging import (
    ByHand,
    Permissions,
    Server,
    deployed,
    hand_made,
    may_browse,
    registered_findings,
)
from passerelle_ingest.trackers.jira.registration import EVENTS, Registered
from tests.ingest.sources import DATA_CENTER, GITHUB, JIRA, NOW, REPOSITORY, clock
from tests.ingest.test_auth_github import app_source
from tests.ingest.test_auth_jira import client_source

OURS = "https://hooks.verdier.example/webhooks/github-verdier"
ONE = GITHUB.model_copy(update={"projects": (REPOSITORY,)})


def wrong(found: Sequence[Finding]) -> list[str]:
    return [finding.words for finding in found if not finding.well]


def hook(**changed: object) -> Hook:
    told = {
        "id": 5,
        "active": True,
        "events": ["*"],
        "config": {"url": OURS, "insecure_ssl": "0"},
        "last_response": {"code": 202, "status": "active"},
    }
    return Hook.model_validate(told | changed)


@pytest.mark.parametrize("place", [f"/repos/{REPOSITORY}/hooks/5", "/orgs/Verdier/5"])
def test_a_webhook_of_the_repository_or_of_its_owner_will_do(place: str) -> None:
    (found,) = hook_findings([(place, hook())], ONE)
    assert found.well


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"active": False}, "make it active"),
        ({"events": ["issues"]}, "does not send .*pull_request.*tick"),
        ({"config": {"url": OURS, "insecure_ssl": "1"}}, "SSL verification"),
        ({"last_response": {"code": 401}}, "answered 401"),
        ({"config": {"url": "https://ci.example"}}, "add one to our /webhooks/github-"),
    ],
)
def test_what_is_wrong_with_a_webhook_is_named(
    changed: Mapping[str, object], says: str
) -> None:
    place = f"/repos/{REPOSITORY}/hooks/5"
    (found,) = hook_findings([(place, hook(**changed))], ONE)
    assert not found.well
    assert re.search(says, found.words)


def test_all_events_that_we_read_are_enough() -> None:
    place = f"/repos/{REPOSITORY}/hooks/5"
    (found,) = hook_findings([(place, hook(events=sorted(HANDLERS)))], ONE)
    assert found.well


def test_a_webhook_that_never_sent_anything_is_not_blamed() -> None:
    unused = hook(last_response={"code": None, "status": "unused", "message": None})
    (found,) = hook_findings([(f"/repos/{REPOSITORY}/hooks/5", unused)], ONE)
    assert found.well


def test_an_installation_that_lacks_a_permission_names_it() -> None:
    lacking = Installation(permissions={"issues": "write", "metadata": "read"})
    (found,) = app_findings(lacking)
    assert "contents, pull_requests" in found.words
    read = dict.fromkeys(("issues", "metadata", "contents", "pull_requests"), "read")
    (well,) = app_findings(Installation(permissions=read))
    assert well.well
    (suspended,) = app_findings(Installation(permissions=read, suspended_at=NOW))
    assert "suspended" in suspended.words


def test_an_apps_webhook_that_goes_elsewhere_is_named() -> None:
    assert not app_hook("https://elsewhere.example", app_source()).well
    assert app_hook("https://h.example/webhooks/github-app", app_source()).well


@pytest.mark.parametrize(
    ("told", "well"),
    [
        ("2026-12-24 08:00:00 UTC", True),
        ("2026-12-01 08:00:00 UTC", False),
        ("2026-12-01 10:00:00 +0200", False),
        ("2026-11-01 08:00:00 UTC", False),
    ],
)
def test_a_token_that_ends_soon_is_told_in_time(told: str, *, well: bool) -> None:
    header = {"github-authentication-token-expiration": told}
    (found,) = token_end(header, NOW)
    assert found.well is well
    assert list(token_end({}, NOW)) == []
    assert list(token_end({"github-authentication-token-expiration": "?"}, NOW)) == []


class Around(httpx.MockTransport):
    """Answers by the end of a path; all else is 404."""

    def __init__(self, answers: Mapping[str, httpx.Response]) -> None:
        super().__init__(self._handle)
        self.answers = answers

    def _handle(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        found = (a for end, a in self.answers.items() if path.endswith(end))
        return next(found, httpx.Response(404, json={}))


def github(**changed: httpx.Response) -> Around:
    empty = httpx.Response(200, json=[])
    ours = [hook().model_dump()]
    base = {
        "/versions": httpx.Response(200, json=[API_VERSION]),
        "/boutique/issues": empty,
        "/boutique/pulls": empty,
        "/boutique/releases": empty,
        "/boutique/hooks": httpx.Response(200, json=ours),
    }
    return Around(
        {end: changed.get(end.rpartition("/")[2], a) for end, a in base.items()}
    )


async def seen(source: SourceSettings, transport: httpx.MockTransport) -> list[Finding]:
    return list(await look(source, clock=clock, transport=transport))


async def test_all_is_well_with_githubs_api_permissions_and_webhook() -> None:
    found = await seen(ONE, github())
    assert wrong(found) == []
    assert [finding.what for finding in found] == [
        "API",
        f"permissions for {REPOSITORY}",
        f"webhook of {REPOSITORY}",
    ]


@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        ("versions", httpx.Response(200, json=["2031-01-01"]), "newer Passerelle"),
        (
            "pulls",
            httpx.Response(
                403,
                json={},
                headers={"X-Accepted-GitHub-Permissions": "pull_requests=read"},
            ),
            "granted pull_requests=read",
        ),
        (
            "issues",
            httpx.Response(
                200,
                json=[],
                headers={
                    "Deprecation": "@1798761600",
                    "Sunset": "Fri, 01 Jan 2027 00:00:00 GMT",
                },
            ),
            "withdraw it on Fri, 01 Jan 2027",
        ),
        ("releases", httpx.Response(410, json={}), "newer Passerelle"),
        ("hooks", httpx.Response(403, json={}), "refused our credentials"),
        ("hooks", httpx.Response(200, json=[]), "none comes to us"),
        ("hooks", httpx.Response(200, json={"id": 1}), "not as GitHub describes"),
    ],
)
async def test_what_github_takes_away_is_named(
    name: str, answer: httpx.Response, says: str
) -> None:
    (words,) = wrong(await seen(ONE, github(**{name: answer})))
    assert says in words


async def test_a_server_that_knows_no_versions_is_no_fault() -> None:
    found = await seen(ONE, github(versions=httpx.Response(404, json={})))
    assert wrong(found) == []


def jira(api: str = "/rest/api/3") -> Around:
    may = {"permissions": {"BROWSE_PROJECTS": {"havePermission": True}}}
    row = {"id": "10001", "fields": {"updated": "2026-11-20T08:00:00.000+0000"}}
    kind = "Cloud" if api.endswith("3") else "Server"
    server = {"deploymentType": kind, "version": "1001"}
    by_hand = [
        {
            "url": "https://h.example/webhooks/jira-verdier",
            "events": EVENTS,
            "enabled": True,
        }
    ]
    return Around(
        {
            f"{api}/serverInfo": httpx.Response(200, json=server),
            f"{api}/search/jql": httpx.Response(200, json={"issues": [row]}),
            f"{api}/search": httpx.Response(200, json={"issues": [row], "total": 1}),
            f"{api}/changelog/bulkfetch": httpx.Response(200, json={}),
            f"{api}/mypermissions": httpx.Response(200, json=may),
            "/rest/webhooks/1.0/webhook": httpx.Response(200, json=by_hand),
        }
    )


@pytest.mark.parametrize(
    ("source", "api"), [(JIRA, "/rest/api/3"), (DATA_CENTER, "/rest/api/2")]
)
async def test_all_is_well_with_jiras_api_permissions_and_webhook(
    source: SourceSettings, api: str
) -> None:
    found = await seen(source, jira(api))
    assert wrong(found) == []
    assert [finding.what for finding in found] == [
        "API",
        "API, search",
        "permissions for PAY",
        "webhook",
    ]


@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        ("serverInfo", httpx.Response(200, json={}), 'deployment = "datacenter"'),
        ("jql", httpx.Response(410, json={}), "withdrew it"),
        ("bulkfetch", httpx.Response(410, json={}), "withdrew it"),
        ("mypermissions", httpx.Response(200, json={}), "Browse Projects"),
        ("webhook", httpx.Response(200, json=[]), "have an administrator add one"),
    ],
)
async def test_what_jira_takes_away_is_named(
    name: str, answer: httpx.Response, says: str
) -> None:
    answers = jira().answers
    ends = {end: answer for end in answers if end.endswith(f"/{name}")}
    (words,) = wrong(await seen(JIRA, Around({**answers, **ends})))
    assert says in words


@pytest.mark.parametrize(
    "closed",
    [httpx.Response(403, json={}), httpx.Response(200, json={"webhooks": []})],
)
async def test_webhooks_that_only_an_administrator_sees_are_no_fault(
    closed: httpx.Response,
) -> None:
    answers = {**jira().answers, "/rest/webhooks/1.0/webhook": closed}
    found = await seen(JIRA, Around(answers))
    assert wrong(found) == []
    assert "only an administrator" in found[-1].words


def by_hand(**changed: object) -> ByHand:
    told: dict[str, Any] = {
        "url": "https://h.example/webhooks/jira-verdier",
        "events": EVENTS,
    }
    return ByHand.model_validate(told | changed)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"enabled": False}, "enable it"),
        ({"active": False}, "enable it"),
        ({"events": ["jira:issue_created"]}, "jira:issue_updated; tick"),
        ({"url": "https://elsewhere.example"}, "none comes to us"),
    ],
)
def test_what_is_wrong_with_an_administrators_webhook_is_named(
    changed: Mapping[str, object], says: str
) -> None:
    found = hand_made([by_hand(**changed)], JIRA)
    assert (found.well, says in found.words) == (False, True)


REGISTERING = client_source(webhook_url="https://h.example/webhooks/jira-service")


@pytest.mark.parametrize(
    ("days", "says"), [(29, "until 2026-12-22"), (9, "was not refreshed in time")]
)
def test_a_registered_webhook_tells_for_how_long_it_lives(days: int, says: str) -> None:
    row = {
        "id": 1,
        "jqlFilter": 'project IN ("PAY")',
        "events": EVENTS,
        "expirationDate": (NOW + timedelta(days=days)).isoformat(),
    }
    found = [Registered.model_validate(row)]
    (told,) = registered_findings(found, REGISTERING, NOW)
    assert says in told.words
    assert told.well is (days > 10)


def test_a_webhook_that_is_not_registered_names_the_command() -> None:
    (told,) = registered_findings([], REGISTERING, NOW)
    assert (told.well, "ingest register" in told.words) == (False, True)


def test_a_jira_of_another_kind_and_a_project_out_of_sight_are_named() -> None:
    assert deployed(Server(deploymentType="Cloud", version="1001"), JIRA).well
    assert not deployed(Server(deploymentType="Cloud"), DATA_CENTER).well
    assert not may_browse(Permissions(), "PAY").well


async def test_all_is_well_with_the_demos_own_trackers() -> None:
    apps = create_apps(this_morning())
    given = sources(jira_url="http://jira.example", github_url="http://git.example")
    for told, app in zip(given, apps, strict=True):
        source, way = SourceSettings(**told), httpx.ASGITransport(app)
        seen_there = await examine(source, clock=clock, transport=way)
        found = await look(source, clock=clock, transport=way)
        assert "can be read" in seen_there.words
        assert wrong(found) == []
