"""The top-level keys of the rule files, and how each becomes part of a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import Any

import yaml

from passerelle_schemas.contract import Contract
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import (
    Capability,
    Company,
    Department,
    DepartmentLimits,
    GlossaryTerm,
    KindRule,
    MappingRule,
    Objective,
    SignRule,
    StageRule,
    Team,
    Wording,
)
from passerelle_translate.rules.nodes import is_empty, is_unread
from passerelle_translate.rules.reading import Path, Reader
from passerelle_translate.rules.written import PromisesWritten

Nodes = Mapping[str, yaml.Node]


class Form(Enum):
    """How a section is written."""

    FIELDS = "fields"
    NAMED = "a group of names, each with its fields"
    LISTED = "a list, each entry with its fields"
    LISTED_BY_NAME = "a group of names, each with such a list"


@dataclass(frozen=True, slots=True)
class Section:
    """What a top-level key holds."""

    says: str
    """In one line, for whoever writes it."""
    form: Form
    kind: type[Contract]
    unwritten: frozenset[str] = frozenset()
    """Fields that come from elsewhere: from the name before the colon, for example."""
    of_many_files: bool = False
    """Whether several files may hold a part of it."""


_ID = frozenset({"id"})
_TEAM = frozenset({"team"})
SECTIONS: Mapping[str, Section] = {
    "company": Section("Whose departments these are.", Form.FIELDS, Company),
    "departments": Section(
        "The readers: one edition each, every week.", Form.NAMED, Department, _ID
    ),
    "objectives": Section(
        "What each department wants, and by when.", Form.NAMED, Objective, _ID
    ),
    "capabilities": Section(
        "The parts of the business that software serves.", Form.NAMED, Capability, _ID
    ),
    "mapping": Section(
        "What belongs to what; the first rule that matches wins.",
        Form.LISTED,
        MappingRule,
        _TEAM,
    ),
    "teams": Section(
        "Who else maps work, and inside which limits.", Form.NAMED, Team, _ID
    ),
    "team_mapping": Section(
        "The rules of teams, by team; they stand behind those of `mapping`.",
        Form.LISTED_BY_NAME,
        MappingRule,
        _TEAM,
        of_many_files=True,
    ),
    "kinds": Section(
        "What the effort goes to, where the mapping does not say.",
        Form.LISTED,
        KindRule,
    ),
    "stages": Section(
        "Which stage a status is; the first rule that fits wins.",
        Form.LISTED,
        StageRule,
    ),
    "promises": Section("Whose due dates are promises.", Form.FIELDS, PromisesWritten),
    "limits": Section("How much is too much.", Form.FIELDS, Limits),
    "department_limits": Section(
        "Limits of one department; what is not said is as in `limits`.",
        Form.NAMED,
        Limits,
    ),
    "signs": Section("What says of work how it goes.", Form.LISTED, SignRule),
    "wording": Section(
        "Fixed lines of a page in the company's own words.", Form.NAMED, Wording, _ID
    ),
    "glossary": Section(
        "Words that a page may use, and what they mean.", Form.LISTED, GlossaryTerm
    ),
}
"""Every top-level key. The published schema is made from this table as well."""

TOP_LEVEL: tuple[str, ...] = tuple(SECTIONS)
SEVERAL = frozenset(
    name for name, section in SECTIONS.items() if section.form is not Form.FIELDS
)
"""Those that hold several of a kind."""


def content_of(reader: Reader, nodes: Nodes) -> dict[str, Any]:
    """Read every section; a section that is wholly wrong is absent from the answer."""
    content: dict[str, Any] = {}
    for name, section in SECTIONS.items():
        if name in nodes and not _missing(reader, nodes[name], name):
            found = (
                _own_limits(reader, nodes[name], content.get("limits", Limits()))
                if name == "department_limits"
                else _read(reader, nodes[name], name, section)
            )
            if found is not None:
                content[name] = found
    if (promises := content.pop("promises", None)) is not None:
        content["promise_kinds"] = promises.kinds
        content["promise_types"] = promises.types
        content["promise_origins"] = promises.origins
    return content


def _missing(reader: Reader, node: yaml.Node, name: str) -> bool:
    if is_empty(node):
        reader.wrong(node, f"`{name}` is empty", "Fill it, or remove the key.")
    return is_empty(node)


def _read(reader: Reader, node: yaml.Node, name: str, section: Section) -> Any:  # noqa: ANN401 - one contract, or several
    path = (name,)
    match section.form:
        case Form.FIELDS:
            return reader.contract(node, section.kind, path)
        case Form.NAMED:
            read = [
                reader.contract(value, section.kind, (name, key), id=key)
                for key, value in _group(reader, node, name)
            ]
            return tuple(found for found in read if found is not None)
        case Form.LISTED:
            return _listed(
                reader, node, section.kind, path, dict.fromkeys(section.unwritten)
            )
        case Form.LISTED_BY_NAME:
            lists = [
                _listed(
                    reader,
                    value,
                    section.kind,
                    (name, key),
                    dict.fromkeys(section.unwritten, key),
                )
                for key, value in _group(reader, node, name)
            ]
            return tuple(chain.from_iterable(lists))


def _listed(
    reader: Reader,
    node: yaml.Node,
    kind: type[Contract],
    path: Path,
    given: Mapping[str, object],
) -> tuple[Contract, ...]:
    reader.places.setdefault(path, node)
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        way_out = "Begin each entry with a dash, or remove the key."
        reader.wrong(
            node, f"`{'.'.join(map(str, path))}` must be a list with entries", way_out
        )
        return ()
    read = [
        reader.contract(value, kind, (*path, number), **given)
        for number, value in enumerate(node.value)
        if not is_unread(value)
    ]
    return tuple(found for found in read if found is not None)


def _group(
    reader: Reader, node: yaml.Node, name: str
) -> tuple[tuple[str, yaml.Node], ...]:
    reader.places[(name,)] = node
    if isinstance(node, yaml.MappingNode) and node.value:
        return tuple(reader.entries(node, (name,), None))
    way_out = "Write one name a line, its fields indented below; or remove the key."
    reader.wrong(node, f"`{name}` must be a group of names", way_out)
    return ()


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
