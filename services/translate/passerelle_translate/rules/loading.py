"""Reading a folder of rule files: all of it, or every mistake in it."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from passerelle_translate.errors import Mistake, RulesInvalidError
from passerelle_translate.rules.checks import check
from passerelle_translate.rules.composing import composed
from passerelle_translate.rules.doubts import doubts
from passerelle_translate.rules.draft import RuleDraft
from passerelle_translate.rules.nodes import is_empty, mistake, pairs, shown
from passerelle_translate.rules.reading import Path as Place
from passerelle_translate.rules.reading import Reader, nearest
from passerelle_translate.rules.references import Wrong
from passerelle_translate.rules.sections import (
    SECTIONS,
    SEVERAL,
    TOP_LEVEL,
    content_of,
)
from passerelle_translate.rules.teams import flattened

Look = Callable[[Mapping[Place, Any]], Iterable[Wrong]]
"""Finds what is wrong in single words, by their places: what others know of them."""


@dataclass(frozen=True, slots=True)
class RulesRead:
    """A rule set that holds no mistake."""

    draft: RuleDraft
    warnings: tuple[Mistake, ...]
    """What may be meant, and probably is not."""


def _nothing(_words: Mapping[Place, Any]) -> Iterable[Wrong]:
    return ()


def load_rules(folder: Path) -> RuleDraft:
    """Read every `*.yaml` file of *folder* as one rule set.

    Raises RulesInvalidError with all mistakes, each with its file, line and way out.
    """
    return read_rules(folder).draft


def read_rules(
    folder: Path,
    *,
    wrong: Look = _nothing,
    doubtful: Look = _nothing,
    tried: Path | None = None,
) -> RulesRead:
    """Read a folder as `load_rules` does, and tell warnings as well.

    *wrong* yields more mistakes and *doubtful* more warnings, of what only who calls
    this can know. The mapping rules of the file that is *tried* stand behind those of
    the folder, as if they were written there.
    """
    files = _files(folder)
    reader = Reader(mistakes=list(_misnamed(folder)))
    sections: dict[str, yaml.Node] = {}
    empty = [path for path in files if _gather(reader, path, sections)]
    if tried is not None:
        _try(reader, tried, sections)
    content = content_of(reader, sections)
    check(reader, content)
    for path, what, way_out in wrong(reader.words):
        reader.wrong(reader.at(path), what, way_out)
    if not reader.mistakes:
        reader.mistakes += _missing(sections, empty or files)
    if reader.mistakes:
        raise RulesInvalidError(
            sorted(set(reader.mistakes)), reader.unread, str(folder)
        )
    # Whoever calls us knows more: of one place, what they say counts.
    found = (*doubts(content, reader), *doubtful(reader.words))
    told = {path: (what, way_out) for path, what, way_out in found}
    warnings = {mistake(reader.at(path), *said) for path, said in told.items()}
    warnings |= {Mistake(path.name, 1, 1, *_EMPTY) for path in empty}
    return RulesRead(RuleDraft(**flattened(content)), tuple(sorted(warnings)))


_EMPTY = ("The file says nothing", "Fill it, or remove it.")
_NEEDED = ("company", "departments", "mapping")
"""Without a mapping no work means anything to anybody: a file was lost."""


def _missing(sections: Mapping[str, yaml.Node], files: list[Path]) -> Iterator[Mistake]:
    """Yield what no file says; *files* are those in which it may have stood."""
    for name in _NEEDED:
        if name not in sections:
            what, way_out = f"No file says `{name}`", f"Add `{name}:` to one of them."
            yield Mistake(files[0].name, 1, 1, what, way_out)


def _files(folder: Path) -> list[Path]:
    """Name the rule files; raises RulesInvalidError where there is none."""
    try:
        files = sorted(folder.glob("*.yaml"))
        what = "The folder holds no .yaml file"
        if not folder.is_dir():
            what = "This is no folder" if folder.exists() else "No such folder"
    except OSError as error:
        files, what = [], f"The folder cannot be read ({type(error).__name__})"
    if files:
        return files
    way_out = "Set translate.rules to the folder of the rule files."
    raise RulesInvalidError(
        [Mistake(str(folder), 1, 1, what, way_out)], (), str(folder)
    )


def _misnamed(folder: Path) -> Iterator[Mistake]:
    """Yield the files that the CTO takes for rule files, and that nobody would read."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.name.startswith(".") and _holds_rules(path):
            what = "Only the folder itself is read, not the folders in it"
            way_out = "Move its files up, beside the others, or away."
            yield Mistake(f"{path.name}/", 1, 1, what, way_out)
        elif path.suffix.lower() in {".yml", ".yaml"} and path.suffix != ".yaml":
            what = f"Only files whose name ends in .yaml are read, not {path.suffix}"
            way_out = f"Rename it to {path.stem}.yaml, or move it away."
            yield Mistake(path.name, 1, 1, what, way_out)


def _holds_rules(folder: Path) -> bool:
    """Whether a folder, or one in it, holds what would be rule files above."""
    return any(path.suffix.lower() in {".yml", ".yaml"} for path in folder.rglob("*"))


def _gather(reader: Reader, path: Path, sections: dict[str, yaml.Node]) -> bool:
    """Add the top-level keys of one file; say whether it says nothing at all.

    A key may stand in one file only.
    """
    read = composed(path)
    reader.mistakes += read.mistakes
    reader.unread += read.unread
    reader.partly |= read.partly
    reader.incomplete |= bool(read.mistakes)
    if all(is_empty(root) for root in read.roots):
        return not read.mistakes
    for root in read.roots:
        _take(reader, root, sections)
    return False


def _take(reader: Reader, root: yaml.Node, sections: dict[str, yaml.Node]) -> None:
    """Add the top-level keys of one document, or of a piece of one."""
    if not isinstance(root, yaml.MappingNode):
        _unread(reader, root.start_mark.name)
        what = "A rule file must begin with a key such as `mapping:`"
        reader.wrong(root, what, nearest("", TOP_LEVEL))
        return
    for key, key_node, value in pairs(root):
        reader.places.setdefault((), root)
        if key not in TOP_LEVEL:
            what = f"No rules are called `{shown(key)}`"
            reader.wrong(key_node, what, nearest(key, TOP_LEVEL))
            _guess(reader, key, value, sections)
        elif key in sections and SECTIONS[key].of_many_files:
            _add(sections, key, value)
        elif key in sections:
            mark = sections[key].start_mark
            what = f"`{key}` is written twice"
            way_out = f"Put it in one place; it also stands in {mark.name}, just above "
            way_out += f"line {mark.line + 1}."
            reader.wrong(key_node, what, way_out)
            _add(sections, key, value)
        else:
            sections[key] = value


def _try(reader: Reader, path: Path, sections: dict[str, yaml.Node]) -> None:
    """Add the mapping rules of one file behind those that there are."""
    if not path.is_file():
        what, way_out = "No such file", "Name a file that holds `mapping:`."
        reader.mistakes.append(Mistake(str(path), 1, 1, what, way_out))
        return
    told: dict[str, yaml.Node] = {}
    _gather(reader, path, told)
    for key, node in told.items():
        if key != "mapping":
            what = "What is tried is rules of `mapping` alone"
            reader.wrong(node, what, f"Write `{key}` into the folder of the rules.")
        elif key in sections:
            _add(sections, key, node)
        else:
            sections[key] = node


def _unread(reader: Reader, what: str) -> None:
    reader.incomplete = True
    reader.unread.append(what)


def _guess(
    reader: Reader, key: str, value: yaml.Node, sections: dict[str, yaml.Node]
) -> None:
    """Read a misspelt key as the one that it resembles, to find what is wrong below."""
    if is_empty(value) or not value.value:
        reader.incomplete = True
        return
    near = difflib.get_close_matches(key[:100], TOP_LEVEL, n=1)
    if near and near[0] not in sections:
        sections[near[0]] = value
    else:
        _unread(reader, f"`{shown(key)}` in {value.start_mark.name}")


def _add(sections: dict[str, yaml.Node], key: str, value: yaml.Node) -> None:
    """Read what is written twice as one, to find what is wrong in both."""
    there = sections[key]
    alike = isinstance(there, yaml.CollectionNode) and type(there) is type(value)
    if key in SEVERAL and alike:
        there.value += value.value
