"""Waits of several workers for one limit: an instant counts once. Pure.

Each worker counts its own waits; what it cannot know is that another one waited at the
same time.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from passerelle_ingest.budget import MOST_SPANS
from passerelle_ingest.tally import MOST_DAYS
from passerelle_schemas.health import Span

HELD = "held"
"""In place of a reason: for any reason of the tracker."""


def kept(spans: Iterable[Span], now: datetime) -> tuple[Span, ...]:
    """The longest of the last days, oldest first: those that matter most."""
    begin = now - timedelta(days=MOST_DAYS)
    lately = (one for one in spans if one.end > begin)
    longest = sorted(lately, key=_length, reverse=True)[:MOST_SPANS]
    return tuple(sorted(longest, key=_order))


def doubled(spans: Iterable[Span]) -> Iterator[tuple[Span, float]]:
    """Each wait that began within others, with the seconds that they had already."""
    covered: datetime | None = None
    for one in sorted(spans, key=_order):
        if covered is not None and one.begin < covered:
            yield one, max(0.0, (min(one.end, covered) - one.begin).total_seconds())
        covered = max(covered or one.end, one.end)


def seconds(spans: Iterable[Span]) -> float:
    """How many seconds were counted more than once."""
    return sum(more for _, more in doubled(spans))


def times(spans: Iterable[Span]) -> int:
    """How many waits were, for the most part, others that are counted."""
    return sum(more > _length(one) / 2 for one, more in doubled(spans))


def by_day(spans: Iterable[Span]) -> dict[date, float]:
    """How many seconds were counted more than once, by the day the wait began."""
    found: dict[date, float] = defaultdict(float)
    for one, more in doubled(spans):
        found[one.begin.date()] += more
    return found


def _length(one: Span) -> float:
    return (one.end - one.begin).total_seconds()


def _order(one: Span) -> tuple[datetime, datetime]:
    return one.begin, one.end
