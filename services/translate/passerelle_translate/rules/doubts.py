"""What may be meant so, and probably is not: dead rules, and misspelt projects.

Each is told only where it can be proven from the rules themselves.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from itertools import combinations
from typing import Any

from passerelle_schemas.contract import Contract
from passerelle_schemas.facts import StatusCategory
from passerelle_schemas.identity import ItemKind, Tracker
from passerelle_schemas.rules import StageRule
from passerelle_translate.mapping import folded, holds_words
from passerelle_translate.rules.checks import numbered
from passerelle_translate.rules.nodes import shown
from passerelle_translate.rules.reading import Path, Reader
from passerelle_translate.rules.references import Content, Wrong

_ALL: Mapping[str, frozenset[Enum]] = {
    "tracker": frozenset(Tracker),
    "kind": frozenset(ItemKind),
    "status_category": frozenset(StatusCategory),
    "category": frozenset(StatusCategory),
}
"""Conditions that hold for every item when they list all there is."""
_EXACT = frozenset({"project", "ancestor", "source", "status"})
"""Conditions whose words are compared letter by letter."""
_STAGE = ("tracker", "source", "kind", "status", "category")


def doubts(content: Content, reader: Reader) -> Iterator[Wrong]:
    """Yield what is doubtful in rules that hold no mistake."""
    yield from _shadowed_mapping(content, reader)
    yield from _shadowed(
        "kinds", [(rule.match, None) for rule in content.get("kinds", ())], reader
    )
    stages = content.get("stages", ())
    yield from _shadowed("stages", [(rule, None) for rule in stages], reader)
    yield from _alike_projects(reader)


def _shadowed_mapping(content: Content, reader: Reader) -> Iterator[Wrong]:
    rules = [rule for _, rule in numbered(content, reader)]
    names = [f"`{shown(rule.name)}`" for rule in rules]
    conditions = [(rule.match, rule.unless) for rule in rules]
    return _shadowed("mapping", conditions, reader, names)


_Conditions = tuple[Contract, Contract | None]
_Key = tuple[str, str]
_ANY: _Key = ("", "")
_MOST_TRIED = 500
"""Of thousands of rules, one is held against so many that share a word with it."""


def _keys(match: Contract) -> Iterator[_Key]:
    """Yield each condition with each of its words: of a title, word by word."""
    for name, wanted in _conditions(match):
        for word in wanted:
            parts = folded(str(word)).split() if name == "title" else (str(word),)
            yield from ((name, folded(part)) for part in parts)


def _first_keys(match: Contract) -> Iterator[_Key]:
    """Yield what the words of its first condition that does not always hold are."""
    for name, wanted in _conditions(match):
        if not _always(name, wanted):
            for word in wanted:
                whole = folded(str(word))
                part = whole.split()[:1] if name == "title" else [whole]
                yield name, "".join(part)
            return
    yield _ANY


def _shadowed(
    section: str,
    rules: Sequence[_Conditions],
    reader: Reader,
    names: Sequence[str] = (),
) -> Iterator[Wrong]:
    """Tell the rules that can never apply, with the first that is in their way."""
    for first, numbers in _dead(rules).items():
        lines = [_line(reader, section, number) for number in (first, *numbers)]
        called = [f"{names[n]} on line" if names else "line" for n in (first, *numbers)]
        if len(numbers) == 1:
            what = f"{names[numbers[0]] if names else 'This rule'} can never apply"
            way_out = f"All that it matches, {called[0]} {lines[0]} matches first: "
            yield (section, numbers[0]), what, f"{way_out}put it above."
        else:
            whose = names[first] if names else "This rule"
            what = f"{whose} leaves nothing to {len(numbers)} rules below it"
            way_out = f"From {called[1]} {lines[1]} on, they can never apply: "
            yield (section, first), what, f"{way_out}put it below them."


def _dead(rules: Sequence[_Conditions]) -> dict[int, list[int]]:
    """Say the numbers of the rules that can never apply, by the first in their way."""
    dead: dict[int, list[int]] = {}
    seen: dict[_Key, list[int]] = {}
    for number, rule in enumerate(rules):
        near = {n for key in (_ANY, *_keys(rule[0])) for n in seen.get(key, ())}
        before = (n for n in sorted(near)[:_MOST_TRIED] if covers(rules[n], rule))
        for key in _first_keys(rule[0]):
            seen.setdefault(key, []).append(number)
        if (first := next(before, None)) is not None:
            dead.setdefault(first, []).append(number)
    return dead


def _line(reader: Reader, section: str, number: int) -> int:
    return reader.at((section, number)).start_mark.line + 1


def covers(wide: _Conditions, narrow: _Conditions) -> bool:
    """Whether each item that *narrow* applies to is one that *wide* applies to."""
    (match, unless), (other, excepted) = wide, narrow
    if unless is not None and unless != excepted:
        return False
    return all(
        _always(name, wanted) or _within(name, getattr(other, name), wanted)
        for name, wanted in _conditions(match)
    )


def _conditions(match: Contract) -> Iterator[tuple[str, tuple[Any, ...]]]:
    names = _STAGE if isinstance(match, StageRule) else type(match).model_fields
    for name in names:
        if wanted := getattr(match, name):
            yield name, wanted


def _always(name: str, wanted: tuple[Any, ...]) -> bool:
    return name in _ALL and set(wanted) >= _ALL[name]


def _within(name: str, narrow: tuple[Any, ...], wide: tuple[Any, ...]) -> bool:
    """Whether a condition is there, and each of its words is one of the wider one."""
    return bool(narrow) and all(
        any(_implies(name, one, other) for other in wide) for one in narrow
    )


def _implies(name: str, narrow: Any, wide: Any) -> bool:  # noqa: ANN401 - word or enum
    if name in _EXACT or not isinstance(narrow, str) or isinstance(narrow, Enum):
        return bool(narrow == wide)
    if name == "title":
        return holds_words(narrow, wide)
    return folded(narrow) == folded(wide)


def _alike_projects(reader: Reader) -> Iterator[Wrong]:
    """Yield a project that one rule names, and others name with two letters swapped."""
    told: dict[str, list[Path]] = {}
    for path, word in reader.words.items():
        match path:
            case ("mapping" | "kinds", int(), "match" | "not", "project", int()):
                told.setdefault(str(word), []).append(path)
    for one, other in combinations(told, 2):
        if one != other and _swapped(one, other):
            rare, common = sorted((one, other), key=lambda name: len(told[name]))
            if len(told[rare]) < len(told[common]):
                what = f"Only here is a project called `{shown(rare)}`"
                yield told[rare][0], what, f"Did you mean `{shown(common)}`?"


def _swapped(one: str, other: str) -> bool:
    """Whether two names differ by case, or by two letters beside each other."""
    one, other = one.casefold(), other.casefold()
    if one == other:
        return True
    differ = [
        n for n, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1
    ]
    if len(one) != len(other) or len(differ) != 2:  # noqa: PLR2004 - two letters
        return False
    first, second = differ
    return (
        second == first + 1 and one[first] + one[second] == other[second] + other[first]
    )
