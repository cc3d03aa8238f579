"""The status of an objective: a small, written function of its evidence.

The worst that holds decides, and is the reason that is printed:

1. Behind: the promised day has passed, or it has under 33 chances in 100.
2. At risk: 33 to 84 chances in 100; the date was taken back; the tracker says what the
   tasks deny; or a medium or high risk holds.
3. Cannot tell: the data is too old, nobody ever showed us the item that carries the
   promise, or no forecast can be given.
4. On course: the rest, for which there must be evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from passerelle_report.contents import (
    Chance,
    Forecast,
    Outcome,
    Progress,
    Promise,
    Reason,
    ReasonKind,
    Refusal,
    RefusedBecause,
    Status,
)
from passerelle_report.likelihood import sure_of_missing
from passerelle_schemas.business import RiskKind, Severity, Stage
from passerelle_schemas.rules import Bilingual

ON_COURSE_FROM = 85
BEHIND_UNDER = 33

WORST_FIRST = tuple(Status)
"""Statuses are declared the worst first."""


@dataclass(frozen=True, slots=True)
class HeldRisk:
    """Risks of one kind that hold on an objective's items."""

    kind: RiskKind
    severity: Severity
    count: int
    days: int = 0
    limit: str = ""
    """Which of its limits was passed, where it has several."""
    total: int = 0
    """What it is counted against, of a risk over the whole objective."""
    percent: int = 0
    other: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the status of an objective depends on."""

    progress: Progress
    promise: Promise | None
    carried_by: Stage | None
    """The stage of the item that carries the promise, where one does."""
    outlook: Forecast | Refusal
    risks: tuple[HeldRisk, ...] = ()
    still_days: int = 0
    """Days without progress, once they exceed the limit and work had begun."""
    too_old: bool = False
    never_read: bool = False
    """It is too old because no reading ever came to its end."""
    unseen: bool = False
    """An item is said to carry the promise, and no tracker ever showed it."""


Verdict = tuple[Status, Reason]


def decide_status(evidence: Evidence) -> Verdict:
    """Say the status and its one reason."""
    if settled := _settled(evidence):
        return settled
    return (
        _behind(evidence)
        or _at_risk(evidence)
        or _cannot_tell(evidence)
        or _on_course(evidence)
    )


def worst(statuses: Sequence[Status]) -> Status:
    """The worst of *statuses*; cannot tell when there is none."""
    return min(statuses, key=WORST_FIRST.index, default=Status.CANNOT_TELL)


def _settled(evidence: Evidence) -> Verdict | None:
    """What is over: finished as a whole, or given up."""
    progress, carrier = evidence.progress, evidence.carried_by
    if carrier is Stage.DROPPED:
        return Status.BEHIND, Reason(kind=ReasonKind.DROPPED)
    over = carrier in {Stage.FINISHED, Stage.AVAILABLE} or (
        carrier is None and progress.total > 0 and not evidence.unseen
    )
    if not over or progress.open or evidence.too_old:
        return None
    promise = evidence.promise
    days = promise.days if promise and promise.outcome in _DONE else None
    return Status.ON_COURSE, Reason(kind=ReasonKind.FINISHED, days=days)


_DONE = frozenset({Outcome.KEPT, Outcome.LATE})


def _behind(evidence: Evidence) -> Verdict | None:
    promise, chance = evidence.promise, _chance(evidence)
    if promise and promise.outcome is Outcome.PASSED:
        reason = Reason(kind=ReasonKind.PASSED, due=promise.latest, days=promise.days)
        return Status.BEHIND, reason
    if promise and chance and chance.percent < BEHIND_UNDER:
        return Status.BEHIND, _by_chance(promise, chance)
    return None


def _at_risk(evidence: Evidence) -> Verdict | None:
    promise, chance, progress = evidence.promise, _chance(evidence), evidence.progress
    if promise and chance and chance.percent < ON_COURSE_FROM:
        return Status.AT_RISK, _by_chance(promise, chance)
    if promise and promise.outcome in {Outcome.TAKEN_BACK, Outcome.GONE}:
        return Status.AT_RISK, Reason(kind=ReasonKind.TAKEN_BACK, due=promise.latest)
    if evidence.carried_by in {Stage.FINISHED, Stage.AVAILABLE} and progress.open:
        reason = Reason(
            kind=ReasonKind.SAID_FINISHED, count=progress.open, total=progress.total
        )
        return Status.AT_RISK, reason
    if evidence.still_days and progress.open:
        reason = Reason(kind=ReasonKind.STOOD_STILL, days=evidence.still_days)
        return Status.AT_RISK, reason
    return _by_risk(evidence)


def _by_risk(evidence: Evidence) -> Verdict | None:
    serious = [r for r in evidence.risks if r.severity is not Severity.LOW]
    if not serious:
        return None
    order = list(Severity)
    risk = max(serious, key=lambda r: (order.index(r.severity), r.count, r.kind))
    promise = evidence.promise
    reason = Reason(
        kind=ReasonKind.RISK,
        risk=risk.kind,
        count=risk.count,
        days=risk.days,
        due=promise.latest if promise else None,
        total=risk.total,
        percent=risk.percent,
        other=risk.other,
    )
    return Status.AT_RISK, reason


def _cannot_tell(evidence: Evidence) -> Verdict | None:
    if evidence.too_old:
        never = evidence.never_read
        kind = ReasonKind.NEVER_READ if never else ReasonKind.TOO_OLD
        return Status.CANNOT_TELL, Reason(kind=kind)
    if evidence.unseen:
        return Status.CANNOT_TELL, Reason(kind=ReasonKind.PROMISE_UNSEEN)
    refusal = evidence.outlook
    if not isinstance(refusal, Refusal):
        return None
    if refusal.because is RefusedBecause.NOTHING_REMAINS:
        return None
    return Status.CANNOT_TELL, Reason(kind=ReasonKind.REFUSED, refusal=refusal)


def _on_course(evidence: Evidence) -> Verdict:
    promise, chance = evidence.promise, _chance(evidence)
    if promise and chance:
        return Status.ON_COURSE, _by_chance(promise, chance)
    if isinstance(evidence.outlook, Refusal):
        reason = Reason(
            kind=ReasonKind.ALL_TASKS_FINISHED, total=evidence.progress.total
        )
        return Status.ON_COURSE, reason
    return Status.ON_COURSE, Reason(kind=ReasonKind.NO_PROMISE)


def _chance(evidence: Evidence) -> Chance | None:
    return evidence.outlook.chance


def _by_chance(promise: Promise, chance: Chance) -> Reason:
    return Reason(
        kind=ReasonKind.CHANCE,
        chance=chance,
        due=promise.latest,
        sure=sure_of_missing(chance),
    )
