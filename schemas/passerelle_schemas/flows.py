"""Who says what to whom: the topics that each service sends and receives."""

from dataclasses import dataclass
from typing import Any

from passerelle_schemas.topics import (
    BUSINESS_ITEMS,
    BUSINESS_ITEMS_DEAD,
    BUSINESS_OBJECTIVES,
    BUSINESS_RULES,
    INGEST_CENSUSES,
    INGEST_CHECKPOINTS,
    INGEST_COUNTS,
    INGEST_WATERMARKS,
    INGEST_WITNESSED,
    REPORT_EDITIONS,
    SOURCE_HEALTH,
    WORK_FACTS,
    WORK_FACTS_DEAD,
    WORK_ITEMS,
    WORK_ITEMS_DEAD,
    WORK_MENTIONS,
    WORK_RAW,
    WORK_RAW_DEAD,
    Topic,
)


@dataclass(frozen=True, slots=True)
class Flow:
    """One service and its topics."""

    service: str
    sends: tuple[Topic[Any], ...]
    receives: tuple[Topic[Any], ...]


_DEAD = (WORK_RAW_DEAD, WORK_FACTS_DEAD, WORK_ITEMS_DEAD, BUSINESS_ITEMS_DEAD)
INGEST = Flow(
    service="ingest",
    sends=(
        WORK_RAW,
        WORK_RAW_DEAD,
        WORK_FACTS,
        WORK_MENTIONS,
        INGEST_WATERMARKS,
        INGEST_CHECKPOINTS,
        INGEST_CENSUSES,
        INGEST_WITNESSED,
        INGEST_COUNTS,
        SOURCE_HEALTH,
    ),
    receives=(
        INGEST_WATERMARKS,
        INGEST_CHECKPOINTS,
        INGEST_CENSUSES,
        INGEST_WITNESSED,
        INGEST_COUNTS,
        WORK_ITEMS,
        WORK_MENTIONS,
        WORK_RAW,
        WORK_FACTS,
        *_DEAD,
    ),
)
"""Reads back what it said, too, and counts it: the health of its sources."""
TRANSLATE = Flow(
    service="translate",
    sends=(
        WORK_FACTS,
        WORK_ITEMS,
        BUSINESS_ITEMS,
        BUSINESS_OBJECTIVES,
        BUSINESS_RULES,
        WORK_FACTS_DEAD,
        WORK_ITEMS_DEAD,
    ),
    receives=(
        WORK_FACTS,
        WORK_ITEMS,
        BUSINESS_ITEMS,
        BUSINESS_OBJECTIVES,
        BUSINESS_RULES,
    ),
)
"""Reads back what it said, which is its state; publishes its rules folder when there
are no rules yet. Of facts it says who is whose child, and what an ancestor is mapped
by.
"""
REPORT = Flow(
    service="report",
    sends=(REPORT_EDITIONS,),
    receives=(
        BUSINESS_ITEMS,
        BUSINESS_OBJECTIVES,
        BUSINESS_RULES,
        INGEST_WATERMARKS,
        SOURCE_HEALTH,
        REPORT_EDITIONS,
    ),
)
OPERATOR = Flow(
    service="operator",
    sends=(WORK_FACTS, WORK_ITEMS, BUSINESS_ITEMS, BUSINESS_RULES, *_DEAD),
    receives=(
        WORK_ITEMS,
        BUSINESS_OBJECTIVES,
        BUSINESS_RULES,
        SOURCE_HEALTH,
        *_DEAD,
    ),
)
"""The command line: explains an item, publishes rules; says a dead letter again, and
marks it so."""

FLOWS: tuple[Flow, ...] = (INGEST, TRANSLATE, REPORT, OPERATOR)
