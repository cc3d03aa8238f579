"""Publishes what this worker witnessed, a second after it changed at the latest."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from passerelle_ingest import events
from passerelle_ingest.publisher import witnessed_record
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.turns import Budgets
from passerelle_ingest.witness import Waits, Witness, is_news
from passerelle_kafka.publisher import Publishes
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.errors import ContractBrokenError, PasserelleError
from passerelle_schemas.health import NO_SOURCE, Witnessed
from passerelle_schemas.identity import Tracker
from passerelle_schemas.topics import INGEST_WITNESSED

log = structlog.get_logger(__name__)

EVERY_SECONDS = 1.0
PARTING_SECONDS = 2.0


async def read_witnessed(kafka: KafkaSettings) -> list[Witnessed]:
    """Return what each worker witnessed last of each source."""
    found: dict[bytes, Witnessed] = {}
    topic = INGEST_WITNESSED.name
    async for batch in read_to_end(kafka, [topic], "ingest-witnessed"):
        for record in batch:
            try:
                told = INGEST_WITNESSED.decode(record.value or b"")
            except ContractBrokenError:
                continue
            found[record.key or b""] = told
    return list(found.values())


@dataclass(slots=True)
class Witnessing:
    """Says what one worker witnesses."""

    kafka: KafkaSettings
    worker: str
    sources: Sequence[SourceSettings]
    publisher: Publishes
    witness: Witness
    budgets: Budgets
    clock: Callable[[], datetime]
    every_seconds: float = EVERY_SECONDS
    said: dict[str, Witnessed] = field(default_factory=dict)
    """What was published last, by source."""
    _before: dict[str, Witnessed] | None = None
    _began: datetime | None = None
    """What the seconds of waiting are counted from: once and for all, so that what was
    said of a wait stays as it is."""

    async def run(self, topics: asyncio.Event) -> None:
        """Publish what is new, again and again; once more when cancelled."""
        await topics.wait()
        try:
            while True:
                await self._carefully()
                await asyncio.sleep(self.every_seconds)
        finally:
            async with asyncio.timeout(PARTING_SECONDS):
                await self._carefully()

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Publish what is new while the block runs, and once more at its end."""
        there = asyncio.Event()
        there.set()
        saying = asyncio.create_task(self.run(there))
        try:
            yield
        finally:
            saying.cancel()
            await asyncio.gather(saying, return_exceptions=True)

    async def _carefully(self) -> None:
        try:
            await self.say()
        except PasserelleError as error:
            log.warning(events.HEALTH_UNSAID, reason=error.code)
        except Exception:
            log.exception(events.HEALTH_UNSAID)

    async def say(self) -> None:
        """Publish what is new; raises BrokerAwayError, and says it later then."""
        if self._before is None:
            told = await read_witnessed(self.kafka)
            ours = [one for one in told if one.worker == self.worker]
            self._before = {one.source: one for one in ours}
            self.said = dict(self._before)
        now = self.clock()
        trackers = {one.id: one.tracker for one in self.sources}
        names = {*trackers, *self.witness.sources}
        news = [
            one
            for name in sorted(names)
            if is_news(
                one := self._now(name, trackers.get(name), now), self.said.get(name)
            )
        ]
        await self.publisher.publish([witnessed_record(one) for one in news])
        self.said |= {one.source: one for one in news}

    def _now(self, source: str, tracker: Tracker | None, now: datetime) -> Witnessed:
        blank = Witnessed(
            source=source, tracker=tracker, worker=self.worker, said_at=now
        )
        self._began = self._began or self.budgets.began(now)
        waits = Waits(
            self.budgets.waits(source),
            self.budgets.held(source),
            self.budgets.troubles(source),
            self.budgets.spans(source, self._began),
            self.budgets.hold(source) if source != NO_SOURCE else None,
        )
        return self.witness.said(blank, (self._before or {}).get(source), waits, now)
