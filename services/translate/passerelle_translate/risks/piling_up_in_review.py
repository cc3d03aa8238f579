"""Work that is being reviewed for too long, though something moves.

Why it matters: it is written and serves nobody, it ages, and everything that is written
meanwhile has to be fitted to it.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from passerelle_schemas.business import RiskEpisode, RiskKind, Severity, Stage
from passerelle_translate.histories import day_over, days_after
from passerelle_translate.periods import Period, outside
from passerelle_translate.risks.silences import silences
from passerelle_translate.risks.situation import Situation

_BEGUN = frozenset({Stage.STARTED, Stage.IN_REVIEW})


def piling_up_in_review(situation: Situation) -> Iterator[RiskEpisode]:
    """Yield an episode for each time in review that is longer than the limit.

    It begins with the first move beyond the limit. A silence that `stalled` tells is
    no part of it: the time is counted anew once something moves again. Beyond twice the
    limit a second episode, of medium severity, takes the place of the first.
    """
    if situation.gathers:
        return  # an epic is in review while one of its parts is
    days = situation.limits.review_days
    reviews = [
        period
        for period in situation.while_in({Stage.IN_REVIEW})
        if period.end is None or period.end > days_after(period.start, days)
    ]
    for moving in _moving(situation, reviews):
        limit, twice = (days_after(moving.start, days * n) for n in (1, 2))
        moved = _moved_after(situation, limit, moving)
        if moved is None:
            continue
        for part, severity in (
            (Period(limit, twice), Severity.LOW),
            (Period(twice), Severity.MEDIUM),
        ):
            if (held := part.within(moved)) is None:
                continue
            yield RiskEpisode(
                kind=RiskKind.PILING_UP_IN_REVIEW,
                severity=severity,
                since=held.start,
                until=held.end,
                learned_at=situation.learned(moving.start),
                days=days,
                limit="review_days",
                evidence=tuple(
                    situation.witnesses.by(at)
                    for at in (moving.start, day_over(moved.start))
                ),
            )


def _moved_after(
    situation: Situation, limit: datetime, moving: Period
) -> Period | None:
    """Say the part of *moving* from its first move beyond *limit*, if there is one.

    The day on which the review ends is none: what ends it moves too.
    """
    days = (day for day in situation.touched if day > limit.astimezone(UTC).date())
    first = min(days, default=None)
    if first is None:
        return None
    dawn = datetime.combine(first, time(), UTC)
    return Period(dawn).within(moving) if _before(first, moving.end) else None


def _before(day: date, end: datetime | None) -> bool:
    return end is None or day < end.astimezone(UTC).date()


def _moving(situation: Situation, reviews: Sequence[Period]) -> Iterator[Period]:
    """Yield the times in review without a silence that is a risk of its own."""
    told = [one.period for one in silences(situation, _BEGUN)] if reviews else []
    for period in reviews:
        yield from outside(period, told)
