"""Up to where a list is with the broker, while what it led to ends in any order. Pure.

The list is walked in order of last change. A checkpoint may stand at the last change
before which nothing is still under way.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(slots=True)
class Frontier:
    """Counts errands in the order in which they were listed."""

    tolerance: timedelta
    """How much earlier than the last row one may stand that follows it."""
    reached: datetime | None = None
    """Every item whose last change was before is acknowledged."""
    ordered: bool = True
    """False once the list was seen not to be in order: nothing can be said then."""
    _listed: int = 0
    _passed: int = 0
    _ended: dict[int, datetime | None] = field(default_factory=dict)

    def begin(self) -> int:
        """Number the next errand of the list."""
        self._listed += 1
        return self._listed - 1

    def end(self, number: int, changes: Iterable[datetime]) -> None:
        """Say that an errand is acknowledged, and when its items changed last."""
        self._ended[number] = max(changes, default=None)
        while self._passed in self._ended:
            change = self._ended.pop(self._passed)
            self._passed += 1
            if change is not None:
                self._pass(change)

    def _pass(self, change: datetime) -> None:
        if self.reached is not None and change < self.reached - self.tolerance:
            self.ordered = False
        self.reached = max(self.reached or change, change)
