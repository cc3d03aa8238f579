"""Waiting until what was said has been translated."""

import asyncio
from collections.abc import Awaitable, Callable

from passerelle_kafka.groups import committed
from passerelle_kafka.reader import end_offsets
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.errors import RetryableError
from passerelle_schemas.topics import WORK_FACTS


class TranslationLateError(RetryableError):
    """The facts were not all translated in time."""

    code = "translation-late"

    def __init__(self, waiting: int, seconds: float) -> None:
        super().__init__(
            f"{waiting} records of facts still wait for translation after "
            f"{seconds:g} s. Is `passerelle translate` running?"
        )


async def translated(
    kafka: KafkaSettings,
    group: str,
    *,
    seconds: float,
    alive: Callable[[], None] = lambda: None,
    progress: Callable[[int], Awaitable[None]] | None = None,
) -> None:
    """Return once every fact that is on the topic now has been acknowledged.

    *alive* raises when waiting has become pointless; *progress* hears how many records
    still wait, about twice a second.
    """
    ends = await end_offsets(kafka, [WORK_FACTS.name], "progress")
    waiting = sum(ends.values())
    try:
        async with asyncio.timeout(seconds):
            while waiting:
                alive()
                done = await committed(kafka, WORK_FACTS.name, group)
                waiting = sum(
                    max(0, e - done.get(place, 0)) for place, e in ends.items()
                )
                if progress:
                    await progress(waiting)
                if waiting:
                    await asyncio.sleep(0.3)
    except TimeoutError as error:
        raise TranslationLateError(waiting, seconds) from error
