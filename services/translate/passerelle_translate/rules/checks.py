"""What no single line shows: references, contradictions, names given twice."""

from collections.abc import Callable, Iterator

from passerelle_schemas.rules import MappingRule, Match, SignRule
from passerelle_translate.rules.reading import Path, Reader
from passerelle_translate.rules.references import (
    Content,
    Wrong,
    names,
    promise_keys,
    promises,
    references,
)
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


def numbered(content: Content, reader: Reader) -> Iterator[tuple[int, MappingRule]]:
    """Yield the rules that could be read, with their numbers in the file."""
    by_name: dict[str, list[MappingRule]] = {}
    for rule in content.get("mapping", ()):
        by_name.setdefault(rule.name, []).append(rule)
    for path, node in list(reader.places.items()):
        if path[:1] == ("mapping",) and path[2:] == ("name",):
            waiting = by_name.get(str(node.value).strip(), [])
            if waiting:
                yield int(path[1]), waiting.pop(0)


def _rule_names(content: Content, reader: Reader) -> Iterator[Wrong]:
    first: dict[str, int] = {}
    for number, rule in numbered(content, reader):
        if rule.name in first:
            line = reader.at(("mapping", first[rule.name])).start_mark.line + 1
            what = f"Two mapping rules are called `{rule.name}`"
            way_out = f"Rename one; the first is on line {line}."
            yield ("mapping", number, "name"), what, way_out
        first.setdefault(rule.name, number)


def _whose(content: Content, reader: Reader) -> Iterator[Wrong]:
    owners = {
        path[1]
        for path in reader.places
        if path[:1] == ("capabilities",) and path[2:] == ("department",)
    }
    capabilities = names(content, reader, "capabilities")
    for number, rule in numbered(content, reader):
        meant = (
            rule.department,
            rule.objective,
            rule.capability,
            rule.work,
            *rule.also,
        )
        if rule.exclude and any(meant):
            what = f"Rule `{rule.name}` excludes and maps at once"
            yield (
                ("mapping", number),
                what,
                "Remove `exclude`, or everything it maps to.",
            )
        unowned = rule.capability in capabilities and rule.capability not in owners
        nobody = rule.capability is None or unowned
        if not (rule.exclude or rule.department or rule.objective) and nobody:
            what = f"Rule `{rule.name}` says no department"
            way_out = (
                "Add `department`, an `objective`, or a `capability` that has one; "
                "or `exclude: true`."
            )
            yield ("mapping", number), what, way_out


def _conditions(content: Content, reader: Reader) -> Iterator[Wrong]:
    matches: list[tuple[Path, Match | SignRule | None]] = [
        (("mapping", number, word), match)
        for number, rule in numbered(content, reader)
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
            if not all(part.strip() for part in condition.partition("=")):
                what = f"`{condition}` is no field with its value"
                way_out = "Write it as customfield_10042=Checkout."
                yield (*path, "field", place), what, way_out


def _stages(_content: Content, reader: Reader) -> Iterator[Wrong]:
    conditions = {"tracker", "source", "kind", "status", "category"}
    given: dict[Path, set[str | int]] = {}
    for path in reader.places:
        if path[:1] == ("stages",) and path[1:]:
            given.setdefault(path[:2], set()).update(path[2:3])
    for path, fields in given.items():
        if not fields & conditions:
            way_out = "Add `status` or `category`; without one it is every status."
            yield path, "This stage rule has no condition", way_out


def _signs(_content: Content, reader: Reader) -> Iterator[Wrong]:
    """Yield sign rules that would hold of everything."""
    given: dict[Path, set[str | int]] = {}
    for path in reader.places:
        if path[:1] == ("signs",) and path[1:]:
            given.setdefault(path[:2], set()).update(path[2:3])
    for path, fields in given.items():
        if not fields & {"label", "status", "field"}:
            way_out = "Add `label`, `status` or `field`; without one it is all work."
            yield path, "This sign has no condition", way_out


_CHECKS: tuple[Callable[[Content, Reader], Iterator[Wrong]], ...] = (
    references,
    promises,
    promise_keys,
    _rule_names,
    _whose,
    _conditions,
    _stages,
    _signs,
    limits,
    glossary,
    time_zones,
    recipients,
)
_OF_WORDS = frozenset(
    {references, promises, promise_keys, glossary, time_zones, recipients}
)
"""Checks of single words, which may be wrong already as words."""
