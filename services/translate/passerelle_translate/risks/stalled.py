"""Work that was begun, and that nothing has moved for too long.

Why it matters: begun work that stands still is paid for and delivers nothing, and a
status that says "in progress" hides it.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import islice, pairwise, takewhile

from passerelle_schemas.business import RiskEpisode, RiskKind, Severity, Stage
from passerelle_translate.histories import day_over, days_after
from passerelle_translate.periods import Period
from passerelle_translate.risks.situation import Situation

_BEGUN = frozenset({Stage.STARTED, Stage.IN_REVIEW})


def stalled(situation: Situation) -> Iterator[RiskEpisode]:
    """Yield an episode for each silence longer than the limit while work was begun.

    Days are UTC days; a silence begins after the last day on which something moved (or
    on which the stage was reached), and ends with the next such day or with the stage.
    An episode begins once the silence has lasted the limit.
    """
    if situation.gathers:
        return  # its own silence tells nothing: nobody touches an epic day by day
    touched = sorted(situation.touched)
    for period in situation.while_in(_BEGUN):
        yield from _silences(situation, touched, period)


def _silences(
    situation: Situation, touched: Sequence[date], period: Period
) -> Iterator[RiskEpisode]:
    days = situation.limits.stalled_after_days
    moved = _moves(situation, touched, period)
    last = max(moved)
    for before, after in [*pairwise(sorted(moved)), (last, None)]:
        since = days_after(before, 1 + days)
        silence = Period(since, after)
        begun = silence.within(period) if after is None or since < after else None
        if begun is not None:
            yield RiskEpisode(
                kind=RiskKind.STALLED,
                severity=Severity.MEDIUM,
                since=begun.start,
                until=begun.end,
                learned_at=moved[before],
                days=days,
                limit="stalled_after_days",
                evidence=(situation.witnesses.by(day_over(before)),),
            )


def _moves(
    situation: Situation, touched: Sequence[date], period: Period
) -> dict[datetime, datetime]:
    """Say the days of *period*, as their first instant, on which something moved.

    *touched* are the touched days in order: a long history is not walked again for
    each of its periods.
    """
    stages = situation.stages
    first = bisect_left(stages, period.start, key=lambda reached: reached.at)
    within = takewhile(lambda r: period.holds(r.at), islice(stages, first, None))
    moves = {_dawn(reached.at): reached.learned_at for reached in within}
    begin = bisect_left(touched, period.start.astimezone(UTC).date())
    for day in islice(touched, begin, None):
        dawn = datetime.combine(day, time(), UTC)
        if period.end is not None and dawn >= period.end:
            break
        moves.setdefault(dawn, situation.touched[day])
    return moves


def _dawn(instant: datetime) -> datetime:
    return datetime.combine(instant.astimezone(UTC).date(), time(), UTC)
