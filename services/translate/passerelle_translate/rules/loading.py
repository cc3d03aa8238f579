"""Reading a folder of rule files: all of it, or every mistake in it."""

import difflib
from collections.abc import Iterator
from pathlib import Path

import yaml

from passerelle_translate.errors import Mistake, RulesInvalidError
from passerelle_translate.rules.checks import check
from passerelle_translate.rules.draft import RuleDraft
from passerelle_translate.rules.nodes import composed, is_empty, pairs, shown
from passerelle_translate.rules.reading import Reader, nearest
from passerelle_translate.rules.sections import SEVERAL, TOP_LEVEL, content_of


def load_rules(folder: Path) -> RuleDraft:
    """Read every `*.yaml` file of *folder* as one rule set.

    Raises RulesInvalidError with all mistakes, each with its file, line and way out.
    """
    files = _files(folder)
    reader = Reader(mistakes=list(_misnamed(folder)))
    sections: dict[str, yaml.Node] = {}
    for path in files:
        _gather(reader, path, sections)
    content = content_of(reader, sections)
    check(reader, content)
    for name in ("company", "departments"):
        if name not in sections and not reader.mistakes:
            what, way_out = f"No file says `{name}`", f"Add `{name}:` to one of them."
            reader.mistakes.append(Mistake(files[0].name, 1, 1, what, way_out))
    if reader.mistakes:
        raise RulesInvalidError(
            sorted(set(reader.mistakes)), reader.unread, str(folder)
        )
    return RuleDraft(**content)


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
        if path.suffix.lower() in {".yml", ".yaml"} and path.suffix != ".yaml":
            what = f"Only files whose name ends in .yaml are read, not {path.suffix}"
            way_out = f"Rename it to {path.stem}.yaml, or move it away."
            yield Mistake(path.name, 1, 1, what, way_out)


def _gather(reader: Reader, path: Path, sections: dict[str, yaml.Node]) -> None:
    """Add the top-level keys of one file; a key may stand in one file only."""
    root, mistakes = composed(path)
    reader.mistakes += mistakes
    if mistakes:
        _unread(reader, path.name)
    if root is None or is_empty(root):
        return
    if not isinstance(root, yaml.MappingNode):
        _unread(reader, path.name)
        what = "A rule file must begin with a key such as `mapping:`"
        reader.wrong(root, what, nearest("", TOP_LEVEL))
        return
    for key, key_node, value in pairs(root):
        reader.places.setdefault((), root)
        if key not in TOP_LEVEL:
            what = f"No rules are called `{shown(key)}`"
            reader.wrong(key_node, what, nearest(key, TOP_LEVEL))
            _guess(reader, key, value, sections)
        elif key in sections:
            mark = sections[key].start_mark
            what = f"`{key}` is written twice"
            way_out = f"Put it in one place; it also stands in {mark.name}, just above "
            way_out += f"line {mark.line + 1}."
            reader.wrong(key_node, what, way_out)
            _add(sections, key, value)
        else:
            sections[key] = value


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
