"""The content of a rule set as its hash counts it.

A field that Passerelle learned later is left out while it stands at its default, so
that the same rules keep their hash when the program is upgraded: an upgrade alone
makes no new version, and no item is said again. The fields of the first form are
always counted, as they were when the first rule sets were published.
"""

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel

from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import (
    Capability,
    Company,
    Department,
    DepartmentLimits,
    Desk,
    GlossaryTerm,
    KindRule,
    MappingRule,
    Match,
    Objective,
    StageRule,
)

FIRST_SECTIONS = (
    "company departments objectives capabilities mapping kinds stages promise_kinds "
    "promise_types limits department_limits glossary"
)
"""The sections that the first published rule sets had. Nothing is ever added here."""

FIRST_FORM: Mapping[type[BaseModel], str] = {
    Company: "name time_zone desk",
    Desk: "name address",
    Department: "id name addressed language",
    Objective: "id department name short promised_by target_date important "
    "lateness_costs",
    Capability: "id name department",
    Match: "tracker source project kind type label component status_category title "
    "target ancestor field",
    MappingRule: "name match unless department also objective capability work exclude",
    KindRule: "work match",
    StageRule: "stage tracker source kind status category",
    Limits: "stalled_after_days tolerated_slip_days serious_slip_days "
    "unmapped_share_to_say forecast_weeks forecast_least_finished stale_after_hours",
    DepartmentLimits: "department limits",
    GlossaryTerm: "word means",
}
"""The fields of their parts; the same holds here."""

Left = dict[Any, Any]
"""What pydantic leaves out: by field or place, True for the whole of it."""


def counted(content: BaseModel, always: str) -> bytes:
    """Say *content* as its hash counts it; its fields in *always* whatever they hold.

    Fields are counted in the order in which their contract declares them: a later one
    is declared last.
    """
    return content.model_dump_json(exclude=_left_out(content, always.split())).encode()


def _left_out(model: BaseModel, always: Collection[str]) -> Left:
    left: Left = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        default = field.get_default(call_default_factory=True, validated_data={})
        if name not in always and not field.is_required() and value == default:
            left[name] = True
        elif inner := _within(value):
            left[name] = inner
    return left


def _within(value: object) -> Left:
    if isinstance(value, BaseModel):
        return _left_out(value, _first_fields(type(value)))
    if isinstance(value, tuple):
        places = ((place, _within(each)) for place, each in enumerate(value))
        return {place: inner for place, inner in places if inner}
    return {}


def _first_fields(kind: type[BaseModel]) -> Collection[str]:
    found = (FIRST_FORM[base] for base in kind.__mro__ if base in FIRST_FORM)
    return next(found, "").split()
