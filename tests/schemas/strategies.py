"""Any message that a contract allows: strategies made from the contract itself."""

import datetime as dt
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen, MinLen
from hypothesis import strategies as st
from pydantic import AwareDatetime
from pydantic.fields import FieldInfo

from passerelle_schemas.contract import Contract

T = TypeVar("T", bound=Contract)

_SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    dt.date: st.dates(),
    type(None): st.none(),
    AwareDatetime: st.datetimes(
        min_value=dt.datetime(1971, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
        max_value=dt.datetime(9998, 1, 1),  # noqa: DTZ001 - the same
        timezones=st.timezones(),
    ),
}


def messages(contract: type[T]) -> st.SearchStrategy[T]:
    """Draw instances of *contract*, optional fields given or left out."""
    fields = contract.model_fields
    drawn = {name: _field(field) for name, field in fields.items()}
    required = {n: s for n, s in drawn.items() if fields[n].is_required()}
    optional = {n: s for n, s in drawn.items() if n not in required}
    return st.fixed_dictionaries(required, optional=optional).map(
        lambda values: contract(**values)
    )


def _field(field: FieldInfo) -> st.SearchStrategy[Any]:
    return _of(field.annotation, tuple(field.metadata))


def _of(annotation: Any, limits: tuple[Any, ...]) -> st.SearchStrategy[Any]:  # noqa: ANN401, C901, PLR0911 - any annotation; one line for each form
    if annotation in _SIMPLE:
        return _SIMPLE[annotation]
    if annotation is str:
        return _text(limits)
    if annotation in (int, float):
        return _number(annotation, limits)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Contract):
        return st.deferred(lambda: messages(annotation))
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _of(parts[0], limits + _flat(parts[1:]))
    if origin is Literal:
        return st.sampled_from(parts)
    if origin is tuple:
        least = _limit(limits, MinLen, "min_length", 0)
        return st.lists(_of(parts[0], ()), min_size=least, max_size=3).map(tuple)
    if origin is dict:
        keys, values = (_of(part, ()) for part in parts)
        return st.dictionaries(keys, values, max_size=3)
    if origin in (Union, UnionType):
        return st.one_of([_of(part, limits) for part in parts])
    raise TypeError(f"no strategy for {annotation!r}")


def _flat(metadata: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        limit
        for entry in metadata
        for limit in (entry.metadata if isinstance(entry, FieldInfo) else (entry,))
    )


def _limit(limits: tuple[Any, ...], kind: type, name: str, otherwise: Any) -> Any:  # noqa: ANN401 - a limit is any number
    found = (getattr(limit, name) for limit in limits if isinstance(limit, kind))
    return next(found, otherwise)


def _text(limits: tuple[Any, ...]) -> st.SearchStrategy[str]:
    least = _limit(limits, MinLen, "min_length", 0)
    most = _limit(limits, MaxLen, "max_length", 200)
    for limit in limits:
        if pattern := getattr(limit, "pattern", None):
            form = pattern.removeprefix("^").removesuffix("$")
            drawn = st.from_regex(rf"\A{form}\Z", alphabet=_LETTERS)
            return drawn.filter(lambda text: least <= len(text) <= most)
    return st.text(_LETTERS, min_size=least, max_size=min(most, 20))


_LETTERS = st.characters(codec="utf-8")


def _number(kind: type, limits: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    least = _limit(limits, Ge, "ge", -(2**53))
    most = _limit(limits, Le, "le", 2**53)
    if kind is int:
        return st.integers(least, most)
    return st.floats(least, most, allow_nan=False, allow_subnormal=False)
