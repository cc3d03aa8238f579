"""The demo: an invented company's weeks, from its trackers to eight PDFs.

Everything is real but the trackers: HTTP between processes, a broker, a Faust worker,
signed webhooks. It stops by itself, and the same run gives the same bytes.
"""

import asyncio
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from passerelle.context import clock
from passerelle.embedded import running_broker
from passerelle.processes import (
    WorkerEndedError,
    refuse_with,
    translate_worker,
)
from passerelle.progress import gathered, translated
from passerelle.stopping import until_one_ends
from passerelle_demo.company import TODAY, WEEK
from passerelle_demo.config import sources
from passerelle_demo.live import live_deliveries
from passerelle_demo.serving import create_apps
from passerelle_demo.sockets import served
from passerelle_demo.webhooks import LiveDelivery
from passerelle_demo.world import World, this_morning
from passerelle_ingest import service as ingest
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_report.make import MadeEdition, make_editions
from passerelle_schemas.errors import RetryableError
from passerelle_schemas.facts import Language
from passerelle_translate.settings import TranslateSettings

Say = Callable[[str], None]
HOST = "127.0.0.1"
ACCEPTED = 202
TRANSLATION_SECONDS = 300


class WebhookRefusedError(RetryableError):
    """Ingest did not take a webhook of the demo."""

    code = "webhook-refused"

    def __init__(self, status: int, words: str) -> None:
        super().__init__(f"Ingest answered a webhook with {status}: {words}")


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demo plays: what runs already, wherever it runs."""

    kafka: KafkaSettings
    sources: IngestSettings
    group: str
    webhooks: str
    """Where ingest listens, without a slash at the end."""
    world: World
    happen: Callable[[], None] = lambda: None
    """Lets this morning happen in trackers that another process serves."""
    alive: Callable[[], None] = lambda: None
    """Raises when the translator has ended."""


def demo_clock() -> datetime:
    """Say the demo's time: the Monday morning on which the editions are printed."""
    return TODAY


async def run_demo(
    *, out: Path, rules: Path, kafka: KafkaSettings | None, say: Say
) -> tuple[MadeEdition, ...]:
    """Start everything here, play the demo, and end everything."""
    if kafka is not None:
        say(f"Broker: Kafka at {kafka.bootstrap}")
        return await _run_on(kafka, out, rules, say)
    async with running_broker() as broker:
        say(f"Broker: the embedded broker at {broker.settings.bootstrap}")
        playing = _run_on(broker.settings, out, rules, say)
        return await until_one_ends(playing, broker.ended())


async def _run_on(
    broker: KafkaSettings, out: Path, rules: Path, say: Say
) -> tuple[MadeEdition, ...]:
    """Start everything but the broker, play the demo, and end it."""
    async with AsyncExitStack() as opened:
        await ensure_topics(broker)
        scratch = Path(opened.enter_context(TemporaryDirectory(prefix="passerelle-")))
        settings = TranslateSettings(rules=rules, session_timeout_seconds=6)
        log = scratch / "translate.log"
        worker = await opened.enter_async_context(
            translate_worker(broker, settings, log=log)
        )

        def alive() -> None:
            if worker.returncode is not None:
                say(log.read_text(errors="replace")[-4000:])
                refuse_with(worker.returncode)
                raise WorkerEndedError(worker.returncode, None)

        world = this_morning()
        followed = await opened.enter_async_context(trackers(world, say))
        webhooks = await opened.enter_async_context(_ingest(broker, followed))
        stage = Stage(broker, followed, settings.app_id, webhooks, world, alive=alive)
        return await play(stage, out, say)


async def play(stage: Stage, out: Path, say: Say) -> tuple[MadeEdition, ...]:
    """Backfill, post this morning's webhooks, wait for the translation, print."""
    begun = time.monotonic()
    for result in await ingest.run_backfill(
        stage.kafka, stage.sources, clock=demo_clock, progress=say
    ):
        say(f"Read {result.source}: {result.items} work items, {result.facts} facts")
    stage.happen()
    deliveries = list(live_deliveries(stage.world))
    for delivery in deliveries:
        await _post(stage.webhooks, delivery)
    say(f"Webhooks: {len(deliveries)} signed, posted and taken")

    told: set[int] = set()

    async def tell(waiting: int) -> None:
        if waiting and waiting not in told:
            say(f"Translating: {waiting} records of facts to go")
        told.add(waiting)

    await translated(
        stage.kafka,
        stage.group,
        seconds=TRANSLATION_SECONDS,
        alive=stage.alive,
        progress=tell,
    )
    await gathered(
        stage.kafka, at=clock(), seconds=TRANSLATION_SECONDS, alive=stage.alive
    )
    say(f"From trackers to business items: {time.monotonic() - begun:.1f} s")
    return await make_editions(
        stage.kafka,
        week=WEEK,
        languages=tuple(Language),
        out=out,
        progress=say,
    )


@asynccontextmanager
async def trackers(world: World, say: Say) -> AsyncIterator[IngestSettings]:
    """Serve the simulated Jira and GitHub; give the settings that follow them."""
    jira, github = create_apps(world)
    async with served(jira) as jira_url, served(github) as github_url:
        say(f"Simulated trackers: Jira at {jira_url}, GitHub at {github_url}")
        found = sources(jira_url=jira_url, github_url=github_url)
        yield IngestSettings(
            sources=tuple(SourceSettings(**one) for one in found),
            host=HOST,
            port=0,
            poll_minutes=0,
        )


@asynccontextmanager
async def _ingest(kafka: KafkaSettings, settings: IngestSettings) -> AsyncIterator[str]:
    ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    running = ingest.serve(kafka, settings, clock=demo_clock, ready=ready.set_result)
    async with _beside(running, ready) as port:
        yield f"http://{HOST}:{port}"


@asynccontextmanager
async def _beside(
    running: Coroutine[Any, Any, None], ready: asyncio.Future[int]
) -> AsyncIterator[int]:
    """Run a server beside the block, from its first answer on."""
    task = asyncio.ensure_future(running)
    try:
        task.add_done_callback(lambda _ended: ready.done() or ready.cancel())
        try:
            port = await ready
        except asyncio.CancelledError:
            if task.done():
                task.result()  # it ended before it listened: raise why
            raise
        yield port
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _post(ingest_url: str, delivery: LiveDelivery) -> None:
    """Post one webhook as its tracker would; raises unless it was taken."""
    url = f"{ingest_url}/webhooks/{delivery.source}"
    status, words = await asyncio.to_thread(_send, url, delivery)
    if status != ACCEPTED:
        raise WebhookRefusedError(status, words)


def let_it_happen(clock_url: str) -> None:
    """Let this morning happen in trackers that another process serves."""
    request = urllib.request.Request(  # noqa: S310 - an address of ours
        f"{clock_url.rstrip('/')}/this-morning", b"", method="POST"
    )
    urllib.request.urlopen(request, timeout=30).close()  # noqa: S310 - the same


def _send(url: str, delivery: LiveDelivery) -> tuple[int, str]:
    request = urllib.request.Request(  # noqa: S310 - an address of ours
        url, delivery.body, delivery.headers, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return int(answer.status), ""
    except urllib.error.HTTPError as error:
        return error.code, error.read(500).decode(errors="replace")
