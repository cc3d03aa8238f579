"""How far each project has been read, and counted, as the topics of ingest tell."""

from typing import TypeVar

from passerelle_ingest.publisher import watermark_key
from passerelle_ingest.settings import SourceSettings
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.contract import Contract
from passerelle_schemas.deliveries import Watermark
from passerelle_schemas.errors import ContractBrokenError
from passerelle_schemas.progress import Censused, Checkpoint
from passerelle_schemas.topics import (
    INGEST_CENSUSES,
    INGEST_CHECKPOINTS,
    INGEST_WATERMARKS,
    Topic,
)

C = TypeVar("C", bound=Contract)


async def read_watermarks(kafka: KafkaSettings) -> dict[str, Watermark]:
    """Return the newest watermark of each `source/project`.

    One that cannot be read is as none: its project is read whole again.
    """
    return await _newest(kafka, INGEST_WATERMARKS)


async def read_checkpoints(kafka: KafkaSettings) -> dict[str, Checkpoint]:
    """Return how far each whole reading is that has not ended."""
    return await _newest(kafka, INGEST_CHECKPOINTS)


async def read_censuses(kafka: KafkaSettings) -> dict[str, Censused]:
    """Return the last census of each `source/project`."""
    return await _newest(kafka, INGEST_CENSUSES)


async def names_told(kafka: KafkaSettings, source: SourceSettings) -> dict[str, str]:
    """Return what each of the source's projects was called when it was read last."""
    marks, checkpoints = await read_watermarks(kafka), await read_checkpoints(kafka)
    return {
        project: name
        for project in source.projects
        for key in [watermark_key(source.id, project)]
        if (name := _name(checkpoints.get(key)) or _name(marks.get(key)))
    }


def _name(read: Checkpoint | Watermark | None) -> str:
    return read.name if read else ""


async def _newest(kafka: KafkaSettings, topic: Topic[C]) -> dict[str, C]:
    found: dict[str, C] = {}
    async for batch in read_to_end(kafka, [topic.name], "ingest-watermarks"):
        for record in batch:
            key = (record.key or b"").decode("utf-8", "replace")
            found.pop(key, None)
            if record.value is None:
                continue
            try:
                found[key] = topic.decode(record.value)
            except ContractBrokenError:
                continue
    return found
