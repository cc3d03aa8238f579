"""Knows the health of every source: counts Kafka, adds what workers met, and says it.

Several workers may run. One counts, the others hear it; when it falls silent another
goes on from where it was. Should two count at a time, both come to the same figures.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from passerelle_ingest import events
from passerelle_ingest.combining import Followed, combined
from passerelle_ingest.counting import COUNTED_TOPICS, Counting
from passerelle_ingest.publisher import counted_record, health_record
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.told_before import MOST, ToldBefore
from passerelle_kafka.publisher import Publishes
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Incoming
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.errors import ContractBrokenError, PasserelleError
from passerelle_schemas.health import NO_SOURCE, Counted, SourceHealth, Witnessed
from passerelle_schemas.topics import (
    INGEST_COUNTS,
    INGEST_WITNESSED,
    SOURCE_HEALTH,
    WORK_FACTS,
)

log = structlog.get_logger(__name__)

EVERY_SECONDS = 10.0
SAID_AGAIN = timedelta(seconds=20)
"""How often the health is said even when nothing changed: somebody counts."""
SILENT = timedelta(seconds=60)
"""Who counts and says nothing for so long is gone."""
AT_ONCE = 100
"""Records that are held: a page of a tracker may be large."""
_A_TURN = 20
"""Records that are counted before a webhook is answered: some milliseconds."""
SAVED_EVERY = 20_000
"""Records, where many wait to be counted."""
SAVED_AFTER = timedelta(seconds=60)
"""Whoever goes on counts so much again: that costs less than to say the state, which is
large beside the health, with every change."""


@dataclass(slots=True)
class Heard:
    """What the topics of health say now."""

    counted: Counted | None = None
    witnessed: dict[bytes, Witnessed] = field(default_factory=dict)
    health: dict[bytes, SourceHealth] = field(default_factory=dict)
    read: dict[tuple[str, int], int] = field(default_factory=dict)

    async def listen(self, kafka: KafkaSettings) -> None:
        """Hear what was said since the last time."""
        topics = [INGEST_COUNTS.name, INGEST_WITNESSED.name, SOURCE_HEALTH.name]
        async for batch in read_to_end(
            kafka, topics, "ingest-health", from_offsets=self.read
        ):
            for record in batch:
                self.read[record.topic, record.partition] = record.offset + 1
                self._hear(record)

    def _hear(self, record: Incoming) -> None:
        key, value = record.key or b"", record.value or b""
        try:
            if record.topic == INGEST_COUNTS.name:
                self.counted = INGEST_COUNTS.decode(value)
            elif record.topic == INGEST_WITNESSED.name:
                self.witnessed[key] = INGEST_WITNESSED.decode(value)
            else:
                self.health[key] = SOURCE_HEALTH.decode(value)
        except ContractBrokenError as error:
            log.warning(events.HEALTH_UNSAID, reason=error.code)


def followed(sources: Sequence[SourceSettings]) -> list[Followed]:
    """Say what the settings follow."""
    return [Followed(one.id, one.tracker, one.projects) for one in sources]


@dataclass(slots=True)
class Knowing:
    """Counts for all workers when it is this one's turn, and hears when it is not."""

    kafka: KafkaSettings
    worker: str
    sources: Sequence[SourceSettings]
    publisher: Publishes
    clock: Callable[[], datetime]
    every_seconds: float = EVERY_SECONDS
    health: dict[str, SourceHealth] = field(default_factory=dict)
    """What is known now, by source."""
    _heard: Heard = field(default_factory=Heard)
    _counting: Counting | None = None
    _saved: Counted | None = None
    _said: dict[str, SourceHealth] = field(default_factory=dict)

    def known(self) -> list[SourceHealth]:
        """What is known now of the sources that are followed here, and of the door."""
        ours = {*(one.id for one in self.sources), NO_SOURCE}
        return [one for name, one in sorted(self.health.items()) if name in ours]

    async def run(self, topics: asyncio.Event) -> None:
        """Know it anew every few seconds, until cancelled; no failure ends it."""
        await topics.wait()
        while True:
            try:
                await self.once()
            except PasserelleError as error:
                log.warning(events.HEALTH_UNSAID, reason=error.code)
            except Exception:
                log.exception(events.HEALTH_UNSAID)
            await asyncio.sleep(self.every_seconds)

    async def once(self) -> None:
        """Hear what others said; count and say it, if nobody else does.

        Raises BrokerAwayError; what was counted is counted, and said the next time.
        """
        await self._heard.listen(self.kafka)
        if self._another_counts():
            self.health = {one.source: one for one in self._heard.health.values()}
            return
        counting = await self._ours()
        await self._count(counting)
        await self._say(counting)

    def _another_counts(self) -> bool:
        said = self._heard.health.values()
        others = [one.said_at for one in said if one.said_by != self.worker]
        newest = max((one.said_at for one in said), default=None)
        now = self.clock()
        return newest in others and newest is not None and abs(now - newest) < SILENT

    async def _ours(self) -> Counting:
        """What we counted so far; or what another one did, who came further."""
        known = self._heard.counted
        if self._counting is not None and not _is_ahead(known, self._counting):
            return self._counting
        self._counting = None  # Its memory would be doubled meanwhile.
        self._counting = await counting_from(self.kafka, known)
        return self._counting

    async def _count(self, counting: Counting) -> None:
        waiting = 0
        async for batch in read_to_end(
            self.kafka,
            COUNTED_TOPICS,
            "ingest-counting",
            from_offsets=counting.read,
            at_once=AT_ONCE,
        ):
            await take(counting, batch)
            waiting += len(batch)
            if waiting >= SAVED_EVERY:
                waiting = 0
                await self._save(counting.counted(self.clock(), self.worker))

    async def _save(self, counted: Counted) -> None:
        """Publish from where to go on, which may be some way back."""
        if self._saved is None or self._saved.read != counted.read:
            await self.publisher.publish([counted_record(counted)])
            self._saved = counted

    async def _say(self, counting: Counting) -> None:
        """Publish what is news of each source, and now and then what was counted."""
        counted = counting.counted(self.clock(), self.worker)
        saved = self._saved.said_at if self._saved else None
        if saved is None or counted.said_at - saved >= SAVED_AFTER:
            await self._save(counted)
        witnessed = self._heard.witnessed.values()
        now = self.clock()
        told = combined(counted, witnessed, followed(self.sources), now, self.worker)
        self.health = {one.source: one for one in told}
        news = [one for one in told if self._is_news(one)]
        await self.publisher.publish([health_record(one) for one in news])
        self._said |= {one.source: one for one in news}

    def _is_news(self, one: SourceHealth) -> bool:
        last = self._said.get(one.source)
        if last is None or one.said_at - last.said_at >= SAID_AGAIN:
            return True
        return one.model_copy(update={"said_at": last.said_at}) != last


def _is_ahead(known: Counted | None, counting: Counting) -> bool:
    """Whether *known* counts a record that *counting* does not."""
    if known is None:
        return False
    read: Mapping[tuple[str, int], int] = counting.read
    return any(
        one.offset > read.get((one.topic, one.partition), 0) for one in known.read
    )


async def counting_from(kafka: KafkaSettings, known: Counted | None) -> Counting:
    """Go on from *known*: remember first which facts were told until then."""
    memory = ToldBefore()
    counting = Counting.of(known, memory, MOST)
    if not (known and counting.first_is_known):
        return counting
    async for batch in read_to_end(
        kafka, [WORK_FACTS.name], "ingest-counting", at_once=AT_ONCE
    ):
        async for record in by_turns(batch):
            counting.remember(record)
    return counting


async def take(counting: Counting, batch: Sequence[Incoming]) -> None:
    """Count a batch."""
    async for record in by_turns(batch):
        counting.take(record)


async def by_turns(batch: Sequence[Incoming]) -> AsyncIterator[Incoming]:
    """Yield each record, and let others in this process have their turn meanwhile."""
    for number, record in enumerate(batch):
        if number % _A_TURN == 0:
            await asyncio.sleep(0)
        yield record
