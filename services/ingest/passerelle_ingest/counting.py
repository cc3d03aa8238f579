"""Counts what stands in Kafka, record by record: the health of each source. Pure.

Where a partition was counted up to belongs to what is counted, so a record that comes
again counts once, and whoever goes on from there comes to the same figures. The order
of records of different partitions does not matter.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from pydantic import ValidationError

from passerelle_ingest.tally import Tally
from passerelle_ingest.webhook_ids import WebhookIds
from passerelle_kafka.records import Incoming
from passerelle_schemas.contract import Contract, Instant
from passerelle_schemas.dead_letters import REPLAYED, DeadLetter
from passerelle_schemas.deliveries import RawDelivery, Way
from passerelle_schemas.editions import TopicRead
from passerelle_schemas.errors import ContractBrokenError
from passerelle_schemas.health import NO_SOURCE, Counted
from passerelle_schemas.identity import FactId, fact_id
from passerelle_schemas.topics import (
    BUSINESS_ITEMS_DEAD,
    INGEST_CENSUSES,
    INGEST_CHECKPOINTS,
    INGEST_WATERMARKS,
    WORK_FACTS,
    WORK_FACTS_DEAD,
    WORK_ITEMS_DEAD,
    WORK_RAW,
    WORK_RAW_DEAD,
)

MOST_LETTERS = 2000
_OBSERVED = "work.observed"
_UPDATE = "last change"
_LATER = (WORK_FACTS_DEAD.name, WORK_ITEMS_DEAD.name, BUSINESS_ITEMS_DEAD.name)
_WHOLE = frozenset({WORK_RAW.name, WORK_FACTS.name, WORK_RAW_DEAD.name, *_LATER})
"""Topics that are not compacted: a record that is not there was deleted."""


class KnowsFirst(Protocol):
    """Remembers facts."""

    def first(self, fact: str) -> bool | None:
        """Remember a fact; whether it was not told before, None if nobody knows."""


class _Fact(Contract):
    id: FactId
    type: str
    happened_at: Instant
    reason: str = ""


class Telling(Contract):
    """Of a record of facts, what is counted."""

    item: str = ""
    source: str
    way: str
    learned_at: Instant
    trailing: bool = False
    disagreements: int = 0
    by: str = "ingest"
    facts: tuple[_Fact, ...]

    def updates(self) -> Iterator[FactId]:
        """Name each last change that the item was shown with, as if it were a fact.

        The same change can be shown with other names of what stands beside the item,
        as a renamed status: then the snapshot is new, and nothing came late.
        """
        for fact in self.facts:
            if fact.type == _OBSERVED:
                yield fact_id(self.item, _UPDATE, fact.happened_at, "")


@dataclass(slots=True)
class Counting:
    """The figures of all sources, up to some record of each partition."""

    memory: KnowsFirst
    most: int
    """Beyond so many facts it is not known any more which way was the first."""
    read: dict[tuple[str, int], int] = field(default_factory=dict)
    uncounted: int = 0
    sources: dict[str, Tally] = field(default_factory=dict)
    first_is_known: bool = True
    _facts: int = 0
    _webhooks: dict[int, WebhookIds] = field(default_factory=dict)
    _letters: dict[str, str] = field(default_factory=dict)
    _censuses: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, state: Counted | None, memory: KnowsFirst, most: int) -> "Counting":
        """Go on from *state*; *memory* holds the facts that were counted for it."""
        if state is None:
            return cls(memory, most)
        ways = [way for one in state.sources for way in one.ways.values()]
        return cls(
            memory=memory,
            most=most,
            read={(r.topic, r.partition): r.offset for r in state.read},
            uncounted=max((one.uncounted for one in state.sources), default=0),
            sources={one.source: Tally.of(one) for one in state.sources},
            first_is_known=all(one.late is not None for one in state.sources),
            _facts=sum(way.first_told or 0 for way in ways),
            _webhooks={
                int(partition): WebhookIds.read(written)
                for partition, written in state.newest_webhooks.items()
            },
            _letters=dict(state.waiting_letters),
            _censuses=dict(state.newest_censuses),
        )

    def counted(self, now: datetime, by: str) -> Counted:
        """Say what was counted, and what it takes to go on."""
        read = tuple(
            TopicRead(
                topic=topic, partition=partition, offset=self.read[topic, partition]
            )
            for topic, partition in sorted(self.read)
        )
        said = (
            self.sources[name].said(now, by, first=self.first_is_known)
            for name in sorted(self.sources)
        )
        seen = {"read": read, "uncounted": self.uncounted}
        return Counted(
            read=read,
            said_at=now,
            said_by=by,
            sources=tuple(one.model_copy(update=seen) for one in said),
            newest_webhooks={
                str(p): self._webhooks[p].written() for p in sorted(self._webhooks)
            },
            waiting_letters=dict(self._letters),
            newest_censuses=dict(self._censuses),
        )

    def take(self, record: Incoming) -> None:
        """Count a record, unless it is counted."""
        place = record.topic, record.partition
        expected = self.read.get(place, 0)
        if record.offset < expected:
            return
        if record.topic in _WHOLE:
            self.uncounted += record.offset - expected
        self.read[place] = record.offset + 1
        try:
            _COUNTS[record.topic](self, record)
        except (ContractBrokenError, ValidationError, UnicodeDecodeError):
            return  # It counts nowhere: whoever lives from it sets it aside.

    def remember(self, record: Incoming) -> None:
        """Remember the facts of a record that was counted, without counting it."""
        if record.offset < self.read.get((record.topic, record.partition), 0):
            with suppress(ValidationError):
                told = Telling.model_validate_json(record.value or b"")
                if told.by != "ingest":
                    return
                for name in (*(fact.id for fact in told.facts), *told.updates()):
                    self.memory.first(name)

    def raw(self, record: Incoming) -> None:
        """Count a delivery."""
        told = RawDelivery.from_headers(record.headers)
        tally = self._of(told.source)
        tally.tracker = told.tracker
        came = tally.way(told.way.value)
        came.deliveries += 1
        came.delivered_at = _newest(came.delivered_at, told.received_at)
        tally.asked_again += told.asked_again
        if told.way is not Way.WEBHOOK:
            return
        if told.silence:
            tally.silences[told.silence] += 1
        known = self._webhooks.setdefault(record.partition, WebhookIds())
        tally.twice += known.comes_again(told.source, told.id)

    def facts(self, record: Incoming) -> None:
        """Count the facts that one delivery tells about one item."""
        told = Telling.model_validate_json(record.value or b"")
        if told.by != "ingest":
            return  # what a translator tells of a family came from no tracker
        tally = self._of(told.source)
        new = [fact for fact in told.facts if self._is_first(fact)]
        updates = [self.memory.first(name) for name in told.updates()]
        came = tally.way(told.way)
        came.facts += len(told.facts)
        came.first_told += len(new)
        for fact in told.facts:
            changed = min(fact.happened_at, told.learned_at)
            came.changed_at = _newest(came.changed_at, changed)
        if not new:
            return
        tally.day(told.learned_at.date()).first_told[told.way] += len(new)
        tally.late += told.trailing and any(updates)
        if any(fact.type == _OBSERVED for fact in new):
            tally.disagreements += told.disagreements
        for fact in new:
            if fact.type == "work.removed":
                tally.removed[fact.reason] += 1

    def _is_first(self, fact: _Fact) -> bool:
        known = self.memory.first(fact.id)
        first = bool(known)
        self._facts += first
        if known is None or self._facts > self.most:
            self.first_is_known = False
        return first

    def letter(self, record: Incoming) -> None:
        """Count a dead letter, or that one was said again."""
        place = f"{record.topic}/{record.partition}/{record.offset}"
        headers = {name: value.decode() for name, value in record.headers}
        if REPLAYED in headers:
            self._said_again(headers[REPLAYED])
            return
        letter = DeadLetter.from_headers(record.headers)
        ours = record.topic == WORK_RAW_DEAD.name
        source = headers.get("source", "") if ours else _source_of(record.key)
        tally = self._of(source)
        (tally.set_aside if ours else tally.set_aside_later)[letter.reason] += 1
        day = letter.set_aside_at.date()
        tally.day(day).set_aside += 1
        self._letters[place] = f"{source or NO_SOURCE} {day.isoformat()}"
        while len(self._letters) > MOST_LETTERS:
            del self._letters[next(iter(self._letters))]

    def _said_again(self, place: str) -> None:
        source, _, day = self._letters.pop(place, "").partition(" ")
        if not day:
            return
        # States of before have no name in front of the day for what had no source.
        tally = self._of(source)
        tally.said_again += 1
        tally.day(date.fromisoformat(day)).set_aside -= 1

    def watermark(self, record: Incoming) -> None:
        """A project was read to its end."""
        mark = INGEST_WATERMARKS.decode(record.value or b"")
        tally = self._of(mark.source)
        tally.tracker = mark.tracker
        tally.read_to(mark)

    def checkpoint(self, record: Incoming) -> None:
        """A whole reading is under way, or was."""
        source, _, project = (record.key or b"").decode().partition("/")
        if record.value is None:
            self._of(source).reading(project, None)
            return
        saved = INGEST_CHECKPOINTS.decode(record.value)
        self._of(saved.source).reading(saved.project, saved.items)

    def census(self, record: Incoming) -> None:
        """A census was taken, or stopped; one that is said again counts once."""
        taken = INGEST_CENSUSES.decode(record.value or b"")
        tally, place = self._of(taken.source), f"{taken.source}/{taken.project}"
        known = self._censuses.get(place, "")
        is_known = taken.id == known if taken.id else tally.is_known(taken)
        if not is_known:
            self._censuses[place] = taken.id
            tally.census(taken)

    def _of(self, source: str) -> Tally:
        name = source or NO_SOURCE
        return self.sources.setdefault(name, Tally(name))


_COUNTS: Mapping[str, Callable[[Counting, Incoming], None]] = {
    WORK_RAW.name: Counting.raw,
    WORK_FACTS.name: Counting.facts,
    WORK_RAW_DEAD.name: Counting.letter,
    **dict.fromkeys(_LATER, Counting.letter),
    INGEST_WATERMARKS.name: Counting.watermark,
    INGEST_CHECKPOINTS.name: Counting.checkpoint,
    INGEST_CENSUSES.name: Counting.census,
}
COUNTED_TOPICS = tuple(_COUNTS)


def _newest(known: datetime | None, told: datetime) -> datetime:
    return told if known is None else max(known, told)


def _source_of(key: bytes | None) -> str:
    """The source of the item whose id is the key of a record."""
    return (key or b"").decode().removeprefix("?").partition(":")[0]
