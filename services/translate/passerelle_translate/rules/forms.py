"""What a field of a rule can hold, as its contract says it."""

import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from passerelle_schemas.contract import Contract
from passerelle_schemas.rules import (
    MappingRule,
    Match,
    Objective,
    SignRule,
    StageRule,
)
from passerelle_translate.rules.nodes import shown
from passerelle_translate.rules.written import PromisesWritten

IN_YAML: Mapping[type[Contract], Mapping[str, str]] = {
    MappingRule: {"unless": "not"},
    PromisesWritten: {"origins": "from"},
}
"""Field names that are other words in YAML."""
NEEDS_ONE_OF: Mapping[type[Contract], tuple[str, ...]] = {
    StageRule: ("tracker", "source", "kind", "status", "category"),
    SignRule: ("label", "status", "field"),
}
"""Without one of these a rule would hold of everything."""
_FIELD = r"^[^=]*[^=\s][^=]*=.*\S"
ITEM_KEY = (
    r"^(?:[A-Za-z][A-Za-z0-9_]*-\d+"
    r"|[\w.-]+/[\w.-]+(?:#\d+|/milestone/\d+|/releases/tag/\S+))$"
)
PATTERNS: Mapping[tuple[type[Contract], str], str] = {
    (Match, "field"): _FIELD,
    (SignRule, "field"): _FIELD,
    (Objective, "promised_by"): ITEM_KEY,
}
"""How a text must look that the contract leaves free, for whoever reads it later."""
MEANS = ("department", "also", "objective", "capability", "work")
"""What a mapping rule gives; one that excludes gives nothing."""
SAYS_WHOSE = ("department", "objective", "capability")
"""Each of these leads to a department."""
_ADDRESS = "Write one address, as in payments@verdier.example."
_SLUG = "Use small letters, digits and hyphens, beginning with a letter."


def plain(hint: Any) -> Any:  # noqa: ANN401 - a type, however it is written
    """Say the type itself: without its bounds, and without None."""
    while typing.get_origin(hint) is typing.Annotated:
        hint = typing.get_args(hint)[0]
    if typing.get_origin(hint) in {types.UnionType, typing.Union}:
        (hint,) = (a for a in typing.get_args(hint) if a is not type(None))
        return plain(hint)
    return hint


def bounds_of(hint: Any) -> dict[str, Any]:  # noqa: ANN401 - a type
    """Say a single value's type and bounds, as JSON Schema says them."""
    told = TypeAdapter(hint).json_schema()
    choices = [c for c in told.get("anyOf", [told]) if c.get("type") != "null"]
    return {key: value for key, value in choices[0].items() if key != "title"}


def field_at(kind: type[Contract], steps: Iterable[str | int]) -> FieldInfo | None:
    """Find the field of *kind* that *steps* lead to; places of lists count not."""
    info = None
    for step in steps:
        if isinstance(step, str):
            info = kind.model_fields.get(step)
            hint = plain(info.annotation) if info else None
            if typing.get_origin(hint) is tuple:
                hint = plain(typing.get_args(hint)[0])
            kind = hint if isinstance(hint, type) else kind
    return info


def refused(
    name: str, fault: Mapping[str, Any], info: FieldInfo | None
) -> tuple[str, str]:
    """Say what is wrong with a value that its contract refuses, and the way out."""
    value = shown(str(fault["input"]))
    bounds = bounds_of(info.rebuild_annotation()) if info else {}
    match fault["type"]:
        case "greater_than_equal" | "less_than_equal":
            lowest, highest = bounds["minimum"], bounds["maximum"]
            way_out = f"It can be {lowest} to {highest}."
            return f"{name} cannot be `{value}`", way_out
        case "string_too_long":
            most = fault["ctx"]["max_length"]
            return f"{name} is longer than {most} letters", "Say it in fewer words."
        case "string_pattern_mismatch":
            way_out = _ADDRESS if "@" in fault["ctx"]["pattern"] else _SLUG
            return f"{name} cannot be `{value}`", way_out
        case _:
            said = fault["msg"]
            told = f"{name}: {said[0].lower()}{said[1:]}"
            return told, "docs/rules.md says what it can be."
