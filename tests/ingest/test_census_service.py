"""A census on a real broker, from what translate knows to what it said."""

import pytest

from passerelle_ingest.service import run_backfill, run_census
from passerelle_ingest.watermarks import read_censuses
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.deliveries import Way
from passerelle_schemas.topics import WORK_FACTS, WORK_ITEMS
from passerelle_schemas.work import WorkItem
from passerelle_translate.fold import fold
from tests.ingest.sources import REPOSITORY, clock
from tests.ingest.test_backfill_github import small
from tests.ingest.test_service import ONE, on, settings


@pytest.mark.tansu
async def test_a_census_reads_what_translate_knows_and_says_what_it_found(
    tansu: KafkaSettings,
) -> None:
    said: list[str] = []
    tracker = small()
    for row in tracker.issues:
        row["created_at"] = row["updated_at"]
    given = settings(ONE)
    await run_backfill(
        tansu, given, clock=clock, progress=said.append, transport=tracker
    )
    items: dict[str, WorkItem] = {}
    for record in await on(tansu, WORK_FACTS.name):
        facts = WORK_FACTS.decode(record.value or b"")
        items[facts.item] = fold(items.get(facts.item), facts)
    async with Publisher(tansu, "test") as publisher:
        await publisher.publish(
            [
                Outgoing(WORK_ITEMS.name, item.id.encode(), WORK_ITEMS.encode(item))
                for item in items.values()
                if not item.id.endswith("#4")
            ]
        )
    del tracker.issues[1]
    (taken,) = await run_census(
        tansu, given, clock=clock, progress=said.append, transport=tracker
    )
    assert (taken.listed, taken.known, taken.missed, taken.deleted) == (4, 4, 1, 1)
    assert await read_censuses(tansu) == {f"github-verdier/{REPOSITORY}": taken}
    census = [
        told
        for record in await on(tansu, WORK_FACTS.name)
        if (told := WORK_FACTS.decode(record.value or b"")).way is Way.CENSUS
    ]
    assert {told.item[-2:] for told in census} == {"#2", "#4"}
    assert any("1 missed" in words and "1 removed" in words for words in said)
