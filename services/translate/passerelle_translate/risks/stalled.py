"""Work that was begun, and that nothing has moved for too long.

Why it matters: begun work that stands still is paid for and delivers nothing, and a
status that says "in progress" hides it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from passerelle_schemas.business import RiskEpisode, RiskKind, Severity, Stage
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
    for period in situation.while_in(_BEGUN):
        yield from _silences(situation, period)


def _silences(situation: Situation, period: Period) -> Iterator[RiskEpisode]:
    days = situation.limits.stalled_after_days
    moved = _moves(situation, period)
    last = max(moved)
    for before, after in [*pairwise(sorted(moved)), (last, None)]:
        since = before + timedelta(days=1 + days)
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
            )


def _moves(situation: Situation, period: Period) -> dict[datetime, datetime]:
    """Say the days of *period*, as their first instant, on which something moved."""
    moves = {
        _dawn(reached.at): reached.learned_at
        for reached in situation.stages
        if period.holds(reached.at)
    }
    for day, learned_at in situation.touched.items():
        dawn = datetime.combine(day, time(), UTC)
        if dawn >= _dawn(period.start) and (period.end is None or dawn < period.end):
            moves.setdefault(dawn, learned_at)
    return moves


def _dawn(instant: datetime) -> datetime:
    return datetime.combine(instant.astimezone(UTC).date(), time(), UTC)
