"""The few risks that matter to a department, ranked by what they endanger.

An objective in danger is one risk with its causes. What is left are the risks on
items of no such objective, alike ones together.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from passerelle_report.contents import (
    Cause,
    CauseKind,
    Objective,
    Outcome,
    Promise,
    ReasonKind,
    Risk,
    Risks,
    RiskTold,
    Security,
    Status,
    Subject,
)
from passerelle_report.evidence import Book
from passerelle_report.known import KnownItem
from passerelle_report.likelihood import odds_of_missing, sure_of_missing
from passerelle_report.promises import STANDING
from passerelle_report.security import told_as_risk
from passerelle_report.status import HeldRisk
from passerelle_report.week import Week
from passerelle_report.wholes import WHOLE_CAUSES, Awaited, Wholes, asked_causes
from passerelle_schemas.business import RiskEpisode, RiskKind, Severity

SHOWN = 3
_TOLD_BY_ITS_PROMISE = frozenset({RiskKind.PROMISE_MOVED, RiskKind.PROMISE_PASSED})
"""What an objective tells of its own promise, in the title and the first cause."""
_OF_SEVERAL_SENSES = frozenset({RiskKind.DECLARED_AGAINST_EVIDENCE})
"""The limit that was passed says which of them it is."""
_ENDANGERED = frozenset({Status.BEHIND, Status.AT_RISK})


def held(items: Sequence[KnownItem]) -> tuple[HeldRisk, ...]:
    """The risks that hold on *items*, one entry a kind, at the worst severity."""
    order = list(Severity)
    return tuple(
        HeldRisk(
            kind=kind,
            severity=max((e.severity for e in episodes), key=order.index),
            count=len(episodes),
            days=max(e.days or 0 for e in episodes),
            limit=limit,
        )
        for (kind, limit), episodes in sorted(_alike(items).items())
    )


def _alike(
    items: Sequence[KnownItem],
) -> Mapping[tuple[RiskKind, str], list[RiskEpisode]]:
    """The episodes that are told in one breath: of one kind, and of one sense of it."""
    found: dict[tuple[RiskKind, str], list[RiskEpisode]] = {}
    for episode in (risk for known in items for risk in known.risks):
        sense = episode.limit or "" if episode.kind in _OF_SEVERAL_SENSES else ""
        found.setdefault((episode.kind, sense), []).append(episode)
    return found


@dataclass(frozen=True, slots=True)
class Endangered:
    """An objective with what its risks stand on."""

    objective: Objective
    items: tuple[KnownItem, ...]
    """Its tasks, and the item that carries its promise."""
    still_days: int
    wholes: Wholes = field(default_factory=Wholes)


def rank(  # noqa: PLR0913 - everything that a risk stands on
    endangered: Sequence[Endangered],
    items: Sequence[KnownItem],
    subject_of: Callable[[KnownItem], Subject],
    week: Week,
    book: Book,
    *,
    promises: Sequence[Promise],
    weakness: tuple[Security, Sequence[KnownItem]] | None = None,
    weights: Mapping[str, int] | None = None,
    awaited: Awaited | None = None,
) -> Risks:
    """Say the risks of a department: those of its objectives first, then the rest.

    What decided one of its *promises* stands as the cause. A *weakness*, and the fixes
    that are awaited, is always among those that are shown. *weights* say how much each
    objective counts, where it is more than one. What an objective of another department
    waits for, as *awaited* says, tells it, and comes before what endangers none.
    """
    decided = {p.id: _decision(p) for p in promises if p.decided_on}
    first = [e for e in endangered if _in_danger(e)]
    told = {known.item.id for e in first for known in e.items}
    told |= {k.item.id for k in (weakness[1] if weakness else ()) if _only_stalls(k)}
    rest = [
        known
        for known in items
        if (known.risks or overdue(known, week)) and known.item.id not in told
    ]
    asked = awaited or {}
    endangering = [_asked(_of_objective(e, book), e.items, asked) for e in first]
    if weakness:
        endangering.insert(SHOWN - 1, told_as_risk(weakness[0]))
    others = [
        _asked(_decided(risk, group, decided), group, asked)
        for risk, group in _of_items(rest, subject_of, week, book, weights or {})
    ]
    every = (*endangering, *sorted(others, key=lambda risk: not _is_awaited(risk)))
    return Risks(shown=every[:SHOWN], more=len(every) - len(every[:SHOWN]))


def _only_stalls(known: KnownItem) -> bool:
    """Whether a fix has no risk but those that are told with the weakness."""
    return all(
        risk.kind is RiskKind.STALLED or risk.limit == "unreleased_days"
        for risk in known.risks
    )


def _asked(risk: Risk, items: Sequence[KnownItem], awaited: Awaited) -> Risk:
    """The same risk, with who waits for one of *items*."""
    asking = tuple(asked_causes(items, awaited))
    if not asking:
        return risk
    return risk.model_copy(update={"causes": (*risk.causes, *asking)})


def _is_awaited(risk: Risk) -> bool:
    return any(cause.kind is CauseKind.AWAITED for cause in risk.causes)


def _in_danger(endangered: Endangered) -> bool:
    """Whether its date is in danger, or nobody can tell that it is not."""
    objective = endangered.objective
    if endangered.wholes.told and objective.chance is None:
        return True
    promise = objective.promise
    standing = promise is not None and promise.outcome in STANDING
    blind = objective.status is Status.CANNOT_TELL and standing
    return objective.status in _ENDANGERED or blind


def _of_objective(endangered: Endangered, book: Book) -> Risk:
    objective, wholes = endangered.objective, endangered.wholes
    promise, chance = objective.promise, objective.chance
    standing = promise if promise and promise.outcome in STANDING else None
    overdue = promise if promise and promise.outcome is Outcome.PASSED else None
    told = RiskTold.MAY_MISS if standing else RiskTold.STANDS_STILL
    if objective.status is Status.CANNOT_TELL and standing:
        told = RiskTold.CANNOT_TELL
    due = standing or overdue
    risky = [known for known in endangered.items if known.risks]
    risky += [known for known in wholes.items if known not in risky]
    return Risk(
        told=RiskTold.OVERDUE if overdue else told,
        subject=objective.subject,
        severity=Severity.HIGH
        if objective.status is Status.BEHIND
        else Severity.MEDIUM,
        due=due.latest if due else None,
        causes=tuple(_causes(endangered)),
        costs=objective.lateness_costs,
        odds=odds_of_missing(chance) if standing and chance else None,
        chance=chance if standing else None,
        sure=sure_of_missing(chance if standing else None),
        refusal=objective.refusal if standing and not chance else None,
        refs=(
            *objective.refs,
            *(promise.refs if promise and promise.postponed else ()),
            *(objective.decided.refs if objective.decided else ()),
            *(book.risk(risky) if risky else ()),
        ),
    )


def _causes(endangered: Endangered) -> list[Cause]:
    objective, promise = endangered.objective, endangered.objective.promise
    progress = objective.progress
    causes = []
    decided = promise.decided_on if promise else None
    if promise and decided:
        causes.append(_decision(promise))
    if objective.decided and objective.decided.on != decided:
        told = objective.decided
        causes.append(
            Cause(
                kind=CauseKind.DECIDED,
                count=1,
                words=told.words,
                on=told.on,
                elsewhere=told.elsewhere,
            )
        )
    if promise and promise.postponed:
        causes.append(
            Cause(
                kind=CauseKind.POSTPONED,
                count=promise.postponed,
                due=promise.first,
                to=promise.latest,
            )
        )
    if objective.reason.kind is ReasonKind.SAID_FINISHED:
        causes.append(
            Cause(
                kind=CauseKind.SAID_FINISHED, count=progress.open, total=progress.total
            )
        )
    if endangered.still_days:
        causes.append(Cause(kind=CauseKind.STOOD_STILL, days=endangered.still_days))
    known = _TOLD_BY_ITS_PROMISE
    if endangered.still_days:
        known |= {RiskKind.STALLED}
    causes += [
        Cause(
            kind=cause_of(risk.kind),
            count=risk.count,
            days=risk.days,
            limit=risk.limit,
        )
        for risk in held(endangered.items)
        if risk.kind not in known
    ]
    causes += [whole.cause for whole in endangered.wholes.told]
    outlook = objective.forecast or objective.refusal
    is_told = endangered.wholes.tell_speed
    if outlook and progress.open and outlook.weeks and not is_told:
        causes.append(
            Cause(
                kind=CauseKind.SLOW,
                count=progress.open,
                total=outlook.finished,
                added=outlook.added,
                weeks=outlook.weeks,
            )
        )
    return causes


def _of_items(
    items: Sequence[KnownItem],
    subject_of: Callable[[KnownItem], Subject],
    week: Week,
    book: Book,
    weights: Mapping[str, int],
) -> list[tuple[Risk, Sequence[KnownItem]]]:
    """One risk for all items alike; an item stands in one of them, with its causes."""
    groups: dict[tuple[str, RiskTold], list[KnownItem]] = {}
    for known in items:
        alike = subject_of(known).id, _told_of(known, week)
        groups.setdefault(alike, []).append(known)
    order = list(Severity)
    told = [
        (_of_group(group, told, subject_of(group[0]), book), group)
        for (_, told), group in sorted(groups.items())
    ]
    return sorted(
        told,
        key=lambda one: (
            -order.index(one[0].severity),
            -max(weights.get(known.item.objective or "", 1) for known in one[1]),
            -one[0].causes[0].count,
        ),
    )


def _decided(
    risk: Risk, group: Sequence[KnownItem], decided: Mapping[str, Cause]
) -> Risk:
    """The same risk, with the decision about a promise of it first."""
    cause = next((decided[k.item.id] for k in group if k.item.id in decided), None)
    if cause is None:
        return risk
    return risk.model_copy(update={"causes": (cause, *risk.causes)})


def _decision(promise: Promise) -> Cause:
    return Cause(
        kind=CauseKind.DECIDED, count=1, words=promise.decided, on=promise.decided_on
    )


def _told_of(known: KnownItem, week: Week) -> RiskTold:
    """What its risks come to: a date that has passed is overdue, whatever moved it."""
    if overdue(known, week):
        return RiskTold.OVERDUE
    moved = any(risk.kind is RiskKind.PROMISE_MOVED for risk in known.risks)
    return RiskTold.MAY_MISS if moved else RiskTold.STANDS_STILL


def overdue(known: KnownItem, week: Week) -> bool:
    """Whether its promised day has passed and it is open: as the ledger counts it."""
    due = known.promises[-1].due if known.promises else None
    return known.open and not known.gone and due is not None and due <= week.last_day


def cause_of(kind: RiskKind) -> CauseKind:
    """Say which cause a risk on an item is told as."""
    return _CAUSES[kind]


_CAUSES: Mapping[RiskKind, CauseKind] = {
    RiskKind.STALLED: CauseKind.STALLED,
    RiskKind.PROMISE_MOVED: CauseKind.DATES_POSTPONED,
    RiskKind.PROMISE_PASSED: CauseKind.PASSED,
    RiskKind.REOPENED_AGAIN: CauseKind.REOPENED_AGAIN,
    RiskKind.PILING_UP_IN_REVIEW: CauseKind.PILING_UP_IN_REVIEW,
    RiskKind.DECLARED_AGAINST_EVIDENCE: CauseKind.DECLARED_AGAINST_EVIDENCE,
    RiskKind.BLOCKED: CauseKind.BLOCKED,
    **WHOLE_CAUSES,
}


def _of_group(
    group: Sequence[KnownItem], told: RiskTold, subject: Subject, book: Book
) -> Risk:
    episodes = [episode for known in group for episode in known.risks]
    dues = [known.promises[-1].due for known in group if known.promises]
    due = _earliest(dues) if told is not RiskTold.STANDS_STILL else None
    order = list(RiskKind)
    alike = sorted(_alike(group).items(), key=lambda a: (order.index(a[0][0]), a[0][1]))
    causes = [_cause(kind, limit, mine) for (kind, limit), mine in alike]
    if told is RiskTold.OVERDUE:
        causes = [c for c in causes if c.kind is not CauseKind.PASSED]
        causes = [Cause(kind=CauseKind.PASSED, count=len(group), due=due), *causes]
    severities = [episode.severity for episode in episodes]
    if told is RiskTold.OVERDUE:
        severities.append(Severity.HIGH)
    return Risk(
        told=told,
        subject=subject,
        severity=max(severities, key=list(Severity).index),
        due=due,
        causes=tuple(causes),
        refs=book.risk(group),
    )


def _cause(kind: RiskKind, limit: str, mine: Sequence[RiskEpisode]) -> Cause:
    moved = kind is RiskKind.PROMISE_MOVED
    now = _earliest([episode.now for episode in mine])
    return Cause(
        kind=cause_of(kind),
        count=len(mine),
        days=max(episode.days or 0 for episode in mine),
        limit=limit,
        due=_earliest([episode.was for episode in mine]) if moved else now,
        to=now if moved else None,
    )


def _earliest(days: Sequence[date | None]) -> date | None:
    return min((day for day in days if day), default=None)
