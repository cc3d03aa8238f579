"""The ingest service: webhooks over HTTP, and a reading every few minutes."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime

import httpx

from passerelle_ingest.awaiting import AwaitingTopics
from passerelle_ingest.backfill import BackfillResult
from passerelle_ingest.censuses import Censuses
from passerelle_ingest.errors import (
    NothingToReadError,
    ReadingFailedError,
    UnknownNameError,
)
from passerelle_ingest.garbage import seldom_collected
from passerelle_ingest.health import Health
from passerelle_ingest.http import Connection
from passerelle_ingest.knowing import Knowing
from passerelle_ingest.mentions import Mentions
from passerelle_ingest.refetch import Refetching, Waiting
from passerelle_ingest.rolls import Window
from passerelle_ingest.rounds import ANYTHING, SourceReader
from passerelle_ingest.serving import serving
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.sites import Sites
from passerelle_ingest.watermarks import read_checkpoints, read_watermarks
from passerelle_ingest.witness import Witness
from passerelle_ingest.witnessing import Witnessing
from passerelle_ingest.working import Working
from passerelle_kafka.publisher import Publisher, Publishes
from passerelle_kafka.reader import end_offsets
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.deliveries import Way
from passerelle_schemas.errors import PasserelleError
from passerelle_schemas.progress import Censused
from passerelle_schemas.topics import INGEST_WATERMARKS

Clock = Callable[[], datetime]
Progress = Callable[[str], None]

MOST_IN_PART = 20_000
"""Items that a command reads once more before it ends."""
_PROBE_SECONDS = 3.0
_NAMES_SECONDS = 600.0
"""For so long webhooks may wait for the names of projects, after a start."""


@seldom_collected
async def serve(
    kafka: KafkaSettings,
    settings: IngestSettings,
    *,
    clock: Clock,
    ready: Callable[[int], None] | None = None,
    current: Callable[[], IngestSettings] | None = None,
) -> None:
    """Take webhooks and read every few minutes, until cancelled or told by SIGTERM.

    *ready* is called with the port once webhooks are answered: with 503 while the
    broker is away, whose topics are made once it is there. Raises SettingMissingError
    at once for a source that takes webhooks without a secret. *current* gives the
    settings as they are now: their secrets count.
    """
    edge = _at_the_edge(kafka, settings)
    async with (
        Publisher(kafka, "ingest") as opened,
        Publisher(edge, "ingest-edge") as hasty,
    ):
        publisher = AwaitingTopics(kafka, opened)
        connection = _rereading(Connection.of(settings, clock), current)
        working = _working(kafka, settings, current, publisher, connection)
        app = working.app(AwaitingTopics(edge, hasty, publisher.there))
        await serving(app, settings.host, settings.port, working.beside(), ready)


def _at_the_edge(kafka: KafkaSettings, settings: IngestSettings) -> KafkaSettings:
    """A tracker that waits for an answer has less patience than a reading."""
    patience = min(kafka.patience_seconds, settings.webhook_patience_seconds)
    return kafka.model_copy(update={"patience_seconds": patience})


def _rereading(
    connection: Connection, current: Callable[[], IngestSettings] | None
) -> Connection:
    """Ask with the secrets as they are set now."""
    if current is None:
        return connection
    return replace(connection, newest=lambda source: current().newest(source))


def _working(
    kafka: KafkaSettings,
    settings: IngestSettings,
    current: Callable[[], IngestSettings] | None,
    publisher: AwaitingTopics,
    connection: Connection,
) -> Working:
    """Put the service together, with all that its parts share."""
    clock, worker, sources = connection.clock, settings.worker, settings.sources
    sites = _sites(settings)
    return Working(
        kafka,
        settings,
        current,
        publisher,
        connection,
        sites,
        Health(_probe(kafka), clock, Witness()),
        Knowing(kafka, worker, sources, publisher, clock),
        tuple(Refetching(one, connection, publisher, sites) for one in sources),
    )


def _sites(settings: IngestSettings) -> Sites:
    """What is known of the sources: nothing, and the names of projects are awaited.

    Webhooks come before the tracker could be asked what its projects are called now;
    one that refuses us, or has us wait, for longer than that tells the names some time.
    """
    awaited = [one.id for one in settings.sources if one.projects]
    sites = Sites(settings.sources, awaited)
    asyncio.get_running_loop().call_later(_NAMES_SECONDS, sites.all_asked)
    return sites


def _probe(kafka: KafkaSettings) -> Callable[[], Awaitable[object]]:
    """Ask whether the broker is there, as somebody does who wants to know at once."""
    hasty = kafka.model_copy(update={"patience_seconds": _PROBE_SECONDS})
    return lambda: end_offsets(hasty, [INGEST_WATERMARKS.name], "ingest-health")


@seldom_collected
async def run_backfill(  # noqa: PLR0913 - the command's own options
    kafka: KafkaSettings,
    settings: IngestSettings,
    *,
    source: str | None = None,
    project: str | None = None,
    full: bool = False,
    window: Window = ANYTHING,
    clock: Clock,
    progress: Progress,
    transport: httpx.AsyncBaseTransport | None = None,
) -> list[BackfillResult]:
    """Read every source, or just *source*, or just one *project* of it.

    Reads what changed since the last time; *full* reads everything again, a *window*
    what changed then. What is shown only in part is read again before it ends. Raises
    ReadingFailedError after all were tried, UnknownNameError for an unknown name.
    """
    connection = Connection.of(settings, clock, transport)
    chosen = _chosen(settings, source, project)
    sites = Sites(settings.sources)
    async with (
        Publisher(kafka, "ingest") as publisher,
        _witnessed(kafka, settings, "backfill", publisher, connection),
    ):
        known = {} if full else await read_watermarks(kafka)
        checkpoints = await read_checkpoints(kafka)

        async def read(one: SourceSettings, names: Sequence[str]) -> BackfillResult:
            again = _to_the_end(one, connection, publisher, sites)
            reader = SourceReader(
                one,
                connection,
                settings,
                publisher,
                progress,
                again.waiting.ask,
                learn=sites.learn,
            )
            try:
                result = await reader.read(names, known, checkpoints, window)
            except ReadingFailedError:  # of some projects; of the others it is read
                await _settled(again, progress)
                raise
            await _settled(again, progress)
            return result

        readings = (read(one, names) for one, names in chosen)
        ended = await asyncio.gather(*readings, return_exceptions=True)
        mentions = Mentions(kafka, settings, publisher, connection)
        if mentions.are_possible:
            await mentions.settle()
    failures: list[tuple[str, PasserelleError]] = []
    for error in ended:
        if isinstance(error, ReadingFailedError):
            failures += error.failures
        elif isinstance(error, BaseException):
            raise error
    if failures:
        raise ReadingFailedError(failures)
    return [result for result in ended if isinstance(result, BackfillResult)]


def _to_the_end(
    source: SourceSettings, connection: Connection, publisher: Publishes, sites: Sites
) -> Refetching:
    """What reads again before a command ends: no next poll of its own does."""
    patient, waiting = connection.patient(), Waiting(MOST_IN_PART)
    return Refetching(source, patient, publisher, sites, waiting, way=Way.BACKFILL)


async def _settled(again: Refetching, progress: Progress) -> None:
    """Read what was shown in part once more, and say what cannot be told whole."""
    if left := await again.settle():
        name = again.source.id
        progress(
            f"{name}: {left} items are told in part, since the tracker does not show "
            f"them whole; `passerelle ingest backfill --source {name} --full` reads "
            "them again"
        )


@seldom_collected
async def run_census(  # noqa: PLR0913 - the command's own options
    kafka: KafkaSettings,
    settings: IngestSettings,
    *,
    source: str | None = None,
    project: str | None = None,
    new_account: bool = False,
    clock: Clock,
    progress: Progress,
    transport: httpx.AsyncBaseTransport | None = None,
) -> list[Censused]:
    """Count every source, or just *source*, or one *project* of it, and repair.

    *new_account* trusts that the token may belong to another account than before. What
    stopped a census stands in its result. Raises UnknownNameError for an unknown
    name.
    """
    connection = Connection.of(settings, clock, transport).patient()
    taken: list[Censused] = []
    chosen = _chosen(settings, source, project)
    async with (
        Publisher(kafka, "ingest-census") as publisher,
        _witnessed(kafka, settings, "census", publisher, connection),
    ):
        for one, names in chosen:
            censuses = Censuses(kafka, settings, one, publisher, connection)
            taken += await censuses.take(names, progress, new_account=new_account)
    return taken


def _witnessed(
    kafka: KafkaSettings,
    settings: IngestSettings,
    what: str,
    publisher: Publisher,
    connection: Connection,
) -> AbstractAsyncContextManager[None]:
    """Say how long a command had to wait, under a name beside that of the worker."""
    return Witnessing(
        kafka,
        f"{settings.worker}-{what}",
        settings.sources,
        publisher,
        Witness(),
        connection.budgets,
        connection.clock,
    ).beside()


def _chosen(
    settings: IngestSettings, source: str | None, project: str | None
) -> list[tuple[SourceSettings, tuple[str, ...]]]:
    """Which projects of which sources to read; an unknown name is an error."""
    sources = [one for one in settings.sources if source in {None, one.id}]
    if source is not None and not sources:
        known = [one.id for one in settings.sources]
        raise UnknownNameError(source, "source", known)
    found = [
        (one, tuple(name for name in one.projects if project in {None, name}))
        for one in sources
    ]
    chosen = [(one, names) for one, names in found if names]
    if chosen:
        return chosen
    projects = [f"{name} ({one.id})" for one in sources for name in one.projects]
    if project is not None and projects:
        raise UnknownNameError(project, "project", projects)
    raise NothingToReadError(sources[0].id if sources else None)
