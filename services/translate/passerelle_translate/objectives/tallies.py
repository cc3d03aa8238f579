"""Counting over time: how many things held when, and when that was a risk."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from passerelle_schemas.business import Figures
from passerelle_translate.periods import Period

AGAIN_WITHIN = timedelta(days=7)
"""A risk that clears and is back by then never went: it is one episode."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which nothing that is counted changed."""

    period: Period
    counts: Counter[str]


def tallied(counted: Mapping[str, Iterable[Period]]) -> Iterator[Stretch]:
    """Yield how many periods of each name held when, in order and without a gap.

    The first stretch begins with the first period; the last has no end.
    """
    edges: list[tuple[datetime, str, int]] = []
    for name, periods in counted.items():
        for period in periods:
            edges.append((period.start, name, 1))
            if period.end is not None:
                edges.append((period.end, name, -1))
    edges.sort(key=lambda edge: edge[0])
    counts: Counter[str] = Counter()
    for number, (at, name, more) in enumerate(edges):
        counts[name] += more
        after = edges[number + 1][0] if number + 1 < len(edges) else None
        if after != at:
            yield Stretch(Period(at, after), counts.copy())


@dataclass(frozen=True, slots=True)
class Held:
    """A time in which a risk holds, with what it counts then."""

    period: Period
    count: int
    total: int = 0


@dataclass(frozen=True, slots=True)
class Episode:
    """A risk held, maybe with breaks of less than a week, and what it counted."""

    period: Period
    figures: tuple[Figures, ...]


def episodes(held: Iterable[Held], zone: ZoneInfo) -> Iterator[Episode]:
    """Join what holds without a break of a week; *held* is in order."""
    joined: list[Held] = []
    for one in held:
        last = joined[-1].period.end if joined else None
        if joined and last is not None and last + AGAIN_WITHIN <= one.period.start:
            yield _episode(joined, zone)
            joined = []
        joined.append(one)
    if joined:
        yield _episode(joined, zone)


def _episode(joined: Sequence[Held], zone: ZoneInfo) -> Episode:
    period = Period(joined[0].period.start, joined[-1].period.end)
    figures: list[Figures] = []
    for one in joined:
        at = one.period.start
        said = Figures(at=at, count=one.count, total=one.total)
        if figures and (figures[-1].count, figures[-1].total) == (one.count, one.total):
            continue
        if figures and _day(figures[-1].at, zone) == _day(at, zone):
            figures[-1] = said.model_copy(update={"at": figures[-1].at})
        else:
            figures.append(said)
    return Episode(period, tuple(figures))


def _day(instant: datetime, zone: ZoneInfo) -> object:
    try:
        return instant.astimezone(zone).date()
    except OverflowError:  # the last day that there is, east of Greenwich
        return instant


def shifted(period: Period, by: timedelta) -> Period:
    """Say *period* as much later."""
    end = None if period.end is None else later(period.end, by)
    return Period(later(period.start, by), end)


def first_of(period: Period, length: timedelta) -> Period:
    """Say the beginning of *period*, *length* long at most."""
    until = later(period.start, length)
    return Period(period.start, until if period.end is None else min(until, period.end))


def later(instant: datetime, by: timedelta) -> datetime:
    """Say the instant *by* later; the last one that there is when that is too far."""
    last = datetime.max.replace(tzinfo=instant.tzinfo)
    return instant + by if last - instant > by else last
