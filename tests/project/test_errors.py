"""Every error of every package reaches another process as it was."""

import ast
import pickle
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from passerelle_schemas.errors import PasserelleError
from tests.project.tree import PACKAGES, modules, parsed


def _broken() -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(int).validate_python("many")
    return caught.value


st.register_type_strategy(ValidationError, st.builds(_broken))
st.register_type_strategy(Path, st.text("abc/").map(Path))


def _errors() -> Iterator[type[PasserelleError]]:
    for package in PACKAGES:
        for name, file in modules(package).items():
            classes = [c for c in ast.walk(parsed(file)) if isinstance(c, ast.ClassDef)]
            names = [c.name for c in classes if c.name.endswith("Error")]
            module = import_module(name) if names else None
            for found in (getattr(module, name, None) for name in names):
                if isinstance(found, type) and issubclass(found, PasserelleError):
                    yield found


ERRORS = tuple(_errors())


def test_every_error_is_looked_at() -> None:
    assert len(ERRORS) > 30


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
@settings(max_examples=10)
@given(data=st.data())
def test_an_error_crosses_to_another_process(
    kind: type[PasserelleError], data: st.DataObject
) -> None:
    own = "__init__" in vars(kind)
    error = data.draw(st.builds(kind) if own else st.builds(kind, st.text()))
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is kind
    assert str(again) == str(error)
    assert again.code == error.code
    assert repr(vars(again)) == repr(vars(error))
