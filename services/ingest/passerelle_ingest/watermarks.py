"""How far each project has been read, as the topic of watermarks tells."""

from passerelle_kafka.reader import read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.deliveries import Watermark
from passerelle_schemas.errors import ContractBrokenError
from passerelle_schemas.topics import INGEST_WATERMARKS


async def read_watermarks(kafka: KafkaSettings) -> dict[str, Watermark]:
    """Return the newest watermark of each `source/project`.

    One that cannot be read is as none: its project is read whole again.
    """
    found: dict[str, Watermark] = {}
    batches = read_to_end(kafka, [INGEST_WATERMARKS.name], "ingest-watermarks")
    async for batch in batches:
        for record in batch:
            key = (record.key or b"").decode("utf-8", "replace")
            try:
                found[key] = INGEST_WATERMARKS.decode(record.value or b"")
            except ContractBrokenError:
                found.pop(key, None)
    return found
