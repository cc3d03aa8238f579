"""Faust, as wiring only: at least once, in order, and never past what was answered for.

What must hold, and why, in this order (docs/adr tells more):

1. `noack_take` hands over events without acknowledging them. Every other way of taking
   acknowledges in a `finally`, so that an exception loses them.
2. `Partitions.process` returns once the broker has acknowledged all that they mean.
3. Only then is each event acknowledged, and its offset may be committed.
4. An exception that left the agent would lose events: the process ends instead, at once
   and without committing, and whoever takes over reads them again.

One agent, one at a time: more would lose the order of a key, and events on a crash.
"""

import asyncio
import os
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import faust
import structlog
from faust.types import TP

from passerelle_kafka.publisher import Publisher
from passerelle_kafka.records import Headers, Incoming
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.topics import WORK_FACTS
from passerelle_translate import events
from passerelle_translate.following import Following
from passerelle_translate.health import Health, write_health
from passerelle_translate.objectives_said import PLACE, Gathering, gather
from passerelle_translate.partitions import Partitions
from passerelle_translate.settings import TranslateSettings

log = structlog.get_logger()

BROKEN = 70
"""The exit status of a worker that ended rather than acknowledge (EX_SOFTWARE)."""

_TICK_SECONDS = 0.5


def make_app(  # noqa: PLR0913 - everything that is wired together
    kafka: KafkaSettings,
    settings: TranslateSettings,
    partitions: Partitions,
    publisher: Publisher,
    following: Following,
    *,
    scratch: Path,
) -> faust.App:
    """Wire facts to *partitions*. *scratch* is a folder that Faust may write to."""
    app = _faust(kafka, settings, scratch)
    facts = app.topic(
        kafka.topic_prefix + WORK_FACTS.name,
        key_serializer="raw",
        value_serializer="raw",
        key_type=bytes,
        value_type=bytes,
        acks=True,
    )
    topic = facts.get_topic_name()
    partitions.committed = _committed(app, topic)
    _follow_ownership(app, partitions, topic)
    _watch(app, settings, partitions)
    _follow_rules(app, kafka, partitions, following)
    _gather(app, kafka, partitions, Gathering.by(following, publisher))
    if settings.health_file is not None:
        _report_health(app, kafka, partitions, settings.health_file)
    _translate(app, facts, settings, partitions)

    @app.on_before_shutdown.connect
    async def close(*_: object, **__: object) -> None:
        await publisher.close()

    return app


def _faust(
    kafka: KafkaSettings, settings: TranslateSettings, scratch: Path
) -> faust.App:
    return faust.App(
        kafka.topic_prefix + settings.app_id,
        **_broker(kafka),
        autodiscover=False,
        web_enabled=False,
        datadir=scratch,
        topic_allow_declare=False,
        topic_disable_leader=True,
        processing_guarantee="at_least_once",
        consumer_auto_offset_reset="earliest",
        table_standby_replicas=0,
        stream_buffer_maxsize=4096,
        stream_wait_empty=True,
        broker_commit_interval=1.0,
        broker_session_timeout=settings.session_timeout_seconds,
        broker_heartbeat_interval=settings.session_timeout_seconds / 5,
        consumer_max_fetch_size=8 * 1024 * 1024,
    )


def _translate(
    app: faust.App,
    facts: faust.TopicT,
    settings: TranslateSettings,
    partitions: Partitions,
) -> None:
    """Acknowledge each fact after all that it means was acknowledged, and no sooner."""

    @app.agent(facts, concurrency=1)
    async def translate_facts(stream: Any) -> None:  # noqa: ANN401 - Faust's own
        async for taken in stream.noack_take(
            settings.batch, within=settings.batch_wait_seconds
        ):
            try:
                records = [_incoming(event.message) for event in taken]
                answered = await partitions.process(records)
            except asyncio.CancelledError:
                raise  # stopping: nothing was acknowledged, it will be read again
            except BaseException:
                log.critical(events.WORKER_BROKEN, exc_info=True)
                end_now()
            for event in taken:
                if event.message.partition in answered:
                    event.ack()


def work(app: faust.App) -> NoReturn:
    """Run *app* until SIGTERM or SIGINT, then stop cleanly: SystemExit 0, or 1."""
    worker = faust.Worker(
        app,
        quiet=True,
        override_logging=False,  # whoever starts us has said how to log
        redirect_stdouts=False,
        loop=asyncio.new_event_loop(),
    )
    worker.spinner = None
    worker.execute_from_commandline()


def end_now() -> NoReturn:
    """End the process without committing, flushing or cleaning anything."""
    os._exit(BROKEN)


def _broker(kafka: KafkaSettings) -> dict[str, Any]:
    """Say where the broker is and who we are, in the words of Faust."""
    hosts = [host.strip() for host in kafka.bootstrap.split(",")]
    arguments: dict[str, Any] = {"broker": [f"kafka://{host}" for host in hosts]}
    secure = kafka.security_protocol.endswith("SSL")
    context = ssl.create_default_context() if secure else None
    if kafka.security_protocol.startswith("SASL"):
        arguments["broker_credentials"] = faust.SASLCredentials(
            username=kafka.username,
            password=kafka.password.get_secret_value() if kafka.password else None,
            mechanism=kafka.sasl_mechanism,
            ssl_context=context,
        )
    elif context is not None:
        arguments["broker_credentials"] = faust.SSLCredentials(context=context)
    return arguments


def _incoming(message: Any) -> Incoming:  # noqa: ANN401 - Faust's own
    told = message.headers or ()
    pairs = told.items() if isinstance(told, dict) else told
    # A header may have no value at all; a foreign producer's then counts as empty.
    headers: Headers = tuple((name, value or b"") for name, value in pairs)
    return Incoming(
        topic=WORK_FACTS.name,
        partition=message.partition,
        offset=message.offset,
        timestamp_ms=int((message.timestamp or 0) * 1000),
        key=message.key,
        value=message.value,
        headers=headers,
    )


def _follow_ownership(app: faust.App, partitions: Partitions, topic: str) -> None:
    """Load the state of what is assigned, drop what is revoked."""

    # Faust hands a signal's arguments over untyped: the set of partitions comes first.
    @app.on_partitions_assigned.connect
    async def assigned(_app: Any, /, *told: Any, **_: Any) -> None:  # noqa: ANN401
        partitions.assign([p.partition for p in told[0] if p.topic == topic], end_now)

    @app.on_partitions_revoked.connect
    async def revoked(_app: Any, /, *told: Any, **_: Any) -> None:  # noqa: ANN401
        partitions.revoke([p.partition for p in told[0] if p.topic == topic])


def _committed(app: faust.App, topic: str) -> Callable[[int], int]:
    """Ask Faust from which offset it began to read a partition."""

    def committed(number: int) -> int:
        # Faust asks the broker before it resumes the stream, and tells nobody.
        consumer: Any = app.consumer
        return max(consumer._committed_offset.get(TP(topic, number)) or 0, 0)  # noqa: SLF001 - see above

    return committed


async def _or_end(task: Awaitable[object]) -> None:
    """Wait for what must not fail; the process ends where it does."""
    try:
        await task
    except Exception:
        log.critical(events.WORKER_BROKEN, exc_info=True)
        end_now()


def _watch(app: faust.App, settings: TranslateSettings, partitions: Partitions) -> None:
    """End a worker that was frozen; undo what a frozen one wrote over ours."""

    @app.task  # type: ignore[untyped-decorator] # of an untyped library
    async def pulse() -> None:
        clock = asyncio.get_running_loop().time
        last = clock()
        while not app.should_stop:
            await asyncio.sleep(_TICK_SECONDS)
            if clock() - last > settings.session_timeout_seconds:
                # We stood still for so long that our partitions are another's by now:
                # what is still in our hands would be written over his.
                log.critical(events.WORKER_FROZEN, seconds=round(clock() - last, 1))
                end_now()
            last = clock()

    @app.task  # type: ignore[untyped-decorator] # of an untyped library
    async def healing() -> None:
        while not app.should_stop:
            await asyncio.sleep(settings.heal_seconds)
            await _or_end(partitions.heal())


def _follow_rules(
    app: faust.App, kafka: KafkaSettings, partitions: Partitions, following: Following
) -> None:
    """Switch when another rule set counts, and say again what was said by others."""

    @app.task  # type: ignore[untyped-decorator] # of an untyped library
    async def hearing() -> None:
        await _or_end(following.run(kafka))

    @app.task  # type: ignore[untyped-decorator] # of an untyped library
    async def conforming() -> None:
        while not app.should_stop:
            await asyncio.sleep(_TICK_SECONDS)
            await _or_end(partitions.conform())


def _gather(
    app: faust.App, kafka: KafkaSettings, partitions: Partitions, gathering: Gathering
) -> None:
    """Say what the objectives mean, while their partition is ours."""

    @app.task  # type: ignore[untyped-decorator] # of an untyped library
    async def objectives() -> None:
        await _or_end(gather(kafka, gathering, lambda: partitions.holds(PLACE)))


def _report_health(
    app: faust.App, kafka: KafkaSettings, partitions: Partitions, path: Path
) -> None:
    """Write to *path* whenever messages were answered for or there are none."""

    @app.task  # type: ignore[untyped-decorator] # of an untyped library
    async def health() -> None:
        done = (-1, -1)
        while not app.should_stop:
            await asyncio.sleep(_TICK_SECONDS)
            so_far = (partitions.answered, partitions.reviewed)
            if so_far != done or _idle(app, kafka, partitions):
                done = so_far
                report = Health(
                    progressed_at=datetime.now(UTC),
                    answered=partitions.answered,
                    partitions=tuple(sorted(partitions.owned)),
                )
                try:
                    write_health(path, report)
                except OSError as error:
                    # Whoever reads it sees no progress; that is no reason to stop.
                    log.warning(events.HEALTH_UNWRITTEN, reason=error.strerror)


def _idle(app: faust.App, kafka: KafkaSettings, partitions: Partitions) -> bool:
    """Whether there is nothing to answer for: lag 0, nothing in our hands."""
    consumer: Any = app.consumer
    if app.rebalancing or not partitions.at_rest or consumer.unacked:
        return False
    if not kafka.exact_ends:
        return True
    return all(
        (consumer.highwater(place) or 0) <= partitions.answered_until(place.partition)
        for place in consumer.assignment()
    )
