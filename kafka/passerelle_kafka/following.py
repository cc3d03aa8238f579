"""Following topics: all that they hold, then whatever comes."""

from collections.abc import AsyncGenerator, Mapping, Sequence

from passerelle_kafka.reader import BATCH, consumer, places_of, said_in
from passerelle_kafka.records import Incoming
from passerelle_kafka.settings import KafkaSettings

BREATH_SECONDS = 0.5
"""How long to wait for more before the caller gets its turn."""


async def follow(
    settings: KafkaSettings,
    topics: Sequence[str],
    role: str,
    *,
    from_offsets: Mapping[tuple[str, int], int] | None = None,
    breath_seconds: float = BREATH_SECONDS,
) -> AsyncGenerator[Sequence[Incoming]]:
    """Yield all records of *topics*, then those that come, without an end.

    From the beginning, or from the given offsets. Order holds within a partition.

    Where nothing comes, yields nothing every *breath_seconds*, so that the caller can
    look at the clock. A broker that goes later is waited for; where no topic exists it
    ends at once. Raises BrokerAwayError when no broker answers at first.
    """
    async with consumer(settings, role) as reader:
        if not (places := await places_of(settings, reader, topics)):
            return
        reader.assign(places)
        for place, start in (await reader.beginning_offsets(places)).items():
            name = place.topic.removeprefix(settings.topic_prefix)
            wanted = (from_offsets or {}).get((name, place.partition), 0)
            reader.seek(place, max(wanted, start))
        while True:
            polled = await reader.getmany(
                timeout_ms=int(breath_seconds * 1000), max_records=BATCH
            )
            yield said_in(settings, polled, {})
