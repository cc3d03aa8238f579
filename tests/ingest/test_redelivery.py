"""What GitHub could not deliver is asked for again: once a round, and not for ever."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from passerelle_ingest.errors import CredentialsRefusedError, SettingMissingError
from passerelle_ingest.http import Connection
from passerelle_ingest.keeping import Kept
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.github.hooks import comes_to_us
from passerelle_ingest.trackers.github.keeper import GitHubKeeper
from passerelle_ingest.trackers.github.redelivery import (
    KEPT_FOR,
    MOST_AT_ONCE,
    MOST_ATTEMPTS,
    Attempt,
    failed,
)
from tests.ingest.granting import INSTALLATION, Clock, GrantingGitHub
from tests.ingest.sources import GITHUB, NOW, REPOSITORY
from tests.ingest.test_auth_github import app_source

HOUR = timedelta(hours=1)


def attempt(
    number: int,
    guid: str,
    status: int | None,
    *,
    at: datetime = NOW - HOUR,
    event: str = "issues",
) -> Attempt:
    return Attempt(
        id=number, guid=guid, status_code=status, delivered_at=at, event=event
    )


@pytest.mark.parametrize("status", [0, None, 408, 500, 503, 401, 404, 302])
def test_what_nobody_took_is_sent_again(status: int | None) -> None:
    assert failed([attempt(1, "a", status)], NOW).attempts == (1,)


@pytest.mark.parametrize("status", [200, 202, 204])
def test_what_was_taken_in_a_later_attempt_is_not(status: int) -> None:
    attempts = [attempt(2, "a", status, at=NOW), attempt(1, "a", 503)]
    assert failed(attempts, NOW).attempts == ()
    assert failed(attempts[::-1], NOW).attempts == ()


def test_many_attempts_of_one_delivery_are_sent_again_once() -> None:
    later = NOW - timedelta(minutes=5)
    attempts = [attempt(1, "a", 503), attempt(2, "a", 0, at=later)]
    assert failed(attempts, NOW).attempts == (2,)


@pytest.mark.parametrize(
    "attempts",
    [
        [attempt(1, "a", 503, at=NOW - KEPT_FOR)],
        [attempt(1, "a", 400)],
        [attempt(1, "a", 413)],
        [attempt(1, "a", 0, event="ping")],
        [attempt(n, "a", 503) for n in range(MOST_ATTEMPTS)],
    ],
    ids=["too old", "not of GitHub", "too long", "greeting", "too often"],
)
def test_what_would_fail_again_is_left(attempts: list[Attempt]) -> None:
    assert failed(attempts, NOW).attempts == ()


def test_a_round_is_bounded_and_says_what_it_left() -> None:
    many = [attempt(n, str(n), 503) for n in range(MOST_AT_ONCE + 7)]
    found = failed(many, NOW)
    assert (len(found.attempts), found.left) == (MOST_AT_ONCE, 7)


class Hooks:
    """GitHub's list of a webhook's deliveries; each attempt asked for succeeds."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.rows: list[dict[str, Any]] = []
        self.again: list[int] = []
        self.visible = True
        self.lost = set[int]()

    def failed(self, number: int, guid: str = "", **changed: object) -> None:
        row = {
            "id": number,
            "guid": guid or f"guid-{number}",
            "delivered_at": (NOW - HOUR).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "status": "Service Unavailable",
            "status_code": 503,
            "event": "issues",
            "action": "opened",
            "installation_id": INSTALLATION,
            "redelivery": False,
        }
        self.rows.insert(0, row | changed)

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if not self.visible:
            needs = {"X-Accepted-GitHub-Permissions": "repository_hooks=read"}
            return httpx.Response(403, json={}, headers=needs)
        if path == "/app/hook/config":
            return httpx.Response(200, json={"url": self.address})
        if path == f"/repos/{REPOSITORY}/hooks":
            other = {"id": 4, "config": {"url": "https://ci.example/hook"}}
            ours = {"id": 5, "config": {"url": self.address}, "last_response": None}
            return httpx.Response(200, json=[other, ours])
        if path in {f"/repos/{REPOSITORY}/hooks/5/deliveries", "/app/hook/deliveries"}:
            return self.page(request)
        if path.endswith("/attempts"):
            return self.sent_again(int(path.split("/")[-2]))
        return httpx.Response(404, json={})

    def page(self, request: httpx.Request) -> httpx.Response:
        start = int(request.url.params.get("cursor", "0"))
        headers = {}
        if start + 2 < len(self.rows):
            after = request.url.copy_set_param("cursor", str(start + 2))
            headers["Link"] = f'<{after}>; rel="next"'
        rows = self.rows[start : start + 2]
        return httpx.Response(200, json=rows, headers=headers)

    def sent_again(self, number: int) -> httpx.Response:
        if number in self.lost:
            return httpx.Response(404, json={})
        self.again.append(number)
        row = next(row for row in self.rows if row["id"] == number)
        self.failed(number + 1000, row["guid"], status_code=202, redelivery=True)
        return httpx.Response(202, json={})


ADDRESS = "https://hooks.verdier.example/webhooks/github-verdier"


async def keep(source: SourceSettings, hooks: Hooks) -> Kept:
    transport = httpx.MockTransport(hooks.answer)
    connection = Connection(Clock(), transport=transport)
    async with GitHubKeeper(source, connection) as keeper:
        return await keeper.keep()


async def test_all_pages_of_failures_are_sent_again_once_and_then_no_more() -> None:
    hooks = Hooks(ADDRESS)
    for number in range(1, 6):
        hooks.failed(number)
    hooks.failed(9, status_code=200)
    first = await keep(GITHUB, hooks)
    assert (first.redelivered, hooks.again) == (5, [1, 2, 3, 4, 5])
    assert await keep(GITHUB, hooks) == Kept()


async def test_pages_older_than_three_days_are_not_asked_for() -> None:
    hooks = Hooks(ADDRESS)
    for number in range(1, 9):
        hooks.failed(number, delivered_at="2026-11-19T08:00:00Z")
    hooks.failed(9)
    assert (await keep(GITHUB, hooks)).redelivered == 1


async def test_a_delivery_that_github_forgot_stops_no_other() -> None:
    hooks = Hooks(ADDRESS)
    hooks.failed(1)
    hooks.failed(2)
    hooks.lost = {1}
    assert (await keep(GITHUB, hooks)).redelivered == 1


async def test_the_webhook_of_a_renamed_repository_is_found_by_its_old_name() -> None:
    hooks = Hooks(ADDRESS)
    hooks.failed(1)
    old, there = "verdier/echoppe", "https://api.github.com/repositories/7001"

    def handle(request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path.startswith(f"/repos/{old}"):
            moved = there + path.removeprefix(f"/repos/{old}")
            return httpx.Response(301, json={}, headers={"Location": moved})
        if path == "/repositories/7001":
            return httpx.Response(200, json={"id": 7001, "full_name": REPOSITORY})
        return hooks.answer(request)

    source = GITHUB.model_copy(update={"projects": (old,), "webhook_url": ADDRESS})
    connection = Connection(Clock(), transport=httpx.MockTransport(handle))
    async with GitHubKeeper(source, connection) as keeper:
        assert await keeper.keep() == Kept(redelivered=1)
        told = [finding.what for finding in await keeper.look()]
    assert f"webhook of {REPOSITORY}" in told


async def test_an_app_looks_at_its_own_webhook_and_its_own_installation() -> None:
    source = app_source()
    hooks = Hooks("https://hooks.verdier.example/webhooks/github-app")
    hooks.failed(1)
    hooks.failed(2, installation_id=INSTALLATION + 1)
    clock = Clock()

    class App(GrantingGitHub):
        def is_asking(self, request: httpx.Request) -> bool:
            return super().is_asking(request) and "installations" in request.url.path

        def _handle(self, request: httpx.Request) -> httpx.Response:
            if request.url.path.startswith("/app/hook"):
                known = self.is_the_app(request)
                return hooks.answer(request) if known else httpx.Response(401)
            return super()._handle(request)

    connection = Connection(clock, transport=App(clock, hooks.answer))
    async with GitHubKeeper(source, connection) as keeper:
        kept = await keeper.keep()
    assert (kept.redelivered, hooks.again) == (1, [1])


@pytest.mark.parametrize(
    "changed", [{"accept_webhooks": False}, {"token": None}], ids=["polled", "open"]
)
async def test_who_takes_no_webhooks_asks_for_none(
    changed: Mapping[str, object],
) -> None:
    hooks = Hooks(ADDRESS)
    hooks.failed(1)
    assert await keep(GITHUB.model_copy(update=changed), hooks) == Kept()
    assert hooks.again == []


async def test_a_token_that_may_not_see_webhooks_is_told_what_it_lacks() -> None:
    hooks = Hooks(ADDRESS)
    hooks.visible = False
    with pytest.raises(CredentialsRefusedError, match="repository_hooks=read"):
        await keep(GITHUB, hooks)


async def test_webhooks_of_github_are_not_registered_by_us() -> None:
    async with GitHubKeeper(GITHUB, Connection(Clock())) as keeper:
        with pytest.raises(SettingMissingError, match="only Jira's"):
            await keeper.register()


@pytest.mark.parametrize(
    ("url", "told", "ours"),
    [
        (ADDRESS, "", True),
        (f"{ADDRESS}/", "", True),
        ("https://h.example/behind/webhooks/github-verdier", "", True),
        ("https://h.example/webhooks/github-verdier-2", "", False),
        ("https://h.example/?/webhooks/github-verdier", "", False),
        (ADDRESS, ADDRESS, True),
        ("https://h.example/webhooks/github-verdier", ADDRESS, False),
    ],
)
def test_our_webhook_is_known_by_its_address(url: str, told: str, ours: bool) -> None:  # noqa: FBT001 - expected
    source = GITHUB.model_copy(update={"webhook_url": told})
    assert comes_to_us(url, source) is ours
