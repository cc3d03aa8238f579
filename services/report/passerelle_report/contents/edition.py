"""A whole edition: the JSON that every PDF carries."""

from datetime import date, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from passerelle_report.contents.basics import Count
from passerelle_report.contents.comparison import Comparison
from passerelle_report.contents.evidence import Evidence
from passerelle_report.contents.freshness import Freshness
from passerelle_report.contents.objectives import Objective, Reason, Status
from passerelle_report.contents.promises import Ledger
from passerelle_report.contents.risks import Risks
from passerelle_report.contents.unknowns import Unknown
from passerelle_report.contents.work import Delivered, Minute
from passerelle_schemas.contract import Contract, Instant
from passerelle_schemas.editions import Week
from passerelle_schemas.rules import Bilingual, Desk, GlossaryTerm, Slug, Wording


class WeeklyReport(Contract):
    """Everything that an edition says, whatever its language."""

    department: Slug
    name: Bilingual
    addressed: Bilingual
    company: str
    desk: Desk
    time_zone: str
    week: Week
    monday: date
    sunday: date
    ends_at: Instant
    """The cut: what happened from then on is not in this edition. The week's end, or
    an instant before it when the week was not over."""
    rule_set: int
    status: Status
    reason: Reason
    about: str | None = None
    """The id of the objective that decided the status."""
    comparison: Comparison
    freshness: Freshness
    minute: Minute
    objectives: tuple[Objective, ...]
    delivered: Delivered
    ledger: Ledger
    risks: Risks
    unknowns: tuple[Unknown, ...]
    glossary: tuple[GlossaryTerm, ...]
    evidence: tuple[Evidence, ...]
    unmapped_from: float = 0.0
    """From which share of unmapped work page one says so."""
    wording: tuple[Wording, ...] = ()
    """Fixed lines that the company says in its own words."""
    withheld_notes: Count = 0
    """Notes of teams that did not pass the gate; they go on the CTO's list."""

    @property
    def last_day(self) -> date:
        """The last day that has passed at the cut."""
        cut = self.ends_at.astimezone(ZoneInfo(self.time_zone)).date()
        return cut - timedelta(days=1)

    @property
    def running(self) -> bool:
        """Whether the week is not over at the cut."""
        return self.last_day < self.sunday

    @property
    def today(self) -> date:
        """The day of the cut, at most Sunday."""
        return min(self.last_day + timedelta(days=1), self.sunday)


class Edition(Contract):
    """The attached JSON: a report, and which edition of it in which language."""

    format: str = "passerelle.edition.v1"
    language: str
    edition: Annotated[int, Field(ge=1)]
    content_hash: str
    report: WeeklyReport
