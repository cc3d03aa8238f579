"""Work that was begun, and that nothing has moved for too long.

Why it matters: begun work that stands still is paid for and delivers nothing, and a
status that says "in progress" hides it.
"""

from collections.abc import Iterator

from passerelle_schemas.business import RiskEpisode, RiskKind, Severity, Stage
from passerelle_translate.periods import outside, united
from passerelle_translate.risks.silences import silences
from passerelle_translate.risks.situation import Situation

_BEGUN = frozenset({Stage.STARTED, Stage.IN_REVIEW})


def stalled(situation: Situation) -> Iterator[RiskEpisode]:
    """Yield an episode for each silence longer than the limit while work was begun.

    Where a sign says that all is well meanwhile, `declared_against_evidence` tells the
    silence, and `blocked` where one says why: each with more to say of it.
    """
    if situation.gathers:
        return  # its own silence tells nothing: nobody touches an epic day by day
    said = [*situation.while_on_course(), *situation.blocked]
    told = united(said) if said else ()
    for silence in silences(situation, _BEGUN):
        for held in outside(silence.period, told):
            yield RiskEpisode(
                kind=RiskKind.STALLED,
                severity=Severity.MEDIUM,
                since=held.start,
                until=held.end,
                learned_at=silence.learned_at,
                days=situation.limits.stalled_after_days,
                limit="stalled_after_days",
                evidence=(silence.evidence(situation),),
            )
