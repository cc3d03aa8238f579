"""A webhook of an OAuth 2.0 app shows a bearer made with the app's client secret."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import jwt
import pytest

from passerelle_ingest.errors import SettingMissingError, SignatureRefusedError
from passerelle_ingest.trackers.jira.bearer import verify
from passerelle_schemas.topics import WORK_RAW
from tests.ingest.edges import edge
from tests.ingest.granting import CLIENT_SECRET
from tests.ingest.sources import JIRA, NOW, RecordingPublisher, signed
from tests.ingest.test_auth_jira import client_source
from tests.ingest.test_deliveries import FIXTURES

BODY = (FIXTURES / "jira" / "jira_issue_updated__status.json").read_bytes()
SOON = NOW + timedelta(minutes=3)
PATH = "/webhooks/jira-service"


def bearer(
    claims: Mapping[str, Any] | None = None,
    *,
    secret: str = CLIENT_SECRET,
    method: str = "HS256",
) -> dict[str, str]:
    told = {"iss": "client", "iat": NOW, "exp": SOON} if claims is None else claims
    return {"authorization": f"Bearer {jwt.encode(dict(told), secret, method)}"}


def test_a_bearer_of_now_is_accepted() -> None:
    verify(bearer(), [CLIENT_SECRET], NOW)
    verify(bearer({"exp": SOON, "aud": "us"}), ["x" * 40, CLIENT_SECRET], NOW)


@pytest.mark.parametrize("seconds", [-59, 0, 180, 239])
def test_clocks_may_differ_by_a_minute(seconds: int) -> None:
    verify(bearer(), [CLIENT_SECRET], NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-61, 240, 10**8])
def test_a_bearer_is_good_for_its_time_alone(seconds: int) -> None:
    with pytest.raises(SignatureRefusedError, match="clock"):
        verify(bearer(), [CLIENT_SECRET], NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"iat": NOW},
        {"exp": "never"},
        {"exp": None},
        {"exp": True},
        {"exp": float("nan")},
        {"exp": SOON, "iat": "now"},
    ],
)
def test_a_bearer_that_tells_no_end_is_refused(claims: Mapping[str, Any]) -> None:
    with pytest.raises(SignatureRefusedError):
        verify(bearer(claims), [CLIENT_SECRET], NOW)


@pytest.mark.parametrize(
    "headers",
    [
        bearer(secret="another secret that is long enough for them"),
        bearer(method="HS512"),
        {"authorization": f"Bearer {jwt.encode({'exp': SOON}, '', 'none')}"},
        {"authorization": "Bearer "},
        {"authorization": "Bearer a.b.c"},
        {"authorization": "Bearer é"},
        {"authorization": "Basic eA=="},
    ],
)
async def test_any_other_bearer_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(SignatureRefusedError, match="secret"):
        verify(headers, [CLIENT_SECRET], NOW)
    publisher = RecordingPublisher()
    raw = [(name.encode(), told.encode()) for name, told in headers.items()]
    async with edge(publisher, sources=[client_source()]) as jira:
        answer = await jira.post(PATH, content=BODY, headers=raw)
    assert (answer.status_code, publisher.records) == (401, [])


async def test_a_registered_webhook_is_taken_and_its_bearer_kept_nowhere() -> None:
    publisher = RecordingPublisher()
    headers = bearer()
    async with edge(publisher, sources=[client_source()]) as jira:
        answer = await jira.post(PATH, content=BODY, headers=headers)
    assert answer.status_code == 202
    (raw,) = publisher.on(WORK_RAW.name)
    assert raw.value == BODY
    token = headers["authorization"].split()[1].encode()
    assert not any(token in repr(record).encode() for record in publisher.records)


async def test_either_of_two_client_secrets_is_taken_while_one_is_changed() -> None:
    old = "ATOA-the-client-s-former-secret-of-the-tests-alone"
    both = client_source(webhook_secrets=("short", old))
    tried = {old: 202, CLIENT_SECRET: 202, "x" * 40: 401}
    async with edge(RecordingPublisher(), sources=[both]) as jira:
        for secret, status in tried.items():
            shown = bearer(secret=secret)
            answer = await jira.post(PATH, content=BODY, headers=shown)
            assert answer.status_code == status


async def test_a_signature_goes_before_a_bearer() -> None:
    both = client_source(webhook_secrets=("s",))
    async with edge(RecordingPublisher(), sources=[both]) as jira:
        wrong = signed(BODY, secret="wrong") | bearer()
        refused = await jira.post(PATH, content=BODY, headers=wrong)
        right = await jira.post(PATH, content=BODY, headers=signed(BODY, secret="s"))
    assert (refused.status_code, right.status_code) == (401, 202)


async def test_a_bearer_opens_no_source_that_has_no_client_secret() -> None:
    async with edge(RecordingPublisher(), sources=[JIRA]) as jira:
        answer = await jira.post(
            "/webhooks/jira-verdier", content=BODY, headers=bearer()
        )
    assert answer.status_code == 401


async def test_a_source_with_neither_refuses_to_start() -> None:
    neither = JIRA.model_copy(update={"webhook_secrets": ()})
    with pytest.raises(SettingMissingError):
        async with edge(RecordingPublisher(), sources=[neither]):
            pass
