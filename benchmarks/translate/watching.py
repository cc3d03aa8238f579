"""What a consumer group has done, asked of the broker alone."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.topics import BUSINESS_ITEMS, ITEM_PARTITIONS, WORK_FACTS

_LOOK_SECONDS = 0.1
Running = Callable[[], None]
"""Raises when there is nobody to wait for."""


class TooFewError(Exception):
    """Everything was acknowledged at the first look: there was nothing to measure."""

    def __init__(self) -> None:
        super().__init__("All was translated at once: take more ITEMS.")


@dataclass(frozen=True, slots=True)
class Answered:
    """What a group acknowledged between the first look that saw some and the last."""

    records: int
    seconds: float

    @property
    def pace(self) -> float:
        """Records a second."""
        return self.records / self.seconds


class Watch:
    """Looks at offsets, ten times a second; it reads no record."""

    def __init__(
        self,
        kafka: KafkaSettings,
        consumer: AIOKafkaConsumer,
        admin: AIOKafkaAdminClient,
    ) -> None:
        self._prefix = kafka.topic_prefix
        self._consumer = consumer
        self._admin = admin

    async def answered(self, group: str, running: Running) -> Answered:
        """Wait until *group* has acknowledged every fact, its own ones too.

        The start of its process, and the time until the broker lets it in, are left
        out: the clock runs from its first acknowledgement.
        """
        first: tuple[float, int] | None = None
        while True:
            running()
            ends = await self._ends(WORK_FACTS.name)
            done = await self._acknowledged(group)
            now, count = time.perf_counter(), sum(done.values())
            if first is None and count:
                first = now, count
            if all(done.get(place, 0) >= end for place, end in ends.items()):
                if first is None or count == first[1]:
                    raise TooFewError
                return Answered(count - first[1], now - first[0])
            await asyncio.sleep(_LOOK_SECONDS)

    async def said(self, records: int, running: Running) -> float:
        """Say after how many seconds *records* more lie on business.items.v1."""
        began, before = time.perf_counter(), await self._meanings()
        while await self._meanings() < before + records:
            running()
            await asyncio.sleep(_LOOK_SECONDS)
        return time.perf_counter() - began

    async def _meanings(self) -> int:
        return sum((await self._ends(BUSINESS_ITEMS.name)).values())

    async def _acknowledged(self, group: str) -> dict[TopicPartition, int]:
        told = await self._admin.list_consumer_group_offsets(self._prefix + group)
        return {place: max(told[place].offset, 0) for place in told}

    async def _ends(self, topic: str) -> dict[TopicPartition, int]:
        name = self._prefix + topic
        places = [TopicPartition(name, number) for number in range(ITEM_PARTITIONS)]
        ends: dict[TopicPartition, int] = await self._consumer.end_offsets(places)
        return ends


@asynccontextmanager
async def watching(kafka: KafkaSettings) -> AsyncIterator[Watch]:
    """Look at the topics under the prefix of *kafka*, which are there already."""
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka.bootstrap)
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    await consumer.start()
    await admin.start()
    try:
        yield Watch(kafka, consumer, admin)
    finally:
        await admin.close()
        await consumer.stop()
