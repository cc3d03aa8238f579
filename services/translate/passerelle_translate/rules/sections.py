"""The top-level keys of the rule files, and how each becomes part of a draft."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import yaml

from passerelle_schemas.contract import Contract
from passerelle_schemas.identity import ItemKind
from passerelle_schemas.rules import (
    Capability,
    Company,
    Department,
    DepartmentLimits,
    GlossaryTerm,
    KindRule,
    Limits,
    MappingRule,
    Objective,
    SignRule,
    StageRule,
    Words,
)
from passerelle_translate.rules.nodes import is_empty
from passerelle_translate.rules.reading import Reader

C = TypeVar("C", bound=Contract)
Sections = Mapping[str, yaml.Node]
Section = Callable[[Reader, yaml.Node, str], Any]


class _Promises(Contract):
    kinds: tuple[ItemKind, ...] = (ItemKind.MILESTONE, ItemKind.VERSION)
    types: Words = ("Epic",)


def _one(kind: type[Contract]) -> Section:
    def section(reader: Reader, node: yaml.Node, name: str) -> Any:  # noqa: ANN401
        return reader.contract(node, kind, (name,))

    return section


def _named(kind: type[Contract]) -> Section:
    def section(reader: Reader, node: yaml.Node, name: str) -> Any:  # noqa: ANN401
        entries = _group(reader, node, name)
        read = [
            reader.contract(value, kind, (name, key), id=key) for key, value in entries
        ]
        return tuple(found for found in read if found is not None)

    return section


def _listed(kind: type[Contract]) -> Section:
    def section(reader: Reader, node: yaml.Node, name: str) -> Any:  # noqa: ANN401
        reader.places[(name,)] = node
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            way_out = "Begin each entry with a dash, or remove the key."
            reader.wrong(node, f"`{name}` must be a list with entries", way_out)
            return ()
        read = [
            reader.contract(value, kind, (name, number))
            for number, value in enumerate(node.value)
        ]
        return tuple(found for found in read if found is not None)

    return section


def _group(
    reader: Reader, node: yaml.Node, name: str
) -> tuple[tuple[str, yaml.Node], ...]:
    reader.places[(name,)] = node
    if isinstance(node, yaml.MappingNode) and node.value:
        return tuple(reader.entries(node, (name,), None))
    way_out = "Write one name a line, its fields indented below; or remove the key."
    reader.wrong(node, f"`{name}` must be a group of names", way_out)
    return ()


_SECTIONS: Mapping[str, Section] = {
    "company": _one(Company),
    "departments": _named(Department),
    "objectives": _named(Objective),
    "capabilities": _named(Capability),
    "mapping": _listed(MappingRule),
    "kinds": _listed(KindRule),
    "stages": _listed(StageRule),
    "promises": _one(_Promises),
    "limits": _one(Limits),
    "glossary": _listed(GlossaryTerm),
    "signs": _listed(SignRule),
}

TOP_LEVEL: tuple[str, ...] = (*_SECTIONS, "department_limits")
SEVERAL = frozenset(TOP_LEVEL) - {"company", "promises", "limits"}
"""Those that hold several of a kind."""


def content_of(reader: Reader, sections: Sections) -> dict[str, Any]:
    """Read every section; a section that is wholly wrong is absent from the answer."""
    content: dict[str, Any] = {}
    for name, read in _SECTIONS.items():
        if name in sections and not _missing(reader, sections[name], name):
            found = read(reader, sections[name], name)
            if found is not None:
                content[name] = found
    if (promises := content.pop("promises", None)) is not None:
        content["promise_kinds"] = promises.kinds
        content["promise_types"] = promises.types
    own = sections.get("department_limits")
    if own is not None and not _missing(reader, own, "department_limits"):
        common = content.get("limits", Limits())
        content["department_limits"] = _own_limits(reader, own, common)
    return content


def _missing(reader: Reader, node: yaml.Node, name: str) -> bool:
    if is_empty(node):
        reader.wrong(node, f"`{name}` is empty", "Fill it, or remove the key.")
    return is_empty(node)


def _own_limits(
    reader: Reader, node: yaml.Node, common: Limits
) -> tuple[DepartmentLimits, ...]:
    """Read the limits of each department; what they do not say is as in common."""
    own = []
    for department, value in _group(reader, node, "department_limits"):
        path = ("department_limits", department)
        before = len(reader.mistakes)
        said = reader.fields(value, Limits, path, given=frozenset())
        if len(reader.mistakes) > before or not isinstance(said, dict):
            continue
        limits = reader.validated(Limits, common.model_dump() | said, path)
        if limits is not None:
            own.append(DepartmentLimits(department=department, limits=limits))
    return tuple(own)
