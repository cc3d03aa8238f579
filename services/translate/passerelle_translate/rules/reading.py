"""Reading nodes by the contract they must keep, with every mistake at its place."""

import difflib
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from passerelle_schemas.contract import Contract
from passerelle_schemas.rules import MappingRule
from passerelle_translate.errors import Mistake
from passerelle_translate.rules.forms import IN_YAML, field_at, plain, refused
from passerelle_translate.rules.nodes import (
    hidden_sign,
    is_empty,
    is_tagged,
    mistake,
    pairs,
    shown,
)

C = TypeVar("C", bound=Contract)
Path = tuple[str | int, ...]

MOST_NODES = 100_000
DEEPEST = 12
_MOST_CHOICES = 20
_LONGEST_WORD = 200
"""Looking for what is near a longer one takes long and finds nothing."""


class _Wrong:
    """Stands for a value that was refused; its mistake has been noted."""


WRONG = _Wrong()


@dataclass(slots=True)
class Reader:
    """Collects what was read where, and every mistake."""

    mistakes: list[Mistake] = field(default_factory=list)
    places: dict[Path, yaml.Node] = field(default_factory=dict)
    words: dict[Path, Any] = field(default_factory=dict)
    """Every single value that could be read, also where others beside it could not."""
    rules: dict[Path, MappingRule] = field(default_factory=dict)
    """Every rule of the mapping that could be read: the CTO's, then the teams'."""
    read_nodes: int = 0
    incomplete: bool = False
    """Whether a whole section may be missing because it could not be read."""
    partly: set[str] = field(default_factory=set)
    """The sections of which an entry could not be read."""
    unread: list[str] = field(default_factory=list)
    """The files, and keys of files, in which more mistakes may stand."""

    def wrong(self, node: yaml.Node, what: str, way_out: str) -> _Wrong:
        """Note a mistake at *node*."""
        self.mistakes.append(mistake(node, what, way_out))
        return WRONG

    def at(self, path: Path) -> yaml.Node:
        """Say the node of *path*, or of the nearest part of it that was written."""
        while path not in self.places:
            path = path[:-1]
        return self.places[path]

    def contract(
        self, node: yaml.Node, kind: type[C], path: Path, **given: object
    ) -> C | None:
        """Read one contract; *given* fields come from elsewhere. None when wrong."""
        before = len(self.mistakes)
        values = self.fields(node, kind, path, given=frozenset(given))
        if len(self.mistakes) > before or isinstance(values, _Wrong):
            return None
        found = self.validated(kind, values | given, path)
        if isinstance(found, MappingRule):
            self.rules[path] = found
        return found

    def validated(self, kind: type[C], values: dict[str, Any], path: Path) -> C | None:
        """Hold *values* against the contract's bounds."""
        try:
            return kind.model_validate(values)
        except ValidationError as error:
            words = IN_YAML.get(kind, {})
            for fault in error.errors(include_url=False):
                # An id stands before its colon: it is the last step of the path.
                steps = [words.get(str(w), w) for w in fault["loc"] if w != "id"]
                where = (*path, *steps)
                told = refused(called(where), fault, field_at(kind, fault["loc"]))
                self.wrong(self.at(where), *told)
            return None

    def fields(
        self,
        node: yaml.Node,
        kind: type[Contract],
        path: Path,
        *,
        given: frozenset[str],
    ) -> dict[str, Any] | _Wrong:
        """Read the fields that are written; refuse unknown, repeated, missing ones."""
        self.places.setdefault(path, node)
        if not isinstance(node, yaml.MappingNode) or not node.value:
            what = f"{called(path)} must be a group of `key: value` lines"
            return self.wrong(node, what, _keys_of(kind, given))
        words = IN_YAML.get(kind, {})
        known = {
            words.get(name, name): (name, info)
            for name, info in kind.model_fields.items()
            if name not in given
        }
        values: dict[str, Any] = {}
        for key, value in self.entries(node, path, known):
            name, info = known[key]
            values[name] = self.value(value, info.annotation, (*path, key))
        for key, (name, info) in known.items():
            if info.is_required() and name not in values:
                self.wrong(node, f"{called(path)} lacks `{key}`", f"Add `{key}:` here.")
        return values

    def entries(
        self, node: yaml.MappingNode, path: Path, known: Iterable[str] | None
    ) -> Iterable[tuple[str, yaml.Node]]:
        """Yield the entries of a mapping, each key once and, if given, *known*."""
        seen: dict[str, yaml.Node] = {}
        for key, key_node, value in pairs(node):
            if key in seen:
                line = seen[key].start_mark.line + 1
                what = f"`{shown(key)}` is written twice in {called(path)}"
                self.wrong(key_node, what, f"Keep one; the other is on line {line}.")
            elif known is not None and key not in known:
                what = f"{called(path)} has no `{shown(key)}`"
                self.wrong(key_node, what, nearest(key, known))
            else:
                self.places.setdefault((*path, key), key_node)
                yield key, value
            seen.setdefault(key, key_node)

    def value(self, node: yaml.Node, hint: Any, path: Path) -> Any:  # noqa: ANN401
        """Read a value of the type that *hint* says."""
        self.read_nodes += 1
        if self.read_nodes > MOST_NODES or len(path) > DEEPEST:
            if self.read_nodes <= MOST_NODES + 1 or len(path) == DEEPEST + 1:
                self.wrong(node, "The rules are too large", "Use fewer `*aliases`.")
            return WRONG
        hint = plain(hint)
        if is_tagged(node):
            what = f"{called(path)} asks for `{shown(node.tag)}`"
            return self.wrong(node, what, "Write a plain value without `!`.")
        if is_empty(node):
            what = f"{called(path)} is empty"
            return self.wrong(node, what, "Give it a value, or remove the line.")
        if typing.get_origin(hint) is tuple:
            return self.several(node, typing.get_args(hint)[0], path)
        if issubclass(hint, Contract):
            return self.fields(node, hint, path, given=frozenset())
        return self.scalar(node, hint, path)

    def several(self, node: yaml.Node, hint: Any, path: Path) -> Any:  # noqa: ANN401
        """Read a list, or one value in place of a list of one."""
        if not isinstance(node, yaml.SequenceNode):
            return (self.value(node, hint, (*path, 0)),)
        self.places[path] = node
        if not node.value:
            what = f"{called(path)} is an empty list"
            return self.wrong(node, what, "Name at least one, or remove the line.")
        return tuple(
            self.value(each, hint, (*path, number))
            for number, each in enumerate(node.value)
        )

    def scalar(self, node: yaml.Node, hint: Any, path: Path) -> Any:  # noqa: ANN401
        """Read one word, number, day or truth."""
        self.places[path] = node
        text = node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
        if not text:
            what = f"{called(path)} must be a single value that is not empty"
            return self.wrong(node, what, "Write it on the same line.")
        if (sign := hidden_sign(text)) is not None:
            what = f"{called(path)} holds the hidden sign U+{ord(sign):04X}"
            return self.wrong(node, what, "Write it again without that sign.")
        try:
            self.words[path] = value = _PARSERS.get(hint, hint)(text)
        except ValueError:
            way_out = _FORMS.get(hint) or nearest(text, [m.value for m in hint])
            what = f"{called(path)} cannot be `{shown(text)}`"
            return self.wrong(node, what, way_out)
        return value


def _truth(text: str) -> bool:
    if text.lower() not in _TRUTH:
        raise ValueError(text)
    return _TRUTH[text.lower()]


_TRUTH = {"true": True, "yes": True, "false": False, "no": False}
_PARSERS: Mapping[Any, Callable[[str], Any]] = {
    bool: _truth,
    date: date.fromisoformat,
}
"""Types that do not read themselves from a text."""

_FORMS: Mapping[Any, str] = {
    bool: "Write `true` or `false`.",
    date: "Write a day as 2026-11-30.",
    int: "Write a whole number.",
    float: "Write a number such as 0.2.",
}


def nearest(word: str, known: Iterable[str]) -> str:
    """Say the way out: the nearest of the *known* words, else all of them."""
    choices = list(known)
    near = difflib.get_close_matches(word[:_LONGEST_WORD], choices, n=1, cutoff=0.6)
    if near:
        return f"Did you mean `{near[0]}`?"
    if not choices:
        return "There is none yet: declare it first, or remove this."
    some = ", ".join(f"`{choice}`" for choice in choices[:_MOST_CHOICES])
    others = len(choices) - _MOST_CHOICES
    return f"It can be {some}" + (f" or one of {others} more." if others > 0 else ".")


def called(path: Path) -> str:
    """Say a path as the CTO reads it: list positions count from one."""
    words = [f"#{p + 1}" if isinstance(p, int) else shown(p) for p in path]
    return "`" + ".".join(words) + "`" if words else "the file"


def _keys_of(kind: type[Contract], given: frozenset[str]) -> str:
    words = IN_YAML.get(kind, {})
    keys = [words.get(name, name) for name in kind.model_fields if name not in given]
    return "It can hold " + ", ".join(f"`{key}`" for key in keys) + "."
