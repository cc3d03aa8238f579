"""Risks over whole objectives, as they stood at the end of a week.

Nothing is told twice. What the page tells of an objective's promise, its standstill and
its forecast stands for the risk that would say the same:

- said to be done, or on course, against its parts: the status tells both;
- too little progress: its chance tells it, where there is one;
- growth: a chance has counted it, so it is a cause then and decides nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from passerelle_report.contents import Cause, CauseKind
from passerelle_report.known import KnownItem, holds
from passerelle_schemas.business import (
    BusinessObjective,
    ObjectiveRisk,
    RiskKind,
)
from passerelle_schemas.rules import Bilingual, RuleSet


@dataclass(frozen=True, slots=True)
class Whole:
    """A risk over an objective, with its figures of that day."""

    risk: ObjectiveRisk
    count: int
    total: int
    percent: int
    """Of the time towards the promised day, the share that had gone."""
    items: tuple[KnownItem, ...]
    """What it stands on."""
    other: Bilingual | None
    """The department whose work is waited for."""

    @property
    def cause(self) -> Cause:
        """What it is told as."""
        return Cause(
            kind=WHOLE_CAUSES[self.risk.kind],
            count=self.count,
            total=self.total,
            days=self.risk.days or 0,
            percent=self.percent,
            due=self.risk.now,
            other=self.other,
        )


WHOLE_CAUSES: Mapping[RiskKind, CauseKind] = {
    RiskKind.SCOPE_GROWING: CauseKind.SCOPE_GROWING,
    RiskKind.TOO_LITTLE_PROGRESS: CauseKind.TOO_LITTLE_PROGRESS,
    RiskKind.DEPENDS_ON_LATE_WORK: CauseKind.DEPENDS_ON_LATE_WORK,
    RiskKind.SINGLE_POINT_OF_FAILURE: CauseKind.SINGLE_POINT_OF_FAILURE,
}
"""The kinds that a page tells of a whole."""
_SLOW = frozenset({RiskKind.SCOPE_GROWING, RiskKind.TOO_LITTLE_PROGRESS})
"""What says of an objective's speed all that there is to say."""


@dataclass(frozen=True, slots=True)
class Wholes:
    """What is told of one objective."""

    told: tuple[Whole, ...] = ()

    def beside(self, *, chance: bool) -> "Wholes":
        """Leave out what a *chance* of the date tells already."""
        kinds = {RiskKind.TOO_LITTLE_PROGRESS} if chance else set()
        return Wholes(tuple(w for w in self.told if w.risk.kind not in kinds))

    def deciding(self, *, chance: bool) -> tuple[Whole, ...]:
        """Say what may decide the status: a *chance* has counted the growth."""
        return tuple(w for w in self.told if not (chance and w.risk.kind in _SLOW))

    @property
    def tell_speed(self) -> bool:
        """Whether one of them tells how fast it goes."""
        return any(whole.risk.kind in _SLOW for whole in self.told)

    @property
    def items(self) -> tuple[KnownItem, ...]:
        """What all of them stand on."""
        return tuple(known for whole in self.told for known in whole.items)


def wholes_at(
    objectives: Sequence[BusinessObjective],
    known: Sequence[KnownItem],
    rules: RuleSet,
    end: datetime,
) -> dict[str, Wholes]:
    """Say the risks that held on each objective at *end*, by its name."""
    by_id = {one.item.id: one for one in known}
    names = {department.id: department.name for department in rules.departments}
    zone = ZoneInfo(rules.company.time_zone)
    return {
        objective.objective: Wholes(
            tuple(
                _whole(risk, by_id, names, end, zone)
                for risk in objective.risks
                if risk.kind in WHOLE_CAUSES and holds(risk, end)
            )
        )
        for objective in objectives
    }


def _whole(
    risk: ObjectiveRisk,
    known: Mapping[str, KnownItem],
    names: Mapping[str, Bilingual],
    end: datetime,
    zone: ZoneInfo,
) -> Whole:
    figures = [f for f in risk.figures if f.at < end] or list(risk.figures[:1])
    last = figures[-1] if figures else None
    stands_on = {e.item.id: known.get(e.item.id) for e in risk.evidence if e.item}
    return Whole(
        risk=risk,
        count=last.count if last else 0,
        total=last.total if last else 0,
        percent=_gone(risk, end, zone),
        items=tuple(one for one in stands_on.values() if one),
        other=names.get(risk.waits_for or ""),
    )


def _gone(risk: ObjectiveRisk, end: datetime, zone: ZoneInfo) -> int:
    """Say the share of the time towards the promised day that had gone, in percent."""
    if risk.counted_from is None or risk.now is None:
        return 0
    whole = _day_ended(risk.now, zone) - risk.counted_from
    gone = min(max(end, risk.counted_from) - risk.counted_from, whole)
    return round(100 * gone / whole) if whole else 100


def _day_ended(day: date, zone: ZoneInfo) -> datetime:
    if day == date.max:  # "never": no day comes after it
        return datetime.max.replace(tzinfo=UTC)
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Asking:
    """An objective of another department that waits for an item."""

    objective: str
    name: Bilingual
    department: Bilingual


Awaited = Mapping[str, tuple[Asking, ...]]
"""Who waits for an item, by its id."""


def awaited_by(
    objectives: Mapping[str, Wholes], rules: RuleSet, department: str
) -> Awaited:
    """Say who waits for late work of *department*, by the item that is waited for."""
    found: defaultdict[str, list[Asking]] = defaultdict(list)
    names = {one.id: one.name for one in rules.departments}
    for rule in (one for one in rules.objectives if one.department in names):
        asking = Asking(rule.id, rule.short, names[rule.department])
        for whole in objectives.get(rule.id, Wholes()).told:
            if whole.risk.waits_for == department:
                for known in whole.items:
                    if known.item.department == department:
                        found[known.item.id].append(asking)
    return {name: tuple(dict.fromkeys(asking)) for name, asking in found.items()}


def asked_causes(items: Sequence[KnownItem], awaited: Awaited) -> Iterator[Cause]:
    """Yield who waits for one of *items*, each objective once."""
    asking = (one for known in items for one in awaited.get(known.item.id, ()))
    for one in dict.fromkeys(asking):
        yield Cause(
            kind=CauseKind.AWAITED, count=1, other=one.department, name=one.name
        )
