"""What an edition says, decided once: numbers, dates, order, and no words.

This is the JSON that every edition carries. Both languages are worded from it, so a
fact, a number or an order cannot differ between them. Times are in UTC; days are days
of the company's time zone.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from passerelle_schemas.business import RiskKind, Severity, Stage, WorkKind
from passerelle_schemas.contract import Contract, Instant
from passerelle_schemas.editions import Week
from passerelle_schemas.facts import Language
from passerelle_schemas.identity import Tracker
from passerelle_schemas.rules import Bilingual, Desk, GlossaryTerm, Slug

Count = Annotated[int, Field(ge=0)]
Percent = Annotated[int, Field(ge=0, le=100)]
Refs = tuple[str, ...]
"""Ids of entries of the evidence list; their place in it is the number printed."""


class Status(StrEnum):
    """The four words, the worst first."""

    BEHIND = "behind"
    AT_RISK = "at_risk"
    CANNOT_TELL = "cannot_tell"
    ON_COURSE = "on_course"


class Words(Contract):
    """A team's own words, where it wrote some that passed the gate."""

    fr: str | None = None
    en: str | None = None


class Bound(StrEnum):
    """Whether a chance is told as it is, or capped."""

    EXACTLY = "exactly"
    MORE = "more"
    LESS = "less"


class Chance(Contract):
    """A chance in percent, rounded down; never above "more than 95", nor below 5."""

    percent: Annotated[int, Field(ge=5, le=95)]
    bound: Bound = Bound.EXACTLY


class Likelihood(StrEnum):
    """Five words for five ranges of probability."""

    VERY_LIKELY = "very_likely"
    LIKELY = "likely"
    EVEN = "even"
    UNLIKELY = "unlikely"
    VERY_UNLIKELY = "very_unlikely"


class Odds(Contract):
    """A likelihood and its range, which are always printed together."""

    word: Likelihood
    low: Percent
    high: Percent


class Sure(StrEnum):
    """How surely a date is said to be missed: the same in a headline and a risk."""

    CERTAIN = "certain"
    """Under 1 chance in 20 of being kept; nothing else is said to be certain."""
    VERY = "very"
    PROBABLY = "probably"
    MAYBE = "maybe"


class Subject(Contract):
    """What a statement is about: an objective, a capability, or other work."""

    id: str
    name: Bilingual
    short: Bilingual
    """As a noun with its article, for use inside a sentence."""


class RefusedBecause(StrEnum):
    """Why no date is given."""

    NOTHING_KNOWN = "nothing_known"
    NOTHING_REMAINS = "nothing_remains"
    TOO_LITTLE_FINISHED = "too_little_finished"
    TOO_FAR = "too_far"
    TOO_OLD = "too_old"


class Refusal(Contract):
    """A forecast that is not given, with what stood against it."""

    because: RefusedBecause
    finished: Count = 0
    least: Count = 0
    weeks: Count = 0


class Range(Contract):
    """The dates with 50 and 85 chances in 100 of being kept."""

    expected: date
    cautious: date


class Forecast(Contract):
    """A range, and what it was drawn from."""

    range: Range
    chance: Chance | None = None
    """Of the promised date; none where no date stands promised."""
    finished: Count
    weeks: Count
    runs: Count


class Mark(StrEnum):
    """The sign of a promise: kept, missed, or not settled yet."""

    KEPT = "kept"
    MISSED = "missed"
    OPEN = "open"


class Outcome(StrEnum):
    """What became of a promise."""

    KEPT = "kept"
    LATE = "late"
    PASSED = "passed"
    POSTPONED_PAST = "postponed_past"
    DROPPED = "dropped"
    TAKEN_BACK = "taken_back"
    GONE = "gone"
    POSTPONED = "postponed"
    NOT_DUE = "not_due"


class Promise(Contract):
    """A line of the ledger. The first date stays for ever."""

    id: str
    """The work item's id, or `objective:` and the objective's."""
    subject: Subject
    words: Words = Words()
    first: date
    latest: date
    """The last date given, even where it was taken back."""
    earlier: tuple[date, ...] = ()
    """Every other date that was given, in the order of the calendar."""
    postponed: Count = 0
    moved_this_week: bool = False
    moved_on: date | None = None
    """The day of this week on which the latest date was given in place of another."""
    moved_from: date | None = None
    """The date that it took the place of."""
    outcome: Outcome
    mark: Mark
    on: date | None = None
    """The day it was finished, dropped, taken back or lost sight of."""
    days: int = 0
    """From the first date: to `on` (negative when early), to the latest date when it
    was postponed; to the end of the week when that passed, from whichever was first."""
    usable: bool = False
    """Finished, and in users' hands."""
    settled: date | None = None
    """The first date, or the day on which the promise ended when that came before."""
    refs: Refs = ()


class KeptWeek(Contract):
    """The promises whose first date was settled in one week."""

    monday: date
    kept: Count = 0
    missed: Count = 0


class MissedCount(Contract):
    """How many promises were not kept in one and the same way."""

    outcome: Outcome
    count: Annotated[int, Field(ge=1)]


class Kept(Contract):
    """How many promises were kept on their first date."""

    weeks: tuple[KeptWeek, ...]
    kept: Count
    due: Count
    missed: tuple[MissedCount, ...] = ()
    """What became of the others: together they are all that was not kept."""
    open: Count = 0
    """Promises that are not due yet, and not counted."""
    kept_before: Count
    due_before: Count
    refs: Refs = ()


class Progress(Contract):
    """Tasks of an objective; dropped ones are not in the total."""

    total: Count
    finished: Count
    open: Count
    added: Count
    """Of the total, those that appeared this week."""
    added_lately: Count = 0
    """Of the total, those that appeared in the last four weeks."""
    finished_this_week: Count
    dropped_this_week: Count


class ReasonKind(StrEnum):
    """What decided a status."""

    NO_OBJECTIVE = "no_objective"
    FINISHED = "finished"
    ALL_TASKS_FINISHED = "all_tasks_finished"
    PASSED = "passed"
    CHANCE = "chance"
    TAKEN_BACK = "taken_back"
    SAID_FINISHED = "said_finished"
    STOOD_STILL = "stood_still"
    RISK = "risk"
    DROPPED = "dropped"
    REFUSED = "refused"
    TOO_OLD = "too_old"
    NO_PROMISE = "no_promise"


class Reason(Contract):
    """The cause of a status; only what the kind needs is filled."""

    kind: ReasonKind
    chance: Chance | None = None
    due: date | None = None
    days: int | None = None
    count: int | None = None
    total: int | None = None
    risk: RiskKind | None = None
    refusal: Refusal | None = None
    sure: Sure | None = None
    """How surely the promised date is missed, where a chance decided."""


class TeamWord(Contract):
    """A team's own word on an objective, with the day on which it was written."""

    language: Language
    text: str
    on: date


class Objective(Contract):
    """How an objective stands at the end of the week."""

    subject: Subject
    important: bool
    status: Status
    reason: Reason
    progress: Progress
    promise: Promise | None = None
    forecast: Forecast | None = None
    refusal: Refusal | None = None
    before: Range | None = None
    """What was expected at the end of the week before."""
    status_before: Status | None = None
    """None when nothing was known of it a week before."""
    shift_days: int | None = None
    """By how much the expected date went back (negative: came nearer) in this week."""
    still_days: Count = 0
    """Days without progress, once they exceed the limit: its dates hold only if work
    resumes."""
    lateness_costs: Bilingual | None = None
    said: tuple[TeamWord, ...] = ()
    """The team's own word of the last four weeks, in each language of its own."""
    refs: Refs = ()
    said_refs: Refs = ()


class Trend(StrEnum):
    """Better or worse than last week: one verdict for the whole."""

    WORSE = "worse"
    BETTER = "better"
    SAME = "same"
    FIRST = "first"


class Shift(Contract):
    """An objective that lost or gained ground, and how many days of it."""

    subject: Subject
    days: Count = 0
    """Of its expected date; none where only its status changed."""


class Comparison(Contract):
    """The week against the one before."""

    trend: Trend
    status_before: Status | None = None
    lost: tuple[Shift, ...] = ()
    """Objectives that lost at least three days, or a better status; most days first."""
    gained: tuple[Shift, ...] = ()
    objectives: Count = 0
    """How many there are in all."""


class Place(Contract):
    """A project of a source, and how far it was read."""

    source: str
    tracker: Tracker
    project: str
    until: Instant | None = None
    """Complete until then, at most the end of the week; none when never read."""


class Freshness(Contract):
    """How far the data reaches."""

    trackers: tuple[Tracker, ...]
    until: Instant | None
    """Everything before is known from every source; none when one was never read."""
    complete: bool
    """Every source was read to the end of the week."""
    places: Count
    late: tuple[Place, ...] = ()
    never: tuple[Place, ...] = ()
    broken_records: Count = 0
    refs: Refs = ()


class Line(Contract):
    """One statement on finished work: a team's words, or kind, stage and capability."""

    words: Words = Words()
    work: WorkKind
    stage: Stage
    subject: Subject | None = None
    step_towards: Subject | None = None
    """The objective that it belongs to, as long as that is not finished."""
    promise: str | None = None
    """The id of the promise that it fulfils, kept or late."""
    count: Annotated[int, Field(ge=1)] = 1
    refs: Refs = ()


class SlipKind(StrEnum):
    """How a promise slipped; each has words of its own."""

    EXPECTED = "expected"
    """The forecast lies after its latest date."""
    POSTPONED = "postponed"
    LATE = "late"
    """Done this week, after its first date."""
    PASSED = "passed"
    """Not done, its latest date has passed, and there is no new one."""
    DROPPED = "dropped"
    TAKEN_BACK = "taken_back"
    GONE = "gone"


class Slip(Contract):
    """By how much a promise slipped since its first date, or that it ended."""

    promise: str
    """The id of the promise's line in the ledger."""
    kind: SlipKind
    low: Count = 0
    """Days from the first date to the date expected, promised or reached now."""
    high: Count | None = None
    """Days from the first date to the cautious date, where there is a forecast."""
    if_resumed: bool = False
    """The forecast stands only if work resumes."""
    refs: Refs = ()


class Minute(Contract):
    """What a reader knows after a minute."""

    forward: tuple[Line, ...] = ()
    forward_more: Count = 0
    """Finished tasks that are told further below, or in the attached data only."""
    slips: tuple[Slip, ...] = ()
    slips_more: Count = 0


class Delivered(Contract):
    """What the week finished."""

    usable: tuple[Line, ...] = ()
    """All of it, in the order in which it is printed."""
    usable_shown: Count = 0
    """How many lines of the first are printed."""
    finished: tuple[Line, ...] = ()
    finished_shown: Count = 0


class Ledger(Contract):
    """The promises, and how many were kept."""

    promises: tuple[Promise, ...] = ()
    """All of them, in the order in which they are printed."""
    shown: Count = 0
    """How many of the first are printed."""
    kept: Kept


class CauseKind(StrEnum):
    """Why a risk is one."""

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
    weeks: Count = 0
    due: date | None = None
    to: date | None = None
    """The date that took its place, where a date was postponed."""


class RiskTold(StrEnum):
    """What a risk line says."""

    MAY_MISS = "may_miss"
    """An event that may happen: it has a likelihood, or the reason for none."""
    STANDS_STILL = "stands_still"
    """A state: it has none."""
    OVERDUE = "overdue"


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
    sure: Sure = Sure.MAYBE
    refusal: Refusal | None = None
    refs: Refs = ()


class Risks(Contract):
    """The few that matter, ranked, and how many others there are."""

    shown: tuple[Risk, ...] = ()
    more: Count = 0


class UnknownKind(StrEnum):
    """What is not known."""

    UNMAPPED = "unmapped"
    NOTHING_READ = "nothing_read"
    TAIL = "tail"
    """The last hours of the week, from a source that is not late by the rules."""
    LATE = "late"
    NEVER_READ = "never_read"
    BROKEN = "broken"
    REFUSED = "refused"
    PASSED = "passed"
    """When a promise comes whose date has passed, and which got no new one."""
    DROPPED = "dropped"
    """Why a promise was dropped this week."""
    STOOD_STILL = "stood_still"
    """Why an objective does not progress."""
    COST = "cost"
    NO_TRACK_RECORD = "no_track_record"


class Unknown(Contract):
    """One thing that is not known, with why."""

    kind: UnknownKind
    count: Count = 0
    total: Count = 0
    percent: Percent = 0
    subjects: tuple[Subject, ...] = ()
    refusal: Refusal | None = None
    due: date | None = None
    places: tuple[Place, ...] = ()
    until: Instant | None = None
    refs: Refs = ()


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
    dropped: Count = 0
    """Tasks that were dropped, and are not in the count."""
    carrier: Item | None = None
    """The item that carries the promise, which is no task."""
    weeks: Count = 0
    """Weeks that a forecast was drawn from."""
    runs: Count = 0
    since: date | None = None


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
    """The cut: what happened from then on is not in this edition."""
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
    withheld_notes: Count = 0
    """Notes of teams that did not pass the gate; they go on the CTO's list."""


class Edition(Contract):
    """The attached JSON: a report, and which edition of it in which language."""

    format: str = "passerelle.edition.v1"
    language: str
    edition: Annotated[int, Field(ge=1)]
    content_hash: str
    report: WeeklyReport
