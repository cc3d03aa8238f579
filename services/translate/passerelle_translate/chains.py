"""The order of changes that a tracker dates to one instant.

GitHub tells seconds, and Jira changes several things at once: what was before and what
came after says which of them was first, where the time does not.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Protocol, TypeVar

from passerelle_schemas.work import DueEntry, StatusEntry

CREATED = "created"
"""The change of a value that an item had from its creation, as ingest names it."""
HEARD = "heard"
"""The change of parent that a webhook of sub-issues shows without a name of its own.

Later webhooks of the issue leave the parent out, and the timeline, which names the
change, is read by the next poll. Of several the last one counts.
"""


class _Change(Protocol):
    """An entry of a timeline."""

    @property
    def happened_at(self) -> Any: ...  # noqa: ANN401 - compared, never looked into

    @property
    def change(self) -> str: ...

    @property
    def learned_at(self) -> Any: ...  # noqa: ANN401 - compared, never looked into

    @property
    def fact(self) -> str: ...

    @property
    def was(self) -> Any: ...  # noqa: ANN401 - a status, a day

    @property
    def now(self) -> Any: ...  # noqa: ANN401 - the same


C = TypeVar("C", bound=_Change)
_TWO = 2
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
    known = _first_words(entries)
    for _, at_once in groupby(known, key=lambda entry: entry.happened_at):
        for entry in _chained(before, at_once, named):
            yield entry
            before = entry


def _first_words(entries: Sequence[C]) -> Sequence[C]:
    """Leave out what was said later of the value that was there at first.

    A history that lacks a change takes a later value for the first one: whoever looked
    before that change knows better.
    """
    said = [entry for entry in entries if entry.change == CREATED]
    if len(said) < _TWO:
        return entries
    first = min(said, key=lambda entry: (entry.learned_at, entry.fact))
    return [e for e in entries if e.change != CREATED or e is first]


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
