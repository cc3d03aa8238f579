"""Single values that cannot be so, or that contradict each other."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from passerelle_schemas.limits import Limits
from passerelle_translate.rules.nodes import shown
from passerelle_translate.rules.reading import Path, Reader, nearest
from passerelle_translate.rules.references import Content, Wrong

_OF_ONE = 2
"""The length of a path to what one department says."""


def limits(_content: Content, reader: Reader) -> Iterator[Wrong]:
    """Hold the limits that are written against each other, each with its default."""
    departments = {
        path[1]: path for path in reader.places if _is_of_one(path, "department_limits")
    }
    yield from _slips(reader, ("limits",))
    for path in departments.values():
        yield from _slips(reader, path, ("limits",))
    for path in [p for p in reader.places if p[2:] == ("limits",)]:
        whose = reader.words.get((*path[:2], "department"))
        above = [departments[whose]] if whose in departments else []
        yield from _slips(reader, path, *above, ("limits",))


def _is_of_one(path: Path, section: str) -> bool:
    return path[:1] == (section,) and len(path) == _OF_ONE


def _slips(reader: Reader, path: Path, *above: Path) -> Iterator[Wrong]:
    """Yield that what is written at *path* contradicts itself or what stands above."""
    days = {}
    for name in ("serious_slip_days", "tolerated_slip_days"):
        said = [(*place, name) for place in (path, *above)]
        found = next((p for p in said if p in reader.words), None)
        days[name] = reader.words[found] if found else Limits.model_fields[name].default
    own = [place for name in days if (place := (*path, name)) in reader.words]
    serious, tolerated = days.values()
    if own and serious <= tolerated:
        what = "A slip would be serious before it is noticed"
        way_out = (
            f"Make `serious_slip_days`, {serious}, more than `tolerated_slip_days`, "
            f"{tolerated}."
        )
        yield own[0], what, way_out


def glossary(_content: Content, reader: Reader) -> Iterator[Wrong]:
    """Yield words that the glossary explains twice."""
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


def time_zones(_content: Content, reader: Reader) -> Iterator[Wrong]:
    """Yield names of time zones that nobody knows."""
    for path, word in reader.words.items():
        if path[-1] != "time_zone":
            continue
        try:
            ZoneInfo(str(word))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            near = nearest(str(word), sorted(available_timezones()))
            yield path, f"No time zone is called `{shown(str(word))}`", near


def recipients(_content: Content, reader: Reader) -> Iterator[Wrong]:
    """Yield addresses that one department names twice, whatever their case."""
    first: dict[tuple[str, str], Path] = {}
    for path, word in reader.words.items():
        match path:
            case ("departments", str(department), "recipients", *_):
                name = (department, str(word).casefold())
                if name in first:
                    line = reader.at(first[name]).start_mark.line + 1
                    what = f"`{shown(str(word))}` would be written to twice"
                    yield path, what, f"Keep one; the other is on line {line}."
                first.setdefault(name, path)
