"""Groups of work that no rule maps, each with a rule that would map just that: pure.

A proposal is a guess at what belongs together, never at what it is for: it names the
department that most mapped work of the project has, and no objective.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from passerelle_schemas.business import State
from passerelle_schemas.identity import ItemId
from passerelle_schemas.rules import MappingRule, Match, RuleSet
from passerelle_schemas.text import cleaned
from passerelle_schemas.work import WorkItem
from passerelle_translate.clocks import righted
from passerelle_translate.inheritance import inherited
from passerelle_translate.kinship import chain_of
from passerelle_translate.mapping import (
    Subject,
    department_of,
    first_failed,
    folded,
    state_of,
)
from passerelle_translate.ready import rule_of

SMALLEST = 2
"""Items of a group: for fewer, a rule is longer than what it says."""
MOST = 40
"""Proposals: whoever has written so many looks again."""
_LONGEST = 120
_TAGS = 20
"""Labels and components of one item that are looked at."""

Condition = tuple[str, str]
"""What a rule asks for and the value, as `("label", "infra")`."""
Group = tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """An item, and what the rules make of it."""

    item: WorkItem
    subject: Subject
    state: State
    rule: MappingRule | None
    """That which gives its meaning, its own or an ancestor's."""
    giver: ItemId | None
    """The ancestor that it inherits from."""

    @property
    def can_be_taken(self) -> bool:
        """Whether a rule that stands behind all of the CTO's would reach it."""
        team = self.rule is not None and self.rule.team is not None
        return self.rule is None or self.giver is not None or team


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule for unmapped work, and the items that it maps."""

    rule: MappingRule
    items: tuple[WorkItem, ...]
    department_of: int
    """How many mapped items of the project are for the department that it names."""
    stands_last: bool
    """It matches mapped work as well, which the rules before it take."""


@dataclass(frozen=True, slots=True)
class Unmapped:
    """All unmapped work, in groups."""

    proposals: tuple[Proposal, ...]
    heirs: tuple[WorkItem, ...]
    """Those that would inherit from items that a proposal maps."""
    left: tuple[WorkItem, ...]
    """Those that no group tells apart from mapped work, or that stand alone."""
    all_items: int

    @property
    def count(self) -> int:
        """How many items are unmapped."""
        matched = sum(len(proposal.items) for proposal in self.proposals)
        return matched + len(self.heirs) + len(self.left)


def unmapped(items: Iterable[WorkItem], rules: RuleSet) -> Unmapped:
    """Group what *rules* leave unmapped, the largest group first.

    No proposal changes what is mapped, excluded or inherited by now, if all of them
    stand behind the CTO's own rules; those that do not stand last may stand anywhere.
    """
    placed = [one for item in items if (one := place(item, rules)) is not None]
    chosen = _chosen(placed)
    found = list(_written(chosen, placed, rules))
    while spoiled := _spoiled(placed, rules, found):
        chosen = [choice for choice in chosen if _match(choice.group) not in spoiled]
        found = list(_written(chosen, placed, rules))
    after = _placed_after(placed, rules, found)
    matched = {item.id for proposal in found for item in proposal.items}
    none = [each for each in placed if each.state is State.UNMAPPED]
    others = [each.item for each in none if each.item.id not in matched]
    heirs = tuple(i for i in others if after[i.id].state is not State.UNMAPPED)
    left = tuple(i for i in others if after[i.id].state is State.UNMAPPED)
    return Unmapped(tuple(found), heirs, left, len(placed))


def place(item: WorkItem, rules: RuleSet) -> Placed | None:
    """Say what the mapping makes of *item*; None while no tracker showed it."""
    if item.observed is None:
        return None
    right = righted(item)
    chain = chain_of(right)
    subject = Subject.of(right, chain)
    own = rule_of(subject, rules)
    heir = inherited(right, chain, rules, own)
    rule = heir.rule if heir else own
    giver = heir.ancestor.id if heir else None
    return Placed(item, subject, state_of(rule), rule, giver)


@dataclass(frozen=True, slots=True)
class _Choice:
    """A group that is worth a rule."""

    group: Group
    stands_last: bool


@dataclass(slots=True)
class _Groups:
    """What holds of which unmapped items, and what of others."""

    of: dict[Group, set[ItemId]] = field(default_factory=lambda: defaultdict(set))
    touched: set[Group] = field(default_factory=set)
    """Groups that hold work which is not unmapped."""
    barred: set[Group] = field(default_factory=set)
    """Those of them that would change it even if they stood last."""


def _chosen(placed: Sequence[Placed]) -> list[_Choice]:
    groups = _Groups()
    for each in placed:
        for group in _groups_of(each.subject):
            if each.state is State.UNMAPPED:
                groups.of[group].add(each.item.id)
                continue
            groups.touched.add(group)
            if each.can_be_taken:
                groups.barred.add(group)
    covered: set[ItemId] = set()
    chosen: list[_Choice] = []
    for bars, last in ((groups.touched, False), (groups.barred, True)):
        free = {g: found for g, found in groups.of.items() if g not in bars}
        chosen += [_Choice(group, last) for group in _greedy(free, covered)]
    return chosen[:MOST]


def _greedy(
    groups: Mapping[Group, Collection[ItemId]], covered: set[ItemId]
) -> Iterator[Group]:
    """Yield the group that covers most of what is left, again and again."""
    waiting = dict(groups)
    while waiting:
        sizes = {g: len(set(found) - covered) for g, found in waiting.items()}
        waiting = {g: waiting[g] for g, size in sizes.items() if size >= SMALLEST}
        if not waiting:
            return
        best = min(waiting, key=lambda g: (-sizes[g], len(g), g))
        covered.update(waiting.pop(best))
        yield best


def _groups_of(subject: Subject) -> Iterator[Group]:
    """Yield every group that an item belongs to, with one to three conditions."""
    shown = subject.shown
    if shown is None or not _can_be_written(shown.project):
        return
    project = ("project", shown.project)
    kind = ("kind", shown.kind.value)
    tags = [
        (name, folded(value))
        for name, values in (("label", shown.labels), ("component", shown.components))
        for value in values[:_TAGS]
        if _can_be_written(value)
    ]
    types = [("type", shown.type_name)] if _can_be_written(shown.type_name) else []
    yield (project,)
    for one in dict.fromkeys((kind, *types, *tags)):
        yield (project, one)
    for tag in dict.fromkeys(tags):
        for type_ in types:
            yield (project, type_, tag)


def _can_be_written(value: str) -> bool:
    """Whether a rule can name it so that a reader sees what it says."""
    return bool(value) and cleaned(value, limit=_LONGEST) == value


def _written(
    chosen: Iterable[_Choice], placed: Sequence[Placed], rules: RuleSet
) -> Iterator[Proposal]:
    """Make a rule of each group, with the items that it truly matches.

    They are asked of the matcher itself, so that a proposal says what it does.
    """
    departments = _Departments(placed, rules)
    names = {rule.name for rule in rules.mapping}
    taken: set[ItemId] = set()
    for choice in chosen:
        group, last, match = choice.group, choice.stands_last, _match(choice.group)
        hits = [one for one in placed if first_failed(match, one.subject) is None]
        wrong = (one for one in hits if one.state is not State.UNMAPPED)
        if any(one.can_be_taken or not last for one in wrong):
            continue
        mine = [one.item for one in hits if one.state is State.UNMAPPED]
        mine = [item for item in mine if item.id not in taken]
        if len(mine) < SMALLEST:
            continue
        taken |= {item.id for item in mine}
        department, known = departments.of(dict(group)["project"])
        name = _named(group, names)
        names.add(name)
        rule = MappingRule(name=name, match=match, department=department)
        yield Proposal(rule, tuple(mine), known, last)


def _match(group: Group) -> Match:
    return Match.model_validate({name: (value,) for name, value in group})


def _named(group: Group, names: Collection[str]) -> str:
    """Name a rule after its conditions, as no other is named."""
    name = "Proposed: " + ", ".join(f"{what} {value}" for what, value in group)
    number = 2
    other = name
    while other in names:
        other, number = f"{name} ({number})", number + 1
    return other


class _Departments:
    """Whose the mapped work of each project is."""

    def __init__(self, placed: Iterable[Placed], rules: RuleSet) -> None:
        self.usual = rules.departments[0].id
        self.by_project: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for each in placed:
            if each.state is not State.MAPPED or each.rule is None:
                continue
            department = department_of(each.rule, rules)
            if department and each.subject.shown:
                self.by_project[each.subject.shown.project][department] += 1

    def of(self, project: str) -> tuple[str, int]:
        """Say whose it mostly is, and how many items say so; a guess where none do."""
        found = self.by_project.get(project)
        if found:
            return min(found.items(), key=lambda pair: (-pair[1], pair[0]))
        every = sum(self.by_project.values(), Counter[str]())
        usual = min(every, key=lambda name: (-every[name], name), default=self.usual)
        return usual, 0


def with_proposals(rules: RuleSet, found: Iterable[Proposal]) -> RuleSet:
    """Give *rules* with the proposals behind the CTO's own, before those of teams."""
    own = [rule for rule in rules.mapping if rule.team is None]
    teams = [rule for rule in rules.mapping if rule.team is not None]
    proposed = (proposal.rule for proposal in found)
    return rules.model_copy(update={"mapping": (*own, *proposed, *teams)})


def _placed_after(
    placed: Iterable[Placed], rules: RuleSet, found: Iterable[Proposal]
) -> dict[ItemId, Placed]:
    more = with_proposals(rules, found)
    after = (place(each.item, more) for each in placed)
    return {each.item.id: each for each in after if each is not None}


def _spoiled(
    placed: Sequence[Placed], rules: RuleSet, found: Sequence[Proposal]
) -> list[Match]:
    """Say the matches of proposals that would give something mapped another meaning.

    One that maps an item makes an ancestor of it, which may be nearer to an heir than
    the one that the heir inherits from now.
    """
    after = _placed_after(placed, rules, found)
    new = {proposal.rule.name: proposal.rule.match for proposal in found}
    spoiled: list[Match] = []
    for each in placed:
        then = after[each.item.id]
        same = (then.rule, then.giver) == (each.rule, each.giver)
        if each.state is not State.UNMAPPED and not same and then.rule is not None:
            spoiled += [new[then.rule.name]] if then.rule.name in new else []
    return spoiled
