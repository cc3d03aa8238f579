"""Reads projects whole, or what changed since the last time, and loses nothing.

The watermark is saved after the broker acknowledged all that it covers; whoever is
interrupted begins again where the last watermark stands. What is read twice is the same
facts with the same ids.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from passerelle_ingest import events
from passerelle_ingest.errors import (
    AnswerRefusedError,
    ReadingFailedError,
    UnexpectedError,
    UnreadableDeliveryError,
)
from passerelle_ingest.http import Page
from passerelle_ingest.publisher import (
    dead_record,
    fact_records,
    raw_record,
    watermark_key,
    watermark_record,
)
from passerelle_ingest.reading import Errand, Item, Read, ReadsTracker
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.table import why
from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.publisher import Publishes
from passerelle_kafka.records import Outgoing
from passerelle_schemas.deliveries import RawDelivery, Watermark, Way
from passerelle_schemas.errors import PasserelleError, UnprocessableError
from passerelle_schemas.text import cleaned

Clock = Callable[[], datetime]
Progress = Callable[[str], None]
log = structlog.get_logger(__name__)

MOST_SET_ASIDE = 10
"""Beyond this, and beyond half of a reading, it is not the items that are at fault."""
TELLS_EVERY = 200
"""Items between two words of progress."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How careful and how fast a reading is."""

    overlap: timedelta = timedelta(minutes=30)
    """Trackers show changes late: this much before the start counts as not read."""
    concurrency: int = 8


@dataclass(slots=True)
class ProjectRead:
    """What one reading of one project brought."""

    source: str
    project: str
    way: Way
    items: int = 0
    facts: int = 0
    pages: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)
    """Items that could not be told, by the code of the reason."""
    disagreements: int = 0
    """Fields that differed from what the replayed history says."""
    needs_refetch: int = 0
    begun: datetime | None = None
    """When it began, by our clock or the tracker's: by that which is behind."""
    watermark: Watermark | None = None


@dataclass(frozen=True, slots=True)
class BackfillResult:
    """What one reading of one source brought."""

    source: str
    projects: tuple[ProjectRead, ...]

    @property
    def items(self) -> int:
        """How many work items were read."""
        return sum(project.items for project in self.projects)

    @property
    def facts(self) -> int:
        """How many facts were published."""
        return sum(project.facts for project in self.projects)

    @property
    def pages(self) -> int:
        """How many answers of the tracker were kept."""
        return sum(project.pages for project in self.projects)


async def backfill(  # noqa: PLR0913 - a reading is made of these
    source: SourceSettings,
    projects: Sequence[str],
    *,
    client: ReadsTracker,
    publisher: Publishes,
    watermarks: Mapping[str, Watermark],
    clock: Clock,
    progress: Progress,
    since: datetime | None = None,
    limits: Limits = Limits(),
) -> BackfillResult:
    """Read *projects* of *source*, one after the other, each from its watermark on.

    A project without a watermark is read whole; *since* reads from then on instead.
    Raises ReadingFailedError after all were tried when some could not be read, and what
    *publisher* raises at once.
    """
    try:
        site = await client.site()
    except PasserelleError as error:
        progress(f"{source.id}: not read. {error}")
        raise ReadingFailedError([(source.id, error)]) from error
    read: list[ProjectRead] = []
    failures: list[tuple[str, PasserelleError]] = []
    for project in projects:
        known = watermarks.get(watermark_key(source.id, project))
        begin = since or (known.complete_until - limits.overlap if known else None)
        reading = Reading(site, project, client, publisher, clock, progress, limits)
        try:
            read.append(await reading.run(begin))
        except BrokerAwayError:
            raise
        except PasserelleError as error:
            failures.append((watermark_key(source.id, project), error))
        except Exception as bug:
            where = watermark_key(source.id, project)
            log.exception(events.PROJECT_UNEXPECTED, project=where)
            failures.append((where, UnexpectedError(bug)))
    for where, cause in failures:
        log.warning(events.PROJECT_UNREADABLE, project=where, reason=cause.code)
        progress(f"{where}: not read. {cause}")
    if failures:
        raise ReadingFailedError(failures)
    return BackfillResult(source.id, tuple(read))


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one project: errands side by side, each published when done."""

    site: Site
    project: str
    client: ReadsTracker
    publisher: Publishes
    clock: Clock
    progress: Progress
    limits: Limits

    async def run(self, since: datetime | None) -> ProjectRead:
        """Read what changed since then; all of it when there is no such time."""
        way = Way.POLL if since else Way.BACKFILL
        read = ProjectRead(self.site.source.id, self.project, way)
        read.begun = self.clock()
        gate = asyncio.Semaphore(self.limits.concurrency)

        async def run(errand: Errand) -> None:
            try:
                await self._run(errand, read)
            finally:
                gate.release()

        try:
            async with asyncio.TaskGroup() as group:
                errands = self.client.errands(self.project, since, self.site)
                async for errand in errands:
                    # Memory holds the errands that run, and one page of waiting ones.
                    await gate.acquire()
                    group.create_task(run(errand))
        except BaseExceptionGroup as errors:
            raise _worst(errors) from errors
        await self._save(read)
        return read

    async def _run(self, errand: Errand, read: ProjectRead) -> None:
        found = await errand()
        times = [page.tracker_time for page in found.pages]
        read.begun = min(t for t in (read.begun, *times) if t)
        raw = [
            raw_record(self._origin(page, read.way), page.body) for page in found.pages
        ]
        told = [
            record
            for item in found.items
            for record in self._told(item, self._origin(item.page, read.way), read)
        ]
        try:
            await self.publisher.publish([*raw, *told])
        except UnprocessableError:
            await self.publisher.publish(raw)
            await self._publish_apart(found, read)
        read.pages += len(found.pages)
        before, read.items = read.items, read.items + len(found.items)
        if before // TELLS_EVERY != read.items // TELLS_EVERY:
            self.progress(f"{self._where}: {read.items} items read")

    async def _publish_apart(self, found: Read, read: ProjectRead) -> None:
        """Publish item by item, so that one too large sets aside itself alone."""
        for item in found.items:
            origin = self._origin(item.page, read.way)
            # Counted already, whatever becomes of it.
            told = self._told(item, origin, replace(read, set_aside=Counter()))
            try:
                await self.publisher.publish(told)
            except UnprocessableError as error:
                aside = self._set_aside(item, origin, read, error)
                await self.publisher.publish([aside])

    def _told(
        self, item: Item, origin: RawDelivery, read: ProjectRead
    ) -> list[Outgoing]:
        """The facts of an item; a dead letter when it cannot be told."""
        try:
            told = item.tell(origin)
        except UnprocessableError as error:
            return [self._set_aside(item, origin, read, error)]
        except (ValueError, OverflowError) as error:
            unreadable = UnreadableDeliveryError(origin.event, why(error))
            return [self._set_aside(item, origin, read, unreadable)]
        except Exception as bug:
            log.exception(events.DELIVERY_UNEXPECTED, project=self._where)
            return [self._set_aside(item, origin, read, UnexpectedError(bug))]
        read.facts += sum(len(record.facts) for record in told.facts)
        read.disagreements += told.disagreements
        read.needs_refetch += len(told.needs_refetch)
        return fact_records(told.facts)

    def _set_aside(
        self,
        item: Item,
        origin: RawDelivery,
        read: ProjectRead,
        error: UnprocessableError,
    ) -> Outgoing:
        read.set_aside[error.code] += 1
        log.warning(events.DELIVERY_SET_ASIDE, project=self._where, reason=error.code)
        return dead_record(
            origin,
            item.page.body,
            reason=error.code,
            detail=str(error),
            now=self.clock(),
        )

    async def _save(self, read: ProjectRead) -> None:
        """Say how far the project is read, now that all of it is acknowledged.

        Raises AnswerRefusedError instead when most of it could not be told.
        """
        aside = sum(read.set_aside.values())
        if aside > max(MOST_SET_ASIDE, read.items // 2):
            why = f"{aside} of its {read.items} items cannot be told"
            raise AnswerRefusedError(self._where, why)
        now = self.clock()
        begun = read.begun or now
        read.watermark = Watermark(
            source=read.source,
            tracker=self.site.source.tracker,
            project=self.project,
            complete_until=begun - self.limits.overlap,
            read_at=now,
            items=read.items,
        )
        await self.publisher.publish([watermark_record(read.watermark)])
        log.info(
            events.PROJECT_READ,
            project=self._where,
            way=read.way.value,
            items=read.items,
            facts=read.facts,
            pages=read.pages,
            set_aside=aside,
            disagreements=read.disagreements,
        )
        apart = f", {aside} set aside in the dead letters" if aside else ""
        self.progress(f"{self._where}: {read.items} items, {read.facts} facts{apart}")

    @property
    def _where(self) -> str:
        return watermark_key(self.site.source.id, self.project)

    def _origin(self, page: Page, way: Way) -> RawDelivery:
        return RawDelivery(
            id=page.id,
            source=self.site.source.id,
            tracker=self.site.source.tracker,
            project=self.project,
            event=cleaned(page.path, limit=500),
            way=way,
            received_at=page.received_at,
        )


def _worst(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """One error of those that ended a reading: what is not ours before what is.

    Errands that were cancelled because another one failed say nothing.
    """
    flat: list[BaseException] = []
    waiting: list[BaseException] = [errors]
    while waiting:
        error = waiting.pop()
        if isinstance(error, BaseExceptionGroup):
            waiting += error.exceptions
        else:
            flat.append(error)
    return min(flat, key=lambda e: (isinstance(e, PasserelleError), str(e)))
