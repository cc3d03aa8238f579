"""The ledger: every date that was given, and what became of it.

The first date never disappears. A promise counts as kept when the work was finished
on or before its *first* date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from passerelle_report.contents import (
    DateSaid,
    Mark,
    Outcome,
    Promise,
    Subject,
    Words,
)
from passerelle_report.known import KnownItem
from passerelle_report.week import Week


@dataclass(frozen=True, slots=True)
class Given:
    """The dates that were given for one piece of work, and how that work stands."""

    id: str
    subject: Subject
    words: Words
    dates: tuple[DateSaid, ...]
    done_on: date | None
    usable: bool
    dropped_on: date | None
    gone_on: date | None


def given_by(
    known: KnownItem, subject: Subject, words: Words, zone: ZoneInfo
) -> Given | None:
    """Say which dates an item gave; None when it gave none."""
    dates = tuple(
        DateSaid(due=promise.due, on=_day(promise.said_at, zone))
        for promise in known.promises
    )
    return given_with(dates, known, subject, words, zone)


def given_with(
    dates: tuple[DateSaid, ...],
    known: KnownItem,
    subject: Subject,
    words: Words,
    zone: ZoneInfo,
) -> Given | None:
    """Say that these dates were given, and how the work of an item stands."""
    if not any(said.due for said in dates):
        return None
    removed = known.item.removed_at if known.gone else None
    return Given(
        id=known.item.id,
        subject=subject,
        words=words,
        dates=dates,
        done_on=_day(known.done_at, zone) if known.done_at else None,
        usable=known.usable_at is not None,
        dropped_on=_day(known.dropped_at, zone) if known.dropped_at else None,
        gone_on=_day(removed, zone) if removed else None,
    )


def promise(given: Given, week: Week) -> Promise:
    """Say what became of a promise by the end of *week*."""
    dues = [said.due for said in given.dates if said.due]
    first, latest = dues[0], dues[-1]
    moves = [b for a, b in pairwise(dues) if b > a]
    outcome, on = _outcome(given, first, latest, len(moves), week)
    early = _too_early_to_tell(outcome, first, week)
    moved = _moved_in(given.dates, week)
    newest = moved[-1] if moved else None
    return Promise(
        id=given.id,
        subject=given.subject,
        words=given.words,
        first=first,
        latest=latest,
        earlier=tuple(sorted(set(dues) - {latest})),
        postponed=len(moves),
        moved_this_week=bool(moved),
        moved_on=newest[1].on if newest else None,
        moved_from=newest[0].due if newest else None,
        outcome=outcome,
        mark=Mark.OPEN if early else _mark(outcome),
        on=on,
        days=_days(outcome, first, latest, on, week),
        usable=given.usable and outcome in {Outcome.KEPT, Outcome.LATE},
        settled=None if early else _settled(outcome, first, on),
    )


def _outcome(
    given: Given, first: date, latest: date, moves: int, week: Week
) -> tuple[Outcome, date | None]:
    """What became of it, and the day on which that happened."""
    if over := _over(given, first):
        return over
    if latest <= week.last_day:
        return Outcome.PASSED, None
    if first <= week.last_day:
        return Outcome.POSTPONED_PAST, None
    return (Outcome.POSTPONED if moves else Outcome.NOT_DUE), None


def _over(given: Given, first: date) -> tuple[Outcome, date] | None:
    """What ended the promise, if anything did."""
    if given.done_on:
        kept = given.done_on <= first
        return (Outcome.KEPT if kept else Outcome.LATE), given.done_on
    if given.gone_on:
        return Outcome.GONE, given.gone_on
    if given.dropped_on:
        return Outcome.DROPPED, given.dropped_on
    taken_back = given.dates[-1]
    if taken_back.due is None and taken_back.on:
        return Outcome.TAKEN_BACK, taken_back.on
    return None


_OPEN = frozenset({Outcome.POSTPONED, Outcome.NOT_DUE})
STANDING = _OPEN | {Outcome.POSTPONED_PAST}
"""Outcomes of a promise whose latest date is to come."""


def _mark(outcome: Outcome) -> Mark:
    if outcome is Outcome.KEPT:
        return Mark.KEPT
    return Mark.OPEN if outcome in _OPEN else Mark.MISSED


def _too_early_to_tell(outcome: Outcome, first: date, week: Week) -> bool:
    """Whether a date passed that was brought forward, and the first is still ahead."""
    return outcome is Outcome.PASSED and first > week.last_day


def _days(
    outcome: Outcome, first: date, latest: date, on: date | None, week: Week
) -> int:
    if outcome in {Outcome.KEPT, Outcome.LATE} and on:
        return (on - first).days
    if outcome is Outcome.PASSED:
        return (week.last_day - (first if first <= week.last_day else latest)).days
    return (latest - first).days


def _settled(outcome: Outcome, first: date, on: date | None) -> date | None:
    """The first date, or the day on which the promise ended when that came before."""
    if outcome in _OPEN:
        return None
    return min(first, on) if on else first


def _moved_in(dates: Sequence[DateSaid], week: Week) -> list[tuple[DateSaid, DateSaid]]:
    """The dates that were changed (not given for the first time) in the week."""
    return [
        (was, now)
        for was, now in pairwise(dates)
        if now.on and week.monday <= now.on <= week.sunday and was.due != now.due
    ]


def _day(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()
