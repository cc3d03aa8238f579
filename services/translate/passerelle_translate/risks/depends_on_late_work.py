"""An objective waits for work of another department, and that work is late.

Why it matters: no effort of its own brings it nearer, and each of the two departments
sees only its half.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from passerelle_schemas.business import Evidence, ObjectiveRisk, RiskKind, Severity
from passerelle_translate.histories import days_after
from passerelle_translate.objectives.situation import ObjectiveSituation, Wait
from passerelle_translate.objectives.tallies import Episode, Held, episodes, tallied
from passerelle_translate.periods import Period, common, united

LATE = frozenset(
    {
        RiskKind.PROMISE_MOVED,
        RiskKind.PROMISE_PASSED,
        RiskKind.STALLED,
        RiskKind.BLOCKED,
    }
)
"""What of the other work makes it late, still or blocked."""


def depends_on_late_work(situation: ObjectiveSituation) -> Iterator[ObjectiveRisk]:
    """Yield an episode for each department while open work waits for its late work.

    Both are open, and the other is late, still or blocked, for more than the limit's
    days. The figures count what is waited for, and the tasks that wait.
    """
    by_department: defaultdict[str, list[Wait]] = defaultdict(list)
    for wait in situation.waits:
        if wait.other.department:
            by_department[wait.other.department].append(wait)
    for department, waits in sorted(by_department.items()):
        times = {wait: _times(wait, situation) for wait in waits}
        for episode in episodes(_held(times), situation.zone):
            yield _told(situation, department, times, episode)


def _times(wait: Wait, situation: ObjectiveSituation) -> tuple[Period, ...]:
    """Say when it waits for late work, once that has lasted longer than the limit.

    When the link was made is not known: it is the lateness that is measured.
    """
    late = [
        both
        for held in wait.other.troubled(LATE)
        for still in common(held, wait.other.open)
        for both in common(still, wait.item.open)
    ]
    days = situation.limits.depends_late_days
    return tuple(
        told
        for period in united(late)
        if (told := Period(days_after(period.start, days)).within(period))
    )


def _held(times: dict[Wait, tuple[Period, ...]]) -> Iterator[Held]:
    """Yield what is waited for, and by how many."""
    others: defaultdict[str, list[Period]] = defaultdict(list)
    items: defaultdict[str, list[Period]] = defaultdict(list)
    for wait, periods in times.items():
        others[wait.other.id] += periods
        items[wait.item.id] += periods
    counted = {
        "others": [p for found in others.values() for p in united(found)],
        "items": [p for found in items.values() for p in united(found)],
    }
    for stretch in tallied(counted):
        if stretch.counts["others"]:
            yield Held(
                stretch.period, stretch.counts["others"], stretch.counts["items"]
            )


def _told(
    situation: ObjectiveSituation,
    department: str,
    times: dict[Wait, tuple[Period, ...]],
    episode: Episode,
) -> ObjectiveRisk:
    waits = [
        wait
        for wait, periods in times.items()
        if any(period.within(episode.period) for period in periods)
    ]
    evidence = _evidence(waits, episode.period.start)
    return ObjectiveRisk(
        kind=RiskKind.DEPENDS_ON_LATE_WORK,
        severity=Severity.MEDIUM if situation.promises else Severity.LOW,
        since=episode.period.start,
        until=episode.period.end,
        learned_at=max(max(w.item.learned_at, w.other.learned_at) for w in waits),
        days=situation.limits.depends_late_days,
        limit="depends_late_days",
        evidence=evidence,
        figures=episode.figures,
        waits_for=department,
    )


def _evidence(waits: Sequence[Wait], since: datetime) -> tuple[Evidence, ...]:
    """Say each item that waits and each that it waits for, with what makes it late."""
    told = {
        (wait.other.id, wait.other.key): Evidence(
            at=_late_since(wait, since), item=wait.other.ref
        )
        for wait in waits
    }
    told |= {
        (wait.item.id, wait.item.key): Evidence(
            at=wait.item.created_at, item=wait.item.ref
        )
        for wait in waits
    }
    ordered = sorted(told.items(), key=lambda one: (one[1].at, one[0]))
    return tuple(next(group)[1] for _, group in groupby(ordered, lambda one: one[0]))


def _late_since(wait: Wait, since: datetime) -> datetime:
    begins = [risk.since for risk in wait.other.risks if risk.kind in LATE]
    return max((at for at in begins if at <= since), default=min(begins))
