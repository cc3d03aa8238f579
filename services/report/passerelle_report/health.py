"""Health means progress: the service looks at its agenda again and again."""

from datetime import datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from passerelle_report.archive import store
from passerelle_schemas.contract import Contract, Instant


class Health(Contract):
    """The last look at the agenda, and what it led to."""

    looked_at: Instant
    made: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()
    failed: str | None = None
    """The code of the error that ended the look, if one did."""


def trouble(report: Health | None, now: datetime, *, patience: timedelta) -> str | None:
    """Say what is wrong with the service, or nothing when it is getting on."""
    if report is None:
        return "it has not looked at its agenda yet"
    if now - report.looked_at > patience:
        return f"it has not looked at its agenda since {report.looked_at:%H:%M}Z"
    return f"its last look failed: {report.failed}" if report.failed else None


def read_health(path: Path) -> Health | None:
    """Read what the service reported last; None when there is nothing readable."""
    try:
        return Health.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def write_health(path: Path, report: Health) -> None:
    """Write *report* whole or not at all."""
    store(path, report.model_dump_json().encode())
