"""Better or worse than last week: one measure, one verdict for the whole."""

from collections.abc import Sequence

from passerelle_report.contents import Comparison, Objective, Shift, Status, Trend
from passerelle_report.status import WORST_FIRST

NOTICEABLE_DAYS = 3
"""A range drawn anew wavers by a day or two; that is no news."""


def compare(
    objectives: Sequence[Objective], now: Status, before: Status | None
) -> Comparison:
    """Set the week against the one before; first when nothing was known then."""
    if before is None:
        return Comparison(trend=Trend.FIRST)
    lost = [o for o in objectives if _change(o) < 0]
    gained = [o for o in objectives if _change(o) > 0]
    trend = _trend(_steps(before, now) or len(gained) * (not lost) - len(lost))
    return Comparison(
        trend=trend,
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
    if objective.status_before is not None:
        steps = _steps(objective.status_before, objective.status)
        if steps:
            return steps
    shift = objective.shift_days or 0
    return -shift if abs(shift) >= NOTICEABLE_DAYS else 0


def _steps(before: Status, now: Status) -> int:
    return WORST_FIRST.index(now) - WORST_FIRST.index(before)


def _trend(sign: int) -> Trend:
    if sign == 0:
        return Trend.SAME
    return Trend.BETTER if sign > 0 else Trend.WORSE
