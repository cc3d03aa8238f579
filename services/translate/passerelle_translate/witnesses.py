"""Which of an item's facts, or which work beside it, a risk can be traced to."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import cached_property
from itertools import chain

from passerelle_schemas.business import Evidence
from passerelle_schemas.facts import Touch
from passerelle_schemas.work import Entry, LinkedChange, ReleaseEntry, WorkItem

_Witness = tuple[datetime, int, Evidence]
"""When, and how much it tells beside others of that instant."""


class Witnesses:
    """What happened to an item, in order; looked through only where a risk holds."""

    def __init__(self, item: WorkItem) -> None:
        self._item = item

    def by(self, instant: datetime) -> Evidence:
        """Say what moved it last at *instant* or before; else what showed it at all.

        Raises ValueError for an item that nothing ever told of.
        """
        number = bisect_right(self._instants, instant)
        return self._in_order[max(number - 1, 0)][2]

    @cached_property
    def _instants(self) -> list[datetime]:
        return [at for at, _, _ in self._in_order]

    @cached_property
    def _in_order(self) -> list[_Witness]:
        found = sorted(_moves(self._item), key=_order)
        if not found and (shown := self._item.observed):
            found = [_of(shown)]
        if not found:
            nothing = f"nothing ever told of {self._item.id}"
            raise ValueError(nothing)
        return found


def _moves(item: WorkItem) -> Iterator[_Witness]:
    """Yield all that moves an item: talk does not."""
    for day in item.touched:
        if day.fact and day.touch is not Touch.DISCUSSION:
            dawn = datetime.combine(day.day, time(), UTC)
            yield dawn, 0, Evidence(at=dawn, fact=day.fact)
    for sighting in item.sightings:
        if sighting.fact:
            at = sighting.happened_at
            yield at, 1, Evidence(at=at, fact=sighting.fact)
    for entry in chain(item.due_dates, item.parents):
        yield _of(entry, 2)
    for change in item.changes:
        yield from _change(change)
    for release in item.releases:
        yield _of(release, 4)
    for status in item.statuses:
        yield _of(status, 5)


def _change(change: LinkedChange) -> Iterator[_Witness]:
    """Yield the first and the last time of a state; only the last one has its fact."""
    if change.first_at != change.happened_at:
        at = change.first_at
        yield at, 3, Evidence(at=at, item=change.pull_request)
    yield _of(change, 3)


def _of(entry: Entry, weight: int = 0) -> _Witness:
    beside = None
    if isinstance(entry, LinkedChange):
        beside = entry.pull_request
    if isinstance(entry, ReleaseEntry):
        beside = entry.release
    at = entry.happened_at
    return at, weight, Evidence(at=at, fact=entry.fact, item=beside)


def _order(witness: _Witness) -> tuple[datetime, int, str, str]:
    at, weight, told = witness
    return at, weight, told.fact or "", told.item.id if told.item else ""
