"""Times in which nothing moved an item for longer than the limit."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice, pairwise, takewhile

from passerelle_schemas.business import Evidence, Stage
from passerelle_translate.histories import day_over, days_after
from passerelle_translate.periods import Period
from passerelle_translate.risks.situation import Situation


@dataclass(frozen=True, slots=True)
class Silence:
    """From the limit until something moves or the stage is left."""

    period: Period
    learned_at: datetime
    moved_last: datetime
    """The last instant of the day on which something moved last."""

    def evidence(self, situation: Situation) -> Evidence:
        """Say what moved it last."""
        return situation.witnesses.by(self.moved_last)


def silences(situation: Situation, stages: Iterable[Stage]) -> Iterator[Silence]:
    """Yield each silence longer than `stalled_after_days` while in *stages*, in order.

    Days are UTC days; a silence begins after the last day on which something moved (or
    on which the stages were reached), and ends with the next such day or with them.
    """
    touched = sorted(situation.touched)
    for period in situation.while_in(stages):
        yield from _silences(situation, touched, period)


def _silences(
    situation: Situation, touched: Sequence[date], period: Period
) -> Iterator[Silence]:
    days = situation.limits.stalled_after_days
    moved = _moves(situation, touched, period)
    last = max(moved)
    for before, after in [*pairwise(sorted(moved)), (last, None)]:
        since = days_after(before, 1 + days)
        silence = Period(since, after)
        begun = silence.within(period) if after is None or since < after else None
        if begun is not None:
            yield Silence(begun, moved[before], day_over(before))


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
