"""Walks a list that is sorted by last update while it changes under our feet.

Page numbers drift: an item that is updated moves to the end, the others move up, and
one of them slips through between two pages. So the next page is asked for by the time
of the last row, a little earlier, and what came twice is left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Row = tuple[str, datetime]
"""The id of an item and its last update."""


@dataclass(slots=True)
class KeySet:
    """Where we are in the list."""

    since: datetime | None
    """The bound to ask with; none for the beginning."""
    margin: timedelta
    """How much earlier than the last row to ask, for bounds that are not exact."""
    seen: set[Row] = field(default_factory=set)

    def fresh(self, rows: Iterable[Row]) -> set[Row]:
        """Return the rows that did not come before, and remember them."""
        new = set(rows) - self.seen
        self.seen |= new
        return new

    def advances(self, rows: Sequence[Row]) -> bool:
        """Move the bound up to the last of *rows*; False when it stands there already.

        False means that more rows share an instant than a page holds: go on by page
        number then.
        """
        bound = rows[-1][1] - self.margin if rows else None
        if bound is None or (self.since is not None and bound <= self.since):
            return False
        self.since = bound
        self.seen = {row for row in self.seen if row[1] >= bound}
        return True
