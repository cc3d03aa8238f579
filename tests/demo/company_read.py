"""The whole way in memory: both simulators read, folded, translated by the rules."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import httpx

from passerelle_demo.company import TODAY
from passerelle_demo.config import sources
from passerelle_demo.live import live_deliveries
from passerelle_demo.serving import create_apps
from passerelle_demo.world import this_morning
from passerelle_ingest.backfill import BackfillResult, backfill
from passerelle_ingest.http import Connection
from passerelle_ingest.settings import IngestSettings
from passerelle_ingest.site import Site
from passerelle_ingest.telling import readdressed
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_ingest.understanding import Ending, understood
from passerelle_kafka.records import Outgoing
from passerelle_schemas.business import BusinessItem, BusinessObjective
from passerelle_schemas.contract import Contract
from passerelle_schemas.deliveries import Watermark
from passerelle_schemas.facts import Facts
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.topics import (
    BUSINESS_ITEMS,
    INGEST_WATERMARKS,
    WORK_FACTS,
    WORK_MENTIONS,
    Topic,
)
from passerelle_schemas.work import WorkItem
from passerelle_translate.fold import fold
from passerelle_translate.objectives.gathered import gathered
from passerelle_translate.objectives.part import part_of
from passerelle_translate.rules import load_rules, published
from passerelle_translate.translator import translate

T = TypeVar("T", bound=Contract)
RULES = Path(__file__).parents[2] / "rules"


@dataclass(slots=True)
class Kept:
    """A publisher that keeps what it is given."""

    records: list[Outgoing] = field(default_factory=list)

    async def publish(self, records: Sequence[Outgoing]) -> None:
        """Keep *records*."""
        self.records += records


@dataclass(frozen=True, slots=True)
class CompanyRead:
    """What Passerelle knows of the company this morning."""

    readings: tuple[BackfillResult, ...]
    endings: tuple[Ending, ...]
    facts: tuple[Facts, ...]
    items: tuple[WorkItem, ...]
    meanings: tuple[BusinessItem, ...]
    wholes: tuple[BusinessObjective, ...]
    watermarks: tuple[Watermark, ...]
    rules: RuleSet


async def read_company() -> CompanyRead:
    """Read both trackers, take this morning's webhooks, fold and translate."""
    world, kept, readings = this_morning(), Kept(), []
    sites: dict[str, Site] = {}
    followed = IngestSettings.model_validate(
        {"sources": sources(jira_url="http://jira", github_url="http://github")}
    )
    for source, app in zip(followed.sources, create_apps(world), strict=True):
        connection = Connection(lambda: TODAY, 8, httpx.ASGITransport(app))
        async with TRACKERS[source.tracker].client(source, connection) as client:
            sites[source.id] = await client.site()
            reading = await backfill(
                source,
                source.projects,
                client=client,
                publisher=kept,
                watermarks={},
                clock=lambda: TODAY,
                progress=lambda _: None,
            )
            readings.append(reading)
    endings = []
    for number, delivery in enumerate(live_deliveries(world)):
        headers = {name.lower(): value for name, value in delivery.headers.items()}
        heard = TODAY + timedelta(seconds=number)
        one = understood(sites[delivery.source], headers, delivery.body, heard)
        endings.append(one.ending)
        kept.records += one.records
    return _meant(tuple(readings), tuple(endings), kept.records)


def _meant(
    readings: tuple[BackfillResult, ...],
    endings: tuple[Ending, ...],
    records: Sequence[Outgoing],
) -> CompanyRead:
    rules = published(
        load_rules(RULES), None, author="CTO", reason="", effective_from=TODAY
    )
    folded: dict[str, WorkItem] = {}
    said = _values(records, WORK_FACTS)
    for facts in said:
        folded[facts.item] = fold(folded.get(facts.item), facts)
    by_key = {
        item.observed.snapshot.key: item for item in folded.values() if item.observed
    }
    for mention in _values(records, WORK_MENTIONS):
        if meant := by_key.get(mention.item.rpartition(":")[2]):
            facts = readdressed(mention, meant.id, project=mention.project)
            folded[facts.item] = fold(folded[facts.item], facts)
    items = tuple(folded.values())
    meanings = tuple(told for item in items if (told := translate(item, rules)))
    parts = (part_of(BUSINESS_ITEMS.encode(meaning)) for meaning in meanings)
    return CompanyRead(
        readings,
        endings,
        tuple(said),
        items,
        meanings,
        tuple(gathered({part.id: part for part in parts if part}, rules)),
        tuple(_values(records, INGEST_WATERMARKS)),
        rules,
    )


def _values(records: Sequence[Outgoing], topic: Topic[T]) -> list[T]:
    """Decode what was said on one topic."""
    return [
        topic.decode(record.value or b"")
        for record in records
        if record.topic == topic.name
    ]
