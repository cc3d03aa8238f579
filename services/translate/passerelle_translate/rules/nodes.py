"""Nodes of YAML, which know where they stand, and what may be said of them."""

import unicodedata
from collections.abc import Iterator

import yaml

from passerelle_translate.errors import Mistake

_LONGEST_SHOWN = 60
_OVERRIDES = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""Signs that make a text look like another one."""
_PLAIN = "tag:yaml.org,2002:"
_KNOWN_TAGS = frozenset(
    _PLAIN + name
    for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
)


def mistake(node: yaml.Node, what: str, way_out: str) -> Mistake:
    """Say what is wrong at *node*."""
    mark = node.start_mark
    return Mistake(mark.name, mark.line + 1, mark.column + 1, what, way_out)


def shown(text: str) -> str:
    """Say *text* as a message can hold it: short, and without signs that hide."""
    told = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in told
    )


def hidden_sign(text: str) -> str | None:
    """Say the first sign of *text* that no page may print, and no topic can hold."""
    return next((c for c in text if _hides(c)), None)


def _hides(character: str) -> bool:
    if character in "\t\n\r":
        return False
    kind = unicodedata.category(character)
    return kind in {"Cc", "Cs"} or unicodedata.bidirectional(character) in _OVERRIDES


def is_tagged(node: yaml.Node) -> bool:
    """Whether it asks for an object of a programming language, or another tag."""
    return node.tag not in _KNOWN_TAGS and not node.tag.endswith("merge")


def unread_entry(name: str, line: int) -> yaml.Node:
    """Stand for an entry of a list that cannot be read, so that the others count on."""
    mark = yaml.Mark(name, 0, line, 0, None, 0)
    return yaml.ScalarNode(_UNREAD, "", mark, mark)


def is_unread(node: yaml.Node) -> bool:
    """Whether it stands for what cannot be read; that mistake is told already."""
    return bool(node.tag == _UNREAD)


_UNREAD = "tag:passerelle,2026:unread"


def is_empty(node: yaml.Node) -> bool:
    """Whether nothing is written there."""
    return node.tag == _PLAIN + "null"


def pairs(node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """Yield each key as written, its node and its value."""
    for key, value in node.value:
        yield (key.value if isinstance(key, yaml.ScalarNode) else "?", key, value)
