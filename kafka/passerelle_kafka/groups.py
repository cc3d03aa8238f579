"""How far a group of workers has come, as the broker remembers it."""

import asyncio

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from passerelle_kafka.connection import client_arguments, start
from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.reader import end_offsets, places_of
from passerelle_kafka.settings import KafkaSettings


async def committed(
    settings: KafkaSettings, topic: str, group: str
) -> dict[tuple[str, int], int]:
    """Say up to where *group* has acknowledged each partition of *topic*; 0 is none.

    Asks as a member would, without joining: the workers are not disturbed.
    """
    patience = settings.patience_seconds
    asking = AIOKafkaConsumer(
        group_id=settings.topic_prefix + group,
        enable_auto_commit=False,
        **client_arguments(settings, "groups"),
    )
    try:
        async with asyncio.timeout(patience):
            await start(asking)
            places = await places_of(settings, asking, [topic])
            asking.assign(places)
            return {
                (topic, place.partition): await asking.committed(place) or 0
                for place in places
            }
    except (KafkaError, TimeoutError) as error:
        cause = type(error).__name__
        raise BrokerAwayError(settings.bootstrap, patience, cause) from error
    finally:
        await asking.stop()


async def lag(settings: KafkaSettings, topic: str, group: str) -> int:
    """Count the records of *topic* that *group* has not acknowledged yet."""
    ends = await end_offsets(settings, [topic], "lag")
    done = await committed(settings, topic, group)
    return sum(max(0, end - done.get(place, 0)) for place, end in ends.items())
