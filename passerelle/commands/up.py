"""`passerelle up`: all services in one place."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from typing import Annotated, Any

import typer

from passerelle.context import clock, rereading, say, settings_of
from passerelle.embedded import embedded_broker
from passerelle.extras import needs
from passerelle.processes import refuse_with, translate_worker
from passerelle.rereading import Rereading
from passerelle.settings import Settings, reached_at
from passerelle.stopping import told_to_stop
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics

RESTART_SECONDS = (1, 2, 5, 10, 30)
STEADY_SECONDS = 60
"""A worker that ran this long is not failing again and again."""


def up(
    context: typer.Context,
    kafka: Annotated[
        str | None,
        typer.Option(
            help="A Kafka of yours, host:port. Without it the embedded broker, which "
            "keeps nothing when it stops."
        ),
    ] = None,
) -> None:
    """Run ingest, translate and report here, until Ctrl-C.

    With a Kafka of yours, set in the settings or by --kafka, everything is kept.
    """
    settings = settings_of(context)
    asyncio.run(_up(settings, rereading(context), kafka))


async def _up(settings: Settings, current: Rereading, address: str | None) -> None:
    with told_to_stop() as stop:
        # From the first moment on: what dies of the signal leaves its broker behind.
        await _until_one_ends(_stopping(stop), _all(settings, current, address, stop))


async def _stopping(stop: asyncio.Event) -> None:
    await stop.wait()
    say("Stopping.")


async def _all(
    settings: Settings,
    current: Rereading,
    address: str | None,
    stop: asyncio.Event,
) -> None:
    """Run everything until *stop*, or until a part of it ends."""
    with needs("demo"):
        from passerelle_ingest import service as ingest  # noqa: PLC0415 - an extra
        from passerelle_report import service as report  # noqa: PLC0415 - an extra
    async with AsyncExitStack() as stack:
        kafka = await broker(stack, settings, address)
        await ensure_topics(kafka)
        say(f"Kafka is at {kafka.bootstrap}; the topics are there.")
        say(f"Webhooks: http://{settings.ingest.host}:{settings.ingest.port}/webhooks/")
        say(f"Editions: {settings.report.archive}/  (Ctrl-C ends)")
        await _until_one_ends(
            ingest.serve(kafka, settings.ingest, clock=clock, current=current),
            report.serve(kafka, settings.report, clock=clock, stop=stop),
            _translate(kafka, settings),
        )


async def _until_one_ends(*running: Coroutine[Any, Any, object]) -> None:
    """Run all; when one ends, end the others, and raise what it raised."""
    tasks = [asyncio.ensure_future(one) for one in running]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def broker(
    stack: AsyncExitStack, settings: Settings, address: str | None
) -> KafkaSettings:
    """Give the broker that was asked for: by option, by the settings, or embedded."""
    if address:
        return reached_at(settings.kafka, address)
    if "bootstrap" in settings.kafka.model_fields_set:
        return settings.kafka
    return await stack.enter_async_context(embedded_broker())


async def _translate(kafka: KafkaSettings, settings: Settings) -> None:
    """Keep a worker running: one that ended is started again, more and more slowly."""
    attempt = 0
    while True:
        async with translate_worker(kafka, settings.translate) as worker:
            started = asyncio.get_running_loop().time()
            status = await worker.wait()
            ran = asyncio.get_running_loop().time() - started
        refuse_with(status)
        attempt = 0 if ran > STEADY_SECONDS else attempt + 1
        pause = RESTART_SECONDS[min(attempt, len(RESTART_SECONDS) - 1)]
        say(f"Translate ended with status {status}; again in {pause} s.")
        await asyncio.sleep(pause)
