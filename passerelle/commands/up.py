"""`passerelle up`: all services in one place."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from passerelle.context import clock, config_of, rereading, say, settings_of
from passerelle.embedded import EmbeddedBroker, running_broker
from passerelle.extras import needs
from passerelle.processes import refuse_with, translate_worker
from passerelle.rereading import Rereading
from passerelle.running import announce, held
from passerelle.settings import Settings, reached_at, settings_folder
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
    """Run all three services here, until Ctrl-C.

    Ingest, translate and report. Without a Kafka of yours, it brings one.

    With a Kafka of yours, set in the settings or by --kafka, everything is kept.
    """
    settings = settings_of(context)
    _refuse_what_cannot_run(settings)
    if not settings.ingest.sources:
        say(
            "No source is set; nothing will arrive: fill in [[ingest.sources]] in "
            "passerelle.toml (`passerelle init` writes that file)."
        )
    found = _Asked(settings, config_of(context), kafka)
    asyncio.run(_up(found, rereading(context)))


def _refuse_what_cannot_run(settings: Settings) -> None:
    """Raise what is wrong with the rules or the archive, before anything starts."""
    with needs("demo"):
        from passerelle.rules_checked import checked_rules  # noqa: PLC0415 - an extra
        from passerelle_report.archive import see_writable  # noqa: PLC0415 - the same
    checked_rules(settings.translate.rules)
    see_writable(settings.report.archive)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command line and the settings ask for."""

    settings: Settings
    config: Path | None
    address: str | None
    """Of a Kafka, which goes before the settings."""


async def _up(asked: _Asked, current: Rereading) -> None:
    with told_to_stop() as stop:
        # From the first moment on: what dies of the signal leaves its broker behind.
        await until_one_ends(_stopping(stop), _all(asked, current, stop))


async def _stopping(stop: asyncio.Event) -> None:
    await stop.wait()
    say("Stopping.")


async def _all(asked: _Asked, current: Rereading, stop: asyncio.Event) -> None:
    """Run everything until *stop*, or until a part of it ends."""
    with needs("demo"):
        from passerelle_ingest import service as ingest  # noqa: PLC0415 - an extra
        from passerelle_report import service as report  # noqa: PLC0415 - an extra
    settings = asked.settings
    async with AsyncExitStack() as stack:
        broker = await _broker(stack, asked)
        kafka = broker.kafka

        async def serving() -> None:
            await ensure_topics(kafka)
            say(f"Kafka is at {kafka.bootstrap}; the topics are there.")
            broker.announced()
            where = f"{settings.ingest.host}:{settings.ingest.port}"
            say(f"Webhooks: http://{where}/webhooks/")
            say(f"Editions: {settings.report.archive}/  (Ctrl-C ends)")
            await until_one_ends(
                ingest.serve(kafka, settings.ingest, clock=clock, current=current),
                report.serve(
                    kafka, settings.report, clock=clock, stop=stop, progress=say
                ),
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
    announced: Callable[[], None] = lambda: None
    """Tells the commands of another terminal where it is."""


async def _broker(stack: AsyncExitStack, asked: _Asked) -> _Broker:
    """Give the broker that was asked for: by option, by the settings, or embedded."""
    settings = asked.settings
    if asked.address:
        return _Broker(reached_at(settings.kafka, asked.address), _for_ever)
    if "bootstrap" in settings.kafka.model_fields_set:
        return _Broker(settings.kafka, _for_ever)
    place = stack.enter_context(held(asked.config))
    ours = await stack.enter_async_context(running_broker(settings.up.broker_port))

    def announced() -> None:
        announce(place, ours.settings)
        _tell_the_other_terminal(asked.config, ours)

    return _Broker(ours.settings, ours.ended, lambda: ours.is_gone, announced)


def _tell_the_other_terminal(config: Path | None, broker: EmbeddedBroker) -> None:
    folder = settings_folder(config).resolve()
    say("It is the embedded broker: what it holds is gone when this ends.")
    say(f"In another terminal, the commands find it from this folder: cd {folder}")
    say(
        f"Elsewhere: export KAFKA_BOOTSTRAP={broker.settings.bootstrap} "
        "PASSERELLE_KAFKA__IDEMPOTENT=false PASSERELLE_KAFKA__EXACT_ENDS=false"
    )


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
