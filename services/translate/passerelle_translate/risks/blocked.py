"""Work that cannot go on, as a sign says that the rule set names.

Why it matters: whoever is blocked waits for somebody else, and often nobody who could
help knows of it.
"""

from collections.abc import Iterator

from passerelle_schemas.business import Evidence, RiskEpisode, RiskKind, Severity, Stage
from passerelle_translate.histories import days_after
from passerelle_translate.periods import Period, common, united
from passerelle_translate.risks.situation import Situation

_OPEN = frozenset({Stage.PLANNED, Stage.STARTED, Stage.IN_REVIEW})


def blocked(situation: Situation) -> Iterator[RiskEpisode]:
    """Yield an episode for each time that open work is said to be blocked for too long.

    Signs that overlap are one: it counts from the first of them.
    """
    if not situation.blocked:
        return
    days = situation.limits.blocked_days
    undone = tuple(situation.while_open())
    for said in united(situation.blocked):
        first = next(one for one in situation.blocked if one.start == said.start)
        late = Period(days_after(said.start, days))
        told = late.within(said)
        for held in common(told, undone) if told else ():
            by = Evidence(at=first.start, fact=first.fact)
            yield RiskEpisode(
                kind=RiskKind.BLOCKED,
                severity=Severity.MEDIUM,
                since=held.start,
                until=held.end,
                learned_at=first.learned_at,
                days=days,
                limit="blocked_days",
                evidence=(by if by.fact else situation.witnesses.by(first.start),),
            )
