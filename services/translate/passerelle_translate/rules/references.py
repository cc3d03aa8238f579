"""Names that rules refer to, and the promises that objectives name."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from passerelle_translate.rules.forms import ITEM_KEY
from passerelle_translate.rules.nodes import shown
from passerelle_translate.rules.reading import Path, Reader, nearest

Content = Mapping[str, Any]
Wrong = tuple[Path, str, str]
"""Where, what, and the way out."""


def place_of(reader: Reader, path: Path, *, beside: Path) -> str:
    """Say where *path* stands, as whoever reads a mistake *beside* it finds it."""
    mark, other = reader.at(path).start_mark, reader.at(beside).start_mark
    line = f"on line {mark.line + 1}"
    return line if mark.name == other.name else f"{line} of {mark.name}"


def names(content: Content, reader: Reader, section: str) -> Collection[str]:
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
    whole = section not in reader.partly
    told = whole and ((section,) in reader.places or not reader.incomplete)
    return _Known(section, names(content, reader, section), told)


def references(content: Content, reader: Reader) -> Iterator[Wrong]:
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
            case ("objectives" | "capabilities", _, "department") | (
                "objectives",
                _,
                "sponsor",
            ):
                yield from departments.unknown(path, word)
            case ("mapping", int(), str(field), *_) if field in known:
                yield from known[field].unknown(path, word)
            case ("team_mapping", _, int(), str(field), *_) if field in known:
                yield from known[field].unknown(path, word)
            case ("teams", _, str(fields), *_) if fields in _OF_TEAMS:
                yield from known[_OF_TEAMS[fields]].unknown(path, word)
    teams = _known(content, reader, "teams")
    for path in reader.places:
        match path:
            case ("department_limits", str(department)):
                yield from departments.unknown(path, department)
            case ("team_mapping", str(team)):
                yield from teams.unknown(path, team)


_OF_TEAMS = {
    "departments": "department",
    "objectives": "objective",
    "capabilities": "capability",
}


def promises(_content: Content, reader: Reader) -> Iterator[Wrong]:
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


def promise_keys(_content: Content, reader: Reader) -> Iterator[Wrong]:
    """Yield promises whose carrier cannot be the key of any item."""
    for path, word in reader.words.items():
        if path[:1] != ("objectives",) or path[2:] != ("promised_by",):
            continue
        if not re.match(ITEM_KEY, str(word), re.ASCII):
            what = f"`{shown(str(word))}` is no key of a work item"
            yield path, what, _KEYS
        elif "/" not in str(word) and not str(word).isupper():
            what = f"`{shown(str(word))}` is not written as Jira writes its keys"
            yield path, what, f"Did you mean `{shown(str(word).upper())}`?"


_KEYS = (
    "Write it as PAY-17, owner/repository#12 or owner/repository/milestone/3; "
    "or say `target_date`, where no item carries the promise."
)
