"""Better or worse than last week: one measure, one verdict for the whole."""

from collections.abc import Sequence

from passerelle_report.contents import Comparison, Objective, Shift, Status, Trend
from passerelle_report.status import WORST_FIRST

NOTICEABLE_DAYS = 3
"""A range drawn anew wavers by a day or two; that is no news."""


def compare(
    objectives: Sequence[Objective],
    now: Status,
    before: Status | None,
    about: str | None,
) -> Comparison:
    """Set the week against the one before; first when nothing was known then.

    It is better or worse only where all that moved moved one way, and an objective of
    the headline with it. Without objectives there is nothing to compare. Who postponed
    a promise, or who cannot tell any more, gained nothing by it.
    """
    if not objectives:
        return Comparison(trend=Trend.NOTHING)
    if before is None:
        return Comparison(trend=Trend.FIRST)
    lost = [o for o in objectives if _change(o) < 0]
    gained = [o for o in objectives if _change(o) > 0]
    return Comparison(
        trend=_trend(lost, gained, headlined(objectives, about), _steps(before, now)),
        status_before=before,
        lost=_shifts(lost, 1),
        gained=_shifts(gained, -1),
        objectives=len(objectives),
    )


def _shifts(objectives: Sequence[Objective], sign: int) -> tuple[Shift, ...]:
    """Each with its days in that direction; none told where they went the other way."""
    told = [
        Shift(subject=o.subject, days=max(0, sign * (o.shift_days or 0)))
        for o in objectives
    ]
    return tuple(sorted(told, key=lambda shift: -shift.days))


def _change(objective: Objective) -> int:
    """Below zero when it lost ground, above when it gained some."""
    shift = objective.shift_days or 0
    by_dates = -shift if abs(shift) >= NOTICEABLE_DAYS else 0
    if objective.status_before is None:
        return by_dates
    steps = _steps(objective.status_before, objective.status)
    if steps > 0 and _for_no_good(objective):
        return min(by_dates, 0)
    return steps or by_dates


def _for_no_good(objective: Objective) -> bool:
    """Whether a better word stands for no better work."""
    promise = objective.promise
    postponed = promise is not None and promise.moved_this_week and promise.days > 0
    return postponed or objective.status is Status.CANNOT_TELL


def _steps(before: Status, now: Status) -> int:
    return WORST_FIRST.index(now) - WORST_FIRST.index(before)


def headlined(objectives: Sequence[Objective], about: str | None) -> frozenset[str]:
    """The objectives that the headline speaks of: all of them, or the one it names."""
    if all(o.status is Status.ON_COURSE for o in objectives):
        return frozenset(o.subject.id for o in objectives)
    return frozenset({about} if about else ())


def _trend(
    lost: Sequence[Objective],
    gained: Sequence[Objective],
    headline: frozenset[str],
    steps: int,
) -> Trend:
    """Without any that moved, only a worse status is worse: nothing got better."""
    if not lost and not gained:
        return Trend.WORSE if steps < 0 else Trend.SAME
    moved = {o.subject.id for o in (*lost, *gained)}
    if (lost and gained) or not moved & headline:
        return Trend.MIXED
    return Trend.WORSE if lost else Trend.BETTER
