"""Turns what was received and understood into the records that are published.

The raw delivery goes first, then its facts, so that whoever reads a fact can find the
bytes that it came from.
"""

from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import version

from passerelle_kafka.records import Outgoing
from passerelle_schemas.dead_letters import DeadLetter
from passerelle_schemas.deliveries import RawDelivery, Watermark
from passerelle_schemas.facts import Facts
from passerelle_schemas.topics import (
    INGEST_WATERMARKS,
    WORK_FACTS,
    WORK_RAW,
    WORK_RAW_DEAD,
)


def raw_record(origin: RawDelivery, body: bytes) -> Outgoing:
    """Keep what the tracker sent, byte for byte."""
    return Outgoing(WORK_RAW.name, _key(origin), body, origin.to_headers())


def fact_records(facts: Iterable[Facts]) -> list[Outgoing]:
    """Say the facts, one record for each work item."""
    return [
        Outgoing(WORK_FACTS.name, told.item.encode(), WORK_FACTS.encode(told))
        for told in facts
    ]


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


def watermark_key(source: str, project: str) -> str:
    """The key of a project's watermark."""
    return f"{source}/{project}"


def _key(origin: RawDelivery) -> bytes:
    return f"{origin.source}/{origin.project}".encode()
