"""The order of changes that a tracker dates to one instant.

GitHub tells seconds, and Jira changes several things at once: what was before and what
came after says which of them was first, where the time does not.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Protocol, TypeVar

from passerelle_schemas.work import DueEntry, StatusEntry


class _Change(Protocol):
    """An entry of a timeline."""

    @property
    def happened_at(self) -> Any: ...  # noqa: ANN401 - compared, never looked into

    @property
    def change(self) -> str: ...

    @property
    def was(self) -> Any: ...  # noqa: ANN401 - a status, a day

    @property
    def now(self) -> Any: ...  # noqa: ANN401 - the same


C = TypeVar("C", bound=_Change)
_LONGEST = 50
"""More in one instant is a flood: its order says nothing, and finding it takes long."""
Named = Callable[[Any], Hashable]


def statuses_in_order(entries: Sequence[StatusEntry]) -> tuple[StatusEntry, ...]:
    """Order changes of status, which come in the order of their instants."""
    return tuple(_ordered(entries, lambda status: status and status.id))


def days_in_order(entries: Sequence[DueEntry]) -> tuple[DueEntry, ...]:
    """Order changes of the promised day, which come in the order of their instants."""
    return tuple(_ordered(entries, lambda day: day))


def _ordered(entries: Sequence[C], named: Named) -> Iterator[C]:
    before: C | None = None
    for _, at_once in groupby(entries, key=lambda entry: entry.happened_at):
        for entry in _chained(before, at_once, named):
            yield entry
            before = entry


def _chained(before: C | None, at_once: Iterable[C], named: Named) -> Iterator[C]:
    """Yield each after the one that leads to it; else by the tracker's numbers."""
    waiting = list(at_once)
    if len(waiting) == 1:  # almost always, and there are many
        yield waiting[0]
        return
    waiting.sort(key=lambda entry: (len(entry.change), entry.change))
    if len(waiting) > _LONGEST:
        yield from waiting
        return
    while waiting:
        follows = [e for e in waiting if before and named(e.was) == named(before.now)]
        led_to = {named(entry.now) for entry in waiting}
        begins = [e for e in waiting if named(e.was) not in led_to]
        before = (follows or begins or waiting)[0]
        waiting.remove(before)
        yield before
