"""Which rules match none of all the work items that trackers have shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from passerelle_schemas.rules import StageRule
from passerelle_schemas.work import WorkItem
from passerelle_translate.claims import fits
from passerelle_translate.clocks import righted
from passerelle_translate.mapping import Subject, refusal
from passerelle_translate.rules.draft import RuleDraft


@dataclass(frozen=True, slots=True)
class Idle:
    """The rules that matched nothing, and among how many items."""

    items: int
    mapping: tuple[str, ...]
    """By name, in written order; each was tried as if it were the first."""
    stages: tuple[int, ...]
    """By number, from 0."""


def idle_rules(items: Iterable[WorkItem], rules: RuleDraft) -> Idle:
    """Say which rules of *rules* match none of *items*, whatever the others do."""
    mapping = dict(enumerate(rules.mapping))
    stages = dict(enumerate(rules.stages))
    count = 0
    for item in items:
        if item.observed is None:
            continue
        count += 1
        if not (mapping or stages):
            continue
        subject = Subject.of(righted(item)) if mapping else None
        for number in [
            n for n, rule in mapping.items() if subject and not refusal(rule, subject)
        ]:
            del mapping[number]
        for number in [n for n, rule in stages.items() if _fits(rule, item)]:
            del stages[number]
    names = tuple(rule.name for rule in mapping.values())
    return Idle(count, names, tuple(stages))


def _fits(rule: StageRule, item: WorkItem) -> bool:
    """Whether *item* was ever in a status that *rule* names."""
    if item.observed is None:
        return False
    shown = item.observed.snapshot
    known = (shown.status, *(entry.now for entry in item.statuses))
    return any(fits(rule, item, shown.kind, status) for status in known)
