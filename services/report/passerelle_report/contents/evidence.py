"""What every statement stands on; the only place for an identifier."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from passerelle_report.contents.basics import Count
from passerelle_report.contents.freshness import Place
from passerelle_schemas.contract import Contract


class EvidenceKind(StrEnum):
    """What a statement stands on."""

    ITEMS = "items"
    PROMISE = "promise"
    OBJECTIVE = "objective"
    RISK = "risk"
    SOURCES = "sources"
    LEDGER = "ledger"


class Item(Contract):
    """A work item as the evidence names it: the only place for an identifier."""

    key: str
    url: str = ""


class DateSaid(Contract):
    """A date and the day on which it was given; none when the rule set gives it."""

    due: date | None
    on: date | None
    rules: int | None = Field(default=None, exclude_if=lambda told: told is None)
    """The version of the rule set that gave it on that day, if one did."""


class Evidence(Contract):
    """One entry of the evidence list."""

    id: str
    kind: EvidenceKind
    items: tuple[Item, ...] = ()
    dates: tuple[DateSaid, ...] = ()
    """Every date of a promise with the day on which it was given."""
    places: tuple[Place, ...] = ()
    count: Count = 0
    """Of the tasks or promises that the page counts."""
    before: Count = 0
    """Promises of the twelve weeks before those that are counted."""
    dropped: Count = 0
    """Tasks that were dropped, and are not in the count."""
    carrier: Item | None = None
    """The item that carries the promise, which is no task."""
    weeks: Count = 0
    """Weeks that a forecast was drawn from."""
    runs: Count = 0
    since: date | None = None
