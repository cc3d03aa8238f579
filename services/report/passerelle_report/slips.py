"""Which promises slipped, each in its own way, by its days since the first date."""

from collections.abc import Sequence
from datetime import date

from passerelle_report.contents import Objective, Outcome, Promise, Slip, SlipKind
from passerelle_report.week import Week

SHOWN = 6
_ENDED = {
    Outcome.DROPPED: SlipKind.DROPPED,
    Outcome.TAKEN_BACK: SlipKind.TAKEN_BACK,
    Outcome.GONE: SlipKind.GONE,
}
_POSTPONED = frozenset({Outcome.POSTPONED, Outcome.POSTPONED_PAST})
_STANDING = frozenset({*_POSTPONED, Outcome.NOT_DUE, Outcome.PASSED})


def slips(
    promises: Sequence[Promise],
    objectives: Sequence[Objective],
    about: str | None,
    week: Week,
) -> tuple[tuple[Slip, ...], int]:
    """List every slip, the most days first, those without days last; count the rest.

    The objective that the headline is *about* comes before all. What happened this
    week is never left out for what happened before.
    """
    outlooks = {o.promise.id: o for o in objectives if o.promise}
    told = {p.id: p for p in promises}
    found = [slip for p in promises if (slip := _slip(p, outlooks.get(p.id), week))]
    headline = {o.promise.id for o in objectives if o.promise and o.subject.id == about}

    def rank(slip: Slip) -> tuple[bool, int, str]:
        return slip.promise not in headline, -slip.low, slip.promise

    found.sort(key=lambda s: (not _fresh(told[s.promise], week), *rank(s)))
    shown = sorted(found[:SHOWN], key=rank)
    return tuple(shown), len(found) - len(shown)


def _slip(told: Promise, objective: Objective | None, week: Week) -> Slip | None:
    """How a promise slipped; None when it did not, or ended before this week."""
    if ended := _ENDED.get(told.outcome):
        fresh = _within(told.on, week)
        return Slip(promise=told.id, kind=ended, refs=told.refs) if fresh else None
    if objective and (slip := _expected(told, objective, week)):
        return slip
    kind = _kind(told, week)
    if kind is None or (told.days < 1 and kind is not SlipKind.PASSED):
        return None
    return Slip(promise=told.id, kind=kind, low=told.days, refs=told.refs)


def _expected(told: Promise, objective: Objective, week: Week) -> Slip | None:
    """By how much the forecast lies after the promise, where it does."""
    given = objective.forecast
    if not given or told.outcome not in _STANDING:
        return None
    if given.range.expected <= max(told.latest, told.first, week.last_day):
        return None
    return Slip(
        promise=told.id,
        kind=SlipKind.EXPECTED,
        low=(given.range.expected - told.first).days,
        high=(given.range.cautious - told.first).days,
        if_resumed=objective.still_days > 0,
        refs=told.refs,
    )


def _kind(told: Promise, week: Week) -> SlipKind | None:
    if told.outcome is Outcome.PASSED:
        return SlipKind.PASSED
    if told.outcome in _POSTPONED:
        return SlipKind.POSTPONED
    late_now = told.outcome is Outcome.LATE and _within(told.on, week)
    return SlipKind.LATE if late_now else None


def _fresh(told: Promise, week: Week) -> bool:
    """Whether it slipped in this very week."""
    passed_now = told.outcome is Outcome.PASSED and _within(told.latest, week)
    return told.moved_this_week or _within(told.on, week) or passed_now


def _within(day: date | None, week: Week) -> bool:
    return day is not None and week.monday <= day <= week.sunday
