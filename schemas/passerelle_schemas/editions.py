"""The manifest of an edition: what was printed, from what, and what was promised."""

from datetime import date
from typing import Annotated

from pydantic import Field

from passerelle_schemas.contract import Contract, Instant
from passerelle_schemas.facts import Language
from passerelle_schemas.rules import Slug

Week = Annotated[str, Field(pattern=r"^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$")]
"""An ISO week, for example `2026-W47`."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class TopicRead(Contract):
    """How far a partition was read: everything below `offset`."""

    topic: str
    partition: int
    offset: int


class PromiseSaid(Contract):
    """A date that this edition gave or repeated."""

    item: str
    """The key of the work item, or the objective's name in the rule set."""
    first: date
    latest: date | None


class ForecastSaid(Contract):
    """A range that this edition gave, to be held against what happens."""

    objective: Slug
    expected: date
    cautious: date


class EditionManifest(Contract):
    """One published report: frozen, hashed, never changed afterwards."""

    department: Slug
    week: Week
    language: Language
    edition: Annotated[int, Field(ge=1)]
    """1 for the first; another content of the same week is the next one."""
    content_hash: Sha256
    """Of the edition's data, which is attached to the PDF."""
    pdf_hash: Sha256
    pages: int
    status: str
    known_until: Instant
    """What was learned later is not in this edition."""
    rule_set: int
    program: str
    read: tuple[TopicRead, ...]
    promises: tuple[PromiseSaid, ...] = ()
    forecasts: tuple[ForecastSaid, ...] = ()
    degraded: bool = False

    @property
    def key(self) -> str:
        """The key of its record: one line of editions a department and language."""
        return f"{self.department}/{self.week}/{self.language.value}"
