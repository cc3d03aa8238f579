"""Reading a rule file into nodes; one that is no YAML is read piece by piece.

A bracket that is never closed would hide every other mistake of its file. So a file
that cannot be read as a whole is read again by its top-level keys, and one of those by
its entries, each at its own line.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from passerelle_translate.errors import Mistake
from passerelle_translate.rules.nodes import unread_entry

LARGEST_FILE = 1024 * 1024
_MOST_KEYS = 50
_MOST_ENTRIES = 2000
"""With more pieces a file is not read twice: each costs a reader of its own."""
_KEY = re.compile(r"[^\s#\[\]{},?-][^:]*:(\s|$)")
"""How a top-level key begins its line."""
_ENTRY = re.compile(r"(?P<indent> *)(?P<first>- |-$|[^\s#\[\]{},?-][^:]*:(\s|$))")
_HOW = "Look at the indentation, colons and quotes here and just above."


@dataclass(slots=True)
class Composed:
    """What could be read of a file."""

    roots: list[yaml.Node] = field(default_factory=list)
    """The whole document, or a piece for each top-level key that could be read."""
    mistakes: list[Mistake] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """In what more mistakes may stand."""
    partly: set[str] = field(default_factory=set)
    """The keys of which something could not be read."""


def composed(path: Path) -> Composed:
    """Read the one document of *path*, or what can be read of it."""
    try:
        if path.exists() and not path.is_file():
            # Opening a pipe would wait for ever, and a device never ends.
            return _nothing(path, "is no regular file", "Move it away.")
        if path.stat().st_size > LARGEST_FILE:
            return _nothing(path, "is larger than 1 MB", "Split it.")
        content = path.read_bytes()
        text = content.decode()
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - before.rfind(b"\n")
        why = f"cannot be read ({type(error).__name__})"
        return _nothing(path, why, _SAVE, line, column)
    except OSError as error:
        return _nothing(path, f"cannot be read ({type(error).__name__})", _SAVE)
    return _Reading(path.name, text).composed()


_SAVE = "Save it as UTF-8 text that we may read."


def _nothing(
    path: Path, why: str, way_out: str, line: int = 1, column: int = 1
) -> Composed:
    wrong = Mistake(path.name, line, column, f"The file {why}", way_out)
    return Composed(mistakes=[wrong], unread=[path.name])


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a file, and the line before it."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class _Reading:
    name: str
    text: str

    def composed(self) -> Composed:
        """Read the whole text; where that fails, what can be read of it."""
        root, wrong = self._read(_Piece(self.text, 0))
        if wrong is None:
            return Composed(roots=[root] if root else [])
        found = Composed()
        pieces = _cut(self.text, 0, _KEY)
        for piece in pieces if len(pieces) <= _MOST_KEYS else ():
            self._add(piece, found)
        if not found.mistakes:  # each is sound by itself
            found.mistakes, found.unread = [wrong], [self.name]
        return found

    def _add(self, piece: _Piece, found: Composed) -> None:
        root, wrong = self._read(piece)
        if wrong is None:
            found.roots += [root] if root else []
            return
        key = _key_of(piece.text)
        if key is None or wrong.what == _NO_ANCHOR:
            found.unread.append(self.name)
            found.mistakes += [] if wrong.what == _NO_ANCHOR else [wrong]
            return
        found.partly.add(key)
        found.unread.append(f"`{key}` in {self.name}")
        entries, mistakes = self._entries(piece)
        found.mistakes += mistakes or [wrong]
        if entries is not None:
            found.roots.append(_beside(key, entries))

    def _entries(self, piece: _Piece) -> tuple[yaml.Node | None, list[Mistake]]:
        """Read the entries of one key that can be read by themselves."""
        lines = piece.text.splitlines(keepends=True)
        above = next(n for n, one in enumerate(lines) if _KEY.match(one)) + 1
        if not lines[above - 1].split(" #")[0].rstrip().endswith(":"):
            return None, []  # all of it stands on the line of the key
        entries = _cut("".join(lines[above:]), piece.line + above, _ENTRY)
        if len(entries) > _MOST_ENTRIES:
            return None, []
        together: yaml.CollectionNode | None = None
        mistakes: list[Mistake] = []
        missing: list[yaml.Node] = []
        for entry in entries:
            node, wrong = self._read(entry)
            if wrong is not None:
                mistakes.append(wrong)
                if isinstance(together, yaml.SequenceNode):
                    together.value.append(unread_entry(self.name, entry.line))
                else:
                    missing.append(unread_entry(self.name, entry.line))
            elif isinstance(node, yaml.CollectionNode) and together is None:
                together = node
                if isinstance(node, yaml.SequenceNode):
                    node.value[:0] = missing
            elif together is not None and type(node) is type(together):
                together.value += node.value
        return together, mistakes

    def _read(self, piece: _Piece) -> tuple[yaml.Node | None, Mistake | None]:
        """Read one piece, its marks counting from the beginning of the file."""
        loader = None
        try:
            loader = yaml.SafeLoader(piece.text)
            loader.name, loader.line = self.name, piece.line
            return loader.get_single_node(), None
        except yaml.reader.ReaderError as error:
            before = piece.text[: error.position]
            line = piece.line + before.count("\n") + 1
            column = error.position - before.rfind("\n")
            what = f"The file holds the sign U+{error.character:04X}, which is no text"
            out = "Write it again without that sign."
            return None, Mistake(self.name, line, column, what, out)
        except yaml.MarkedYAMLError as error:
            return None, self._told(error, piece)
        except (yaml.YAMLError, RecursionError) as error:
            why = f"cannot be read ({type(error).__name__})"
            out = "Remove hidden signs and deep nesting."
            return None, Mistake(self.name, 1, 1, f"The file {why}", out)
        finally:
            if loader is not None:
                loader.dispose()

    def _told(self, error: yaml.MarkedYAMLError, piece: _Piece) -> Mistake:
        """Say where YAML breaks: what never ends, where it begins."""
        at = error.problem_mark or error.context_mark
        last = piece.line + piece.text.count("\n")
        if at and at.line >= last and (begun := _never_ends(piece, error)):
            what = "This is not YAML: what begins here never ends"
            return Mistake(self.name, begun[0], begun[1], what, _HOW)
        line, column = (at.line + 1, at.column + 1) if at else (1, 1)
        if error.problem and error.problem.startswith("found undefined alias"):
            return Mistake(self.name, line, column, _NO_ANCHOR, _HOW)
        what = f"This is not YAML: {error.problem or error.context}"
        return Mistake(self.name, line, column, what, _HOW)


def _never_ends(piece: _Piece, error: yaml.MarkedYAMLError) -> tuple[int, int] | None:
    """Say line and column of the bracket or quote that nothing closes."""
    opened: list[yaml.Mark] = []
    try:
        for token in yaml.scan(piece.text, yaml.SafeLoader):
            if isinstance(token, _OPENING):
                opened.append(token.start_mark)
            elif isinstance(token, _CLOSING) and opened:
                opened.pop()
    except yaml.MarkedYAMLError:
        # A quote: the scanner itself says where it began.
        mark = error.context_mark
        return (mark.line + 1, mark.column + 1) if mark else None
    if not opened:
        return None
    return piece.line + opened[-1].line + 1, opened[-1].column + 1


_OPENING = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken)
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)
_NO_ANCHOR = "This is not YAML: what it refers to stands nowhere above"


def _cut(text: str, line: int, begins: re.Pattern[str]) -> list[_Piece]:
    """Cut *text* where a line begins as *begins* says, as far in as the first does."""
    indent: str | None = None
    pieces: list[_Piece] = []
    piece: list[str] = []
    start = line
    for number, one in enumerate(text.splitlines(keepends=True), start=line):
        if found := begins.match(one):
            own = found.groupdict().get("indent", "")
            if indent is None:
                indent = own
            elif own == indent:
                pieces.append(_Piece("".join(piece), start))
                piece, start = [], number
        piece.append(one)
    return [*pieces, _Piece("".join(piece), start)] if piece else pieces


def _key_of(text: str) -> str | None:
    for line in text.splitlines():
        if _KEY.match(line):
            return line.partition(":")[0].strip("'\" ")
    return None


def _beside(key: str, value: yaml.Node) -> yaml.Node:
    """Return the mapping that a file with this key alone would be."""
    mark = value.start_mark
    name = yaml.ScalarNode("tag:yaml.org,2002:str", key, mark, mark)
    return yaml.MappingNode("tag:yaml.org,2002:map", [(name, value)], mark, mark)
