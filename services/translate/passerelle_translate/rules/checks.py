"""What no single line shows: references, contradictions, names given twice."""

import re
from collections.abc import Callable, Iterator

from passerelle_schemas.rules import Match, SignRule, StageRule
from passerelle_translate.rules.forms import MEANS, NEEDS_ONE_OF, PATTERNS
from passerelle_translate.rules.nodes import shown
from passerelle_translate.rules.reading import Path, Reader
from passerelle_translate.rules.references import (
    Content,
    Wrong,
    names,
    place_of,
    promise_keys,
    promises,
    references,
)
from passerelle_translate.rules.teams import breaches
from passerelle_translate.rules.values import (
    glossary,
    limits,
    recipients,
    time_zones,
)


def check(reader: Reader, content: Content) -> None:
    """Note every contradiction in what was read, also where other things are wrong."""
    told = {(m.file, m.line, m.column) for m in reader.mistakes}
    for each in _CHECKS:
        for path, what, way_out in each(content, reader):
            node = reader.at(path)
            mark = node.start_mark
            # What cannot be read at all is not a wrong reference as well.
            unread = (mark.name, mark.line + 1, mark.column + 1) in told
            if not (unread and each in _OF_WORDS):
                reader.wrong(node, what, way_out)


def _rule_names(_content: Content, reader: Reader) -> Iterator[Wrong]:
    first: dict[str, Path] = {}
    for path, rule in reader.rules.items():
        if rule.name in first:
            what = f"Two mapping rules are called `{shown(rule.name)}`"
            there = place_of(reader, first[rule.name], beside=path)
            yield (*path, "name"), what, f"Rename one; the first is {there}."
        first.setdefault(rule.name, path)


def _whose(content: Content, reader: Reader) -> Iterator[Wrong]:
    owners = {
        path[1]
        for path in reader.places
        if path[:1] == ("capabilities",) and path[2:] == ("department",)
    }
    capabilities = names(content, reader, "capabilities")
    for path, rule in reader.rules.items():
        if rule.exclude and any(getattr(rule, field) for field in MEANS):
            what = f"Rule `{rule.name}` excludes and maps at once"
            yield path, what, "Remove `exclude`, or everything it maps to."
        unowned = rule.capability in capabilities and rule.capability not in owners
        nobody = rule.capability is None or unowned
        if not (rule.exclude or rule.department or rule.objective) and nobody:
            what = f"Rule `{rule.name}` says no department"
            way_out = (
                "Add `department`, an `objective`, or a `capability` that has one; "
                "or `exclude: true`."
            )
            yield path, what, way_out


def _conditions(content: Content, reader: Reader) -> Iterator[Wrong]:
    matches: list[tuple[Path, Match | SignRule | None]] = [
        ((*path, word), match)
        for path, rule in reader.rules.items()
        for word, match in (("match", rule.match), ("not", rule.unless))
    ]
    matches += [
        (("kinds", number, "match"), rule.match)
        for number, rule in enumerate(content.get("kinds", ()))
    ]
    signs = content.get("signs", ())
    matches += [(("signs", number), sign) for number, sign in enumerate(signs)]
    for path, match in matches:
        for place, condition in enumerate(match.field if match else ()):
            if not re.match(PATTERNS[Match, "field"], condition):
                what = f"`{shown(condition)}` is no field with its value"
                way_out = "Write it as customfield_10042=Checkout."
                yield (*path, "field", place), what, way_out


def _without_condition(_content: Content, reader: Reader) -> Iterator[Wrong]:
    """Yield rules on stages, and signs, that would hold of everything."""
    for section, kind, called, everything in (
        ("stages", StageRule, "stage rule", "every status"),
        ("signs", SignRule, "sign", "all work"),
    ):
        given: dict[Path, set[str | int]] = {}
        for path in reader.places:
            if path[:1] == (section,) and path[1:]:
                given.setdefault(path[:2], set()).update(path[2:3])
        *some, last = (f"`{name}`" for name in NEEDS_ONE_OF[kind])
        for path, fields in given.items():
            if not fields.intersection(NEEDS_ONE_OF[kind]):
                way_out = f"Add {', '.join(some)} or {last}; "
                way_out += f"without one it is {everything}."
                yield path, f"This {called} has no condition", way_out


_CHECKS: tuple[Callable[[Content, Reader], Iterator[Wrong]], ...] = (
    references,
    promises,
    promise_keys,
    _rule_names,
    _whose,
    _conditions,
    _without_condition,
    limits,
    glossary,
    time_zones,
    recipients,
    breaches,
)
_OF_WORDS = frozenset(
    {references, promises, promise_keys, glossary, time_zones, recipients}
)
"""Checks of single words, which may be wrong already as words."""
