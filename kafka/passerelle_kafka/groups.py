"""How far a group of workers has come, as the broker remembers it."""

import asyncio

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from passerelle_kafka.connection import client_arguments
from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.reader import end_offsets
from passerelle_kafka.settings import KafkaSettings


async def committed(settings: KafkaSettings, group: str) -> dict[tuple[str, int], int]:
    """Say up to where *group* has acknowledged each partition it ever read."""
    prefix = settings.topic_prefix
    patience = settings.patience_seconds
    admin = AIOKafkaAdminClient(**client_arguments(settings, "groups"))
    try:
        async with asyncio.timeout(patience):
            await admin.start()
            found = await admin.list_consumer_group_offsets(prefix + group)
    except (KafkaError, TimeoutError) as error:
        cause = type(error).__name__
        raise BrokerAwayError(settings.bootstrap, patience, cause) from error
    finally:
        await admin.close()
    return {
        (place.topic.removeprefix(prefix), place.partition): told.offset
        for place, told in found.items()
        if told.offset >= 0
    }


async def lag(settings: KafkaSettings, topic: str, group: str) -> int:
    """Count the records of *topic* that *group* has not acknowledged yet."""
    ends = await end_offsets(settings, [topic], "lag")
    done = await committed(settings, group)
    return sum(max(0, end - done.get(place, 0)) for place, end in ends.items())
