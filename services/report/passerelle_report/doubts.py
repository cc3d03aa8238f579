"""What the health of the sources leaves in doubt of a week. Asks no clock.

Everything is told as it stood for that week: what an ended week is told of changes only
where an operator mended it since.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from passerelle_report.contents import Place
from passerelle_schemas.health import ProjectHealth, SourceHealth

LASTING = timedelta(days=1)
"""A comparison that was stopped for less is caught up with by the next one."""
_MOST_WAITING = 7 * 24 * 3600.0
"""Seconds: a week has no more, however many workers wait."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """What may be wrong or lacking in a week, and why; nothing when all is well."""

    uncompared: tuple[Place, ...] = ()
    """Projects that were not held against their trackers at the end of the week."""
    uncompared_since: datetime | None = None
    set_aside: int = 0
    """Messages that came in the week, could not be read, and wait still."""
    missed: int = 0
    """Tasks that were found missing or out of date in the week, and are right now."""
    waited_hours: int = 0
    """For the trackers of projects that are late; 0 where that was less than one."""


def doubts(
    health: Sequence[SourceHealth],
    read: Collection[tuple[str, str]],
    late: Collection[Place],
    days: tuple[date, date],
    end: datetime,
) -> Doubts:
    """Say what *health* leaves in doubt of the week of *days* that ends at *end*.

    Its days are taken as UTC days, as they are counted. *read* are the sources and
    projects that were ever read to their end, *late* those not to the end of the week.
    """
    stopped = [
        (place, since)
        for one in health
        for project in one.projects
        if (one.source, project.project) in read
        and (since := _stopped(project, end))
        and (place := _place(one, project, end))
    ]
    of_week = [
        (one.source, day)
        for one in health
        for day in one.days
        if days[0] <= day.day <= days[1]
    ]
    slow = {place.source for place in late}
    waited = sum(day.waited_seconds for source, day in of_week if source in slow)
    return Doubts(
        uncompared=tuple(place for place, _ in stopped),
        uncompared_since=min((since for _, since in stopped), default=None),
        set_aside=sum(day.set_aside for _, day in of_week),
        missed=sum(day.missed for _, day in of_week),
        waited_hours=int(min(waited, _MOST_WAITING) // 3600),
    )


def _stopped(project: ProjectHealth, end: datetime) -> datetime | None:
    """Since when its comparison was stopped at *end*; none for a short while."""
    lasting = (
        stop.since
        for stop in project.stops
        if stop.since <= end - LASTING and (stop.until is None or stop.until > end)
    )
    return next(lasting, None)


def _place(one: SourceHealth, project: ProjectHealth, end: datetime) -> Place | None:
    """Where that is."""
    until = project.complete_until
    if one.tracker is None or until is None:
        return None
    return Place(
        source=one.source,
        tracker=one.tracker,
        project=project.project,
        until=min(until, end),
    )
