"""What we know of every work item of a source, as the topic of work items tells."""

from passerelle_ingest.census import Known
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.errors import ContractBrokenError
from passerelle_schemas.identity import ItemId
from passerelle_schemas.topics import WORK_ITEMS
from passerelle_schemas.work import WorkItem


async def read_known(kafka: KafkaSettings, source: str) -> dict[ItemId, Known]:
    """Return each item of *source*; one that cannot be read is as not known."""
    found: dict[ItemId, Known] = {}
    prefix = f"{source}:".encode()
    async for batch in read_to_end(kafka, [WORK_ITEMS.name], "ingest-census"):
        for record in batch:
            key = record.key or b""
            if not key.startswith(prefix):
                continue
            item = key.decode("utf-8", "replace")
            try:
                found[item] = known_of(WORK_ITEMS.decode(record.value or b""))
            except ContractBrokenError:
                found.pop(item, None)
    return found


def known_of(item: WorkItem) -> Known:
    """Keep of an item what a census compares."""
    presence, seen = item.presence, item.observed
    gone = presence is not None and presence.removed is not None
    at = presence.happened_at if presence else None
    if seen is None:
        return Known(item.id, gone=gone, presence_at=at)
    shown = seen.snapshot
    return Known(
        item=item.id,
        key=shown.key,
        project=shown.project,
        kind=shown.kind.value,
        created_at=shown.created_at,
        changed_at=seen.happened_at,
        gone=gone,
        presence_at=at,
    )
