"""From all items of a company to its objectives: pure, whatever order they came in."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from passerelle_schemas.business import BusinessObjective, PromisedDate, State
from passerelle_schemas.identity import Tracker
from passerelle_schemas.rules import Objective, RuleSet
from passerelle_schemas.targets import target_dates
from passerelle_schemas.tasks import TaskTest
from passerelle_translate.objectives.part import Part
from passerelle_translate.objectives.situation import (
    ObjectiveSituation,
    PointHeld,
    Wait,
)
from passerelle_translate.periods import Period, common, united
from passerelle_translate.risks import whole_risks_of
from passerelle_translate.risks.depends_on_late_work import LATE
from passerelle_translate.risks.too_little_progress import untold

_WHOLE_REPOSITORY = 0.5
"""A repository that holds more of all tasks than this is the software, not a part."""


def gathered(
    parts: Mapping[str, Part], rules: RuleSet, history: Iterable[RuleSet] = ()
) -> Iterator[BusinessObjective]:
    """Yield each objective of *rules*, in their order, as *parts* stand.

    *parts* are all items, by their id; *history* holds every rule set that was
    published, for the days that an earlier one promised.
    """
    for situation in situations(parts, rules, history):
        there = [t for t in situation.tasks if t.there and t.there[-1].end is None]
        yield BusinessObjective(
            objective=situation.rule.id,
            rule_set=rules.version,
            tasks=len(there),
            risks=whole_risks_of(situation),
            untold=untold(situation),
        )


def situations(
    parts: Mapping[str, Part], rules: RuleSet, history: Iterable[RuleSet] = ()
) -> Iterator[ObjectiveSituation]:
    """Yield what the risks of each objective look at."""
    told = tuple(history) or (rules,)
    ordered = [parts[name] for name in sorted(parts)]
    mapped = [part for part in ordered if part.state is State.MAPPED]
    is_task = TaskTest(ordered, rules)
    by_objective: defaultdict[str, list[Part]] = defaultdict(list)
    by_key = {part.key: part for part in reversed(ordered)}
    children: defaultdict[str, list[Part]] = defaultdict(list)
    for part in mapped:
        if part.objective:
            by_objective[part.objective].append(part)
        if part.ancestor:
            children[part.ancestor.id].append(part)
    tasks = [part for part in mapped if part.objective and is_task(part)]
    points = tuple(_points(tasks, parts))
    zone = ZoneInfo(rules.company.time_zone)
    for rule in rules.objectives:
        mine = by_objective[rule.id]
        carrier = by_key.get(rule.promised_by) if rule.promised_by else None
        yield ObjectiveSituation(
            rule=rule,
            tasks=tuple(part for part in mine if is_task(part)),
            carrier=carrier,
            limits=rules.limits_of(rule.department, rule.id),
            zone=zone,
            waits=tuple(_waits(rule, mine, parts, children)),
            points=tuple(point for point in points if rule.id in point.waiting),
            promises=_promises(rule, carrier, mine, rules, told),
        )


def _promises(
    rule: Objective,
    carrier: Part | None,
    mine: Sequence[Part],
    rules: RuleSet,
    history: Iterable[RuleSet],
) -> tuple[PromisedDate, ...]:
    """Say the days that were promised: those of its carrier, else of the rule sets.

    What the first rule set says counts since the first item was there: nobody knows.
    """
    if carrier is not None and carrier.promises:
        return carrier.promises
    first = min((part.created_at for part in mine), default=rules.effective_from)
    counting = rules.effective_from + timedelta(microseconds=1)
    dates = target_dates(history, rule.id, counting)
    return tuple(
        PromisedDate(due=told.due, said_at=at, learned_at=at)
        for told in dates
        for at in (max(told.since, first) if told.since else first,)
    )


def _waits(
    rule: Objective,
    mine: Sequence[Part],
    parts: Mapping[str, Part],
    children: Mapping[str, Sequence[Part]],
) -> Iterator[Wait]:
    """Yield whom the objective's items wait for in other departments.

    An item waits for what blocks it and for what stands under it; and work towards the
    objective that another department is accountable for is waited for by itself.
    """
    seen: set[tuple[str, str]] = set()
    for item in mine:
        linked = [parts[ref.id] for ref in item.blocked_by if ref.id in parts]
        for other in (item, *linked, *children.get(item.id, ())):
            elsewhere = other.department and other.department != rule.department
            told = (item.id, other.id)
            if elsewhere and other.state is State.MAPPED and told not in seen:
                seen.add(told)
                yield Wait(item, other)


def _points(tasks: Sequence[Part], parts: Mapping[str, Part]) -> Iterator[PointHeld]:
    """Yield the parts of the software on which late, still or blocked work waits."""
    held: Counter[str] = Counter(name for task in tasks for name in _named(task))
    waiting: defaultdict[str, defaultdict[str, list[tuple[Part, Period]]]]
    waiting = defaultdict(lambda: defaultdict(list))
    for task in tasks:
        for name, period in _waiting(task, parts):
            if task.objective:
                waiting[name][task.objective].append((task, period))
    for name, found in sorted(waiting.items()):
        if len(found) > 1 and held[name] <= _WHOLE_REPOSITORY * len(tasks):
            yield PointHeld(name, {one: tuple(told) for one, told in found.items()})


def _waiting(task: Part, parts: Mapping[str, Part]) -> Iterator[tuple[str, Period]]:
    """Yield where *task* waits and when: where it is, and where what blocks it is."""
    late = [
        period for held in task.troubled(LATE) for period in common(held, task.open)
    ]
    for name in _named(task):
        for period in united(late):
            yield name, period
    for ref in task.blocked_by:
        if (other := parts.get(ref.id)) is not None:
            both = [p for mine in task.open for p in common(mine, other.open)]
            for name in _named(other):
                for period in both:
                    yield name, period


def _named(part: Part) -> tuple[str, ...]:
    """Say which parts of the software an item touches: a repository, components."""
    if part.tracker is Tracker.GITHUB:
        return (part.project,)
    return tuple(f"{part.project}/{name}" for name in part.components)
