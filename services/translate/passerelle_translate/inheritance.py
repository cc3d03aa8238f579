"""What an item inherits: the objective of the nearest ancestor that a rule maps."""

from collections.abc import Iterator
from dataclasses import dataclass

from passerelle_schemas.business import State
from passerelle_schemas.identity import ItemRef, tracker_of
from passerelle_schemas.rules import MappingRule, RuleSet
from passerelle_schemas.work import WorkItem
from passerelle_translate.kinship import Above, Chain, chain_above
from passerelle_translate.mapping import Matched, Subject, mapped, state_of
from passerelle_translate.ready import rule_of


@dataclass(frozen=True, slots=True)
class Inherited:
    """The ancestor that gives the objective, and the rule that maps it."""

    ancestor: ItemRef
    rule: MappingRule


def inherited(
    item: WorkItem, chain: Chain, rules: RuleSet, own: MappingRule | None = None
) -> Inherited | None:
    """Find the nearest ancestor that its own rule maps.

    One that is excluded, or that no rule matches, is passed over. A rule of the CTO
    always counts before those of teams, also before the *own* rule of the item where a
    team wrote that. *item* is righted.
    """
    if own is not None and own.team is None:
        return None
    by_team = None
    for above in chain.above:
        rule = rule_of(_subject(above, item), rules)
        if rule is None or state_of(rule) is not State.MAPPED:
            continue
        if rule.team is None:
            return Inherited(above.ref, rule)
        by_team = by_team or Inherited(above.ref, rule)
    return by_team if own is None else None


def ancestors_mapped(
    item: WorkItem, chain: Chain, rules: RuleSet
) -> Iterator[tuple[Above, Matched]]:
    """Yield each ancestor of *item* with what the mapping says of it."""
    for above in chain.above:
        yield above, mapped(_subject(above, item), rules)


def _subject(above: Above, item: WorkItem) -> Subject:
    """Say what rules look at in an ancestor, as its own worker sees it."""
    further = chain_above(above.told, item).above if above.told else ()
    keys = (above.ref.key, *(each.ref.key for each in further))
    return Subject(
        tracker=tracker_of(above.ref.id),
        source=above.ref.id.partition(":")[0],
        shown=above.told.snapshot if above.told else None,
        known_by=frozenset(keys),
    )
