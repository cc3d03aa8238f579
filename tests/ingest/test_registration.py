"""Webhooks of an OAuth 2.0 app at Jira are registered once and kept alive."""

import json
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from passerelle_ingest.errors import (
    CredentialsRefusedError,
    RegistrationRefusedError,
    SettingMissingError,
    UnknownNameError,
)
from passerelle_ingest.http import Connection
from passerelle_ingest.keeping import Kept, Upkept
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.trackers.jira.keeper import JiraKeeper
from passerelle_ingest.trackers.jira.registration import EVENTS, Registered, planned
from passerelle_ingest.upkeep import EVERY, Upkeep, run_register
from tests.ingest.granting import Clock, GrantingAtlassian
from tests.ingest.sources import JIRA, NOW
from tests.ingest.test_auth_jira import client_source

OURS = "https://hooks.verdier.example/webhooks/jira-service"
SOURCE = client_source(webhook_url=OURS, projects=("SHOP", "AND"))
DAYS_30 = timedelta(days=30)


class Webhooks:
    """Jira's own list of the webhooks of one app, and what it takes."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.rows: dict[int, dict[str, Any]] = {}
        self.calls: list[str] = []
        self.refuses: list[str] = []
        self.away = False
        self.closed = False

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.partition("/rest/api/3/webhook")[2]
        asked = json.loads(request.content) if request.content else {}
        self.calls.append(f"{request.method} {path}".strip())
        if self.closed:
            return httpx.Response(403, json={"message": "scope does not match"})
        if request.method == "GET":
            return self.listed(request)
        if request.method == "POST":
            return self.registered(asked)
        if request.method == "PUT":
            until = self.until()
            for one in asked["webhookIds"]:
                self.rows[one]["expirationDate"] = until
            return httpx.Response(200, json={"expirationDate": until})
        for one in asked["webhookIds"]:
            self.rows.pop(one, None)
        return httpx.Response(202)

    def listed(self, request: httpx.Request) -> httpx.Response:
        start = int(request.url.params["startAt"])
        values = list(self.rows.values())[start : start + 2]
        last = start + len(values) >= len(self.rows)
        told = {"startAt": start, "isLast": last, "values": values}
        return httpx.Response(200, json=told)

    def registered(self, asked: dict[str, Any]) -> httpx.Response:
        if self.refuses:
            results: list[dict[str, Any]] = [{"errors": self.refuses}]
        else:
            results = [
                {"createdWebhookId": self.add(asked["url"], **row)}
                for row in asked["webhooks"]
            ]
        return httpx.Response(200, json={"webhookRegistrationResult": results})

    def add(self, url: str | None, **row: object) -> int:
        number = 10_000 + len(self.calls) + len(self.rows)
        told = {"id": number, "expirationDate": self.until(), **row}
        self.rows[number] = told | ({"url": url} if url else {})
        return number

    def until(self) -> str:
        return (self.clock.now + DAYS_30).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


class Scene:
    """A tracker, a clock, and the way between."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.jira = Webhooks(self.clock)
        atlassian = GrantingAtlassian(self.clock, self.jira.answer)
        self.connection = Connection(self.clock, transport=atlassian)

    async def register(self, source: SourceSettings = SOURCE) -> Kept:
        async with JiraKeeper(source, self.connection) as keeper:
            return await keeper.register()

    async def keep(self, source: SourceSettings = SOURCE) -> Kept:
        async with JiraKeeper(source, self.connection) as keeper:
            return await keeper.keep()


async def test_what_is_missing_is_registered_once() -> None:
    scene = Scene()
    first, again = await scene.register(), await scene.register()
    assert (first.registered, again.registered) == (1, 0)
    assert first.expires_at == again.expires_at == NOW + DAYS_30
    (row,) = scene.jira.rows.values()
    assert row["url"] == OURS
    assert row["jqlFilter"] == 'project IN ("AND", "SHOP")'
    assert row["events"] == list(EVENTS)


async def test_other_projects_replace_the_webhook_without_a_gap() -> None:
    scene = Scene()
    await scene.register()
    del scene.jira.calls[:]
    kept = await scene.register(client_source(webhook_url=OURS, projects=("NEW",)))
    assert (kept.registered, kept.removed) == (1, 1)
    changes = [c for c in scene.jira.calls if not c.startswith("GET")]
    assert changes == ["POST", "DELETE"]
    (row,) = scene.jira.rows.values()
    assert row["jqlFilter"] == 'project IN ("NEW")'


async def test_what_another_program_of_the_app_registered_is_left_alone() -> None:
    scene = Scene()
    for _ in range(3):
        scene.jira.add("https://elsewhere.example/x", jqlFilter="x = 1", events=[])
    await scene.register()
    assert len(scene.jira.rows) == 4


async def test_a_webhook_is_refreshed_weeks_before_it_ends() -> None:
    scene = Scene()
    await scene.register()
    scene.clock.now += timedelta(days=9)
    assert (await scene.keep()).refreshed == 0
    scene.clock.now += timedelta(days=2)
    kept = await scene.keep()
    assert (kept.refreshed, kept.expires_at) == (1, scene.clock.now + DAYS_30)


async def test_only_who_asks_for_it_has_webhooks_registered_on_start() -> None:
    scene = Scene()
    assert await scene.keep() == Kept()
    assert scene.jira.rows == {}
    willing = SOURCE.model_copy(update={"register_webhooks": True})
    assert (await scene.keep(willing)).registered == 1
    assert await scene.keep(JIRA) == Kept()


async def test_a_refusal_that_is_answered_200_is_not_taken_for_a_success() -> None:
    scene = Scene()
    scene.jira.refuses = ["The clause\u202e project is not supported."]
    with pytest.raises(RegistrationRefusedError, match="clause project is not"):
        await scene.register()


@pytest.mark.parametrize(
    ("source", "setting"),
    [
        (JIRA, "client_id"),
        (client_source(), "webhook_url"),
        (client_source(webhook_url=OURS, projects=()), "projects"),
    ],
)
async def test_who_cannot_register_is_told_what_is_missing(
    source: SourceSettings, setting: str
) -> None:
    with pytest.raises(SettingMissingError, match=setting):
        await Scene().register(source)


@pytest.mark.parametrize("told", ["2026-12-20T08:00:00.000+0000", 1797753600000])
def test_an_end_is_read_as_text_or_as_a_number(told: object) -> None:
    row = {"id": 1, "jqlFilter": 'project IN ("AND", "SHOP")', "events": EVENTS}
    found = Registered.model_validate(row | {"expirationDate": told})
    plan = planned([found], SOURCE, NOW)
    assert plan.expires_at == datetime.fromisoformat("2026-12-20T08:00:00Z")
    assert (plan.register, plan.remove) == (False, ())


def test_of_two_that_say_the_same_the_longer_lived_stays() -> None:
    row = {"jqlFilter": 'project IN ("AND", "SHOP")', "events": EVENTS}
    rows = [
        Registered.model_validate(
            row | {"id": n, "expirationDate": f"2026-12-{n}T00:00:00Z"}
        )
        for n in (20, 22, 21)
    ]
    assert planned(rows, SOURCE, NOW).remove == (20, 21)


async def test_a_refresh_that_fails_is_told_until_it_succeeds() -> None:
    scene = Scene()
    await scene.register()
    told: dict[str, Upkept] = {}
    upkeep = Upkeep(SOURCE, scene.connection, told.__setitem__)
    await upkeep.once()
    assert told["jira-service"].told() == {
        "state": "kept",
        "redelivered": 0,
        "registered_until": (NOW + DAYS_30).isoformat(),
    }
    scene.jira.closed = True
    scene.clock.now += timedelta(days=21)
    await upkeep.once()
    said = told["jira-service"].told()
    assert said["state"] == "not kept: credentials-refused"
    assert said["registered_until"] == (NOW + DAYS_30).isoformat()
    scene.jira.closed = False
    await upkeep.once()
    assert told["jira-service"].failed == ""
    assert told["jira-service"].expires_at == scene.clock.now + DAYS_30
    assert timedelta(days=1) > EVERY


async def test_a_client_secret_that_was_changed_counts_with_the_next_round() -> None:
    scene = Scene()
    await scene.register()
    scene.clock.now += timedelta(days=21)
    told = dict[str, Upkept]()
    old = SOURCE.model_copy(update={"client_secret": SecretStr("the-old-secret")})
    settings = [IngestSettings(sources=(old,))]
    upkeep = Upkeep(old, scene.connection, told.__setitem__, lambda: settings[-1])
    await upkeep.once()
    assert told["jira-service"].failed == "credentials-refused"
    settings.append(IngestSettings(sources=(SOURCE,)))
    await upkeep.once()
    assert told["jira-service"].failed == ""


async def test_the_command_registers_for_every_source_that_can() -> None:
    scene, said = Scene(), list[str]()
    settings = IngestSettings(sources=(JIRA, SOURCE))
    way = scene.connection
    await run_register(settings, connection=way, progress=said.append)
    assert said == [
        "jira-service: 1 registered, 0 refreshed, 0 removed, until 2026-12-23"
    ]
    with pytest.raises(SettingMissingError, match="jira-verdier"):
        await run_register(
            settings, connection=way, source="jira-verdier", progress=said.append
        )
    with pytest.raises(UnknownNameError, match=r"jira-service\?.*: jira-verd"):
        await run_register(
            settings, connection=way, source="jira-servce", progress=said.append
        )
    alone = IngestSettings(sources=(JIRA,))
    with pytest.raises(SettingMissingError, match="no source"):
        await run_register(alone, connection=way, progress=said.append)


async def test_a_scope_that_is_missing_is_named() -> None:
    scene = Scene()
    scene.jira.closed = True
    with pytest.raises(CredentialsRefusedError, match="403"):
        await scene.register()
