"""GitHub knows us as an App: a token for what we read, renewed before it is over."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from passerelle_ingest.errors import (
    AnswerRefusedError,
    CredentialsRefusedError,
    GrantRefusedError,
    SettingMissingError,
)
from passerelle_ingest.http import Connection
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.github.app import MOST_NAMED, granted, note, wanted
from passerelle_ingest.trackers.github.auth import github_http
from passerelle_ingest.trackers.github.client import GitHubClient
from passerelle_schemas.identity import Tracker
from tests.ingest.granting import APP, HOUR, INSTALLATION, Clock, GrantingGitHub, pem
from tests.ingest.sources import GITHUB, NOW
from tests.ingest.trackers import SmallGitHub


def app_source(**changed: object) -> SourceSettings:
    given: dict[str, Any] = {
        "id": "github-app",
        "tracker": Tracker.GITHUB,
        "projects": ("verdier/boutique", "verdier/entrepot"),
        "app_id": APP,
        "app_key": pem(),
        "installation_id": INSTALLATION,
        "webhook_secrets": ("s",),
    }
    return SourceSettings(**(given | changed))


def reading(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={})


def test_a_token_is_asked_for_our_repositories_alone_and_to_read_alone() -> None:
    asked = wanted(app_source())
    assert asked["repositories"] == ["boutique", "entrepot"]
    assert set(asked["permissions"].values()) == {"read"}
    assert "issues" in asked["permissions"]


@pytest.mark.parametrize("count", [0, MOST_NAMED + 1])
def test_more_repositories_than_github_takes_are_not_named(count: int) -> None:
    names = tuple(f"verdier/r{n}" for n in range(count))
    assert "repositories" not in wanted(app_source(projects=names))


async def test_one_token_serves_until_shortly_before_its_end() -> None:
    clock = Clock()
    github = GrantingGitHub(clock, reading)
    async with github_http(app_source(), Connection(clock, transport=github)) as http:
        await asyncio.gather(*(http.get("/repos/verdier/boutique") for _ in range(9)))
        assert len(github.granted) == 1
        clock.now += HOUR - timedelta(minutes=4)
        await http.get("/repos/verdier/boutique")
    assert len(github.granted) == 2


async def test_a_token_that_is_over_too_early_is_renewed_once() -> None:
    clock = Clock()
    github = GrantingGitHub(clock, reading)
    async with github_http(app_source(), Connection(clock, transport=github)) as http:
        await http.get("/a")
        github.alive.clear()
        many = await asyncio.gather(*(http.get(f"/{n}") for n in range(9)))
        assert (len(many), len(github.granted)) == (9, 2)


async def test_a_new_token_that_is_refused_too_is_not_renewed_for_ever() -> None:
    clock = Clock()

    def refuses(_: httpx.Request) -> httpx.Response:
        return httpx.Response(401, json={})

    github = GrantingGitHub(clock, refuses)
    async with github_http(app_source(), Connection(clock, transport=github)) as http:
        with pytest.raises(CredentialsRefusedError, match="401"):
            await http.get("/a")
    assert len(github.granted) == 2


@pytest.mark.parametrize("ahead", [-400, -60, 0, 59])
async def test_a_clock_that_differs_from_githubs_is_borne(ahead: int) -> None:
    theirs = Clock()
    ours = Clock(NOW + timedelta(seconds=ahead))
    github = GrantingGitHub(theirs, reading)
    async with github_http(app_source(), Connection(ours, transport=github)) as http:
        await http.get("/a")
    assert len(github.granted) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(422, json={"message": "not granted"}), GrantRefusedError),
        (httpx.Response(401, json={}), CredentialsRefusedError),
        (httpx.Response(201, json={"token": "granted-0"}), AnswerRefusedError),
    ],
)
async def test_no_token_names_the_way_out(
    answer: httpx.Response, error: type[Exception]
) -> None:
    clock = Clock()
    github = GrantingGitHub(clock, reading)
    github.refuses = answer
    async with github_http(app_source(), Connection(clock, transport=github)) as http:
        with pytest.raises(error, match="github-app"):
            await http.get("/a")


async def test_a_repository_that_is_gone_stops_none_of_the_others() -> None:
    clock = Clock()
    github = GrantingGitHub(clock, reading)
    github.gone = "entrepot"
    async with github_http(app_source(), Connection(clock, transport=github)) as http:
        await http.get("/repos/verdier/boutique")
    named, unnamed = github.asked
    assert named == wanted(app_source())
    assert unnamed == {"permissions": named["permissions"]}


async def test_a_renamed_repository_of_an_app_is_found_by_its_old_name() -> None:
    clock = Clock()
    tracker = SmallGitHub([])
    tracker.former, tracker.full_name = [tracker.full_name], "maison/magasin"
    github = GrantingGitHub(clock, tracker.handle_request)
    github.gone = "boutique"
    source = app_source(projects=("verdier/boutique",))
    async with GitHubClient(source, Connection(clock, transport=github)) as client:
        site = await client.site()
    assert site.name_of("verdier/boutique") == "maison/magasin"


@pytest.mark.parametrize(
    ("api", "version"),
    [
        ("", "2026-03-10"),
        ("https://api.verdier.ghe.com", "2026-03-10"),
        ("https://github.verdier.example/api/v3", "2022-11-28"),
        ("https://api.ghe.com.verdier.example/api/v3", "2022-11-28"),
    ],
)
async def test_each_server_is_asked_for_a_version_that_it_serves(
    api: str, version: str
) -> None:
    asked: list[httpx.Request] = []

    def hears(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={})

    source = GITHUB.model_copy(update={"api_url": api})
    way = Connection(Clock(), transport=httpx.MockTransport(hears))
    async with github_http(source, way) as http:
        await http.get("/a")
    assert asked[0].headers["x-github-api-version"] == version


async def test_a_missing_permission_is_named_as_github_names_it() -> None:
    clock = Clock()
    told = {"X-Accepted-GitHub-Permissions": "issues=read"}
    github = GrantingGitHub(clock, lambda _: httpx.Response(403, json={}, headers=told))
    async with github_http(app_source(), Connection(clock, transport=github)) as http:
        with pytest.raises(CredentialsRefusedError, match="issues=read"):
            await http.get("/a")


def test_a_key_that_is_none_is_named_and_not_shown() -> None:
    broken = pem().replace("M", "!")
    source = app_source(app_key=broken)
    with pytest.raises(SettingMissingError, match="app_key") as caught:
        note(source, NOW)
    assert broken.splitlines()[3] not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "content",
    [None, [], {}, {"token": "t"}, {"token": "t", "expires_at": "2026-11-23T08:00:00"}],
)
def test_an_answer_without_a_token_is_refused(content: object) -> None:
    with pytest.raises(AnswerRefusedError):
        granted("github-app", content)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"app_key": None}, "all of app_id, app_key and installation_id"),
        ({"installation_id": None}, "all of app_id"),
        ({"app_id": ""}, "all of app_id"),
        ({"token": "t"}, "token or app_id, not both"),
        ({"projects": ("a/x", "b/y")}, "for each of a, b"),
        ({"app_key": "not a key"}, "no private key in PEM"),
    ],
)
def test_what_cannot_be_an_app_is_refused(
    changed: Mapping[str, object], says: str
) -> None:
    with pytest.raises(ValidationError, match=says) as caught:
        app_source(**changed)
    assert "PRIVATE KEY" not in str(caught.value)


async def test_a_fine_grained_token_is_shown_as_it_is() -> None:
    seen = list[str]()

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["Authorization"])
        return httpx.Response(200, json={})

    connection = Connection(Clock(), transport=httpx.MockTransport(answer))
    async with github_http(GITHUB, connection) as http:
        await http.get("/repos/verdier/boutique")
    assert seen == ["Bearer github-token"]
