"""A translator that is killed in the middle of a backfill loses and doubles nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from passerelle.demo import demo_clock, trackers
from passerelle.processes import translate_worker
from passerelle.progress import translated
from passerelle_demo.world import this_morning
from passerelle_ingest import service as ingest
from passerelle_ingest.settings import IngestSettings
from passerelle_kafka.reader import consumer, places_of, read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.topics import BUSINESS_ITEMS, WORK_FACTS, WORK_ITEMS
from passerelle_translate.settings import TranslateSettings

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(240)]

RULES = Path(__file__).parents[2] / "rules"
TRANSLATE = TranslateSettings(rules=RULES, session_timeout_seconds=6, batch=5)


def silent(_words: str) -> None:
    """Say nothing: the test's own words are enough."""


@asynccontextmanager
async def followed() -> AsyncIterator[IngestSettings]:
    """Serve the invented company's trackers."""
    async with trackers(this_morning(), silent) as settings:
        yield settings


async def read_everything(kafka: KafkaSettings) -> None:
    """Backfill from trackers of our own."""
    async with followed() as settings:
        await ingest.run_backfill(kafka, settings, clock=demo_clock, progress=silent)


async def newest(kafka: KafkaSettings, topic: str) -> dict[bytes, bytes]:
    """Give the last value of each key."""
    found: dict[bytes, bytes] = {}
    async for batch in read_to_end(kafka, [topic], "test"):
        found |= {r.key or b"": r.value or b"" for r in batch}
    return found


async def told_by_ingest(kafka: KafkaSettings) -> int:
    """Count the records of facts, but for those of families, told again in a kill."""
    return sum(
        [
            WORK_FACTS.decode(record.value or b"").by == "ingest"
            async for batch in read_to_end(kafka, [WORK_FACTS.name], "test")
            for record in batch
        ]
    )


async def undisturbed(kafka: KafkaSettings) -> None:
    """Translate a whole backfill in peace."""
    async with translate_worker(kafka, TRANSLATE):
        await read_everything(kafka)
        await translated(kafka, TRANSLATE.app_id, seconds=120)


async def killed_twice(kafka: KafkaSettings) -> list[int]:
    """Kill the worker once it says something, twice; count the items said by then."""
    said: list[int] = []
    records = 0
    reading = asyncio.ensure_future(read_everything(kafka))
    async with consumer(kafka, "test") as looking:
        items = await places_of(kafka, looking, [WORK_ITEMS.name])
        for _ in range(2):
            async with translate_worker(kafka, TRANSLATE) as worker:
                while sum((await looking.end_offsets(items)).values()) <= records:
                    assert worker.returncode is None, "the worker ended by itself"
                    await asyncio.sleep(0.01)
                worker.kill()
                await worker.wait()
            records = sum((await looking.end_offsets(items)).values())
            said.append(len(await newest(kafka, WORK_ITEMS.name)))
    await reading
    async with translate_worker(kafka, TRANSLATE):
        await translated(kafka, TRANSLATE.app_id, seconds=120)
    return said


async def test_the_business_items_are_those_of_an_undisturbed_run(
    kafka: KafkaSettings,
) -> None:
    other = kafka.model_copy(update={"topic_prefix": kafka.topic_prefix + "calm."})
    await ensure_topics(other)
    await undisturbed(other)
    said = await killed_twice(kafka)
    whole = await newest(other, BUSINESS_ITEMS.name)
    assert len(whole) > 600
    assert await newest(kafka, BUSINESS_ITEMS.name) == whole
    items = await newest(other, WORK_ITEMS.name)
    assert await newest(kafka, WORK_ITEMS.name) == items
    assert await told_by_ingest(kafka) == await told_by_ingest(other)
    # It was killed before the end, or this proves nothing.
    assert 0 < said[0] <= said[1] < len(items), (said, len(items))
