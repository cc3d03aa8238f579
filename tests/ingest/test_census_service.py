"""A census on a real broker, from what translate knows to what it said."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from passerelle_ingest.censuses import Censuses
from passerelle_ingest.http import Connection
from passerelle_ingest.service import run_backfill, run_census
from passerelle_ingest.watermarks import read_censuses
from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.publisher import Publisher, Publishes
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.deliveries import Way
from passerelle_schemas.progress import Censused
from passerelle_schemas.topics import INGEST_CENSUSES, WORK_FACTS, WORK_ITEMS
from passerelle_schemas.work import WorkItem
from passerelle_translate.fold import fold
from tests.ingest.granting import Clock
from tests.ingest.sources import REPOSITORY, RecordingPublisher, clock
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


class Heard:
    """Publishes, and says when the result of a census was acknowledged."""

    def __init__(self, publisher: Publishes) -> None:
        self.publisher = publisher
        self.results: asyncio.Queue[Censused] = asyncio.Queue()

    async def publish(self, records: Sequence[Outgoing]) -> None:
        await self.publisher.publish(records)
        for record in records:
            if record.topic == INGEST_CENSUSES.name:
                self.results.put_nowait(INGEST_CENSUSES.decode(record.value or b""))

    async def next(self) -> Censused:
        return await asyncio.wait_for(self.results.get(), 30)


HOUR = timedelta(hours=1)


@pytest.mark.kafka
@pytest.mark.tansu
async def test_a_census_is_taken_by_itself_when_it_is_due(
    any_broker: KafkaSettings,
) -> None:
    """Once the topics are there and the project was read; sooner after it stopped."""
    tracker, now = small(), Clock()
    given = settings(ONE).model_copy(update={"census_hours": 24.0})
    connection = Connection(now, 3, tracker)
    topics = asyncio.Event()
    await ensure_topics(any_broker)
    async with Publisher(any_broker, "test") as publisher:
        heard = Heard(publisher)
        censuses = Censuses(
            any_broker,
            given,
            ONE,
            heard,
            connection,
            settle_seconds=0,
            again_seconds=0.05,
        )
        running = asyncio.create_task(censuses.run(topics))
        try:
            assert await censuses.due() == []  # never read: nothing to compare with
            assert tracker.asked == []
            await run_backfill(
                any_broker,
                given,
                clock=now,
                progress=lambda _words: None,
                transport=tracker,
            )
            topics.set()
            first = await heard.next()
            # Nobody translates here, so all five are missed, and read again.
            assert (first.listed, first.known, first.stopped_because) == (5, 0, "")
            assert await censuses.due() == []
            tracker.user = {"id": 5}
            now.now += 25 * HOUR
            assert (await heard.next()).stopped_because == "account-changed"
            assert await censuses.due() == []
            tracker.user = {"id": 4004}
            now.now += 2 * HOUR
            last = await heard.next()
            assert last.stopped_because == ""
            assert heard.results.empty()
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def test_no_census_is_taken_where_none_is_wanted() -> None:
    tracker, topics = small(), asyncio.Event()
    topics.set()
    nowhere = KafkaSettings(bootstrap="127.0.0.1:9")
    given = settings(ONE).model_copy(update={"census_hours": 0.0})
    connection = Connection(clock, 3, tracker)
    publisher = RecordingPublisher()
    never = Censuses(nowhere, given, ONE, publisher, connection, 0)
    await asyncio.wait_for(never.run(topics), 5)
    nothing = ONE.model_copy(update={"projects": ()})
    given = settings(nothing)
    empty = Censuses(nowhere, given, nothing, publisher, connection, 0)
    await asyncio.wait_for(empty.run(topics), 5)
    assert tracker.asked == []


@pytest.mark.tansu
async def test_a_tracker_or_a_broker_that_is_away_does_not_end_the_censuses(
    tansu: KafkaSettings,
) -> None:
    tracker = small()
    given = settings(ONE)
    await run_backfill(
        tansu,
        given,
        clock=clock,
        progress=lambda _words: None,
        transport=tracker,
    )
    broken = iter([True, True, False])
    away = BrokerAwayError("nowhere:9092", 1, "test")
    async with Publisher(tansu, "test") as publisher:
        heard = Heard(publisher)

        class Failing(Heard):
            async def publish(self, records: Sequence[Outgoing]) -> None:
                if next(broken, False):
                    raise away
                await heard.publish(records)

        connection = Connection(clock, 3, tracker)
        failing = Failing(publisher)
        censuses = Censuses(
            tansu, given, ONE, failing, connection, settle_seconds=0, again_seconds=0.05
        )
        topics = asyncio.Event()
        topics.set()
        running = asyncio.create_task(censuses.run(topics))
        try:
            assert (await heard.next()).stopped_because == ""
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
