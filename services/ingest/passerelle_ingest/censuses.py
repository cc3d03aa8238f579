"""Takes the census of a source's projects: each is listed, then all are compared."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from passerelle_ingest import events
from passerelle_ingest.census import WAYS_OUT
from passerelle_ingest.errors import UnexpectedError
from passerelle_ingest.http import Connection
from passerelle_ingest.known_items import read_known
from passerelle_ingest.publisher import watermark_key
from passerelle_ingest.rolls import Roll
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.taking import Census, Progress, StoppedError
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_ingest.watermarks import read_censuses, read_watermarks
from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.publisher import Publishes
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.errors import PasserelleError
from passerelle_schemas.progress import Censused

log = structlog.get_logger(__name__)

SOON_AGAIN = timedelta(hours=1)
"""A census that was stopped is tried again sooner than the next one is due."""
SETTLE_SECONDS = 300.0
AGAIN_SECONDS = 3600.0
"""How often to see whether one is due."""


@dataclass(frozen=True, slots=True)
class Censuses:
    """The censuses of one source."""

    kafka: KafkaSettings
    settings: IngestSettings
    source: SourceSettings
    publisher: Publishes
    connection: Connection
    settle_seconds: float = SETTLE_SECONDS
    again_seconds: float = AGAIN_SECONDS

    async def run(self, topics: asyncio.Event) -> None:
        """Take one whenever it is due, until cancelled."""
        await topics.wait()
        hours = timedelta(hours=self.settings.census_hours)
        while hours and self.source.projects:
            # What was read a moment ago is to be translated first.
            await asyncio.sleep(self.settle_seconds)
            try:
                if projects := await self.due():
                    await self.take(projects, quiet)
            except PasserelleError as error:
                where = self.source.id
                log.warning(events.CENSUS_STOPPED, project=where, reason=error.code)
            except Exception:
                log.exception(events.PROJECT_UNEXPECTED, project=self.source.id)
            await asyncio.sleep(min(hours.total_seconds(), self.again_seconds))

    async def due(self) -> list[str]:
        """Return the projects that were read to their end, and not counted since."""
        read = await read_watermarks(self.kafka)
        before = await read_censuses(self.kafka)
        now = self.connection.clock()
        there = (p for p in self.source.projects if self._key(p) in read)
        return [p for p in there if self._is_due(before.get(self._key(p)), now)]

    async def take(
        self, projects: Sequence[str], progress: Progress, *, new_account: bool = False
    ) -> list[Censused]:
        """Take the census of *projects* now; *new_account* trusts who we are now.

        Says in its result what stopped it. Raises BrokerAwayError, and the tracker's
        error when nothing at all can be asked.
        """
        watermarks = await read_watermarks(self.kafka)
        last = await read_censuses(self.kafka)
        if new_account:
            trusted = {"account": ""}
            last = {k: one.model_copy(update=trusted) for k, one in last.items()}
        client = TRACKERS[self.source.tracker].client
        async with client(self.source, self.connection) as opened:
            site = await opened.site()
            planned = [
                Census(
                    site=site,
                    project=project,
                    client=opened,
                    publisher=self.publisher,
                    clock=self.connection.clock,
                    before=last.get(self._key(project)),
                    watermark=watermarks.get(self._key(project)),
                    absent_share=self.settings.census_absent_share,
                    concurrency=self.settings.concurrency,
                )
                for project in projects
            ]
            return await self._take(planned, progress)

    async def _take(
        self, planned: Sequence[Census], progress: Progress
    ) -> list[Censused]:
        rolls = [await _listed(one, progress) for one in planned]
        known = (
            await read_known(self.kafka, self.source.id)
            if any(isinstance(roll, tuple) for roll in rolls)
            else {}
        )
        taken: list[Censused] = []
        for one, listed in zip(planned, rolls, strict=True):
            try:
                found = (
                    listed
                    if isinstance(listed, Censused)
                    else await one.take(*listed, known)
                )
            except BrokerAwayError:
                raise
            except Exception as bug:
                log.exception(events.PROJECT_UNEXPECTED, project=self._key(one.project))
                found = one.stopped_before(UnexpectedError(bug).code)
            await one.say(found)
            progress(f"{self._key(one.project)}: {words(found)}")
            taken.append(found)
        return taken

    def _is_due(self, last: Censused | None, now: datetime) -> bool:
        if last is None:
            return True
        hours = timedelta(hours=self.settings.census_hours)
        wait = min(hours, SOON_AGAIN) if last.stopped_because else hours
        return now - last.taken_at >= wait

    def _key(self, project: str) -> str:
        return watermark_key(self.source.id, project)


async def _listed(one: Census, progress: Progress) -> tuple[Roll, str] | Censused:
    """List a project, or say what stopped it there."""
    try:
        roll, account = await one.list()
    except StoppedError as stop:
        return one.stopped_before(stop.why)
    except BrokerAwayError:
        raise
    except PasserelleError as error:
        return one.stopped_before(error.code)
    progress(f"{one.site.source.id}/{one.project}: {len(roll.items)} items listed")
    return roll, account


def words(taken: Censused) -> str:
    """Say in one line what a census came to."""
    removed = taken.deleted + taken.moved_out + taken.not_visible
    told = (
        f"{taken.listed} listed, {taken.known} known, {taken.missed} missed, "
        f"{taken.stale} behind, {taken.moved} moved, {taken.returned} returned, "
        f"{removed} removed"
    )
    drifted = taken.restated + taken.silenced + taken.relisted
    told += f", {drifted} told anew of what is beside them" if drifted else ""
    why = taken.stopped_because
    if not why:
        return told
    way_out = WAYS_OUT.get(why, "the tracker could not be asked; see the log")
    return f"stopped ({why}), nothing was removed: {way_out}. Until then: {told}"


def quiet(_words: str) -> None:
    """What a census beside the webhooks finds stands in the log and on its topic."""
