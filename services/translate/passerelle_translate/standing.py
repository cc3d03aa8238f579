"""Reads what the topics hold of every item now, as a worker does that starts."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from passerelle_kafka.reader import read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.identity import ItemId
from passerelle_schemas.topics import BUSINESS_ITEMS, WORK_ITEMS
from passerelle_schemas.work import WorkItem
from passerelle_translate.recovery import Recovery

ROLE = "translate-standing"
_SAY_EVERY = 5000


@dataclass(frozen=True, slots=True)
class Standing:
    """Every item, and what is said of it."""

    items: dict[ItemId, WorkItem]
    said: dict[ItemId, bytes]
    """The newest record of each on business.items.v1."""
    broken: int
    """Records of work items that nobody can read."""


async def read_standing(
    kafka: KafkaSettings, progress: Callable[[str], None]
) -> Standing:
    """Read all items to the ends that the topics have now.

    Several records of one item are merged, as a worker merges them. Raises
    BrokerAwayError when the broker does not answer.
    """
    recovery, said, seen = Recovery(), dict[ItemId, bytes](), 0
    with few_pauses():
        names = [WORK_ITEMS.name, BUSINESS_ITEMS.name]
        async for batch in read_to_end(kafka, names, ROLE):
            for record in batch:
                if record.topic == WORK_ITEMS.name:
                    recovery.read(record)
                elif record.value is not None:
                    said[(record.key or b"").decode(errors="replace")] = record.value
                else:
                    said.pop((record.key or b"").decode(errors="replace"), None)
            before, seen = seen, seen + len(batch)
            if before // _SAY_EVERY != seen // _SAY_EVERY:
                progress(f"{len(recovery.items)} work items so far …")
    return Standing(recovery.items, said, len(recovery.set_aside))


@contextmanager
def few_pauses() -> Iterator[None]:
    """Let Python look for garbage only when the block is done.

    It would look through all that is held again and again, and decode four times as
    slowly; what is decoded holds no circle that only it could free.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
