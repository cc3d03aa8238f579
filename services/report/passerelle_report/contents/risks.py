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
    REOPENED_AGAIN = "reopened_again"
    PILING_UP_IN_REVIEW = "piling_up_in_review"
    DECLARED_AGAINST_EVIDENCE = "declared_against_evidence"
    BLOCKED = "blocked"
    SCOPE_GROWING = "scope_growing"
    TOO_LITTLE_PROGRESS = "too_little_progress"
    DEPENDS_ON_LATE_WORK = "depends_on_late_work"
    SINGLE_POINT_OF_FAILURE = "single_point_of_failure"
    AWAITED = "awaited"
    """An objective of another department waits for it."""
    SLOW = "slow"
    FIX_READY = "fix_ready"
    """Security fixes are finished and not in place."""
    FIX_OPEN = "fix_open"
    """Security fixes are not finished."""
    KNOWN_SINCE = "known_since"


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
    on: date | None = None
    """The day on which it was taken."""
    elsewhere: bool = False
    """It is written on other work, and only names this."""
    limit: str = ""
    """The limit that was passed, where a risk has several ways to be one."""
    fresh: Count = 0
    """Of the count, what came in this week."""
    percent: Count = 0
    """The share of the time towards the date that has gone."""
    other: Bilingual | None = None
    """The other department: whose work is waited for, or who waits."""
    name: Bilingual | None = None
    """What waits: its objective, as inside a sentence."""


class RiskTold(StrEnum):
    """What a risk line says."""

    MAY_MISS = "may_miss"
    """An event that may happen: it has a likelihood, or the reason for none."""
    STANDS_STILL = "stands_still"
    """A state: it has none."""
    OVERDUE = "overdue"
    CANNOT_TELL = "cannot_tell"
    """A date stands promised, and no forecast can be given."""
    NOT_PROTECTED = "not_protected"
    """Security fixes are not in place: a state, told until they are."""


class Risk(Contract):
    """One risk as the department reads it."""

    told: RiskTold
    subject: Subject
    count: Count = 0
    """Of the security fixes that are not in place."""
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
