"""A rule set made ready to be asked of many items."""

from functools import cached_property

from passerelle_schemas.business import Stage
from passerelle_schemas.facts import StatusCategory
from passerelle_schemas.identity import ItemKind, SourceId, Tracker
from passerelle_schemas.rules import MappingRule, RuleSet
from passerelle_translate.mapping import Subject, folded
from passerelle_translate.sieve import Sieve

Asked = tuple[Tracker, SourceId, ItemKind, str, StatusCategory | None]
"""All that the rules on stages look at."""


class Ready:
    """What follows from a rule set alone, worked out once."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.mapping = Sieve([(rule.match, rule.unless) for rule in rules.mapping])
        self.kinds = Sieve([(rule.match, None) for rule in rules.kinds])
        self.stages: dict[Asked, tuple[Stage | None, str]] = {}
        """What was answered so far; there are few statuses, and many items."""

    @cached_property
    def promise_types(self) -> frozenset[str]:
        """The types of item that carry a promise, folded."""
        return frozenset(folded(word) for word in self.rules.promise_types)

    @cached_property
    def carriers(self) -> frozenset[str]:
        """The keys of the items whose due date is an objective's promise."""
        named = (objective.promised_by for objective in self.rules.objectives)
        return frozenset(key for key in named if key)


_AT_HAND = 8
"""A preview asks two rule sets in turn, a worker one."""
_made: dict[int, Ready] = {}


def ready(rules: RuleSet) -> Ready:
    """Give *rules* made ready, made once for each object.

    They are known by identity: to compare two rule sets costs more than to translate.
    What is made holds its rule set, so that no other can come to stand in its place.
    """
    made = _made.get(id(rules))
    if made is None:
        if len(_made) >= _AT_HAND:
            _made.clear()
        made = _made[id(rules)] = Ready(rules)
    return made


def rule_of(subject: Subject, rules: RuleSet) -> MappingRule | None:
    """Find the first mapping rule that matches, as `mapped` does."""
    number = ready(rules).mapping.first(subject)
    return None if number is None else rules.mapping[number]
