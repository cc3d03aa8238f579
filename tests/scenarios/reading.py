"""Reads stories: lines, instants and answers; `stories/README.md` says how."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from passerelle_schemas.business import RiskKind, Severity, Stage
from tests.scenarios.story import JIRA, Answer, Asked, Line, RiskTold, Story, World

STORIES = Path(__file__).parent / "stories"
YEAR = 2026
_MORNING = time(9)
"""An instant without a time."""
_DAY = r"\d{1,2} [A-Z][a-z]{2}"
_AT = rf"{_DAY}(?: \d{{2}}:\d{{2}})?"
_HAPPENED = re.compile(rf"({_AT})\s{{2,}}(\S.*)")
_ASKED = re.compile(rf"on ({_AT})(?: in (.+))?")
_SEVERAL = re.compile(r"\b([A-Z]+)(\d+)(\.{2,3})[A-Z]+(\d+)\b")
_OBJECTIVE = re.compile(r"[a-z][a-z-]+")
_STAGE = re.compile(rf"([a-z_]+) ({_AT})")
_PROMISE = re.compile(rf"(none|{_DAY}) on ({_AT})")
_RISK = re.compile(rf"([a-z_]+) (low|medium|high) (?:since ({_AT})|({_AT}) to ({_AT}))")
_WORLDS = {
    "github": (World.GITHUB,),
    "jira": JIRA,
    "jira cloud": (World.CLOUD,),
    "jira data center": (World.DATA_CENTER,),
}


class StoryError(Exception):
    """A story cannot be read; says where and why."""


def stories(folder: Path = STORIES) -> tuple[Story, ...]:
    """Read every story of *folder*; raises StoryError."""
    found = [s for path in sorted(folder.glob("*.story")) for s in _of_file(path)]
    names = [story.name for story in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise StoryError(f"{', '.join(twice)}: told twice")
    return tuple(found)


def instant(said: str) -> datetime:
    """Read `2 Mar` or `2 Mar 17:30`: of the stories' year, UTC; 09:00 unless said."""
    named = f"{YEAR} {said}"
    if ":" in said:
        return datetime.strptime(named, "%Y %d %b %H:%M").replace(tzinfo=UTC)
    at = datetime.strptime(named, "%Y %d %b").replace(tzinfo=UTC)
    return datetime.combine(at, _MORNING, UTC)


def day(said: str) -> date:
    """Read `2 Mar`."""
    return instant(said).date()


@dataclass(slots=True)
class _Draft:
    """A story, as far as it is read."""

    name: str
    place: str
    told: dict[World, list[Line]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    near: list[RiskKind] = field(default_factory=list)
    known: dict[World, str] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)

    def story(self) -> Story:
        rules: dict[str, Any] = yaml.safe_load("\n".join(self.rules)) or {}
        if not self.told or not self.asked:
            raise StoryError(f"{self.place}: it tells nothing, or asks nothing")
        unasked = [w for w in self.told if not any(w in a.worlds for a in self.asked)]
        if unasked:
            raise StoryError(f"{self.place}: nothing is asked in {unasked[0]}")
        lines = {world: tuple(lines) for world, lines in self.told.items()}
        for told in lines.values():
            if list(told) != sorted(told, key=lambda line: line.at):
                raise StoryError(f"{self.place}: its lines are not in order")
        return Story(
            name=self.name,
            place=self.place,
            told=lines,
            asked=tuple(sorted(self.asked, key=lambda asked: asked.at)),
            near=frozenset(self.near),
            known=self.known,
            rules=rules,
        )


def _of_file(path: Path) -> Iterator[Story]:
    draft: _Draft | None = None
    block = _Block()
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line, place = raw.rstrip(), f"{path.name}:{number}"
        if not line or line.startswith("#"):
            continue
        if line.startswith("== "):
            if draft:
                block.end(draft)
                yield draft.story()
            draft, block = _Draft(line[3:], place), _Block()
        elif draft is None:
            raise StoryError(f"{place}: no story has begun; `== Its name` begins one")
        elif line.startswith(" "):
            block.hold(line, place, draft)
        else:
            block.end(draft)
            block = _Block.begun(line, place, draft)
    if draft:
        block.end(draft)
        yield draft.story()


@dataclass(slots=True)
class _Block:
    """What stands indented below a heading."""

    worlds: tuple[World, ...] = ()
    at: datetime | None = None
    is_rules: bool = False
    held: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def begun(cls, line: str, place: str, draft: _Draft) -> "_Block":
        """Read a heading; raises StoryError."""
        word, _, rest = line.partition(" ")
        if word == "near":
            draft.near += [RiskKind(kind) for kind in rest.split(", ")]
            return cls()
        if word == "known":
            where, _, why = rest.removeprefix("in ").partition(": ")
            draft.known |= dict.fromkeys(_worlds(where, place), why)
            return cls()
        if line == "rules":
            return cls(is_rules=True)
        if found := _ASKED.fullmatch(line):
            return cls(_worlds(found[2], place) if found[2] else (), instant(found[1]))
        worlds = _worlds(line, place)
        for world in worlds:
            draft.told.setdefault(world, [])
        return cls(worlds)

    def hold(self, line: str, place: str, draft: _Draft) -> None:
        """Read an indented line; raises StoryError."""
        if self.is_rules:
            draft.rules.append(line)
        elif self.at:
            self.held.append((line, place))
        elif found := _HAPPENED.fullmatch(line.strip()):
            for world in self.worlds:
                told = _each(instant(found[1]), found[2].strip(), place)
                draft.told[world] += told
        elif self.worlds:
            raise StoryError(f"{place}: say when and what, with two spaces between")

    def end(self, draft: _Draft) -> None:
        """Take the answers."""
        if self.at:
            worlds = frozenset(self.worlds or draft.told)
            draft.asked.append(Asked(self.at, dict(_answers(self.held)), worlds))


def _each(at: datetime, words: str, place: str) -> Iterator[Line]:
    """Read `A1..A8` as eight lines, five minutes apart; `A1...A8` in one minute."""
    several = _SEVERAL.search(words)
    if several is None:
        yield Line(at, words, place)
        return
    name, first, dots, last = several.groups()
    apart = timedelta(minutes=5) if dots == ".." else timedelta(seconds=1)
    for number in range(int(last) - int(first) + 1):
        one = words.replace(several[0], f"{name}{int(first) + number}")
        yield Line(at + number * apart, one, place)


def _worlds(said: str, place: str) -> tuple[World, ...]:
    if said not in _WORLDS:
        raise StoryError(f"{place}: {said!r} is no world; known are {list(_WORLDS)}")
    return _WORLDS[said]


def _answers(held: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Answer]]:
    """Each begins with the item's name, two spaces in; what follows stands deeper."""
    items: list[list[tuple[str, str]]] = []
    for line, place in held:
        said = line.strip()
        if re.match(r"  \S", line):
            name, _, said = said.partition(" ")
            items.append([(name, place)])
        if not items:
            raise StoryError(f"{place}: of which item?")
        if said:
            items[-1].append((said.strip(), place))
    for (name, place), *lines in items:
        yield name, _answer(lines, place, is_item=not _OBJECTIVE.fullmatch(name))


def _answer(lines: Iterable[tuple[str, str]], place: str, *, is_item: bool) -> Answer:
    stages: tuple[tuple[Stage, datetime], ...] = ()
    promises: tuple[tuple[date | None, datetime], ...] = ()
    risks: set[RiskTold] = set()
    means = None
    for line, at in lines:
        word, _, rest = line.partition(" ")
        try:
            if word == "promised":
                promises = tuple(_promise(part) for part in rest.split(", "))
            elif word == "means":
                means = rest
            elif word in set(RiskKind):
                risks.add(_risk(line))
            else:
                stages = tuple(_stage(part) for part in line.split(", "))
        except ValueError as error:
            raise StoryError(f"{at}: {line!r} says no answer: {error}") from error
    if is_item and not stages:
        raise StoryError(f"{place}: say through which stages it went")
    return Answer(stages, promises, frozenset(risks), means)


def _stage(said: str) -> tuple[Stage, datetime]:
    stage, at = _whole(_STAGE, said)
    return Stage(stage), instant(at)


def _promise(said: str) -> tuple[date | None, datetime]:
    due, at = _whole(_PROMISE, said)
    return (None if due == "none" else day(due)), instant(at)


def _risk(said: str) -> RiskTold:
    kind, severity, since, begun, ended = _whole(_RISK, said)
    until = instant(ended) if ended else None
    return RiskTold.of(
        RiskKind(kind), Severity(severity), instant(since or begun), until
    )


def _whole(pattern: re.Pattern[str], said: str) -> tuple[str, ...]:
    if (found := pattern.fullmatch(said)) is None:
        raise ValueError(f"it should read {pattern.pattern}")
    return tuple(group or "" for group in found.groups())
