"""Which of an item's facts, or which work beside it, a risk can be traced to."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from functools import cached_property
from typing import NamedTuple

from passerelle_schemas.business import Evidence
from passerelle_schemas.facts import Touch
from passerelle_schemas.identity import FactId, ItemRef
from passerelle_schemas.work import Entry, LinkedChange, WorkItem
from passerelle_translate.chains import HEARD
from passerelle_translate.histories import came_to


class _Witness(NamedTuple):
    """Something that happened; in order of time, then of how much it tells."""

    at: datetime
    weight: int
    fact: FactId
    """Empty when only the work beside it is known."""
    beside: str = ""
    item: ItemRef | None = None


class Witnesses:
    """What happened to an item, in order; looked through only where a risk holds."""

    def __init__(self, item: WorkItem) -> None:
        self._item = item

    def by(self, instant: datetime) -> Evidence:
        """Say what moved it last at *instant* or before; else what showed it at all.

        Raises ValueError for an item that nothing ever told of.
        """
        number = bisect_right(self._in_order, instant, key=_at)
        found = self._in_order[max(number - 1, 0)]
        return Evidence(at=found.at, fact=found.fact or None, item=found.item)

    @cached_property
    def _in_order(self) -> list[_Witness]:
        found = sorted(_moves(self._item), key=_order)
        if not found and (shown := self._item.observed):
            found = [_Witness(shown.happened_at, 0, shown.fact)]
        if not found:
            nothing = f"nothing ever told of {self._item.id}"
            raise ValueError(nothing)
        return found


def _moves(item: WorkItem) -> Iterator[_Witness]:
    """Yield all that moves an item: talk does not."""
    for day in item.touched:
        if day.fact and day.touch is not Touch.DISCUSSION:
            dawn = datetime.combine(day.day, time(), UTC)
            yield _Witness(dawn, 0, day.fact)
    for sighting in item.sightings:
        if sighting.fact:
            yield _Witness(sighting.happened_at, 1, sighting.fact)
    yield from _entries(item.due_dates, 2)
    yield from _entries((e for e in item.parents if e.change != HEARD), 2)
    for change in item.changes:
        yield from _change(change)
    for release in item.releases:
        ref = release.release
        yield _Witness(release.happened_at, 4, release.fact, ref.id, ref)
    yield from _entries(item.statuses, 5)


def _entries(entries: Iterable[Entry], weight: int) -> Iterator[_Witness]:
    for entry in entries:
        yield _Witness(entry.happened_at, weight, entry.fact)


def _change(change: LinkedChange) -> Iterator[_Witness]:
    """Yield when it came to a state; only the last time of it has its fact."""
    ref = change.pull_request
    for at, _ in came_to(change):
        fact = change.fact if at == change.happened_at else ""
        yield _Witness(at, 3, fact, ref.id, ref)


def _at(witness: _Witness) -> datetime:
    return witness.at


def _order(witness: _Witness) -> tuple[datetime, int, str, str]:
    return witness[:4]
