"""Counts what stands in Kafka anew, from its first record, and plainly.

Health is counted by a worker that may be killed between any two records, and another
that goes on. Whoever reads everything once, in one place, must come to the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Incoming
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.facts import AnyFact, WorkObserved, WorkRemoved
from passerelle_schemas.health import Repaired, SourceHealth
from passerelle_schemas.progress import Censused
from passerelle_schemas.topics import INGEST_CENSUSES, WORK_FACTS, WORK_RAW

Figures = dict[str, int]
_REPAIRS = tuple(sorted({*Repaired.model_fields} & {*Censused.model_fields}))
"""What a census says of itself, and health of all of them."""


@dataclass(slots=True)
class Recount:
    """Of one source."""

    figures: Counter[str] = field(default_factory=Counter)
    ids: set[str] = field(default_factory=set)
    updates: set[tuple[str, datetime]] = field(default_factory=set)
    """The last changes that items were shown with."""

    def take(self, record: Incoming) -> None:
        """Count a record."""
        if record.topic == WORK_RAW.name:
            self._delivery(record)
        elif record.topic == WORK_FACTS.name:
            self._facts(record)
        else:
            self._census(record)

    def _delivery(self, record: Incoming) -> None:
        told = RawDelivery.from_headers(record.headers)
        self.figures[f"deliveries by {told.way.value}"] += 1
        self.figures["asked again"] += told.asked_again
        if told.silence:
            self.figures[f"silent: {told.silence}"] += told.way.value == "webhook"

    def _facts(self, record: Incoming) -> None:
        told = WORK_FACTS.decode(record.value or b"")
        if told.by != "ingest":
            return
        new = [fact for fact in told.facts if fact.id not in self.ids]
        self.ids |= {fact.id for fact in new}
        self.figures[f"facts by {told.way.value}"] += len(told.facts)
        self.figures[f"first told by {told.way.value}"] += len(new)
        shown = {(told.item, f.happened_at) for f in told.facts if _observes(f)}
        self.figures["late"] += bool(shown - self.updates) and told.trailing
        self.updates |= shown
        for fact in new:
            if isinstance(fact, WorkRemoved):
                self.figures[f"removed, {fact.reason.value}"] += 1

    def _census(self, record: Incoming) -> None:
        taken = INGEST_CENSUSES.decode(record.value or b"")
        self.figures["censuses"] += not taken.stopped_because
        self.figures["stopped"] += bool(taken.stopped_because)
        for name in _REPAIRS:
            self.figures[name] += getattr(taken, name)


async def recounts(
    kafka: KafkaSettings, healths: Mapping[str, SourceHealth]
) -> dict[str, Recount]:
    """Count each source up to where its health says that it was counted."""
    found: dict[str, Recount] = defaultdict(Recount)
    ends = {
        name: {(r.topic, r.partition): r.offset for r in health.read}
        for name, health in healths.items()
    }
    topics = [WORK_RAW.name, WORK_FACTS.name, INGEST_CENSUSES.name]
    async for batch in read_to_end(kafka, topics, "drill"):
        for record in batch:
            source = _source(record)
            place = record.topic, record.partition
            if record.offset < ends.get(source, {}).get(place, 0):
                found[source].take(record)
    return found


def miscounted(health: SourceHealth, counted: Recount) -> Iterator[str]:
    """Say each figure that a plain count does not come to."""
    said, true = Counter(_said(health)), counted.figures
    for name in sorted({*said, *true}):
        if said[name] != true[name]:
            yield f"{name}: counted {true[name]}, said {said[name]}"


def _said(health: SourceHealth) -> Figures:
    figures = {
        "asked again": health.asked_again,
        "late": health.late or 0,
        "censuses": health.repaired.censuses,
        "stopped": health.repaired.stopped,
    }
    figures |= {name: getattr(health.repaired, name) for name in _REPAIRS}
    for way, came in health.ways.items():
        figures[f"deliveries by {way}"] = came.deliveries
        figures[f"facts by {way}"] = came.facts
        figures[f"first told by {way}"] = came.first_told or 0
    for reason, times in (health.removed or {}).items():
        figures[f"removed, {reason}"] = times
    for reason, times in health.silences.items():
        figures[f"silent: {reason}"] = times
    return figures


def _observes(fact: AnyFact) -> bool:
    return isinstance(fact, WorkObserved)


def _source(record: Incoming) -> str:
    if record.topic == WORK_RAW.name:
        return RawDelivery.from_headers(record.headers).source
    topic = WORK_FACTS if record.topic == WORK_FACTS.name else INGEST_CENSUSES
    return topic.decode(record.value or b"").source
