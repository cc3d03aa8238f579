"""Writing a risk as plain text: since when, by which limit, on which facts."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from passerelle_schemas.business import (
    BusinessObjective,
    ObjectiveRisk,
    RiskEpisode,
    RiskKind,
    Untold,
)
from passerelle_schemas.limits import Limits

_MOST = 12
"""Items that one risk is told with; the rest is counted."""


def at(instant: datetime) -> str:
    """Write an instant."""
    return f"{instant:%Y-%m-%d %H:%M}Z"


def risk_told(risk: RiskEpisode, limits: Limits) -> Iterator[str]:
    """Write one episode with its limit and its evidence, one thing a line."""
    # It may begin later than now: nobody here asks a clock.
    ends = f"until {at(risk.until)}" if risk.until else f"on, {held(risk.kind)}"
    moved = f", {risk.was} → {risk.now}" if risk.was and risk.now else ""
    days = f", {risk.days} days" if risk.days is not None else ""
    yield (
        f"  {risk.kind.value} ({risk.severity.value}){moved}{days}: "
        f"from {at(risk.since)} {ends}"
    )
    if risk.limit:
        yield f"    limit {risk.limit} {getattr(limits, risk.limit, 'unknown')}"
    if isinstance(risk, ObjectiveRisk):
        yield from _counted(risk)
    for told in risk.evidence[:_MOST]:
        beside = f"{told.item.key}, " if told.item else ""
        fact = f"fact {told.fact}" if told.fact else "which facts name"
        yield f"    {_WORDS[risk.kind][1]} {beside}{fact}, on {at(told.at)}"
    if len(risk.evidence) > _MOST:
        yield f"    and {len(risk.evidence) - _MOST} more"


def whole_told(objective: BusinessObjective, limits: Limits) -> Iterator[str]:
    """Write what all items of an objective mean together."""
    yield (
        f"its objective {objective.objective} as a whole, {objective.tasks} tasks, "
        f"by rule set {objective.rule_set}:"
    )
    if objective.untold is not None:
        yield f"  progress is not held against a date: {_UNTOLD[objective.untold]}"
    if not objective.risks:
        yield "  no risk"
    for risk in objective.risks:
        yield from risk_told(risk, limits)


def _counted(risk: ObjectiveRisk) -> Iterator[str]:
    """Write the last figures, and what the risk says of others."""
    if risk.figures:
        last = risk.figures[-1]
        yield f"    counts {last.count} against {last.total} since {at(last.at)}"
    if risk.waits_for:
        yield f"    waits for {risk.waits_for}"
    if risk.part:
        yield f"    in {risk.part}"
    if risk.endangers:
        yield f"    endangers {', '.join(risk.endangers)} as well"


def held(kind: RiskKind) -> str:
    """Say what keeps up a risk that nothing has ended yet."""
    return _WORDS[kind][0]


_WORDS: Mapping[RiskKind, tuple[str, str]] = {
    RiskKind.PROMISE_MOVED: (
        "while that day stands promised and the work is open",
        "promised by",
    ),
    RiskKind.PROMISE_PASSED: (
        "while the work is open and no other day is promised",
        "promised by",
    ),
    RiskKind.STALLED: ("while nothing moves", "last moved by"),
    RiskKind.REOPENED_AGAIN: (
        "while the work that was taken up again is open",
        "taken up again by",
    ),
    RiskKind.PILING_UP_IN_REVIEW: (
        "while it is in review and something moves",
        "in review, shown by",
    ),
    RiskKind.DECLARED_AGAINST_EVIDENCE: (
        "while the tracker says more than is seen",
        "shown by",
    ),
    RiskKind.BLOCKED: ("while a sign says so", "said by"),
    RiskKind.SCOPE_GROWING: ("while more comes in than is finished", "came in:"),
    RiskKind.TOO_LITTLE_PROGRESS: (
        "while too little is finished for the time that has gone",
        "stands on",
    ),
    RiskKind.DEPENDS_ON_LATE_WORK: (
        "while both are open and the other is late",
        "waits for, or waits:",
    ),
    RiskKind.SINGLE_POINT_OF_FAILURE: (
        "while so many objectives wait there",
        "waits there:",
    ),
}
"""What keeps up a risk, and what the facts did that it stands on."""

_UNTOLD: Mapping[Untold, str] = {
    Untold.NO_PROMISE: "no day stands promised",
    Untold.TOO_FEW_TASKS: "there are too few tasks (limit least_tasks)",
    Untold.NOT_BEGUN: "no work has begun",
}
