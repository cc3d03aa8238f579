"""Whoever gives up opening a connection leaves none behind."""

import asyncio
import gc
from contextlib import suppress

import pytest

from passerelle_kafka.groups import committed
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.topics import WORK_FACTS

pytestmark = pytest.mark.tansu


async def _use(settings: KafkaSettings, way: str) -> None:
    if way == "read":
        async for _ in read_to_end(settings, [WORK_FACTS.name], "test"):
            pass
    elif way == "publish":
        async with Publisher(settings, "test") as publisher:
            await publisher.publish([Outgoing(WORK_FACTS.name, b"k", b"v")])
    elif way == "create":
        await ensure_topics(settings)
    else:
        await committed(settings, WORK_FACTS.name, "group")


@pytest.mark.parametrize("way", ["read", "publish", "create", "ask"])
async def test_a_cancelled_opening_leaves_no_connection(
    tansu: KafkaSettings, way: str
) -> None:
    """An unclosed connection warns when it is collected, and warnings are errors."""
    for steps in range(40):
        task = asyncio.create_task(_use(tansu, way))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    gc.collect()
