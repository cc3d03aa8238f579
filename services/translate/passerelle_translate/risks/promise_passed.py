"""A promised day ended without the work being finished.

Why it matters: a day that passes in silence costs more trust than a day that is moved.
"""

from collections.abc import Iterator

from passerelle_schemas.business import RiskEpisode, RiskKind, Severity
from passerelle_translate.histories import day_ended
from passerelle_translate.periods import Period, common
from passerelle_translate.risks.situation import Situation


def promise_passed(situation: Situation) -> Iterator[RiskEpisode]:
    """Yield an episode from the end of each promised day, while work is open.

    The day ends at midnight in the company's time zone. It may lie in the future: the
    episode then has not come yet, which only a reader with a clock can tell.
    """
    promised = list(situation.while_promised())
    undone = list(situation.while_open())
    first = promised[0][0].due if promised else None
    for promise, period in promised:
        if promise.due is None:
            continue
        late = Period(day_ended(promise.due, situation.zone))
        missed = late.within(period)
        for held in common(missed, undone) if missed else ():
            yield RiskEpisode(
                kind=RiskKind.PROMISE_PASSED,
                severity=Severity.HIGH,
                since=held.start,
                until=held.end,
                learned_at=promise.learned_at,
                was=first,
                now=promise.due,
                evidence=(situation.said(promise),),
            )
