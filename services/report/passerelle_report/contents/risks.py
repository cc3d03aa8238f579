"""The risks as a department reads them."""

from datetime import date
from enum import StrEnum

from passerelle_report.contents.basics import Count, Refs, Subject, Words
from passerelle_report.contents.certainty import Chance, Odds, Refusal, Sure
from passerelle_schemas.business import Severity
from passerelle_schemas.contract import Contract
from passerelle_schemas.rules import Bilingual


class CauseKind(StrEnum):
    """Why a risk is one."""

    DECIDED = "decided"
    """A team decided it, in its own words."""
    POSTPONED = "postponed"
    DATES_POSTPONED = "dates_postponed"
    STALLED = "stalled"
    STOOD_STILL = "stood_still"
    SAID_FINISHED = "said_finished"
    PASSED = "passed"
    SLOW = "slow"


class Cause(Contract):
    """One known cause, with its figures."""

    kind: CauseKind
    count: Count = 0
    total: Count = 0
    days: Count = 0
    added: Count = 0
    """Tasks that appeared in the same weeks."""
    weeks: Count = 0
    due: date | None = None
    to: date | None = None
    """The date that took its place, where a date was postponed."""
    words: Words = Words()
    """The decision."""


class RiskTold(StrEnum):
    """What a risk line says."""

    MAY_MISS = "may_miss"
    """An event that may happen: it has a likelihood, or the reason for none."""
    STANDS_STILL = "stands_still"
    """A state: it has none."""
    OVERDUE = "overdue"
    CANNOT_TELL = "cannot_tell"
    """A date stands promised, and no forecast can be given."""


class Risk(Contract):
    """One risk as the department reads it."""

    told: RiskTold
    subject: Subject
    severity: Severity
    due: date | None = None
    causes: tuple[Cause, ...]
    costs: Bilingual | None = None
    """What it costs the reader, in the CTO's words; none when it is not known."""
    odds: Odds | None = None
    chance: Chance | None = None
    """Of meeting the date, as the objective tells it; there where the odds are."""
    sure: Sure = Sure.MAYBE
    refusal: Refusal | None = None
    refs: Refs = ()


class Risks(Contract):
    """The few that matter, ranked, and how many others there are."""

    shown: tuple[Risk, ...] = ()
    more: Count = 0
