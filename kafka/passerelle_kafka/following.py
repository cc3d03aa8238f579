"""Following a topic: all that it holds, then whatever comes."""

from collections.abc import AsyncGenerator, Sequence

from passerelle_kafka.reader import BATCH, consumer, places_of, said_in
from passerelle_kafka.records import Incoming
from passerelle_kafka.settings import KafkaSettings

BREATH_SECONDS = 0.5
"""How long to wait for more before the caller gets its turn."""


async def follow(
    settings: KafkaSettings,
    topic: str,
    role: str,
    *,
    breath_seconds: float = BREATH_SECONDS,
) -> AsyncGenerator[Sequence[Incoming]]:
    """Yield all records of *topic*, then those that come, without an end.

    Where nothing comes, yields nothing every *breath_seconds*, so that the caller can
    look at the clock. A broker that goes later is waited for; a topic that does not
    exist ends it at once. Raises BrokerAwayError when no broker answers at first.
    """
    async with consumer(settings, role) as reader:
        if not (places := await places_of(settings, reader, [topic])):
            return
        reader.assign(places)
        for place, start in (await reader.beginning_offsets(places)).items():
            reader.seek(place, start)
        while True:
            polled = await reader.getmany(
                timeout_ms=int(breath_seconds * 1000), max_records=BATCH
            )
            yield said_in(settings, polled, {})
