"""When an edition is due: pure, the clock comes in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from passerelle_report.week import Week
from passerelle_schemas.deliveries import Watermark
from passerelle_schemas.editions import EditionManifest
from passerelle_schemas.rules import Department, RuleSet, Weekday

FROM_HOUR = 6
WAIT_UNTIL_HOUR = 12


@dataclass(frozen=True, slots=True)
class Due:
    """An edition that should be there and is not."""

    department: str
    week: Week
    waits_until: datetime
    """So long a late source is waited for."""


def due(
    now: datetime,
    rules: RuleSet,
    manifests: Sequence[EditionManifest],
    *,
    from_hour: int = FROM_HOUR,
    wait_until_hour: int = WAIT_UNTIL_HOUR,
) -> tuple[Due, ...]:
    """Say whose last complete week has no edition yet in the department's language.

    Weeks end in the company's time. Nothing is due before *from_hour* on the
    department's report day, where the department is.
    """
    company = ZoneInfo(rules.company.time_zone)
    week = Week.last_complete(now, company)
    there = {manifest.key for manifest in manifests}
    wanted = []
    for department in rules.departments:
        zone = ZoneInfo(department.time_zone) if department.time_zone else company
        begins = _on_report_day(department, week, from_hour, zone)
        key = f"{department.id}/{week}/{department.language.value}"
        if now >= begins and key not in there:
            until = _on_report_day(department, week, wait_until_hour, zone)
            wanted.append(Due(department.id, week, until))
    return tuple(wanted)


def may_print(
    now: datetime, one: Due, rules: RuleSet, watermarks: Sequence[Watermark]
) -> bool:
    """Whether every source was read past the week's end, or we have waited enough."""
    end = one.week.end(ZoneInfo(rules.company.time_zone))
    complete = bool(watermarks) and all(w.complete_until >= end for w in watermarks)
    return complete or now >= one.waits_until


def _on_report_day(
    department: Department, week: Week, hour: int, zone: ZoneInfo
) -> datetime:
    after = list(Weekday).index(department.report_day)
    day = week.monday + timedelta(days=7 + after)
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
