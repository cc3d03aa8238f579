"""Health means progress: messages are answered for, or there are none to answer for."""

from datetime import datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from passerelle_schemas.contract import Contract, Instant


class Health(Contract):
    """The last time that a worker got on, and how it stood then."""

    progressed_at: Instant
    answered: int
    """Messages answered for since the worker started."""
    partitions: tuple[int, ...]
    """The partitions of work.facts.v1 that it owned."""


def is_healthy(report: Health | None, now: datetime, *, patience: timedelta) -> bool:
    """Whether the worker made progress within *patience*, as far as it reported."""
    return report is not None and now - report.progressed_at <= patience


def read_health(path: Path) -> Health | None:
    """Read what a worker reported last; None when there is nothing readable."""
    try:
        return Health.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def write_health(path: Path, report: Health) -> None:
    """Write *report* whole or not at all."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(report.model_dump_json())
    beside.replace(path)
