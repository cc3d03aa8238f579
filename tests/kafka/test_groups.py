"""How far a group has come is told by the broker, by either of them."""

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from passerelle_kafka.groups import committed, lag
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.topics import WORK_FACTS

pytestmark = [pytest.mark.kafka, pytest.mark.tansu]


async def test_lag_counts_what_was_not_acknowledged(any_broker: KafkaSettings) -> None:
    async with Publisher(any_broker, "test") as publisher:
        for number in range(20):
            record = Outgoing(WORK_FACTS.name, f"k{number}".encode(), b"v")
            await publisher.publish([record])
    assert await lag(any_broker, WORK_FACTS.name, "readers") == 20
    prefix = any_broker.topic_prefix
    place = TopicPartition(prefix + WORK_FACTS.name, 0)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=any_broker.bootstrap,
        group_id=prefix + "readers",
        enable_auto_commit=False,
    )
    await consumer.start()
    try:
        consumer.assign([place])
        await consumer.commit({place: 1})
    finally:
        await consumer.stop()
    done = await committed(any_broker, WORK_FACTS.name, "readers")
    assert done.pop((WORK_FACTS.name, 0)) == 1
    assert set(done.values()) == {0}
    assert await lag(any_broker, WORK_FACTS.name, "readers") == 19


async def test_a_group_that_never_read_has_acknowledged_nothing(
    any_broker: KafkaSettings,
) -> None:
    done = await committed(any_broker, WORK_FACTS.name, "nobody")
    assert set(done.values()) == {0}
