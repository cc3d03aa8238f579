"""Stretches of time, and what two of them have in common."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Period:
    """From an instant until another, which does not belong to it; or without end."""

    start: datetime
    end: datetime | None = None

    def holds(self, instant: datetime) -> bool:
        """Whether *instant* lies in it."""
        return self.start <= instant and (self.end is None or instant < self.end)

    def within(self, other: "Period") -> "Period | None":
        """Say the part that lies in *other* too, if any."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        return Period(start, end) if end is None or start < end else None


def common(period: Period, others: Iterable[Period]) -> Iterator[Period]:
    """Yield the parts of *period* that lie in one of *others*."""
    for other in others:
        if (part := period.within(other)) is not None:
            yield part
