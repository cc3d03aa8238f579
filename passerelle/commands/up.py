"""`passerelle up`: all services in one place."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from passerelle.context import clock, rereading, say, settings_of
from passerelle.embedded import running_broker
from passerelle.extras import needs
from passerelle.processes import refuse_with, translate_worker
from passerelle.rereading import Rereading
from passerelle.settings import Settings, reached_at
from passerelle.stopping import told_to_stop, until_one_ends
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
        await until_one_ends(_stopping(stop), _all(settings, current, address, stop))


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
        broker = await _broker(stack, settings, address)
        kafka = broker.kafka

        async def serving() -> None:
            await ensure_topics(kafka)
            say(f"Kafka is at {kafka.bootstrap}; the topics are there.")
            where = f"{settings.ingest.host}:{settings.ingest.port}"
            say(f"Webhooks: http://{where}/webhooks/")
            say(f"Editions: {settings.report.archive}/  (Ctrl-C ends)")
            await until_one_ends(
                ingest.serve(kafka, settings.ingest, clock=clock, current=current),
                report.serve(kafka, settings.report, clock=clock, stop=stop),
                _translate(broker, settings),
            )

        await until_one_ends(serving(), broker.ended())


@dataclass(frozen=True, slots=True)
class _Broker:
    """The broker that was asked for, and whether it is still there if it is ours."""

    kafka: KafkaSettings
    ended: Callable[[], Coroutine[Any, Any, None]]
    """Raises once it has ended; a broker of others may come back, so it never does."""
    is_gone: Callable[[], bool] = lambda: False


async def _broker(
    stack: AsyncExitStack, settings: Settings, address: str | None
) -> _Broker:
    """Give the broker that was asked for: by option, by the settings, or embedded."""
    if address:
        return _Broker(reached_at(settings.kafka, address), _for_ever)
    if "bootstrap" in settings.kafka.model_fields_set:
        return _Broker(settings.kafka, _for_ever)
    ours = await stack.enter_async_context(running_broker())
    return _Broker(ours.settings, ours.ended, lambda: ours.is_gone)


async def _for_ever() -> None:
    await asyncio.get_running_loop().create_future()


async def _translate(broker: _Broker, settings: Settings) -> None:
    """Keep a worker running: one that ended is started again, more and more slowly."""
    attempt = 0
    while True:
        async with translate_worker(
            broker.kafka, settings.translate, in_vain=broker.is_gone
        ) as worker:
            started = asyncio.get_running_loop().time()
            status = await worker.wait()
            ran = asyncio.get_running_loop().time() - started
        refuse_with(status)
        attempt = 0 if ran > STEADY_SECONDS else attempt + 1
        pause = RESTART_SECONDS[min(attempt, len(RESTART_SECONDS) - 1)]
        say(f"Translate ended with status {status}; again in {pause} s.")
        await asyncio.sleep(pause)
