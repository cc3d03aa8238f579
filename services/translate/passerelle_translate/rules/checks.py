"""What no single line shows: references, contradictions, names given twice."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from passerelle_schemas.rules import Limits, MappingRule, Match, SignRule
from passerelle_translate.rules.nodes import shown
from passerelle_translate.rules.reading import Path, Reader, nearest

Content = Mapping[str, Any]
Wrong = tuple[Path, str, str]
"""Where, what, and the way out."""
_OF_ONE = 2
"""The length of a path to what one department says."""


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


def _names(content: Content, reader: Reader, section: str) -> Collection[str]:
    """Say the names that a section declares, also those whose fields are wrong."""
    declared = [
        str(path[1]) for path in reader.places if path[:1] == (section,) and path[1:]
    ]
    return dict.fromkeys([*(each.id for each in content.get(section, ())), *declared])


@dataclass(frozen=True, slots=True)
class _Known:
    """The names of one section."""

    section: str
    names: Collection[str]
    told: bool
    """Whether the section could be read; else nothing is known of its names."""

    def unknown(self, path: Path, name: object) -> Iterator[Wrong]:
        """Yield that *name*, referred to at *path*, is not declared."""
        if self.told and name not in self.names:
            what = f"`{shown(str(name))}` is not among the {self.section}"
            yield path, what, nearest(str(name), self.names)


def _known(content: Content, reader: Reader, section: str) -> _Known:
    told = (section,) in reader.places or not reader.incomplete
    return _Known(section, _names(content, reader, section), told)


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


def _references(content: Content, reader: Reader) -> Iterator[Wrong]:
    """Look at every reference that is written, whatever else is wrong around it."""
    departments = _known(content, reader, "departments")
    known = {
        "department": departments,
        "also": departments,
        "objective": _known(content, reader, "objectives"),
        "capability": _known(content, reader, "capabilities"),
    }
    for path, word in reader.words.items():
        match path:
            case ("objectives" | "capabilities", _, "department"):
                yield from departments.unknown(path, word)
            case ("mapping", int(), str(field)) if field in known:
                yield from known[field].unknown(path, word)
            case ("mapping", int(), "also", int()):
                yield from departments.unknown(path, word)
    for path in reader.places:
        match path:
            case ("department_limits", str(department)):
                yield from departments.unknown(path, department)


def _promises(_content: Content, reader: Reader) -> Iterator[Wrong]:
    """Yield objectives whose promise is said twice, and promises of two objectives."""
    first: dict[str, Path] = {}
    for path, word in reader.words.items():
        if path[:1] != ("objectives",) or path[2:] != ("promised_by",):
            continue
        if (*path[:2], "target_date") in reader.words:
            what = f"Objective `{shown(str(path[1]))}` has two promises"
            way_out = "Keep `promised_by`, whose due date is the promise, or "
            yield path, what, way_out + "`target_date`, where no work item has one."
        key = str(word).casefold()
        if key in first:
            line = reader.at(first[key]).start_mark.line + 1
            what = f"Two objectives are promised by `{shown(str(word))}`"
            yield path, what, f"Name another item; the first is on line {line}."
        first.setdefault(key, path)


def _promise_keys(_content: Content, reader: Reader) -> Iterator[Wrong]:
    """Yield promises whose carrier cannot be the key of any item."""
    for path, word in reader.words.items():
        if path[:1] != ("objectives",) or path[2:] != ("promised_by",):
            continue
        if not _KEY.fullmatch(str(word)):
            what = f"`{shown(str(word))}` is no key of a work item"
            yield path, what, _KEYS
        elif "/" not in str(word) and not str(word).isupper():
            what = f"`{shown(str(word))}` is not written as Jira writes its keys"
            yield path, what, f"Did you mean `{shown(str(word).upper())}`?"


_KEY = re.compile(
    r"[A-Za-z][A-Za-z0-9_]*-\d+"
    r"|[\w.-]+/[\w.-]+(?:#\d+|/milestone/\d+|/releases/tag/\S+)"
)
_KEYS = (
    "Write it as PAY-17, owner/repository#12 or owner/repository/milestone/3; "
    "or say `target_date`, where no item carries the promise."
)


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
    capabilities = _names(content, reader, "capabilities")
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


def _limits(_content: Content, reader: Reader) -> Iterator[Wrong]:
    """Hold the limits that are written against each other, each with its default."""
    departments = [p for p in reader.places if p[:1] == ("department_limits",)]
    for path in (("limits",), *(p for p in departments if len(p) == _OF_ONE)):
        slips = {
            name: reader.words.get((*path, name), reader.words.get(("limits", name)))
            for name in ("serious_slip_days", "tolerated_slip_days")
        }
        own = any((*path, name) in reader.words for name in slips)
        given = {name: days for name, days in slips.items() if days is not None}
        serious, tolerated = (
            given.get(name, Limits.model_fields[name].default) for name in slips
        )
        if own and serious <= tolerated:
            what = "A slip would be serious before it is noticed"
            way_out = "Make `serious_slip_days` more than `tolerated_slip_days`."
            yield path, what, way_out


def _glossary(_content: Content, reader: Reader) -> Iterator[Wrong]:
    first: dict[tuple[str, str], Path] = {}
    for path, word in reader.words.items():
        match path:
            case ("glossary", int(), "word", str(language)):
                name = (language, str(word).casefold())
                if name in first:
                    line = reader.at(first[name]).start_mark.line + 1
                    what = f"The glossary explains `{shown(str(word))}` twice"
                    yield path, what, f"Keep one; the other is on line {line}."
                first.setdefault(name, path)


def _time_zone(content: Content, _reader: Reader) -> Iterator[Wrong]:
    company = content.get("company")
    if company is None:
        return
    try:
        ZoneInfo(company.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = nearest(company.time_zone, sorted(available_timezones()))
        what = f"No time zone is called `{shown(company.time_zone)}`"
        yield ("company", "time_zone"), what, near


_CHECKS: tuple[Callable[[Content, Reader], Iterator[Wrong]], ...] = (
    _references,
    _promises,
    _promise_keys,
    _rule_names,
    _whose,
    _conditions,
    _stages,
    _signs,
    _limits,
    _glossary,
    _time_zone,
)
_OF_WORDS = frozenset({_references, _promises, _promise_keys, _glossary})
"""Checks of single words, which may be wrong already as words."""
