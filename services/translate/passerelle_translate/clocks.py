"""Instants that a tracker's clock gone wrong told, and what they count as.

Nothing can be told before it happened. What claims to have happened more than a day
after we learned of it happened, at the latest, when we learned of it.
"""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from passerelle_schemas.work import Entry, WorkItem

E = TypeVar("E", bound=Entry)

TOLERATED = timedelta(days=1)
"""Clocks differ by seconds, wrongly set time zones by hours; years are a mistake."""
_TIMELINES = ("statuses", "due_dates", "parents", "keys", "plans", "signs")


def believed(happened_at: datetime, learned_at: datetime) -> datetime:
    """Say when that happened which we learned of at *learned_at*."""
    return learned_at if happened_at - learned_at > TOLERATED else happened_at


def righted(item: WorkItem) -> WorkItem:
    """Give *item* with timelines in the order in which we believe in them.

    The fold keeps what the tracker said of a change, since that is what names it and
    the first telling may come last; who reads a timeline reads it from here.
    """
    mended = {
        name: tuple(sorted(map(entry_righted, entries), key=_in_order))
        for name in _TIMELINES
        for entries in (getattr(item, name),)
        if any(entry_righted(entry) is not entry for entry in entries)
    }
    return item.model_copy(update=mended) if mended else item


def entry_righted(entry: E) -> E:
    """Give *entry* at the instant that we believe; itself when that is the told one."""
    at = believed(entry.happened_at, entry.learned_at)
    if at == entry.happened_at:
        return entry
    return entry.model_copy(update={"happened_at": at})


def _in_order(entry: Any) -> tuple[datetime, str]:  # noqa: ANN401 - of any timeline
    return entry.happened_at, entry.change
