"""The running service on a real broker: acknowledged first, answered then."""

import asyncio
import json
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from passerelle_demo.sockets import served
from passerelle_ingest.errors import AddressUnusableError, SettingMissingError
from passerelle_ingest.publisher import watermark_record
from passerelle_ingest.service import run_backfill, serve
from passerelle_ingest.serving import serving
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.watermarks import read_watermarks
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Incoming
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.deliveries import RawDelivery, Watermark, Way
from passerelle_schemas.topics import WORK_FACTS, WORK_RAW
from tests.brokers import NO_KAFKA, KafkaBroker, kafka_is_here
from tests.ingest.sources import GITHUB, JIRA, NOW, REPOSITORY, clock, signed
from tests.ingest.test_backfill_github import small
from tests.ingest.test_deliveries import FIXTURES
from tests.ingest.test_redelivery import Hooks

OPENED = (FIXTURES / "github" / "issues__opened.json").read_bytes()
HEADERS = signed(OPENED, event="issues")
ONE = GITHUB.model_copy(update={"projects": (REPOSITORY,)})


def settings(*sources: SourceSettings, poll_minutes: float = 0) -> IngestSettings:
    return IngestSettings(sources=sources, port=0, poll_minutes=poll_minutes)


def out_of_reach(source: SourceSettings) -> SourceSettings:
    """A tracker that refuses every connection: webhooks are taken all the same."""
    return source.model_copy(update={"api_url": "http://127.0.0.1:9"})


async def on(kafka: KafkaSettings, topic: str) -> list[Incoming]:
    return [r async for batch in read_to_end(kafka, [topic], "test") for r in batch]


@asynccontextmanager
async def running(
    kafka: KafkaSettings, given: IngestSettings
) -> AsyncIterator[tuple[httpx.AsyncClient, "asyncio.Task[None]"]]:
    """The service, and a client that knows its port."""
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serve(kafka, given, clock=clock, ready=port.set_result))
    address = f"http://127.0.0.1:{await asyncio.wait_for(port, 20)}"
    try:
        async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
            yield client, task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.mark.kafka
@pytest.mark.tansu
async def test_what_is_answered_202_is_on_the_topics(any_broker: KafkaSettings) -> None:
    given = settings(out_of_reach(GITHUB))
    async with running(any_broker, given) as (client, _task):
        answer = await client.post(
            "/webhooks/github-verdier", content=OPENED, headers=HEADERS
        )
        assert answer.status_code == 202
        (raw,) = await on(any_broker, WORK_RAW.name)
        (facts,) = await on(any_broker, WORK_FACTS.name)
        health = await client.get("/health")
    assert raw.value == OPENED
    told = WORK_FACTS.decode(facts.value or b"")
    assert (told.way, told.delivery) == (Way.WEBHOOK, "0b1f")
    assert (health.status_code, health.json()["broker"]) == (200, "reachable")


async def test_an_absent_broker_is_503_and_the_service_lives_on() -> None:
    nowhere = KafkaSettings(bootstrap="127.0.0.1:9", patience_seconds=0.3)
    async with running(nowhere, settings(out_of_reach(GITHUB))) as (client, task):
        answer = await client.post(
            "/webhooks/github-verdier", content=OPENED, headers=HEADERS
        )
        health = await client.get("/health", timeout=30)
        assert not task.done()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert health.status_code == 503


@pytest.mark.kafka
@pytest.mark.skipif(not kafka_is_here(), reason=NO_KAFKA)
async def test_a_broker_that_comes_dies_and_comes_back_loses_no_acknowledged_webhook(
    tmp_path: Path,
) -> None:
    broker = KafkaBroker(tmp_path)
    await asyncio.to_thread(broker.format)
    kafka = broker.settings.model_copy(update={"patience_seconds": 1.0})
    patient = broker.settings.model_copy(update={"patience_seconds": 30.0})
    given = settings(out_of_reach(GITHUB))
    accepted: list[str] = []
    try:
        async with running(kafka, given) as (client, task):

            async def post(name: str) -> int:
                answer = await client.post(
                    "/webhooks/github-verdier",
                    content=OPENED,
                    headers=HEADERS | {"x-github-delivery": name},
                    timeout=60,
                )
                if answer.status_code == 202:
                    accepted.append(name)
                else:
                    assert answer.headers["retry-after"] == "30"
                return answer.status_code

            async def until_taken(name: str) -> None:
                async with asyncio.timeout(90):
                    while await post(name) != 202:
                        pass

            assert await post("before") == 503
            await asyncio.to_thread(broker.start)
            await until_taken("first")
            first = [asyncio.create_task(post(f"during-{n}")) for n in range(40)]
            await asyncio.to_thread(broker.kill)
            await asyncio.gather(*first)
            assert await post("away") == 503
            await asyncio.to_thread(broker.start)
            await until_taken("again")
            assert not task.done()
        raw = await on(patient, WORK_RAW.name)
    finally:
        await asyncio.to_thread(broker.stop)
    kept = {RawDelivery.from_headers(record.headers).id for record in raw}
    assert {"first", "again"} <= set(accepted) <= kept


@pytest.mark.tansu
async def test_what_failed_while_we_were_away_is_asked_for_when_we_start(
    tansu: KafkaSettings,
) -> None:
    hooks = Hooks("https://hooks.example/webhooks/github-verdier")
    hooks.failed(7)
    asked = asyncio.Event()

    async def github(request: Request) -> Response:
        sent = httpx.Request(request.method, str(request.url))
        answer = hooks.answer(sent)
        if hooks.again:
            asked.set()
        return Response(
            answer.content, answer.status_code, media_type="application/json"
        )

    methods = ["GET", "POST"]
    app = Starlette(routes=[Route("/{rest:path}", github, methods=methods)])
    async with served(app) as url:
        given = settings(ONE.model_copy(update={"api_url": url}))
        async with running(tansu, given) as (client, _task):
            await asyncio.wait_for(asked.wait(), 60)
            async with asyncio.timeout(20):
                while not (told := (await client.get("/health")).json())["upkeep"]:
                    pass
    assert hooks.again == [7]
    assert told["upkeep"] == {"github-verdier": {"state": "kept", "redelivered": 1}}


@pytest.mark.tansu
async def test_connections_that_say_nothing_keep_nobody_out(
    tansu: KafkaSettings,
) -> None:
    given = settings(out_of_reach(GITHUB))
    async with running(tansu, given) as (client, _task), AsyncExitStack() as idle:
        for _ in range(250):
            _, writer = await asyncio.open_connection(
                client.base_url.host, client.base_url.port
            )
            idle.callback(writer.close)
        answer = await client.post(
            "/webhooks/github-verdier", content=OPENED, headers=HEADERS
        )
    assert answer.status_code == 202


@pytest.mark.tansu
async def test_sigterm_ends_the_service_without_an_error(tansu: KafkaSettings) -> None:
    before = signal.getsignal(signal.SIGTERM)
    async with running(tansu, settings(out_of_reach(GITHUB))) as (_client, task):
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(task, 20)
    assert signal.getsignal(signal.SIGTERM) == before


async def test_without_a_secret_the_service_refuses_to_start() -> None:
    bare = JIRA.model_copy(update={"webhook_secrets": ()})
    nowhere = KafkaSettings(bootstrap="127.0.0.1:9", patience_seconds=0.3)
    with pytest.raises(SettingMissingError, match="webhook_secrets"):
        await serve(nowhere, settings(bare), clock=clock)


async def test_an_address_where_another_listens_is_told_with_the_way_out() -> None:
    nowhere = KafkaSettings(bootstrap="127.0.0.1:9", patience_seconds=0.3)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        given = settings(JIRA).model_copy(update={"port": port})
        with pytest.raises(AddressUnusableError, match=f":{port}: .* ingest.port"):
            await serve(nowhere, given, clock=clock)


@pytest.mark.kafka
@pytest.mark.tansu
async def test_a_reading_leaves_a_watermark_and_the_next_one_begins_there(
    any_broker: KafkaSettings,
) -> None:
    said: list[str] = []
    for way in (Way.BACKFILL, Way.POLL):
        (result,) = await run_backfill(
            any_broker,
            settings(ONE),
            clock=clock,
            progress=said.append,
            transport=small(),
        )
        assert result.projects[0].way is way
    marks = await read_watermarks(any_broker)
    assert list(marks) == [f"github-verdier/{REPOSITORY}"]
    assert marks[f"github-verdier/{REPOSITORY}"] == result.projects[0].watermark
    told = [
        WORK_FACTS.decode(r.value or b"") for r in await on(any_broker, WORK_FACTS.name)
    ]
    assert len({record.item for record in told}) == 5
    assert any("5 items" in words for words in said)
    (again,) = await run_backfill(
        any_broker,
        settings(ONE),
        full=True,
        clock=clock,
        progress=said.append,
        transport=small(),
    )
    assert again.items == 5


@pytest.mark.tansu
async def test_what_a_backfill_was_shown_in_part_is_read_before_it_ends(
    tansu: KafkaSettings,
) -> None:
    """The timeline is hidden for a moment, and the command has no next poll."""
    tracker, said = small(), list[str]()
    tracker.once("/issues/3/timeline", httpx.Response(404))
    await run_backfill(
        tansu,
        settings(ONE),
        clock=clock,
        progress=said.append,
        transport=tracker,
    )
    told = [WORK_FACTS.decode(r.value or b"") for r in await on(tansu, WORK_FACTS.name)]
    moved = {
        record.item
        for record in told
        for fact in record.facts
        if fact.type == "work.status_changed"
    }
    assert {item[-1] for item in moved} == {"1", "2", "3", "4", "5"}
    assert {record.way for record in told} == {Way.BACKFILL}
    assert not any("in part" in words for words in said)


@pytest.mark.tansu
async def test_the_service_reads_by_itself_beside_the_webhooks(
    tansu: KafkaSettings,
) -> None:
    async with listening(small_app()) as port:
        source = ONE.model_copy(update={"api_url": f"http://127.0.0.1:{port}"})
        async with running(tansu, settings(source, poll_minutes=60)) as (client, _):
            async with asyncio.timeout(30):
                told: dict[str, str] = {}
                while not told:
                    health = (await client.get("/health")).json()
                    told = health["complete_until"].get("github-verdier", {})
    assert set(told) == {f"github-verdier/{REPOSITORY}"}
    assert len(await read_watermarks(tansu)) == 1


@pytest.mark.tansu
async def test_a_renamed_project_is_followed_while_its_tracker_refuses_us(
    tansu: KafkaSettings,
) -> None:
    source = out_of_reach(ONE)
    mark = Watermark(
        source=ONE.id,
        tracker=ONE.tracker,
        project=REPOSITORY,
        complete_until=NOW,
        read_at=NOW,
        items=5,
        name="maison/neuf",
    )
    async with Publisher(tansu, "test") as publisher:
        await publisher.publish([watermark_record(mark)])
    repository = {"id": 7001, "full_name": "maison/neuf"}
    body = json.dumps({**json.loads(OPENED), "repository": repository}).encode()
    headers = signed(body, event="issues")
    async with running(tansu, settings(source)) as (client, _), asyncio.timeout(30):
        answer = None
        while answer is None or answer.json().get("reason") == "names-unknown":
            answer = await client.post(
                f"/webhooks/{ONE.id}", content=body, headers=headers
            )
    assert (answer.status_code, answer.json()["outcome"]) == (202, "facts")


@asynccontextmanager
async def listening(app: Starlette) -> AsyncIterator[int]:
    """Serve an app on a free port of the loopback."""
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serving(app, "127.0.0.1", 0, (), port.set_result))
    try:
        yield await port
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def small_app() -> Starlette:
    """The small GitHub behind a socket."""
    tracker = small()

    async def answer(request: Request) -> Response:
        asked = httpx.Request("GET", str(request.url), headers=dict(request.headers))
        found = tracker.handle_request(asked)
        headers = {k: v for k, v in found.headers.items() if k in {"link", "date"}}
        return Response(found.content, found.status_code, headers)

    return Starlette(routes=[Route("/{path:path}", answer)])
