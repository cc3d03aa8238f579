"""Reading a YAML file into nodes that know where they stand. Builds no objects."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import yaml

from passerelle_translate.errors import Mistake

LARGEST_FILE = 1024 * 1024
_LONGEST_SHOWN = 60
_OVERRIDES = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""Signs that make a text look like another one."""
_PLAIN = "tag:yaml.org,2002:"
_KNOWN_TAGS = frozenset(
    _PLAIN + name
    for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
)


def composed(path: Path) -> tuple[yaml.Node | None, tuple[Mistake, ...]]:
    """Read the one document of *path*; None when it is empty or cannot be read."""
    try:
        if path.exists() and not path.is_file():
            # Opening a pipe would wait for ever, and a device never ends.
            return None, (_unread(path, "is no regular file", "Move it away."),)
        if path.stat().st_size > LARGEST_FILE:
            return None, (_unread(path, "is larger than 1 MB", "Split it."),)
        loader = yaml.SafeLoader(path.read_bytes().decode())
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        why = f"cannot be read ({type(error).__name__})"
        return None, (_unread(path, why, "Save it as UTF-8 text that we may read."),)
    loader.name = path.name
    try:
        return loader.get_single_node(), ()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        way_out = "Look at the indentation, colons and quotes here and just above."
        what = f"This is not YAML: {error.problem or error.context}"
        return None, (Mistake(path.name, line, column, what, way_out),)
    except (yaml.YAMLError, RecursionError) as error:
        why = f"cannot be read ({type(error).__name__})"
        return None, (_unread(path, why, "Remove hidden signs and deep nesting."),)
    finally:
        loader.dispose()


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


def is_empty(node: yaml.Node) -> bool:
    """Whether nothing is written there."""
    return node.tag == _PLAIN + "null"


def pairs(node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """Yield each key as written, its node and its value."""
    for key, value in node.value:
        yield (key.value if isinstance(key, yaml.ScalarNode) else "?", key, value)


def _unread(path: Path, why: str, way_out: str) -> Mistake:
    return Mistake(path.name, 1, 1, f"The file {why}", way_out)
