"""The JSON Schema of a rule file as one writes it, for editors that complete and check.

It is made from the very tables that read the files, so it cannot say other fields,
bounds or words than they do. What lies between files and entries (a name that nobody
declared, a rule that can never apply) only `passerelle rules check` sees.
"""

import inspect
import typing
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from passerelle_schemas.contract import Contract
from passerelle_schemas.rules import MappingRule, Objective, Slug
from passerelle_translate.rules.forms import (
    IN_YAML,
    MEANS,
    NEEDS_ONE_OF,
    PATTERNS,
    SAYS_WHOSE,
    bounds_of,
    plain,
)
from passerelle_translate.rules.sections import SECTIONS, Form, Section

Schema = dict[str, Any]
FILE = "rules.schema.json"
"""What the file is called in which it is published."""
_NEVER: Schema = {"enum": [False, "false", "no"]}


def rules_schema() -> Schema:
    """Describe every rule file in JSON Schema, in the draft that editors know."""
    definitions: dict[str, Schema] = {}
    sections = {name: _section(s, definitions) for name, s in SECTIONS.items()}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "urn:passerelle:schema:rules",
        "title": "Rules of Passerelle",
        "description": "Any of these keys, in any file of the folder, each once.",
        "type": "object",
        "properties": sections,
        "additionalProperties": False,
        "definitions": dict(sorted(definitions.items())),
    }


def _section(section: Section, definitions: dict[str, Schema]) -> Schema:
    entry = _reference(section.kind, section.unwritten, definitions)
    told = {"description": section.says}
    match section.form:
        case Form.FIELDS:
            return told | {"allOf": [entry]}
        case Form.NAMED:
            return told | _group(section, entry)
        case Form.LISTED:
            return told | {"type": "array", "items": entry, "minItems": 1}
        case Form.LISTED_BY_NAME:
            own: Schema = {"allOf": [entry, {"properties": {"exclude": _NEVER}}]}
            return told | _group(
                section, {"type": "array", "items": own, "minItems": 1}
            )


def _group(section: Section, entry: Schema) -> Schema:
    """Describe a group of names; each name is an id."""
    field = section.kind.model_fields.get("id")
    hint = field.rebuild_annotation() if field else Slug
    return {
        "type": "object",
        "propertyNames": {"pattern": TypeAdapter(hint).json_schema()["pattern"]},
        "additionalProperties": entry,
        "minProperties": 1,
    }


def _reference(
    kind: type[Contract], unwritten: Iterable[str], definitions: dict[str, Schema]
) -> Schema:
    """Refer to *kind*, and define it where nobody did."""
    name = kind.__name__.removesuffix("Written")
    if name not in definitions:
        definitions[name] = {}  # a contract may refer to itself
        definitions[name] = _fields(kind, frozenset(unwritten), definitions)
    return {"$ref": f"#/definitions/{name}"}


def _fields(
    kind: type[Contract], unwritten: frozenset[str], definitions: dict[str, Schema]
) -> Schema:
    words = IN_YAML.get(kind, {})
    fields = {
        words.get(name, name): info
        for name, info in kind.model_fields.items()
        if name not in unwritten
    }
    required = [name for name, info in fields.items() if info.is_required()]
    return {
        "type": "object",
        "description": inspect.cleandoc(kind.__doc__ or ""),
        "properties": {
            name: _field(info, definitions, PATTERNS.get((kind, name)))
            for name, info in fields.items()
        },
        **({"required": required} if required else {}),
        "additionalProperties": False,
        "minProperties": 1,
        **_between(kind),
    }


def _between(kind: type[Contract]) -> Schema:
    """Say what the fields of one entry ask of each other."""
    if kind is MappingRule:
        return {
            "anyOf": [{"required": [name]} for name in (*SAYS_WHOSE, "exclude")],
            "if": {"properties": {"exclude": _NEVER}},
            "else": {"properties": dict.fromkeys(MEANS, False)},
        }
    if kind is Objective:
        return {"not": {"required": ["promised_by", "target_date"]}}
    one_of = NEEDS_ONE_OF.get(kind, ())
    return {"anyOf": [{"required": [name]} for name in one_of]} if one_of else {}


def _field(
    info: FieldInfo, definitions: dict[str, Schema], pattern: str | None
) -> Schema:
    told = {"description": info.description} if info.description else {}
    value = _value(info.rebuild_annotation(), definitions, pattern)
    if "$ref" in value:
        value = {"allOf": [value]}  # beside a reference nothing else counts
    default = info.get_default(call_default_factory=True)
    if isinstance(default, bool | int | float | str):
        value = value | {
            "default": default.value if isinstance(default, Enum) else default
        }
    return told | value


def _value(
    hint: Any,  # noqa: ANN401 - a type
    definitions: dict[str, Schema],
    pattern: str | None = None,
) -> Schema:
    kind = plain(hint)
    if typing.get_origin(kind) is tuple:
        item = _value(typing.get_args(kind)[0], definitions, pattern)
        return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}
    if issubclass(kind, Contract):
        return _reference(kind, (), definitions)
    if issubclass(kind, bool):
        return {"enum": [True, False, "yes", "no"]}
    if issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    bounds = bounds_of(hint)
    if kind is str:
        text = {"minLength": 1, **bounds, **({"pattern": pattern} if pattern else {})}
        return text if "pattern" in text else text | {"type": _AS_WRITTEN}
    return bounds | ({"pattern": r"^\d{4}-\d\d-\d\d$"} if kind is date else {})


_AS_WRITTEN = ["string", "number", "boolean"]
"""A text is taken as it is written: 10105 and no are texts where one is asked for."""
