"""When an edition is due: pure, the clock comes in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from passerelle_report.week import Week
from passerelle_schemas.deliveries import Watermark
from passerelle_schemas.editions import EditionManifest
from passerelle_schemas.rules import RuleSet

FROM_HOUR = 6
WAIT_UNTIL_HOUR = 12


@dataclass(frozen=True, slots=True)
class Due:
    """An edition that should be there and is not."""

    department: str
    week: Week


def due(
    now: datetime,
    rules: RuleSet,
    manifests: Sequence[EditionManifest],
    *,
    from_hour: int = FROM_HOUR,
) -> tuple[Due, ...]:
    """Say whose last complete week has no edition yet in the department's language.

    Nothing is due before *from_hour* on Monday, in the company's time.
    """
    zone = ZoneInfo(rules.company.time_zone)
    week = Week.last_complete(now, zone)
    if now < _monday_after(week, from_hour, zone):
        return ()
    there = {manifest.key for manifest in manifests}
    return tuple(
        Due(department.id, week)
        for department in rules.departments
        if f"{department.id}/{week}/{department.language.value}" not in there
    )


def may_print(
    now: datetime,
    rules: RuleSet,
    watermarks: Sequence[Watermark],
    week: Week,
    *,
    wait_until_hour: int = WAIT_UNTIL_HOUR,
) -> bool:
    """Whether every source was read past the week's end, or we have waited enough."""
    zone = ZoneInfo(rules.company.time_zone)
    end = week.end(zone)
    complete = bool(watermarks) and all(w.complete_until >= end for w in watermarks)
    return complete or now >= _monday_after(week, wait_until_hour, zone)


def _monday_after(week: Week, hour: int, zone: ZoneInfo) -> datetime:
    day = week.monday + timedelta(days=7)
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
