"""What a tracker showed at its door of each change of its items, and when first.

A list of what is past already, which the trailing pass of a poll asks for, is the first
to show a change only where every list before was too late. So many items are late.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

TRAILING = timedelta(minutes=1)
"""How far back the trailing pass looks. What lists show is never late by so much."""
UNTIL = timedelta(seconds=12)
"""What is younger, the trailing pass leaves to the poll itself: it overlaps so far."""
_AT_ONCE = timedelta(seconds=1)
"""A change may be dated a little later than it happened, after the one before."""
_TOLD_WITHIN = 1.0
"""Seconds, before which an item that is looked at once more may be told first."""
Change = tuple[str, datetime]
"""The id of an item and its last update."""


class By(Enum):
    """What showed a change first."""

    LIST = auto()
    """Of what is new, or of everything."""
    PAST = auto()
    """A list of what was new a while ago."""
    OLD = auto()
    """A list of what is new for so long that it may be either."""
    ITEM = auto()
    """The item itself."""


@dataclass(slots=True)
class Showings:
    """Of one source."""

    clock: Callable[[], float] = time.monotonic
    _first: dict[Change, tuple[By, float]] = field(default_factory=dict)
    _elsewhere: set[Change] = field(default_factory=set)
    """Shown by a list of what is new sooner or later, or by itself before anybody could
    tell what a list of what is past shows."""
    _spoken: dict[str, datetime] = field(default_factory=dict)
    """When a webhook last spoke of an item, whoever heard it."""

    def show(self, item: str, updated: datetime, by: By) -> None:
        """An item was shown as it was after a change."""
        change, now = (item, updated), self.clock()
        _, first = self._first.setdefault(change, (by, now))
        soon = by is By.ITEM and now - first < _TOLD_WITHIN
        if by in {By.LIST, By.OLD} or soon:
            self._elsewhere.add(change)

    def speak(self, item: str, at: datetime) -> None:
        """A webhook about an item was sent."""
        self._spoken[item] = at

    def late(self, *, calm: bool) -> tuple[int, int]:
        """How many items the trailing pass was the first to tell: least and most.

        At the most each that nothing else showed before; where programs are killed,
        each that no other list showed. At the least those that nothing but such a list
        ever showed, and of which no webhook spoke since.
        """
        first = [by for by, _ in self._first.values()]
        most = len(first) - first.count(By.LIST)
        if not calm:
            return 0, most
        return sum(1 for _ in self._surely_late()), most - first.count(By.ITEM)

    def _surely_late(self) -> Iterator[Change]:
        for change, (by, _) in self._first.items():
            item, updated = change
            spoken = self._spoken.get(item)
            silent = spoken is None or spoken < updated - _AT_ONCE
            if by is By.PAST and silent and change not in self._elsewhere:
                yield change
