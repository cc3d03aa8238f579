"""Jira knows us in one of three ways, and a service account gets its tokens itself."""

import json
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
)
from passerelle_ingest.http import Connection
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.jira.auth import basic, jira_http
from passerelle_ingest.trackers.jira.oauth import granted
from passerelle_schemas.identity import Tracker
from tests.ingest.granting import (
    CLIENT,
    CLIENT_SECRET,
    CLOUD,
    HOUR,
    TOKENS,
    Clock,
    GrantingAtlassian,
)
from tests.ingest.sources import DATA_CENTER, JIRA, NOW


def client_source(**changed: object) -> SourceSettings:
    given: dict[str, Any] = {
        "id": "jira-service",
        "tracker": Tracker.JIRA,
        "projects": ("PAY",),
        "cloud_id": CLOUD,
        "web_url": "https://verdier.atlassian.example",
        "client_id": CLIENT,
        "client_secret": CLIENT_SECRET,
        "token_url": TOKENS,
    }
    return SourceSettings(**(given | changed))


def test_a_service_account_asks_through_atlassians_own_address() -> None:
    source = client_source()
    assert source.api == f"https://api.atlassian.com/ex/jira/{CLOUD}"
    assert source.web == "https://verdier.atlassian.example"
    named = client_source(api_url="https://gateway.example/jira")
    assert named.api == "https://gateway.example/jira"


async def test_the_secret_goes_to_the_token_url_and_nowhere_else() -> None:
    clock, seen = Clock(), list[httpx.Request]()

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={})

    atlassian = GrantingAtlassian(clock, answer)
    connection = Connection(clock, transport=atlassian)
    async with jira_http(client_source(), connection) as http:
        await http.get("/rest/api/3/myself")
        clock.now += HOUR - timedelta(minutes=5)
        await http.get("/rest/api/3/myself")
    assert atlassian.granted == ["granted-0", "granted-1"]
    assert {str(r.url) for r in seen} == {
        f"https://api.atlassian.com/ex/jira/{CLOUD}/rest/api/3/myself"
    }
    shown = [r.headers["Authorization"] for r in seen]
    assert shown == ["Bearer granted-0", "Bearer granted-1"]
    assert CLIENT_SECRET not in json.dumps([dict(r.headers) for r in seen])


async def test_a_wrong_secret_names_the_way_out_and_not_the_secret() -> None:
    clock = Clock()
    atlassian = GrantingAtlassian(clock, lambda _: httpx.Response(200, json={}))
    source = client_source(client_secret="another-secret")
    connection = Connection(clock, transport=atlassian)
    async with jira_http(source, connection) as http:
        with pytest.raises(CredentialsRefusedError) as caught:
            await http.get("/rest/api/3/myself")
        assert "another-secret" not in str(caught.value)
        atlassian.refuses = httpx.Response(400, json={"error": "invalid_request"})
        with pytest.raises(GrantRefusedError, match="token_url"):
            await http.get("/rest/api/3/myself")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (JIRA, basic("reader@verdier.example", "jira-token")),
        (DATA_CENTER, "Bearer jira-pat"),
    ],
)
async def test_a_lasting_token_is_shown_as_it_is(
    source: SourceSettings, shown: str
) -> None:
    seen = list[str]()

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["Authorization"])
        return httpx.Response(200, json={})

    connection = Connection(Clock(), transport=httpx.MockTransport(answer))
    async with jira_http(source, connection) as http:
        await http.get("/rest/api/3/myself")
    assert seen == [shown]


def test_an_account_and_its_token_are_shown_as_rfc_7617_says() -> None:
    assert basic("Aladdin", "open sesame") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="


@pytest.mark.parametrize("content", [None, {}, {"access_token": ""}, ["access_token"]])
def test_an_answer_without_a_token_is_refused(content: object) -> None:
    with pytest.raises(AnswerRefusedError):
        granted("jira-service", content, NOW)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"client_secret": None}, "needs client_secret"),
        ({"api_token": "t"}, "api_token or client_id, not both"),
        ({"deployment": "datacenter"}, "Data Center takes a token"),
        ({"cloud_id": ""}, "needs api_url"),
        ({"web_url": ""}, "cloud_id needs web_url"),
        ({"cloud_id": "a/b"}, "cloud_id"),
        ({"token_url": "auth"}, "token_url must be"),
        ({"register_webhooks": True}, "webhook_url"),
    ],
)
def test_what_cannot_be_a_client_is_refused(
    changed: Mapping[str, object], says: str
) -> None:
    with pytest.raises(ValidationError, match=says) as caught:
        client_source(**changed)
    assert CLIENT_SECRET not in str(caught.value)
