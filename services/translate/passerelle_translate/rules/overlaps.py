"""Rules that deny themselves, and rules of two departments for the same work."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from passerelle_schemas.identity import ItemKind, Tracker
from passerelle_schemas.rules import MappingRule, Match
from passerelle_translate.mapping import folded
from passerelle_translate.rules.nodes import shown
from passerelle_translate.rules.reading import Path, Reader
from passerelle_translate.rules.references import Content, Wrong, place_of
from passerelle_translate.rules.shadows import Rule, implies

_EITHER = frozenset(Tracker)
_OF_KIND: Mapping[ItemKind, frozenset[Tracker]] = {
    ItemKind.PULL_REQUEST: frozenset({Tracker.GITHUB}),
    ItemKind.MILESTONE: frozenset({Tracker.GITHUB}),
    ItemKind.RELEASE: frozenset({Tracker.GITHUB}),
    ItemKind.VERSION: frozenset({Tracker.JIRA}),
}
_ALONE = ("tracker", "source", "project", "kind", "status_category", "type")
"""Conditions of which an item has one value: rules with none in common are apart."""


def self_denying(rules: Iterable[Rule]) -> Iterator[Wrong]:
    """Yield rules whose `not` holds wherever their `match` does."""
    for rule in rules:
        if rule.unless is not None and implies(rule.match, rule.unless):
            what = f"{rule} can never apply: its `not` takes all that it matches"
            way_out = "Make `not` narrower than `match`, or remove the rule."
            yield (*rule.path, "not"), what, way_out


def impossible(rules: Iterable[Rule]) -> Iterator[Wrong]:
    """Yield rules whose conditions no item of any tracker can meet together."""
    for rule in rules:
        if not isinstance(rule.match, Match):
            continue
        possible, by = _EITHER, ""
        for condition, trackers in _trackers(rule.match):
            if not possible & trackers:
                at = (*rule.path, "match") if rule.path[-1] != "match" else rule.path
                what = f"{rule} matches nothing: `{condition}` is of "
                what += f"{_named(trackers)}, and `{by}` of {_named(possible)}"
                yield (*at, condition), what, "Correct one of the two."
                break
            if trackers < possible:
                possible, by = trackers, condition


def _named(trackers: Iterable[Tracker]) -> str:
    called = {Tracker.GITHUB: "GitHub", Tracker.JIRA: "Jira"}
    return " or ".join(called[tracker] for tracker in sorted(trackers))


def _trackers(match: Match) -> Iterator[tuple[str, frozenset[Tracker]]]:
    """Yield which trackers each condition leaves possible."""
    if match.tracker:
        yield "tracker", frozenset(match.tracker)
    if match.project:
        of_github = {"/" in project for project in match.project}
        by = {True: Tracker.GITHUB, False: Tracker.JIRA}
        yield "project", frozenset(by[slash] for slash in of_github)
    if match.kind:
        kinds = [_OF_KIND.get(kind, _EITHER) for kind in match.kind]
        yield "kind", frozenset().union(*kinds)
    if match.component:
        yield "component", frozenset({Tracker.JIRA})
    if match.field:
        yield "field", frozenset({Tracker.JIRA})


def overlapping(
    content: Content, reader: Reader, rules: Sequence[Rule]
) -> Iterator[Wrong]:
    """Yield, for each two departments, that their rules can match the same work.

    Only rules of one project are compared, where neither is narrower than the other,
    and where the one that wins does not name the other's department in `also`.
    """
    owner = _Owners(content)
    found: dict[frozenset[str], dict[tuple[Path, Path], tuple[Rule, Rule]]] = {}
    by_project: dict[str, list[Rule]] = {}
    for rule in rules:
        for project in dict.fromkeys(getattr(rule.match, "project", ())):
            by_project.setdefault(project, []).append(rule)
    for alike in by_project.values():
        for first, second in combinations(alike[:_MOST_COMPARED], 2):
            one, other = reader.rules[first.path], reader.rules[second.path]
            ours, theirs = owner(one), owner(other)
            if not (ours and theirs) or theirs in {ours, *one.also}:
                continue
            if _can_meet(first, second):
                pairs = found.setdefault(frozenset({ours, theirs}), {})
                pairs[first.path, second.path] = (first, second)
    for pairs in found.values():
        told = tuple(pairs.values())
        whose = [owner(reader.rules[rule.path]) or "" for rule in told[0]]
        yield _told(reader, whose, told)


_MOST_COMPARED = 200


class _Owners:
    """Says whose a rule is."""

    def __init__(self, content: Content) -> None:
        self._of = {
            (section, each.id): each.department
            for section in ("objectives", "capabilities")
            for each in content.get(section, ())
        }

    def __call__(self, rule: MappingRule) -> str | None:
        if rule.exclude:
            return None
        return (
            rule.department
            or self._of.get(("objectives", rule.objective or ""))
            or self._of.get(("capabilities", rule.capability or ""))
        )


def _can_meet(first: Rule, second: Rule) -> bool:
    """Whether one item can match both, and neither rule is the narrower one."""
    if implies(first.match, second.match) or implies(second.match, first.match):
        return False
    for rule, other in ((first, second), (second, first)):
        if rule.unless is not None and implies(other.match, rule.unless):
            return False
    return all(
        _share(getattr(first.match, name), getattr(second.match, name))
        for name in _ALONE
    )


def _share(one: Sequence[object], other: Sequence[object]) -> bool:
    if not one or not other:
        return True
    return not {folded(str(o)) for o in one}.isdisjoint(folded(str(o)) for o in other)


def _told(
    reader: Reader, whose: Sequence[str], pairs: Sequence[tuple[Rule, Rule]]
) -> Wrong:
    (first, second), (ours, theirs) = pairs[0], whose
    others = len(pairs) - 1
    count = "one other pair" if others == 1 else f"{others} other pairs"
    more = f", and so can {count}" if others else ""
    what = (
        f"{first} of `{shown(ours)}` and {second} of `{shown(theirs)}` can match the "
        f"same work{more}"
    )
    there = place_of(reader, first.path, beside=second.path)
    way_out = (
        f"The rule {there} wins; if that is meant, name `{shown(theirs)}` in its "
        "`also`, or tell the two apart with `not`."
    )
    return second.path, what, way_out
