"""Reads what an edition is decided from, to the end that each topic has now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import structlog

from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Incoming
from passerelle_kafka.settings import KafkaSettings
from passerelle_report.errors import RulesMissingError
from passerelle_report.log_names import Event
from passerelle_schemas.business import BusinessItem, BusinessObjective
from passerelle_schemas.contract import Contract
from passerelle_schemas.deliveries import Watermark
from passerelle_schemas.editions import EditionManifest, TopicRead
from passerelle_schemas.effect import effective_at
from passerelle_schemas.errors import ContractBrokenError
from passerelle_schemas.health import SourceHealth
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.topics import (
    BUSINESS_ITEMS,
    BUSINESS_OBJECTIVES,
    BUSINESS_RULES,
    INGEST_WATERMARKS,
    REPORT_EDITIONS,
    SOURCE_HEALTH,
    Topic,
)

ROLE = "report"
_AGENDA = (BUSINESS_RULES.name, INGEST_WATERMARKS.name, REPORT_EDITIONS.name)
T = TypeVar("T", bound=Contract)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class World:
    """What the topics say, and how far they were read."""

    items: tuple[BusinessItem, ...]
    rules: tuple[RuleSet, ...]
    watermarks: tuple[Watermark, ...]
    manifests: tuple[EditionManifest, ...]
    broken: int
    """Records of items that break their contract."""
    read: tuple[TopicRead, ...]
    health: tuple[SourceHealth, ...] = ()
    objectives: tuple[BusinessObjective, ...] = ()

    def rules_at(self, cut: datetime) -> RuleSet:
        """The rule set by which what is cut at *cut* is told; never a later one.

        Before the first took effect there was none; then it is the newest that an item
        was translated by. Raises RulesMissingError without any.
        """
        found = effective_at(self.rules, cut)
        if found is None:
            raise RulesMissingError(BUSINESS_RULES.name)
        if self.before_any(cut):
            carried = {item.rule_set for item in self.items}
            known = [rules for rules in self.rules if rules.version in carried]
            return max(known, key=lambda rules: rules.version, default=found)
        return found

    def before_any(self, cut: datetime) -> bool:
        """Whether no rule set had taken effect at *cut*."""
        return all(cut < rules.effective_from for rules in self.rules)

    def told_otherwise(self, rules: RuleSet) -> int:
        """Count the items that were translated by another rule set than *rules*."""
        return sum(item.rule_set != rules.version for item in self.items)


async def read_world(settings: KafkaSettings) -> World:
    """Read everything that an edition is decided from."""
    told = (BUSINESS_ITEMS.name, BUSINESS_OBJECTIVES.name, SOURCE_HEALTH.name)
    return await _read(settings, (*told, *_AGENDA))


async def read_surroundings(settings: KafkaSettings) -> World:
    """Read everything that an edition is decided from but the business items."""
    return await _read(settings, (SOURCE_HEALTH.name, *_AGENDA))


async def read_agenda(settings: KafkaSettings) -> World:
    """Read only what tells whether an edition is due: no business items."""
    return await _read(settings, _AGENDA)


@dataclass
class _Records:
    """The newest value of each key, and the end of each partition."""

    newest: dict[str, dict[bytes, bytes]] = field(default_factory=dict)
    every: list[bytes] = field(default_factory=list)
    ends: dict[tuple[str, int], int] = field(default_factory=dict)

    def take(self, record: Incoming) -> None:
        self.ends[record.topic, record.partition] = record.offset + 1
        if record.topic == REPORT_EDITIONS.name:  # a log: each manifest counts
            if record.value is not None:
                self.every.append(record.value)
            return
        held = self.newest.setdefault(record.topic, {})
        key = record.key or b""
        if record.value is None:
            held.pop(key, None)
        else:
            held[key] = record.value


async def _read(settings: KafkaSettings, names: Sequence[str]) -> World:
    records = _Records()
    async for batch in read_to_end(settings, names, ROLE):
        for record in batch:
            records.take(record)
    items, broken = _decoded(BUSINESS_ITEMS, records.newest)
    return World(
        items=items,
        rules=_decoded(BUSINESS_RULES, records.newest)[0],
        watermarks=_decoded(INGEST_WATERMARKS, records.newest)[0],
        manifests=_all(REPORT_EDITIONS, records.every)[0],
        broken=broken,
        read=tuple(
            TopicRead(topic=topic, partition=partition, offset=offset)
            for (topic, partition), offset in sorted(records.ends.items())
        ),
        health=_decoded(SOURCE_HEALTH, records.newest)[0],
        objectives=_decoded(BUSINESS_OBJECTIVES, records.newest)[0],
    )


def _decoded(
    topic: Topic[T], newest: Mapping[str, Mapping[bytes, bytes]]
) -> tuple[tuple[T, ...], int]:
    held = newest.get(topic.name, {})
    return _all(topic, [held[key] for key in sorted(held)])


def _all(topic: Topic[T], values: Sequence[bytes]) -> tuple[tuple[T, ...], int]:
    """Decode what keeps its contract; count what does not."""
    found, broken = [], 0
    for value in values:
        try:
            found.append(topic.decode(value))
        except ContractBrokenError as error:
            broken += 1
            log.warning(Event.RECORD_BROKEN.value, topic=topic.name, why=error.faults)
    return tuple(found), broken
