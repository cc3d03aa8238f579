"""The days that something was due, out of its changes and of what readings showed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from passerelle_schemas.business import PromisedDate
from passerelle_schemas.facts import Ancestor
from passerelle_schemas.identity import FactId
from passerelle_schemas.work import DueEntry, Shown, WorkItem
from passerelle_translate.chains import days_in_order
from passerelle_translate.histories import sightings_of
from passerelle_translate.milestone_days import day_of, due_entry


@dataclass(frozen=True, slots=True)
class DayShown:
    """A day that a reading showed; the first that did."""

    day: date | None
    at: datetime
    learned_at: datetime
    fact: FactId | None


@dataclass(frozen=True, slots=True)
class DueTold:
    """All that was told of the day that something is due."""

    created_at: datetime
    learned_at: datetime
    moves: Sequence[DueEntry]
    shown: Sequence[DayShown]
    now: DayShown | None
    """What the newest snapshot shows; None where none is at hand."""


def told_of(item: WorkItem) -> DueTold | None:
    """Say what was told of an item's own due date; None before it was observed."""
    read = item.observed
    if read is None:
        return None
    return DueTold(
        created_at=read.snapshot.created_at,
        learned_at=item.learned_at,
        moves=item.due_dates,
        shown=[
            DayShown(day_of(s.value), s.happened_at, s.learned_at, s.fact)
            for s in sightings_of(item, Shown.DUE)
        ],
        now=DayShown(read.snapshot.due, read.happened_at, read.learned_at, read.fact),
    )


def told_by(ancestor: Ancestor) -> DueTold | None:
    """Say what a milestone told of its day to what is planned for it.

    Its newest snapshot is left out: which one was heard differs from run to run.
    """
    if ancestor.snapshot is None or not ancestor.days:
        return None
    days = ancestor.days
    return DueTold(
        created_at=ancestor.snapshot.created_at,
        learned_at=min(day.learned_at for day in days),
        moves=[due_entry(day) for day in days if day.change and day.fact],
        shown=[
            DayShown(day.day, day.happened_at, day.learned_at, day.fact)
            for day in days
            if not day.change
        ],
        now=None,
    )


def days_said(told: DueTold) -> tuple[PromisedDate, ...]:
    """Say every day that was promised, the first one first.

    What the first change says was before is taken as said at creation, unless a
    snapshot before it showed another day; so is the day of a snapshot that no change
    precedes. Days that only a snapshot showed count from the first time that one did.
    """
    moves = days_in_order(told.moves)
    said = [
        _promised(e.now, max(e.happened_at, told.created_at), e.learned_at, e.fact)
        for e in moves
    ]
    if moves and (before := moves[0].was):
        at = _first_said(told, before, moves[0].happened_at) or told.created_at
        first = _promised(before, at, told.learned_at, moves[0].fact)
        said.insert(0, first)
    said += _only_shown(told, {promise.due for promise in said})
    said.sort(key=lambda promise: promise.said_at)
    said += _corrected(said, told.now)
    said.sort(key=lambda promise: promise.said_at)
    return tuple(changed(said))


def _promised(
    due: date | None, at: datetime, learned_at: datetime, fact: FactId | None
) -> PromisedDate:
    return PromisedDate(due=due, said_at=at, learned_at=learned_at, said_by=fact)


def _first_said(told: DueTold, day: date, moved_at: datetime) -> datetime | None:
    """Say since when *day* was promised that was moved then; none for ever.

    A milestone of GitHub has no history: where another day was shown before, this one
    came after it, when it was shown first, at the latest when it was moved.
    """
    shown = [s for s in told.shown if s.at < moved_at]
    if all(one.day == day for one in shown):
        return None
    return min((one.at for one in shown if one.day == day), default=moved_at)


def _only_shown(told: DueTold, known: set[date | None]) -> Iterator[PromisedDate]:
    """Yield promised days of snapshots that no change tells."""
    changed_at = [entry.happened_at for entry in told.moves]
    seen = [shown for shown in told.shown if shown.day not in known]
    for number, shown in enumerate(sorted(seen, key=lambda s: s.at)):
        first_word = not changed_at or shown.at < min(changed_at)
        at = told.created_at if number == 0 and first_word else shown.at
        yield _promised(shown.day, at, shown.learned_at, shown.fact)


def _corrected(
    said: list[PromisedDate], now: DayShown | None
) -> Iterator[PromisedDate]:
    """Yield the day of the snapshot where the changes before it say another.

    The field is right against the last change; a change at the same instant, or one
    that comes to that day later, is righter still.
    """
    if now is None:
        return
    earlier = [p.due for p in said if p.said_at < now.at]
    at_once = [p.due for p in said if p.said_at == now.at]
    later = [p.due for p in said if p.said_at > now.at]
    if earlier and earlier[-1] != now.day and not at_once and now.day not in later:
        yield _promised(now.day, now.at, now.learned_at, now.fact)


def changed(said: Iterable[PromisedDate]) -> Iterator[PromisedDate]:
    """Leave out what says the day again that stands; nothing stands at first."""
    before = None
    for promise in said:
        if promise.due != before:
            yield promise
        before = promise.due
