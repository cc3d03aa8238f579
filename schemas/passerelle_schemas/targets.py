"""What promised an objective its date, over all rule sets: the first one for ever.

Every published rule set stays, so that no date it gave is lost: neither a target date
that was moved, nor the item that carried the promise before another one did.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from passerelle_schemas.effect import reigns
from passerelle_schemas.rules import RuleSet


@dataclass(frozen=True, slots=True)
class Carried:
    """What promised an objective its date, from one rule set on."""

    since: datetime | None
    """From when; none where the first rule set of all says it, for nobody knows since
    when it was so."""
    promised_by: str | None
    """The key of the item whose days are the promise."""
    target_date: date | None
    """The promise itself, where no item carries it."""
    version: int
    """The rule set that first said so."""
    reason: str
    """Why that one was published, by its author's word."""


@dataclass(frozen=True, slots=True)
class TargetDate:
    """A target date that a rule set gave an objective."""

    due: date | None
    """None where the date was taken away."""
    since: datetime | None
    version: int
    reason: str


def carried_by(
    rule_sets: Iterable[RuleSet], objective: str, before: datetime
) -> tuple[Carried, ...]:
    """Say what promised *objective* its date, one after the other, *before* an instant.

    What never took effect said nothing. A rule set without the objective leaves its
    promise as it was: nobody reads of it meanwhile.
    """
    told = [reign for reign in reigns(rule_sets) if not reign.never]
    told.sort(key=lambda reign: (reign.rules.effective_from, reign.rules.version))
    found: list[Carried] = []
    for number, reign in enumerate(told):
        rules = reign.rules
        if number and rules.effective_from >= before:
            break
        for one in rules.objectives:
            said = (one.promised_by, one.target_date)
            last = found[-1] if found else None
            same = last and (last.promised_by, last.target_date) == said
            if one.id != objective or same:
                continue
            since = rules.effective_from if number else None
            carried = Carried(since, *said, rules.version, rules.reason)
            found.append(carried)
    return tuple(found)


def target_dates(
    rule_sets: Iterable[RuleSet], objective: str, before: datetime
) -> tuple[TargetDate, ...]:
    """Say every target date that *objective* was given, the first one first.

    While an item carries the promise, its days count and the last target date stands.
    """
    found: list[TargetDate] = []
    for one in carried_by(rule_sets, objective, before):
        last = found[-1].due if found else None
        if one.promised_by is None and one.target_date != last:
            date_told = TargetDate(one.target_date, one.since, one.version, one.reason)
            found.append(date_told)
    return tuple(found)


def vanished(old: RuleSet, new: Iterable[str]) -> tuple[str, ...]:
    """Say the objectives of *old* that are not among the *new* names.

    Whoever renames one loses its first date and every move of it.
    """
    names = set(new)
    return tuple(one.id for one in old.objectives if one.id not in names)
