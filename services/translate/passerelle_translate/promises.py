"""Which days a department was promised, by what, and each move of them.

What says a day is the item's own due date, or the milestone, the version or the sprint
that it stands in. Days of different origins are no moves of one another: the origin
that spoke first is the one that the department heard, and its first day stays for ever.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from passerelle_schemas.business import PromisedDate, PromiseOrigin
from passerelle_schemas.work import Observation, WorkItem
from passerelle_translate.carried_days import by_milestones, by_versions
from passerelle_translate.due_days import days_said, told_of
from passerelle_translate.sprints import by_sprints

Line = tuple[PromisedDate, ...]
"""Days of one origin, the first one first."""


def promises_of(
    item: WorkItem, origins: Sequence[PromiseOrigin], zone: ZoneInfo
) -> Line:
    """Say every day that was promised, by the one of *origins* that spoke first.

    Of two that spoke at one instant, the one that stands first in *origins*.
    """
    if item.observed is None:
        return ()
    lines = (line_of(item, origin, zone) for origin in dict.fromkeys(origins))
    return min((line for line in lines if line), key=_first_said, default=())


def line_of(item: WorkItem, origin: PromiseOrigin, zone: ZoneInfo) -> Line:
    """Say every day that one origin ever said."""
    read = item.observed
    return _LINES[origin](item, read, zone) if read else ()


def _first_said(line: Line) -> datetime:
    return line[0].said_at


def _due(item: WorkItem, _read: Observation, _zone: ZoneInfo) -> Line:
    told = told_of(item)
    return days_said(told) if told else ()


_LINES: Mapping[PromiseOrigin, Callable[[WorkItem, Observation, ZoneInfo], Line]] = {
    PromiseOrigin.DUE: _due,
    PromiseOrigin.MILESTONE: by_milestones,
    PromiseOrigin.VERSION: by_versions,
    PromiseOrigin.SPRINT: by_sprints,
}
