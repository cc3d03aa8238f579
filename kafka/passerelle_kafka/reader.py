"""Reading a topic from its beginning to the end it has now."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.partitioner import DefaultPartitioner
from aiokafka.structs import ConsumerRecord

from passerelle_kafka.connection import are_cancelled, client_arguments, start
from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.records import Incoming
from passerelle_kafka.settings import KafkaSettings

BATCH = 2000


@asynccontextmanager
async def consumer(
    settings: KafkaSettings, role: str
) -> AsyncIterator[AIOKafkaConsumer]:
    """Open a consumer without a group: it commits nothing and disturbs nobody."""
    opened = AIOKafkaConsumer(
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=8 * 1024 * 1024,
        **client_arguments(settings, role),
    )
    patience = settings.patience_seconds
    try:
        try:
            async with asyncio.timeout(patience):
                await start(opened)
        except (KafkaError, TimeoutError) as error:
            cause = type(error).__name__
            raise BrokerAwayError(settings.bootstrap, patience, cause) from error
        try:
            yield opened
        except (KafkaError, asyncio.CancelledError) as error:
            if isinstance(error, asyncio.CancelledError) and are_cancelled():
                raise
            cause = type(error).__name__
            raise BrokerAwayError(settings.bootstrap, patience, cause) from error
    finally:
        await _stop(opened)


async def _stop(opened: AIOKafkaConsumer) -> None:
    try:
        await opened.stop()
    except asyncio.CancelledError:
        if are_cancelled():
            raise


async def read_to_end(  # noqa: PLR0913 - what can be asked of a topic
    settings: KafkaSettings,
    topics: Sequence[str],
    role: str,
    *,
    partitions: Sequence[int] | None = None,
    from_offsets: Mapping[tuple[str, int], int] | None = None,
    at_once: int = BATCH,
) -> AsyncIterator[Sequence[Incoming]]:
    """Yield batches of all records that *topics* hold at the time of the call.

    A batch holds *at_once* records at most: few where records may be large.

    Reads every partition, or just *partitions*; from the beginning, or from the given
    offsets. Order holds within a partition. A topic that does not exist is empty.
    """
    async with consumer(settings, role) as reader:
        places = [
            place
            for place in await places_of(settings, reader, topics)
            if partitions is None or place.partition in partitions
        ]
        if not places:
            return
        reader.assign(places)
        starts = await reader.beginning_offsets(places)
        for place in places:
            name = place.topic.removeprefix(settings.topic_prefix)
            wanted = (from_offsets or {}).get((name, place.partition), 0)
            reader.seek(place, max(wanted, starts[place]))
        batches = _until_ends if settings.exact_ends else _until_quiet
        async for batch in batches(settings, reader, places, at_once):
            yield batch


async def end_offsets(
    settings: KafkaSettings, topics: Sequence[str], role: str
) -> dict[tuple[str, int], int]:
    """Say where each partition of *topics* ends now."""
    async with consumer(settings, role) as reader:
        places = await places_of(settings, reader, topics)
        found = await reader.end_offsets(places) if places else {}
    prefix = settings.topic_prefix
    ends = {(p.topic.removeprefix(prefix), p.partition): o for p, o in found.items()}
    if settings.exact_ends:
        return ends
    ends = dict.fromkeys(ends, 0)
    async for batch in read_to_end(settings, topics, role):
        ends |= {(r.topic, r.partition): r.offset + 1 for r in batch}
    return ends


async def partition_of_key(
    settings: KafkaSettings, topic: str, key: bytes, role: str
) -> int:
    """Say in which partition of *topic* every record of *key* lies; 0 without a topic.

    It is the one that our publisher chooses, which knows no other way.
    """
    async with consumer(settings, role) as reader:
        places = await places_of(settings, reader, [topic])
    numbers = [place.partition for place in places]
    choose = DefaultPartitioner()
    return int(choose(key, numbers, numbers)) if numbers else 0


async def places_of(
    settings: KafkaSettings, reader: AIOKafkaConsumer, topics: Sequence[str]
) -> list[TopicPartition]:
    """Name every partition of *topics*; a topic that does not exist has none."""
    found = []
    for topic in (settings.topic_prefix + name for name in topics):
        await reader._client.add_topic(topic)  # noqa: SLF001 - else metadata lacks it
        numbers = reader.partitions_for_topic(topic) or set()
        found += [TopicPartition(topic, number) for number in sorted(numbers)]
    return found


async def _until_ends(
    settings: KafkaSettings,
    reader: AIOKafkaConsumer,
    places: list[TopicPartition],
    at_once: int,
) -> AsyncIterator[Sequence[Incoming]]:
    """Poll until each place has reached its end; say so when nothing comes any more."""
    ends = await reader.end_offsets(places)
    unfinished = set(places)
    clock = asyncio.get_running_loop().time
    moved_at = clock()
    while True:
        for place in tuple(unfinished):
            # The position also passes what compaction or a transaction left out.
            if await reader.position(place) >= ends[place]:
                unfinished.discard(place)
                reader.pause(place)
                moved_at = clock()
        if not unfinished:
            return
        polled = await reader.getmany(timeout_ms=500, max_records=at_once)
        if polled:
            moved_at = clock()
            yield said_in(settings, polled, ends)
        if clock() - moved_at > settings.patience_seconds:
            patience = settings.patience_seconds
            raise BrokerAwayError(settings.bootstrap, patience, "reading stopped")


async def _until_quiet(
    settings: KafkaSettings,
    reader: AIOKafkaConsumer,
    _places: list[TopicPartition],
    at_once: int,
) -> AsyncIterator[Sequence[Incoming]]:
    """Poll until nothing comes: for a broker that does not tell where it ends."""
    while polled := await reader.getmany(timeout_ms=500, max_records=at_once):
        yield said_in(settings, polled, {})


def said_in(
    settings: KafkaSettings,
    polled: Mapping[TopicPartition, Sequence[ConsumerRecord]],
    ends: Mapping[TopicPartition, int],
) -> list[Incoming]:
    """Say the records in our words, without those that came after the ends."""
    return [
        Incoming(
            topic=m.topic.removeprefix(settings.topic_prefix),
            partition=m.partition,
            offset=m.offset,
            timestamp_ms=m.timestamp,
            key=m.key,
            value=m.value,
            headers=tuple((name, told or b"") for name, told in m.headers),
        )
        for place, messages in polled.items()
        for m in messages
        if place not in ends or m.offset < ends[place]
    ]
