"""The order of the promises, and the share that was kept over twelve weeks."""

from collections.abc import Sequence
from datetime import timedelta

from passerelle_report.contents import (
    Kept,
    KeptWeek,
    Ledger,
    Mark,
    MissedCount,
    Outcome,
    Promise,
)
from passerelle_report.week import Week

WEEKS = 12
SHOWN = 8
"""Rows of the table that page two has room for."""
_SOON = timedelta(weeks=4)


def ledger(promises: Sequence[Promise], week: Week) -> Ledger:
    """Rank *promises*, and count what was kept; a settled one is told for twelve weeks.

    What happened this week is kept first, then what falls due soon, then the rest;
    those that are printed stand by their first date.
    """
    told = [p for p in promises if _told(p, week)]
    ranked = sorted(told, key=lambda p: (_rank(p, week), p.latest, p.first, p.id))
    shown = min(SHOWN, len(ranked))
    head = sorted(ranked[:shown], key=lambda p: (p.first, p.latest, p.id))
    return Ledger(
        promises=(*head, *ranked[shown:]), shown=shown, kept=kept(promises, week)
    )


def kept(promises: Sequence[Promise], week: Week) -> Kept:
    """Count the promises that were settled in the last twelve weeks, and before."""
    weeks = tuple(_settled_in(promises, week.previous(back)) for back in _backwards(0))
    before = [_settled_in(promises, week.previous(back)) for back in _backwards(WEEKS)]
    since = week.previous(WEEKS - 1).monday
    missed = [
        p.outcome
        for p in promises
        if p.mark is Mark.MISSED and p.settled and p.settled >= since
    ]
    return Kept(
        weeks=weeks,
        kept=sum(w.kept for w in weeks),
        due=sum(w.kept + w.missed for w in weeks),
        missed=tuple(
            MissedCount(outcome=outcome, count=missed.count(outcome))
            for outcome in Outcome
            if outcome in missed
        ),
        open=sum(p.mark is Mark.OPEN for p in promises),
        open_postponed=sum(
            p.mark is Mark.OPEN and p.outcome is Outcome.POSTPONED for p in promises
        ),
        kept_before=sum(w.kept for w in before),
        due_before=sum(w.kept + w.missed for w in before),
    )


def _backwards(first: int) -> range:
    return range(first + WEEKS - 1, first - 1, -1)


def _settled_in(promises: Sequence[Promise], week: Week) -> KeptWeek:
    there = [p for p in promises if p.settled and Week.of(p.settled) == week]
    return KeptWeek(
        monday=week.monday,
        kept=sum(p.mark is Mark.KEPT for p in there),
        missed=sum(p.mark is Mark.MISSED for p in there),
    )


def _told(promise: Promise, week: Week) -> bool:
    """Open ones always; settled ones while they stand in the chart, or hurt still."""
    if promise.on is None:
        return True
    oldest = week.previous(WEEKS - 1).monday
    return promise.on >= oldest or bool(promise.settled and promise.settled >= oldest)


def _rank(promise: Promise, week: Week) -> int:
    settled_now = promise.settled and Week.of(promise.settled) == week
    ended_now = promise.on and Week.of(promise.on) == week
    if promise.moved_this_week or settled_now or ended_now:
        return 0
    if promise.on is None and promise.latest <= week.sunday + _SOON:
        return 1
    return 2 if promise.on is None else 3
