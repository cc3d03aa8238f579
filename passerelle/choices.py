"""Reads a word of the command line as one of a few, and says which there are."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

import typer

E = TypeVar("E", bound=StrEnum)
_LONGEST = 40
"""Letters of a word that are told back."""


def one_of(kind: type[E]) -> Callable[[str], E]:
    """Return what reads a word as one of *kind*; typer's own way adds foreign words."""

    def read(told: str) -> E:
        try:
            return kind(told)
        except ValueError as error:
            *others, last = (each.value for each in kind)
            words = f"{', '.join(others)} or {last}"
            wrong = f"{told[:_LONGEST]!r} cannot be meant: write {words}"
            raise typer.BadParameter(wrong) from error

    return read


def written(kind: type[StrEnum]) -> str:
    """Say in a command's help what can be written."""
    return "|".join(each.value for each in kind)
