"""What the topics say of the work items, and whether the programs have caught up."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.groups import lag
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.topics import INGEST_WATERMARKS, WORK_FACTS, WORK_ITEMS
from passerelle_schemas.work import WorkItem

GROUP = "passerelle-translate"


class NeverError(Exception):
    """Something that must come did not come in time."""


async def until(
    what: str, holds: Callable[[], Awaitable[bool]], seconds: float, every: float = 0.5
) -> None:
    """Return when *holds* does; raises NeverError after *seconds*."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if await holds():
                return
        except BrokerAwayError:
            pass  # it is being restarted
        await asyncio.sleep(every)
    raise NeverError(what)


async def folded(kafka: KafkaSettings) -> dict[str, WorkItem]:
    """Read every work item as it was said last."""
    found: dict[str, WorkItem] = {}
    async for batch in read_to_end(kafka, [WORK_ITEMS.name], "drill"):
        for record in batch:
            name = (record.key or b"").decode()
            if record.value is None:
                found.pop(name, None)
            else:
                found[name] = WORK_ITEMS.decode(record.value)
    return found


async def translated(kafka: KafkaSettings) -> bool:
    """Whether every fact that there is was translated."""
    return await lag(kafka, WORK_FACTS.name, GROUP) == 0


async def read_since(
    kafka: KafkaSettings, projects: int, moment: datetime, overlap: timedelta
) -> bool:
    """Whether as many *projects* were read by a reading that began after *moment*."""
    marks = {}
    async for batch in read_to_end(kafka, [INGEST_WATERMARKS.name], "drill"):
        for record in batch:
            if record.value is not None:
                marks[record.key] = INGEST_WATERMARKS.decode(record.value)
    begun = [mark.complete_until + overlap for mark in marks.values()]
    return sum(at > moment for at in begun) >= projects
