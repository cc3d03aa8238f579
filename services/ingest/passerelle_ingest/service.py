"""The ingest service: webhooks over HTTP, and a reading every few minutes."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
import structlog

from passerelle_ingest import events
from passerelle_ingest.awaiting import AwaitingTopics
from passerelle_ingest.backfill import BackfillResult, Limits, backfill
from passerelle_ingest.errors import ReadingFailedError, SettingMissingError
from passerelle_ingest.health import Health
from passerelle_ingest.http import Connection
from passerelle_ingest.mentions import Mentions
from passerelle_ingest.serving import serving
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.sites import Sites
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_ingest.upkeep import Upkeep
from passerelle_ingest.watermarks import read_watermarks
from passerelle_ingest.web import create_app
from passerelle_kafka.publisher import Publisher, Publishes
from passerelle_kafka.reader import end_offsets
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.deliveries import Watermark
from passerelle_schemas.errors import PasserelleError
from passerelle_schemas.topics import INGEST_WATERMARKS

Clock = Callable[[], datetime]
Progress = Callable[[str], None]
log = structlog.get_logger(__name__)

_PROBE_SECONDS = 3.0


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
    sites = Sites(settings.sources)
    hasty = kafka.model_copy(update={"patience_seconds": _PROBE_SECONDS})
    async with Publisher(kafka, "ingest") as opened:
        publisher = AwaitingTopics(kafka, opened)
        health = Health(
            lambda: end_offsets(hasty, [INGEST_WATERMARKS.name], "ingest-health"), clock
        )
        app = create_app(
            settings,
            publisher=publisher,
            sites=sites,
            health=health,
            clock=clock,
            current=current,
        )
        rounds = [
            Rounds(
                kafka,
                settings,
                source,
                publisher,
                sites,
                health,
                clock,
                publisher.there,
            ).run()
            for source in settings.sources
        ]
        upkeep = [
            Upkeep(source, Connection(clock), health.kept).run(publisher.there)
            for source in settings.sources
        ]
        mentions = Mentions(kafka, settings, publisher, Connection(clock))
        told = mentions.run(publisher.there)
        beside = [publisher.run(), *rounds, *upkeep, told]
        await serving(app, settings.host, settings.port, beside, ready)


async def run_backfill(  # noqa: PLR0913 - the command's own options
    kafka: KafkaSettings,
    settings: IngestSettings,
    *,
    source: str | None = None,
    project: str | None = None,
    full: bool = False,
    clock: Clock,
    progress: Progress,
    transport: httpx.AsyncBaseTransport | None = None,
) -> list[BackfillResult]:
    """Read every source, or just *source*, or just one *project* of it.

    Reads what changed since the last time; *full* reads everything again. Raises
    ReadingFailedError after all were tried, SettingMissingError for an unknown name.
    """
    connection = Connection(clock, settings.concurrency, transport)
    async with Publisher(kafka, "ingest") as publisher:
        known = {} if full else await read_watermarks(kafka)
        readings = (
            _read(
                source=one,
                projects=names,
                connection=connection,
                settings=settings,
                publisher=publisher,
                watermarks=known,
                progress=progress,
            )
            for one, names in _chosen(settings, source, project)
        )
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


@dataclass(frozen=True, slots=True)
class Rounds:
    """Reads one source again and again, beside the webhooks."""

    kafka: KafkaSettings
    settings: IngestSettings
    source: SourceSettings
    publisher: Publishes
    sites: Sites
    health: Health
    clock: Clock
    topics: asyncio.Event
    """Set once they are there."""

    async def run(self) -> None:
        """Learn about the site, then read what changed every few minutes."""
        await self._learn()
        await self.topics.wait()
        while self.settings.poll_minutes and self.source.projects:
            await self._read()
            await asyncio.sleep(self.settings.poll_minutes * 60)

    async def _learn(self) -> None:
        """Ask for what webhooks do not tell. They are taken without it, too."""
        client = TRACKERS[self.source.tracker].client
        try:
            async with client(self.source, Connection(self.clock)) as opened:
                self.sites.learn(await opened.site())
        except PasserelleError as error:
            log.warning(events.SITE_UNKNOWN, source=self.source.id, reason=error.code)

    async def _read(self) -> None:
        connection = Connection(self.clock, self.settings.concurrency)
        try:
            known = await read_watermarks(self.kafka)
            result = await _read(
                source=self.source,
                projects=self.source.projects,
                connection=connection,
                settings=self.settings,
                publisher=self.publisher,
                watermarks=known,
                progress=_say_nothing,
            )
        except ReadingFailedError as error:
            for where, cause in error.failures:
                self.health.unreadable(self.source.id, where, cause)
        except PasserelleError as error:
            log.warning(
                events.PROJECT_UNREADABLE, source=self.source.id, reason=error.code
            )
            self.health.unreadable(self.source.id, self.source.id, error)
        else:
            self.health.read_to(result)


async def _read(  # noqa: PLR0913 - a reading is made of these
    *,
    source: SourceSettings,
    projects: Sequence[str],
    connection: Connection,
    settings: IngestSettings,
    publisher: Publishes,
    watermarks: Mapping[str, Watermark],
    progress: Progress,
) -> BackfillResult:
    limits = Limits(timedelta(minutes=settings.overlap_minutes), settings.concurrency)
    async with TRACKERS[source.tracker].client(source, connection) as client:
        return await backfill(
            source,
            projects,
            client=client,
            publisher=publisher,
            watermarks=watermarks,
            clock=connection.clock,
            progress=progress,
            limits=limits,
        )


def _chosen(
    settings: IngestSettings, source: str | None, project: str | None
) -> list[tuple[SourceSettings, tuple[str, ...]]]:
    """Which projects of which sources to read; an unknown name is an error."""
    found = [
        (one, tuple(name for name in one.projects if project in {None, name}))
        for one in settings.sources
        if source in {None, one.id}
    ]
    chosen = [(one, names) for one, names in found if names]
    if not chosen:
        asked = " ".join(filter(None, (source, project))) or "(any)"
        why = "there is no such project to read in the settings"
        raise SettingMissingError(asked, "sources.projects", why)
    return chosen


def _say_nothing(_words: str) -> None:
    """Progress of a reading beside the webhooks is in the log."""
