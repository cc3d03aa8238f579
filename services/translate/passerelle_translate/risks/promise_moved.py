"""A promised day moved later than was promised first.

Why it matters: departments plan launches and campaigns around the day they were given
first, and a slip told move by move looks small every time.
"""

from collections.abc import Iterator

from passerelle_schemas.business import RiskEpisode, RiskKind, Severity
from passerelle_translate.periods import common
from passerelle_translate.risks.situation import Situation


def promise_moved(situation: Situation) -> Iterator[RiskEpisode]:
    """Yield an episode from each move beyond what is tolerated, while work is open.

    The slip is counted from the first promised day. An episode ends with the next move,
    or when the item is finished, dropped or removed.
    """
    limits = situation.limits
    promised = list(situation.while_promised())
    undone = list(situation.while_open())
    first = promised[0][0].due if promised else None
    for promise, period in promised:
        if promise.due is None or first is None:
            continue
        slip = (promise.due - first).days
        if slip <= limits.tolerated_slip_days:
            continue
        serious = slip > limits.serious_slip_days
        for held in common(period, undone):
            yield RiskEpisode(
                kind=RiskKind.PROMISE_MOVED,
                severity=Severity.HIGH if serious else Severity.MEDIUM,
                since=held.start,
                until=held.end,
                learned_at=promise.learned_at,
                was=first,
                now=promise.due,
                days=slip,
                limit="serious_slip_days" if serious else "tolerated_slip_days",
                evidence=(situation.said(promised[0][0]), situation.said(promise)),
            )
