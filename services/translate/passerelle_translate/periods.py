"""Stretches of time, and what two of them have in common."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

P = TypeVar("P", bound="Period")
H = TypeVar("H", bound=Hashable)


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


def common(period: Period, others: Sequence[Period]) -> Iterator[Period]:
    """Yield the parts of *period* that lie in one of *others*.

    *others* are in order and do not overlap, so that a long history costs little.
    """
    first = bisect_left(others, period.start, key=lambda other: other.start)
    for number in range(max(first - 1, 0), len(others)):
        other = others[number]
        if period.end is not None and other.start >= period.end:
            return
        if (part := period.within(other)) is not None:
            yield part


def united(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Say when any of *periods* holds: in order, and without overlap."""
    joined: list[Period] = []
    for period in sorted(periods, key=lambda one: one.start):
        last = joined[-1] if joined else None
        if last is None or (last.end is not None and last.end < period.start):
            joined.append(period)
            continue
        ends = (last.end, period.end)
        end = None if None in ends else max(e for e in ends if e is not None)
        joined[-1] = Period(last.start, end)
    return tuple(joined)


def outside(period: Period, others: Sequence[Period]) -> Iterator[Period]:
    """Yield the parts of *period* in none of *others*, which are `united`."""
    start = period.start
    for other in common(period, others):
        if start < other.start:
            yield Period(start, other.start)
        if other.end is None:
            return
        start = other.end
    if period.end is None or start < period.end:
        yield Period(start, period.end)


def spent(
    entries: Iterable[tuple[datetime, H]],
    wanted: frozenset[H],
    gone: datetime | None,
) -> Iterator[Period]:
    """Yield the periods in *wanted* stages; none begins once the item is *gone*.

    Each of *entries* is the instant at which a stage was reached, in order.
    """
    start: datetime | None = None
    for at, stage in entries:
        if gone is not None and at >= gone:
            break
        if stage in wanted and start is None:
            start = at
        elif stage not in wanted and start is not None:
            yield Period(start, at)
            start = None
    if start is not None:
        yield Period(start, gone)


class Holding(Generic[H]):
    """What holds at instants that are asked for in order, each period looked at once.

    Asking every period at every instant costs a history of n changes n² steps; a bot
    that flips a status all day would then stand the whole stream still.
    """

    def __init__(self, periods: Iterable[P], named: Callable[[P], H]) -> None:
        edges: list[tuple[datetime, int, H]] = []
        for period in periods:
            if period.end is None or period.start < period.end:
                edges.append((period.start, 1, named(period)))
                if period.end is not None:
                    edges.append((period.end, -1, named(period)))
        self._edges = sorted(edges, key=lambda edge: edge[0])
        self._passed = 0
        self._open: Counter[H] = Counter()
        self._holds: frozenset[H] = frozenset()

    def at(self, instant: datetime) -> frozenset[H]:
        """Say what holds at *instant*, which is not before the one asked for last."""
        passed = self._passed
        while passed < len(self._edges) and self._edges[passed][0] <= instant:
            _, more, name = self._edges[passed]
            self._open[name] += more
            passed += 1
        if passed > self._passed:
            self._passed = passed
            open_ = self._open.items()
            self._holds = frozenset(name for name, count in open_ if count > 0)
        return self._holds
