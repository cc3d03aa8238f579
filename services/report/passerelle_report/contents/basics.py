"""What every part of an edition is made of."""

from typing import Annotated

from pydantic import Field

from passerelle_schemas.contract import Contract
from passerelle_schemas.rules import Bilingual

Count = Annotated[int, Field(ge=0)]
Percent = Annotated[int, Field(ge=0, le=100)]
Refs = tuple[str, ...]
"""Ids of entries of the evidence list; their place in it is the number printed."""


class Words(Contract):
    """A team's own words, where it wrote some that passed the gate."""

    fr: str | None = None
    en: str | None = None


class Subject(Contract):
    """What a statement is about: an objective, a capability, or other work."""

    id: str
    name: Bilingual
    short: Bilingual
    """As a noun with its article, for use inside a sentence."""
