"""What no single line shows: references, contradictions, names given twice."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from passerelle_schemas.rules import Limits, MappingRule
from passerelle_translate.rules.reading import Path, Reader, nearest

Content = Mapping[str, Any]
Wrong = tuple[Path, str, str]
"""Where, what, and the way out."""


def check(reader: Reader, content: Content) -> None:
    """Note every contradiction in what was read."""
    for each in _CHECKS:
        for path, what, way_out in each(content, reader):
            reader.wrong(reader.at(path), what, way_out)


def _names(content: Content, reader: Reader, section: str) -> Collection[str]:
    """Say the names that a section declares, also those whose fields are wrong."""
    declared = [
        str(path[1]) for path in reader.places if path[:1] == (section,) and path[1:]
    ]
    return dict.fromkeys([*(each.id for each in content.get(section, ())), *declared])


def _unknown(
    path: Path, name: str | None, known: Collection[str], section: str
) -> Iterator[Wrong]:
    if name is not None and name not in known:
        yield path, f"`{name}` is not among the {section}", nearest(name, known)


def _numbered(content: Content, reader: Reader) -> Iterator[tuple[int, MappingRule]]:
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
    departments = _names(content, reader, "departments")
    for section in ("objectives", "capabilities"):
        for each in content.get(section, ()):
            path = (section, each.id, "department")
            yield from _unknown(path, each.department, departments, "departments")
    for own in content.get("department_limits", ()):
        where = ("department_limits", own.department)
        yield from _unknown(where, own.department, departments, "departments")


def _mapping_references(content: Content, reader: Reader) -> Iterator[Wrong]:
    for number, rule in _numbered(content, reader):
        path: Path = ("mapping", number)
        for field, section in (
            ("department", "departments"),
            ("objective", "objectives"),
            ("capability", "capabilities"),
        ):
            known, name = _names(content, reader, section), getattr(rule, field)
            yield from _unknown((*path, field), name, known, section)
        departments = _names(content, reader, "departments")
        for place, also in enumerate(rule.also):
            where = (*path, "also", place)
            yield from _unknown(where, also, departments, "departments")


def _rule_names(content: Content, reader: Reader) -> Iterator[Wrong]:
    first: dict[str, int] = {}
    for number, rule in _numbered(content, reader):
        if rule.name in first:
            line = reader.at(("mapping", first[rule.name])).start_mark.line + 1
            what = f"Two mapping rules are called `{rule.name}`"
            way_out = f"Rename one; the first is on line {line}."
            yield ("mapping", number, "name"), what, way_out
        first.setdefault(rule.name, number)


def _whose(content: Content, reader: Reader) -> Iterator[Wrong]:
    owners = {c.id for c in content.get("capabilities", ()) if c.department}
    capabilities = _names(content, reader, "capabilities")
    for number, rule in _numbered(content, reader):
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
    matches = [
        (("mapping", number, word), match)
        for number, rule in _numbered(content, reader)
        for word, match in (("match", rule.match), ("not", rule.unless))
    ]
    matches += [
        (("kinds", number, "match"), rule.match)
        for number, rule in enumerate(content.get("kinds", ()))
    ]
    for path, match in matches:
        for place, condition in enumerate(match.field if match else ()):
            if not all(part.strip() for part in condition.partition("=")):
                what = f"`{condition}` is no field with its value"
                way_out = "Write it as customfield_10042=Checkout."
                yield (*path, "field", place), what, way_out


def _stages(_content: Content, reader: Reader) -> Iterator[Wrong]:
    conditions = {"tracker", "source", "kind", "status", "category"}
    for path in list(reader.places):
        if path[:1] == ("stages",) and len(path) == len(("stages", 0)):
            given = {p[2] for p in reader.places if p[:2] == path and p[2:]}
            if not given & conditions:
                way_out = "Add `status` or `category`; without one it is every status."
                yield path, "This stage rule has no condition", way_out


def _limits(content: Content, _reader: Reader) -> Iterator[Wrong]:
    every: list[tuple[Path, Limits]] = [
        (("department_limits", own.department), own.limits)
        for own in content.get("department_limits", ())
    ]
    if "limits" in content:
        every.append((("limits",), content["limits"]))
    for path, limits in every:
        if limits.serious_slip_days <= limits.tolerated_slip_days:
            what = "A slip would be serious before it is noticed"
            way_out = "Make `serious_slip_days` more than `tolerated_slip_days`."
            yield path, what, way_out


def _time_zone(content: Content, _reader: Reader) -> Iterator[Wrong]:
    company = content.get("company")
    if company is None:
        return
    try:
        ZoneInfo(company.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = nearest(company.time_zone, sorted(available_timezones()))
        what = f"No time zone is called `{company.time_zone}`"
        yield ("company", "time_zone"), what, near


_CHECKS: tuple[Callable[[Content, Reader], Iterator[Wrong]], ...] = (
    _references,
    _mapping_references,
    _rule_names,
    _whose,
    _conditions,
    _stages,
    _limits,
    _time_zone,
)
