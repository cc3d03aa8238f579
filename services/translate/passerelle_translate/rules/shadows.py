"""Rules that can never apply: an earlier one matches all that they match."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from passerelle_schemas.contract import Contract
from passerelle_schemas.facts import StatusCategory
from passerelle_schemas.identity import ItemKind, Tracker
from passerelle_schemas.rules import StageRule
from passerelle_translate.mapping import folded, holds_words
from passerelle_translate.rules.nodes import shown
from passerelle_translate.rules.reading import Path, Reader
from passerelle_translate.rules.references import Wrong, place_of

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
_Key = tuple[str, str]
_ANY: _Key = ("", "")
_MOST_TRIED = 500
"""Of thousands of rules, one is held against so many that share a word with it."""


def _keys(match: Contract) -> Iterator[_Key]:
    """Yield each condition with each of its words: of a title, word by word."""
    for name, wanted in conditions(match):
        for word in wanted:
            parts = folded(str(word)).split() if name == "title" else (str(word),)
            yield from ((name, folded(part)) for part in parts)


def _first_keys(match: Contract) -> Iterator[_Key]:
    """Yield what the words of its first condition that does not always hold are."""
    for name, wanted in conditions(match):
        if not _always(name, wanted):
            for word in wanted:
                whole = folded(str(word))
                part = whole.split()[:1] if name == "title" else [whole]
                yield name, "".join(part)
            return
    yield _ANY


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of any kind, as the doubts look at it."""

    path: Path
    match: Contract
    unless: Contract | None = None
    name: str = ""

    def __str__(self) -> str:
        return f"`{shown(self.name)}`" if self.name else "This rule"


def shadowed(rules: Sequence[Rule], reader: Reader) -> Iterator[Wrong]:
    """Tell the rules that can never apply, with the first that is in their way."""
    for first, dead in _dead(rules).items():
        if len(dead) == 1:
            (rule,) = dead
            there = place_of(reader, first.path, beside=rule.path)
            what = f"{rule} can never apply"
            named = f"{first} {there}" if first.name else f"the rule {there}"
            way_out = f"All that it matches, {named} matches first: put it above."
            yield rule.path, what, way_out
        else:
            there = place_of(reader, dead[0].path, beside=first.path)
            what = f"{first} leaves nothing to {len(dead)} rules below it"
            named = f"{dead[0]} {there}" if first.name else f"the rule {there}"
            way_out = f"From {named} on, they can never apply: put it below them."
            yield first.path, what, way_out


def _dead(rules: Sequence[Rule]) -> dict[Rule, list[Rule]]:
    """Say the rules that can never apply, by the first in their way."""
    dead: dict[Rule, list[Rule]] = {}
    seen: dict[_Key, list[int]] = {}
    for number, rule in enumerate(rules):
        near = {n for key in (_ANY, *_keys(rule.match)) for n in seen.get(key, ())}
        before = (rules[n] for n in sorted(near)[:_MOST_TRIED])
        for key in _first_keys(rule.match):
            seen.setdefault(key, []).append(number)
        if (first := next((b for b in before if covers(b, rule)), None)) is not None:
            dead.setdefault(first, []).append(rule)
    return dead


def covers(wide: Rule, narrow: Rule) -> bool:
    """Whether each item that *narrow* applies to is one that *wide* applies to."""
    if wide.unless is not None and wide.unless != narrow.unless:
        return False
    return implies(narrow.match, wide.match)


def implies(narrow: Contract, wide: Contract) -> bool:
    """Whether *wide* matches all that *narrow* matches, as far as it can be proven."""
    return all(
        _always(name, wanted) or _within(name, getattr(narrow, name), wanted)
        for name, wanted in conditions(wide)
    )


def conditions(match: Contract) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield each condition that is given, with its words."""
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
