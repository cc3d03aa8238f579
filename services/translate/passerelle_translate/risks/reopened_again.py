"""Work that was finished and taken up again, more than once.

Why it matters: what comes back again and again was never finished; each time it was
counted as done, and whoever relied on it was told so.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from passerelle_schemas.business import RiskEpisode, RiskKind, Severity, Stage
from passerelle_translate.histories import days_after
from passerelle_translate.periods import Period
from passerelle_translate.risks.situation import Situation

_DONE = frozenset({Stage.FINISHED, Stage.AVAILABLE})
_OPEN = frozenset({Stage.PLANNED, Stage.STARTED, Stage.IN_REVIEW})
_TWICE = 2
_BY_MISTAKE = timedelta(hours=1)
"""Closed by a slip of the hand, and opened at once: it was never finished."""


def reopened_again(situation: Situation) -> Iterator[RiskEpisode]:
    """Yield an episode from each reopening that is one too many, while work is open.

    The tracker's own status counts, and none of what stood for less than an hour. An
    episode ends when the work is finished, dropped or removed, or when so many
    reopenings no longer lie within the limit's days.
    """
    limits = situation.limits
    reopened = list(_reopened(situation))
    for number, taken_up in enumerate(reopened):
        counted = [
            one.start
            for one in reopened[: number + 1]
            if days_after(one.start, limits.reopened_within_days) > taken_up.start
        ]
        if len(counted) < limits.reopened_times:
            continue
        oldest = counted[-limits.reopened_times]
        within = Period(taken_up.start, days_after(oldest, limits.reopened_within_days))
        held = within.within(taken_up) or taken_up
        yield RiskEpisode(
            kind=RiskKind.REOPENED_AGAIN,
            severity=_severity(counted, limits.reopened_times),
            since=held.start,
            until=held.end,
            learned_at=situation.learned_claim(taken_up.start),
            days=limits.reopened_within_days,
            limit="reopened_times",
            evidence=tuple(situation.witnesses.by(at) for at in counted),
        )


def _reopened(situation: Situation) -> Iterator[Period]:
    """Yield each time of open work that followed a finish."""
    if sum(claim.stage in _DONE for claim in situation.claims) < _TWICE:
        return  # most work is finished once, and costs nothing here
    begins = {period.start: period for period in situation.while_said(_OPEN)}
    for done in situation.while_said(_DONE):
        if done.end is None or done.end - done.start < _BY_MISTAKE:
            continue
        if (again := begins.get(done.end)) is not None:
            yield again


def _severity(counted: Sequence[datetime], times: int) -> Severity:
    """Low, since no date is in danger by it alone; medium when it comes back again."""
    return Severity.MEDIUM if len(counted) > times else Severity.LOW
