"""What changed between two rule sets, in the words in which rules are written."""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from passerelle_schemas.rules import (
    Bilingual,
    DepartmentLimits,
    GlossaryTerm,
    KindRule,
    RuleSet,
    StageRule,
)
from passerelle_translate.rules.draft import RuleDraft

Leaves = Mapping[str, str]
"""What an entry says, by the path of each value that is not empty."""
Entries = Mapping[str, Leaves]
"""What a section says, by what each entry is called; in the order of writing."""

_CALLED = {
    "departments": "department",
    "objectives": "objective",
    "capabilities": "capability",
    "mapping": "mapping rule",
    "kinds": "rule of kinds",
    "stages": "rule of stages",
    "department_limits": "limits of",
    "glossary": "word",
    "teams": "team",
    "wording": "wording of",
}
"""What an entry of a section is; a section that is not named here names itself."""
_NAMED_BY = ("id", "name", "department")
_GROUPS = {
    "promise_kinds": ("promises", "kinds"),
    "promise_types": ("promises", "types"),
    "promise_origins": ("promises", "from"),
}
"""Where a value of the published form stands in the written one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed."""

    of: str
    """Which entry: "objective `pay-in-three`"."""
    what: str
    """Which of its fields; empty for the whole entry."""
    old: str | None
    """None where it was not said."""
    new: str | None
    """None where it is no longer said."""

    def __str__(self) -> str:
        if self.what:
            return f"{self.of}: {self.what} {_or_none(self.old)} → {_or_none(self.new)}"
        if self.old is None:
            return f"{self.of} is new: {self.new}"
        return f"{self.of} is gone; it said {self.old}"


def differences(
    old: RuleDraft | RuleSet, new: RuleDraft | RuleSet
) -> tuple[Difference, ...]:
    """Say all that changed from *old* to *new*, section by section.

    Two rule sets of one content have no difference; two of different content have one.
    """
    return tuple(
        difference
        for section in RuleDraft.model_fields
        for difference in _in_section(
            _entries(section, getattr(old, section)),
            _entries(section, getattr(new, section)),
        )
    )


def _in_section(old: Entries, new: Entries) -> Iterator[Difference]:
    for name, leaves in old.items():
        if name not in new:
            yield Difference(name, "", _told(leaves), None)
    for name, leaves in new.items():
        if name not in old:
            yield Difference(name, "", None, _told(leaves))
        else:
            yield from _in_entry(name, old[name], leaves)
    yield from _moved(list(old), list(new))


def _in_entry(name: str, old: Leaves, new: Leaves) -> Iterator[Difference]:
    for path in dict.fromkeys((*old, *new)):
        if old.get(path) != new.get(path):
            yield Difference(name, path, old.get(path), new.get(path))


def _moved(old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    """Yield the entries that stand elsewhere among those that both have: order counts.

    As few as explain the new order.
    """
    before = [name for name in old if name in set(new)]
    after = [name for name in new if name in set(old)]
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False)
    stayed = {
        name
        for block in blocks.get_matching_blocks()
        for name in before[block.a : block.a + block.size]
    }
    for name in after:
        if name not in stayed:
            places = str(old.index(name) + 1), str(new.index(name) + 1)
            yield Difference(name, "place", *places)


def _entries(section: str, value: object) -> Entries:
    if isinstance(value, BaseModel):
        return {section: dict(_leaves(value))}
    if isinstance(value, tuple) and any(isinstance(each, BaseModel) for each in value):
        return _listed(section, value)
    if not value and section not in _GROUPS:
        return {}
    group, field = _GROUPS.get(section, (section, "value"))
    told = _scalar(value)
    return {group: {} if told is None else {field: told}}


def _listed(section: str, entries: Sequence[BaseModel]) -> Entries:
    """Say each entry under its name; the second of one name is told apart."""
    called = _CALLED.get(section, section)
    found: dict[str, Leaves] = {}
    for entry in entries:
        key, leaves = _keyed(entry)
        name = f"{called} `{key}`"
        times = 1
        while name in found:
            times += 1
            name = f"{called} `{key}` ({times})"
        found[name] = leaves
    return found


def _keyed(entry: BaseModel) -> tuple[str, Leaves]:
    """Say by what an entry is known, and what else it says."""
    leaves = dict(_leaves(entry))
    match entry:
        case GlossaryTerm(word=word):
            return word.en, leaves
        case KindRule() | StageRule():
            return _told(leaves), leaves
        case DepartmentLimits(department=department, limits=limits):
            return department, dict(_leaves(limits))
    for name in _NAMED_BY:
        if name in leaves:
            return leaves.pop(name), leaves
    return _told(leaves), leaves


def _leaves(model: BaseModel, path: str = "") -> Iterator[tuple[str, str]]:
    for name in type(model).model_fields:
        value: Any = getattr(model, name)
        written = f"{path}{'not' if name == 'unless' else name}"
        if isinstance(value, BaseModel):
            yield from _leaves(value, f"{written}.")
        elif (told := _scalar(value)) is not None:
            yield written, told


def _scalar(value: Any) -> str | None:  # noqa: ANN401 - any value that a rule can have
    """Say one value as it is written; None where nothing is said."""
    match value:
        case None | ():
            return None
        case bool():
            return "true" if value else "false"
        case Bilingual():
            return f"{value.fr} / {value.en}"
        case BaseModel():
            return f"{{{_told(dict(_leaves(value)))}}}"
        case tuple():
            return ", ".join(_one_of_many(each) for each in value)
        case _:
            return str(value)


def _one_of_many(value: Any) -> str:  # noqa: ANN401 - any value that a rule can have
    """Say a value of a list, in quotes where it could be taken for two, or none."""
    told = _scalar(value) or ""
    plain = isinstance(value, BaseModel) or not ("," in told or '"' in told or not told)
    return told if plain else json.dumps(told, ensure_ascii=False)


def _told(leaves: Leaves) -> str:
    return ", ".join(f"{path} {value}" for path, value in leaves.items())


def _or_none(value: str | None) -> str:
    return "nothing" if value is None else value
