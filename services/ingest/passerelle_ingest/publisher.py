"""Turns what was received and understood into the records that are published.

The raw delivery goes first, then its facts, so that whoever reads a fact can find the
bytes that it came from.
"""

from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import version

from passerelle_ingest.delivery import content_id
from passerelle_kafka.records import Outgoing
from passerelle_schemas.dead_letters import DeadLetter
from passerelle_schemas.deliveries import RawDelivery, Watermark
from passerelle_schemas.facts import Facts
from passerelle_schemas.health import Counted, SourceHealth, Witnessed
from passerelle_schemas.identity import is_by_key
from passerelle_schemas.progress import Censused, Checkpoint
from passerelle_schemas.topics import (
    INGEST_CENSUSES,
    INGEST_CHECKPOINTS,
    INGEST_COUNTS,
    INGEST_WATERMARKS,
    INGEST_WITNESSED,
    SOURCE_HEALTH,
    WORK_FACTS,
    WORK_MENTIONS,
    WORK_RAW,
    WORK_RAW_DEAD,
)


def raw_record(origin: RawDelivery, body: bytes) -> Outgoing:
    """Keep what the tracker sent, byte for byte."""
    return Outgoing(WORK_RAW.name, _key(origin), body, origin.to_headers())


def fact_records(facts: Iterable[Facts]) -> list[Outgoing]:
    """Say the facts, one record for each work item.

    Those addressed to a key wait on a topic of their own until its id is found.
    """
    return [
        mention_record(told)
        if is_by_key(told.item)
        else Outgoing(WORK_FACTS.name, told.item.encode(), WORK_FACTS.encode(told))
        for told in facts
    ]


def mention_record(told: Facts) -> Outgoing:
    """Keep facts addressed to a key; the same ones are the same record."""
    value = WORK_MENTIONS.encode(told)
    ids = "".join(fact.id for fact in told.facts).encode()
    key = f"{told.item}/{content_id(ids)}"
    return Outgoing(WORK_MENTIONS.name, key.encode(), value)


def dead_record(
    origin: RawDelivery, body: bytes, *, reason: str, detail: str, now: datetime
) -> Outgoing:
    """Set a delivery aside, untouched, with the reason and where it came from."""
    letter = DeadLetter(
        reason=reason,
        detail=detail,
        topic=WORK_RAW.name,
        set_aside_at=now,
        set_aside_by=f"ingest {version('passerelle')}",
    )
    headers = (*origin.to_headers(), *letter.to_headers())
    return Outgoing(WORK_RAW_DEAD.name, _key(origin), body, headers)


def watermark_record(watermark: Watermark) -> Outgoing:
    """Say how far a project has been read; publish it after the data it covers."""
    key = watermark_key(watermark.source, watermark.project)
    value = INGEST_WATERMARKS.encode(watermark)
    return Outgoing(INGEST_WATERMARKS.name, key.encode(), value)


def checkpoint_record(checkpoint: Checkpoint) -> Outgoing:
    """Say how far a whole reading is; publish it after the data it covers."""
    key = watermark_key(checkpoint.source, checkpoint.project)
    value = INGEST_CHECKPOINTS.encode(checkpoint)
    return Outgoing(INGEST_CHECKPOINTS.name, key.encode(), value)


def checkpoint_gone(source: str, project: str) -> Outgoing:
    """Take a checkpoint away, once the reading that it was for has ended."""
    key = watermark_key(source, project)
    return Outgoing(INGEST_CHECKPOINTS.name, key.encode(), None)


def census_record(census: Censused) -> Outgoing:
    """Say what a census found; publish it after the facts that it led to."""
    key = watermark_key(census.source, census.project)
    value = INGEST_CENSUSES.encode(census)
    return Outgoing(INGEST_CENSUSES.name, key.encode(), value)


def witnessed_record(told: Witnessed) -> Outgoing:
    """Say what a worker met of a source."""
    key = f"{told.source}/{told.worker}"
    return Outgoing(INGEST_WITNESSED.name, key.encode(), INGEST_WITNESSED.encode(told))


def counted_record(counted: Counted) -> Outgoing:
    """Say how far Kafka was counted; whoever goes on begins there."""
    return Outgoing(INGEST_COUNTS.name, b"counts", INGEST_COUNTS.encode(counted))


def health_record(health: SourceHealth) -> Outgoing:
    """Say what is known of a source; publish it after what was counted."""
    value = SOURCE_HEALTH.encode(health)
    return Outgoing(SOURCE_HEALTH.name, health.source.encode(), value)


def watermark_key(source: str, project: str) -> str:
    """The key of a project's watermark."""
    return f"{source}/{project}"


def _key(origin: RawDelivery) -> bytes:
    return f"{origin.source}/{origin.project}".encode()
