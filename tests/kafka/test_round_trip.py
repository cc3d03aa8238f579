"""What is published is read back, whole and in order, on either broker."""

import pytest

from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.reader import end_offsets, read_to_end
from passerelle_kafka.records import Incoming, Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.topics import LARGEST_DELIVERY, WORK_ITEMS, WORK_RAW

pytestmark = [pytest.mark.kafka, pytest.mark.tansu]


async def _read(
    settings: KafkaSettings, topic: str, partitions: list[int] | None = None
) -> list[Incoming]:
    batches = read_to_end(settings, [topic], "test", partitions=partitions)
    return [record async for batch in batches for record in batch]


async def test_every_record_comes_back_in_the_order_of_its_key(
    any_broker: KafkaSettings,
) -> None:
    sent = [
        Outgoing(WORK_ITEMS.name, f"key-{n % 40}".encode(), f"{n}".encode())
        for n in range(1000)
    ]
    async with Publisher(any_broker, "test") as publisher:
        await publisher.publish(sent)
    read = await _read(any_broker, WORK_ITEMS.name)
    assert sorted(int(r.value or b"") for r in read) == list(range(1000))
    for key in {r.key for r in read}:
        values = [int(r.value or b"") for r in read if r.key == key]
        assert values == sorted(values)
    ends = await end_offsets(any_broker, [WORK_ITEMS.name], "test")
    assert sum(ends.values()) == 1000
    some = await _read(any_broker, WORK_ITEMS.name, [3, 4])
    assert {r.partition for r in some} == {3, 4}


async def test_the_largest_delivery_passes(any_broker: KafkaSettings) -> None:
    body = b"x" * LARGEST_DELIVERY
    async with Publisher(any_broker, "test") as publisher:
        await publisher.publish(
            [Outgoing(WORK_RAW.name, b"k", body, (("id", b"1"), ("event", b"e")))]
        )
    (read,) = await _read(any_broker, WORK_RAW.name)
    assert read.value == body
    assert read.headers == (("id", b"1"), ("event", b"e"))


async def test_topics_that_exist_are_left_alone(any_broker: KafkaSettings) -> None:
    assert await ensure_topics(any_broker) == ()


async def test_an_empty_topic_ends_at_once(any_broker: KafkaSettings) -> None:
    assert await _read(any_broker, WORK_ITEMS.name) == []


@pytest.mark.parametrize("use", ["publish", "read", "create"])
async def test_an_absent_broker_is_said_with_the_way_out(use: str) -> None:
    settings = KafkaSettings(bootstrap="127.0.0.1:9", patience_seconds=0.5)
    with pytest.raises(BrokerAwayError, match="KAFKA_BOOTSTRAP"):
        if use == "publish":
            await Publisher(settings, "test").publish([Outgoing("t", b"k", b"v")])
        elif use == "read":
            await _read(settings, "t")
        else:
            await ensure_topics(settings)
