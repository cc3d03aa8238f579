"""Following a topic: what it holds, and what comes."""

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing

import pytest

from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.following import follow
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.records import Incoming, Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.topics import BUSINESS_RULES


async def _say(kafka: KafkaSettings, *keys: bytes) -> None:
    async with Publisher(kafka, "test") as publisher:
        await publisher.publish([Outgoing(BUSINESS_RULES.name, k, k) for k in keys])


async def _next(following: AsyncIterator[Sequence[Incoming]]) -> list[bytes | None]:
    async for batch in following:
        if batch:
            return [record.key for record in batch]
    raise AssertionError("it came to an end")


@pytest.mark.kafka
@pytest.mark.tansu
async def test_a_follower_hears_what_was_said_and_what_is_said(
    any_broker: KafkaSettings,
) -> None:
    async with aclosing(
        follow(any_broker, [BUSINESS_RULES.name], "test", breath_seconds=0.1)
    ) as following:
        await _say(any_broker, b"1", b"2")
        heard: list[bytes | None] = []
        while len(heard) < 2:
            heard += await _next(following)
        assert list(await anext(following)) == []  # its turn, though nothing came
        await _say(any_broker, b"3")
        assert [*heard, *await _next(following)] == [b"1", b"2", b"3"]


@pytest.mark.kafka
async def test_a_topic_that_is_not_there_cannot_be_followed(
    kafka: KafkaSettings,
) -> None:
    absent = kafka.model_copy(update={"topic_prefix": f"{kafka.topic_prefix}absent."})
    assert [
        batch async for batch in follow(absent, [BUSINESS_RULES.name], "test")
    ] == []


async def test_nobody_to_follow_is_said() -> None:
    nobody = KafkaSettings(bootstrap="127.0.0.1:9", patience_seconds=1)
    with pytest.raises(BrokerAwayError):
        await anext(follow(nobody, [BUSINESS_RULES.name], "test"))
