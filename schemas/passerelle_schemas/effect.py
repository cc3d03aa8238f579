"""Which of the published rule sets counts at an instant: the same for every reader.

The last word counts: from its effective instant on, a version replaces every earlier
one, also one that was planned for later. Before the first has taken effect, the one
that will be first counts: something must be said of an item, and nothing else is known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from passerelle_schemas.rules import RuleSet


class Standing(StrEnum):
    """How a rule set stands at an instant."""

    PLANNED = "planned"
    IN_FORCE = "in force"
    PAST = "past"
    NEVER = "never in force"
    """A later version took effect before it, or at the same instant."""


@dataclass(frozen=True, slots=True)
class Reign:
    """When a rule set counts."""

    rules: RuleSet
    until: datetime | None
    """When a later version takes effect; None while none is known."""

    @property
    def never(self) -> bool:
        """Whether it is replaced before it takes effect."""
        return self.until is not None and self.until <= self.rules.effective_from

    def at(self, instant: datetime) -> Standing:
        """Say how it stands at *instant*."""
        if self.never:
            return Standing.NEVER
        if instant < self.rules.effective_from:
            return Standing.PLANNED
        if self.until is not None and self.until <= instant:
            return Standing.PAST
        return Standing.IN_FORCE


def reigns(rule_sets: Iterable[RuleSet]) -> tuple[Reign, ...]:
    """Say when each rule set counts, ordered by version; of one version, the last."""
    versions = {rules.version: rules for rules in rule_sets}
    found: list[Reign] = []
    until: datetime | None = None
    for version in sorted(versions, reverse=True):
        rules = versions[version]
        found.append(Reign(rules, until))
        until = min(until or rules.effective_from, rules.effective_from)
    return tuple(reversed(found))


def effective_at(rule_sets: Sequence[RuleSet], at: datetime) -> RuleSet | None:
    """Say which rule set counts at *at*; None when there is none at all."""
    if not rule_sets:
        return None
    known = reigns(rule_sets)
    from_then = max(at, min(reign.rules.effective_from for reign in known))
    return next(r.rules for r in known if r.at(from_then) is Standing.IN_FORCE)


def next_change(rule_sets: Sequence[RuleSet], after: datetime) -> datetime | None:
    """Say when, after an instant, another rule set begins to count; None if never."""
    current = effective_at(rule_sets, after)
    coming = (
        reign.rules.effective_from
        for reign in reigns(rule_sets)
        if reign.at(after) is Standing.PLANNED and reign.rules != current
    )
    return min(coming, default=None)
