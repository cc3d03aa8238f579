"""`passerelle init`: write settings in which everything is explained, and rules."""

import json
import re
import textwrap
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, get_args

import typer
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from passerelle.errors import NotFoundError
from passerelle.settings import DEFAULT_FILE, Settings
from passerelle_translate.settings import TranslateSettings

_BARE = re.compile(r"\w+", re.ASCII)
"""A key that TOML takes without quotes."""
_HEAD = """\
# The settings of Passerelle. Every line that is commented out shows its default.
# Before this file goes the environment: PASSERELLE_<SECTION>__<NAME>, KAFKA_BOOTSTRAP.
# Keep secrets elsewhere: "env:NAME" is the value of a variable, "file:/path" the
# content of a file.
"""


def init(
    path: Annotated[Path, typer.Argument(help="Where to write it.")] = DEFAULT_FILE,
) -> None:
    """Write a commented settings file, and first rules.

    An existing file or folder is left alone.
    """
    if path.exists():
        raise NotFoundError(
            f"{path} is there already and was left as it is. Name another file, "
            "or move that one away first."
        )
    path.write_text(settings_text(), encoding="utf-8")
    typer.echo(path)
    for written in _begun(path.parent / TranslateSettings().rules):
        typer.echo(written)


def _begun(folder: Path) -> tuple[Path, ...]:
    """Write first rules, where this installation can read any."""
    try:
        from passerelle.rules_begun import begin  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        return ()
    return begin(folder)


def settings_text() -> str:
    """Say every setting with its meaning and default, as TOML."""
    sections = (_section(name, info) for name, info in Settings.model_fields.items())
    return "\n".join([_HEAD, *sections])


def _section(name: str, info: FieldInfo) -> str:
    model = info.annotation
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise TypeError(name)
    lines = [f"# {info.description}", f"[{name}]", *_fields(model)]
    for inner, field in model.model_fields.items():
        if row := _table_of(field):
            lines += ["", *_comment(field.description or ""), f"# [[{name}.{inner}]]"]
            lines += list(_fields(row))
    return "\n".join(lines) + "\n"


def _fields(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if _table_of(field) and not field.default:
            continue  # it is written as tables of its own
        yield from _comment(field.description or "")
        yield f"# {name} = {_toml(field)}"


def _table_of(field: FieldInfo) -> type[BaseModel] | None:
    """Give the rows' model when the setting is a list of tables."""
    for inner in get_args(field.annotation):
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return inner
    return None


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text, 84)]


def _toml(field: FieldInfo) -> str:
    if field.is_required():
        return '""  # must be given'
    return _value(field.get_default(call_default_factory=True))


def _value(value: Any) -> str:  # noqa: ANN401, PLR0911 - one line a kind of default
    if value is None:
        return '""  # none'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, SecretStr):
        return '""'
    if isinstance(value, Enum):
        return json.dumps(value.value)
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, tuple | list | frozenset):
        return f"[{', '.join(_value(inner) for inner in value)}]"
    if isinstance(value, BaseModel):
        value = dict(value)
    if isinstance(value, dict):
        inside = ", ".join(
            f"{k if _BARE.fullmatch(k) else json.dumps(k)} = {_value(v)}"
            for k, v in value.items()
        )
        return f"{{{inside}}}"
    return json.dumps(str(value), ensure_ascii=False)
