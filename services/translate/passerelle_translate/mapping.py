"""Which mapping rule an item falls under: the first that matches, in written order."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from passerelle_schemas.business import State
from passerelle_schemas.facts import Snapshot
from passerelle_schemas.identity import SourceId, Tracker
from passerelle_schemas.rules import MappingRule, Match, RuleSet
from passerelle_schemas.work import WorkItem
from passerelle_translate.histories import key_of
from passerelle_translate.kinship import Chain, chain_of


@dataclass(frozen=True)
class Subject:
    """What rules look at: of an item, or of one that only told of itself."""

    tracker: Tracker
    source: SourceId
    shown: Snapshot | None
    known_by: frozenset[str]
    """Its own key, and those of all its ancestors."""

    @classmethod
    def of(cls, item: WorkItem, chain: Chain | None = None) -> "Subject":
        """Say what rules look at in *item*, which is righted."""
        above = (chain or chain_of(item)).above
        return cls(
            tracker=item.tracker,
            source=item.source,
            shown=item.observed.snapshot if item.observed else None,
            known_by=frozenset((key_of(item), *(each.ref.key for each in above))),
        )

    @cached_property
    def labels(self) -> frozenset[str]:
        """Its labels, folded."""
        return _all_folded(self.shown.labels if self.shown else ())

    @cached_property
    def components(self) -> frozenset[str]:
        """Its components, folded."""
        return _all_folded(self.shown.components if self.shown else ())

    @cached_property
    def targets(self) -> frozenset[str]:
        """The names of what it is planned for, folded."""
        return _all_folded(t.name for t in (self.shown.targets if self.shown else ()))


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule that did not match, and the first of its conditions that failed."""

    rule: str
    failed: str


@dataclass(frozen=True, slots=True)
class Matched:
    """What the mapping says of an item."""

    rule: MappingRule | None
    tried: tuple[Tried, ...] = ()

    @property
    def state(self) -> State:
        """Whether the item is mapped, excluded on purpose, or nobody's."""
        return state_of(self.rule)


def state_of(rule: MappingRule | None) -> State:
    """Say what becomes of an item whose first rule is *rule*."""
    if rule is None:
        return State.UNMAPPED
    return State.EXCLUDED if rule.exclude else State.MAPPED


def mapped(item: WorkItem | Subject, rules: RuleSet) -> Matched:
    """Find the first mapping rule that matches, and say why those before do not.

    A work item is righted. Where the reasons are not asked for, `ready.rule_of` finds
    the same rule sooner.
    """
    subject = Subject.of(item) if isinstance(item, WorkItem) else item
    tried: list[Tried] = []
    for rule in rules.mapping:
        failed = refusal(rule, subject)
        if failed is None:
            return Matched(rule, tuple(tried))
        tried.append(Tried(rule.name, failed))
    return Matched(None, tuple(tried))


def refusal(rule: MappingRule, subject: Subject) -> str | None:
    """Say which condition keeps *rule* from applying; None when it applies."""
    if (failed := first_failed(rule.match, subject)) is not None:
        return failed
    if rule.unless is not None and first_failed(rule.unless, subject) is None:
        return "not"
    return None


def first_failed(match: Match, subject: Subject) -> str | None:
    """Say the first condition of *match* that does not hold; None when all do."""
    if subject.shown is None:
        return "observed"
    for condition, holds in tests_of(match):
        if not holds(subject, subject.shown):
            return condition
    return None


def department_of(rule: MappingRule, rules: RuleSet) -> str | None:
    """Say who is accountable: the rule, else its objective, else its capability."""
    if rule.department is not None:
        return rule.department
    for objective in rules.objectives:
        if objective.id == rule.objective:
            return objective.department
    for capability in rules.capabilities:
        if capability.id == rule.capability:
            return capability.department
    return None


def folded(text: str) -> str:
    """Say *text* so that case and composition make no difference."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


@lru_cache(maxsize=4096)
def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(folded(words))}(?!\w)")


def holds_words(title: str, words: str) -> bool:
    """Whether *title* holds *words* in a row, whole, whatever their case."""
    return _whole(words).search(folded(title)) is not None


def holds_any(wanted: Iterable[str], found: Iterable[str]) -> bool:
    """Whether one of *wanted* is *found*, whatever its case."""
    there = {folded(text) for text in found}
    return any(folded(text) in there for text in wanted)


def _all_folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(text) for text in texts)


def holds_field(wanted: Iterable[str], shown: Snapshot) -> bool:
    """Whether one of the fields, written `id=value`, is shown so."""
    has = {(field.id, folded(field.value)) for field in shown.custom}
    pairs = (condition.partition("=") for condition in wanted)
    return any((name.strip(), folded(value)) in has for name, _, value in pairs)


Test = Callable[[Subject, Snapshot], bool]
"""Whether one condition holds."""


def tests_of(match: Match) -> Iterator[tuple[str, Test]]:
    """Yield each condition of *match* with its test, in the order to try them."""
    for condition, test in _TESTS.items():
        if wanted := getattr(match, condition):
            yield condition, test(wanted)


def _type(wanted: tuple[str, ...]) -> Test:
    names = _all_folded(wanted)
    return lambda _, s: s.type_id in wanted or folded(s.type_name) in names


def _label(wanted: tuple[str, ...]) -> Test:
    names = _all_folded(wanted)
    return lambda subject, _: not names.isdisjoint(subject.labels)


def _component(wanted: tuple[str, ...]) -> Test:
    names = _all_folded(wanted)
    return lambda subject, _: not names.isdisjoint(subject.components)


def _target(wanted: tuple[str, ...]) -> Test:
    names = _all_folded(wanted)
    return lambda subject, _: not names.isdisjoint(subject.targets)


def _title(wanted: tuple[str, ...]) -> Test:
    patterns = [_whole(words) for words in wanted]

    def holds(_subject: Subject, shown: Snapshot) -> bool:
        title = folded(shown.title)
        return any(pattern.search(title) for pattern in patterns)

    return holds


_TESTS: Mapping[str, Callable[[Any], Test]] = {
    "tracker": lambda wanted: lambda subject, _: subject.tracker in wanted,
    "source": lambda wanted: lambda subject, _: subject.source in wanted,
    "project": lambda wanted: lambda _, shown: shown.project in wanted,
    "kind": lambda wanted: lambda _, shown: shown.kind in wanted,
    "type": _type,
    "label": _label,
    "component": _component,
    "status_category": lambda wanted: lambda _, s: s.status.category in wanted,
    "title": _title,
    "target": _target,
    "ancestor": lambda wanted: lambda s, _: not s.known_by.isdisjoint(wanted),
    "field": lambda wanted: lambda _, shown: holds_field(wanted, shown),
}
"""How each condition of a match is tested, in the order in which they are tried."""

PLACE = frozenset({"tracker", "source", "project", "kind"})
"""The conditions that hold for all items of one kind in one project, or for none."""
