"""What could not be published in time is never written later by itself."""

import asyncio
from pathlib import Path

import pytest

from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Outgoing
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.topics import WORK_FACTS, WORK_ITEMS
from tests.brokers import NO_KAFKA, apache_kafka, kafka_is_here

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.skipif(not kafka_is_here(), reason=NO_KAFKA),
]


def _item(value: bytes) -> Outgoing:
    return Outgoing(WORK_ITEMS.name, b"key", value)


async def test_an_abandoned_record_does_not_follow_a_newer_one(tmp_path: Path) -> None:
    """The broker comes back: only what is said again is written, and in order."""
    with apache_kafka(tmp_path) as broker:
        await ensure_topics(broker.settings)
        hasty = broker.settings.model_copy(update={"patience_seconds": 1.0})
        async with Publisher(hasty, "test") as publisher:
            await publisher.publish([_item(b"1")])
            await asyncio.to_thread(broker.stop)
            before = asyncio.all_tasks()
            with pytest.raises(BrokerAwayError):
                await publisher.publish([_item(b"2")])
            assert asyncio.all_tasks() <= before, "something still tries to send"
            await asyncio.to_thread(broker.start)
        async with Publisher(broker.settings, "test") as patient:
            await patient.publish([_item(b"3")])
        batches = read_to_end(broker.settings, [WORK_ITEMS.name], "test")
        values = [record.value async for batch in batches for record in batch]
    assert values == [b"1", b"3"]


async def test_who_waits_while_another_gives_up_is_told_that_the_broker_is_away(
    tmp_path: Path,
) -> None:
    """And is not cancelled: that would end the task that publishes."""
    with apache_kafka(tmp_path) as broker:
        await ensure_topics(broker.settings)
        hasty = broker.settings.model_copy(update={"patience_seconds": 2.0})
        async with Publisher(hasty, "test") as publisher:
            await publisher.publish([_item(b"1")])
            await asyncio.to_thread(broker.kill)
            first = asyncio.create_task(publisher.publish([_item(b"2")]))
            # The first gives up while the other one still waits.
            await asyncio.wait([first], timeout=1)
            with pytest.raises(BrokerAwayError):
                # Of a topic that the producer has still to ask for.
                await publisher.publish([Outgoing(WORK_FACTS.name, b"key", b"3")])
            with pytest.raises(BrokerAwayError):
                await first
