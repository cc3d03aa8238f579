"""Reads one source again and again, beside the webhooks."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from passerelle_ingest import events
from passerelle_ingest.backfill import BackfillResult, backfill, forgotten, nobody
from passerelle_ingest.errors import ReadingFailedError
from passerelle_ingest.health import Health
from passerelle_ingest.http import Connection
from passerelle_ingest.memory import Memory
from passerelle_ingest.plan import Limits
from passerelle_ingest.project import Refetch
from passerelle_ingest.rolls import Window
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.sites import Sites
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_ingest.watermarks import (
    names_told,
    read_checkpoints,
    read_watermarks,
)
from passerelle_kafka.publisher import Publishes
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.deliveries import Watermark
from passerelle_schemas.errors import PasserelleError
from passerelle_schemas.progress import Checkpoint

Progress = Callable[[str], None]
log = structlog.get_logger(__name__)

GRAIN = timedelta(hours=1)
"""The bounds of polls stand still for so long at most, so that answers can be 304; for
twice the overlap where that is less."""
ANYTHING = Window()


@dataclass(frozen=True, slots=True)
class Rounds:
    """Reads one source every few minutes, and remembers what it read."""

    kafka: KafkaSettings
    settings: IngestSettings
    source: SourceSettings
    publisher: Publishes
    sites: Sites
    health: Health
    connection: Connection
    topics: asyncio.Event
    """Set once they are there."""
    refetch: Refetch = nobody
    memories: dict[str, Memory] = field(default_factory=dict)

    async def run(self) -> None:
        """Learn about the site, then read what changed every few minutes."""
        await self._learn()
        await self.topics.wait()
        await self._remember()
        while self.settings.poll_minutes and self.source.projects:
            await self._read()
            await asyncio.sleep(self.settings.poll_minutes * 60)

    async def _learn(self) -> None:
        """Ask for what webhooks do not tell. They are taken without it, too.

        All but those of a name that is not followed: it may be the new name of one.
        """
        client = TRACKERS[self.source.tracker].client
        try:
            async with client(self.source, self.connection) as opened:
                self.sites.learn(await opened.site())
        except PasserelleError as error:
            log.warning(events.SITE_UNKNOWN, source=self.source.id, reason=error.code)

    async def _remember(self) -> None:
        """Believe what projects were called before, if their tracker does not tell.

        It may refuse us just when we start again: a renamed project is followed still.
        """
        try:
            told = await names_told(self.kafka, self.source)
        except PasserelleError as error:
            log.warning(events.SITE_UNKNOWN, source=self.source.id, reason=error.code)
        else:
            self.sites.remember(self.source, told)

    async def _read(self) -> None:
        reader = SourceReader(
            source=self.source,
            connection=self.connection,
            settings=self.settings,
            publisher=self.publisher,
            progress=_say_nothing,
            refetch=self.refetch,
            memories=self.memories,
            grain=grain_of(self.settings),
            learn=self.sites.learn,
        )
        try:
            known = await read_watermarks(self.kafka)
            checkpoints = await read_checkpoints(self.kafka)
            result = await reader.read(self.source.projects, known, checkpoints)
        except ReadingFailedError as error:
            self._tried(dict(error.failures))
        except PasserelleError as error:
            log.warning(
                events.PROJECT_UNREADABLE, source=self.source.id, reason=error.code
            )
            # Nobody asked the tracker: that fails, and not the project.
            self.health.unreadable(self.source.id, self.source.id, error)
        else:
            self.health.read_to(result)
            self._tried({})

    def _tried(self, failures: Mapping[str, PasserelleError]) -> None:
        self.health.tried(self.source.id, self.source.projects, failures)


def grain_of(settings: IngestSettings) -> timedelta:
    """For how long the bounds of polls stand still with these settings."""
    return min(GRAIN, timedelta(minutes=2 * settings.overlap_minutes))


@dataclass(frozen=True, slots=True)
class SourceReader:
    """What one reading of a source is made with."""

    source: SourceSettings
    connection: Connection
    settings: IngestSettings
    publisher: Publishes
    progress: Progress
    refetch: Refetch = nobody
    memories: dict[str, Memory] = field(default_factory=dict)
    grain: timedelta = timedelta(0)
    learn: Callable[[Site], None] = forgotten

    async def read(
        self,
        projects: Sequence[str],
        watermarks: Mapping[str, Watermark],
        checkpoints: Mapping[str, Checkpoint],
        asked: Window = ANYTHING,
    ) -> BackfillResult:
        """Read *projects*, as `backfill` does, with the limits of the settings."""
        limits = Limits(
            overlap=timedelta(minutes=self.settings.overlap_minutes),
            concurrency=self.settings.concurrency,
            trailing=timedelta(hours=self.settings.trailing_hours),
            grain=self.grain,
        )
        client = TRACKERS[self.source.tracker].client
        async with client(self.source, self.connection) as opened:
            return await backfill(
                self.source,
                projects,
                client=opened,
                publisher=self.publisher,
                watermarks=watermarks,
                checkpoints=checkpoints,
                clock=self.connection.clock,
                progress=self.progress,
                since=asked.since,
                until=asked.until,
                limits=limits,
                memories=self.memories,
                refetch=self.refetch,
                learn=self.learn,
            )


def _say_nothing(_words: str) -> None:
    """Progress of a reading beside the webhooks is in the log."""
