"""Reads all that was ever said of one item, to fold it again as it once was known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from passerelle_kafka.reader import partition_of_key, read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.errors import UnprocessableError
from passerelle_schemas.identity import ItemId
from passerelle_schemas.topics import WORK_FACTS
from passerelle_schemas.work import WorkItem
from passerelle_translate.fold import fold

ROLE = "translate-facts"
_SAY_EVERY = 100_000


@dataclass(frozen=True, slots=True)
class KnownThen:
    """An item as it was known at an instant."""

    item: WorkItem | None
    """None when nothing was known of it yet."""
    told: int
    """Records that had told of it by then."""
    later: int
    """Records that told of it since."""


async def known_then(
    kafka: KafkaSettings, item: ItemId, at: datetime, progress: Callable[[str], None]
) -> KnownThen:
    """Fold what was learned of *item* until *at*, in one pass over its partition.

    Raises BrokerAwayError when the broker does not answer.
    """
    key, seen = item.encode(), 0
    folded: WorkItem | None = None
    told = later = 0
    place = await partition_of_key(kafka, WORK_FACTS.name, key, ROLE)
    batches = read_to_end(kafka, [WORK_FACTS.name], ROLE, partitions=[place])
    async for batch in batches:
        for record in batch:
            if record.key != key:
                continue
            try:
                facts = WORK_FACTS.decode(record.value or b"")
            except UnprocessableError:
                continue  # set aside when it came: no item was folded from it
            if facts.learned_at > at:
                later += 1
                continue
            told += 1
            folded = fold(folded, facts)
        before, seen = seen, seen + len(batch)
        if before // _SAY_EVERY != seen // _SAY_EVERY:
            progress(f"{seen} records of facts so far …")
    return KnownThen(folded, told, later)
