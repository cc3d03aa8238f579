"""Waiting until what was said has been translated."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from passerelle_kafka.groups import committed
from passerelle_kafka.reader import end_offsets
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.errors import RetryableError
from passerelle_schemas.topics import WORK_FACTS
from passerelle_translate.objectives_said import is_gathered

_GENERATIONS = 50
"""What is told of a family goes up a generation and down again; more is other news."""


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

    So has what the translation of these told of families, and what followed from that.

    *alive* raises when waiting has become pointless; *progress* hears how many records
    still wait, about twice a second.
    """
    waiting = 0
    try:
        async with asyncio.timeout(seconds):
            for _ in range(_GENERATIONS):
                ends = await end_offsets(kafka, [WORK_FACTS.name], "progress")
                waiting = await _waiting(kafka, group, ends)
                if not waiting:
                    return
                while waiting:
                    alive()
                    if progress:
                        await progress(waiting)
                    await asyncio.sleep(0.3)
                    waiting = await _waiting(kafka, group, ends)
    except TimeoutError as error:
        raise TranslationLateError(waiting, seconds) from error


class GatheringLateError(RetryableError):
    """The objectives do not say yet what the items mean."""

    code = "gathering-late"

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The objectives do not tell after {seconds:g} s what their items mean. "
            "Is `passerelle translate` running?"
        )


async def gathered(
    kafka: KafkaSettings,
    *,
    at: datetime,
    seconds: float,
    alive: Callable[[], None] = lambda: None,
) -> None:
    """Return once business.objectives.v1 says what all items mean together.

    By the rules that count *at* that instant.

    *alive* raises when waiting has become pointless.
    """
    try:
        async with asyncio.timeout(seconds):
            while not await is_gathered(kafka, at):
                alive()
                await asyncio.sleep(0.3)
    except TimeoutError as error:
        raise GatheringLateError(seconds) from error


async def _waiting(
    kafka: KafkaSettings, group: str, ends: dict[tuple[str, int], int]
) -> int:
    done = await committed(kafka, WORK_FACTS.name, group)
    return sum(max(0, end - done.get(place, 0)) for place, end in ends.items())
