"""How each objective stands, and why that is its status."""

from datetime import date
from enum import StrEnum

from passerelle_report.contents.basics import Count, Refs, Subject
from passerelle_report.contents.certainty import (
    Chance,
    Forecast,
    Need,
    Range,
    Refusal,
    Sure,
)
from passerelle_report.contents.promises import Decided, Outcome, Promise
from passerelle_schemas.business import RiskKind
from passerelle_schemas.contract import Contract
from passerelle_schemas.facts import Language
from passerelle_schemas.rules import Bilingual


class Status(StrEnum):
    """The four words, the worst first."""

    BEHIND = "behind"
    AT_RISK = "at_risk"
    CANNOT_TELL = "cannot_tell"
    ON_COURSE = "on_course"


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
    NEVER_READ = "never_read"
    """No reading ever came to its end, though webhooks may tell of it."""
    NO_PROMISE = "no_promise"
    PROMISE_UNSEEN = "promise_unseen"
    """The rules name an item that carries it, and no tracker ever showed that item."""


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
    percent: int | None = None
    """The share of the time towards the promised date that has gone."""
    other: Bilingual | None = None
    """The department whose late work is waited for."""


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
    """Of those that are finished, the ones that were not so a week before, or were
    opened again since."""
    dropped_this_week: Count
    total_before: Count = 0
    """The total a week before: with what was added and taken up since, and without
    what was withdrawn, it is the total."""
    finished_before: Count = 0
    """Those that were finished a week before: with `finished_this_week`, and without
    what was opened again or withdrawn, they are those that are finished."""
    reopened_this_week: Count = 0
    """Finished a week before and opened again since, perhaps finished once more."""
    withdrawn_this_week: Count = 0
    """In the total a week before, and dropped, removed or no task any more."""
    withdrawn_finished: Count = 0
    """Of these, the ones that had been finished."""
    taken_up_this_week: Count = 0
    """Dropped a week before, and in the total again."""


class TeamWord(Contract):
    """A team's own word on an objective, with the day on which it was written."""

    language: Language
    text: str
    on: date
    before_stop: bool = False
    """Written before work stopped that still stands still."""


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
    need: Need | None = None
    """Where too few tasks were finished to judge a promised date that is to come."""
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
    decided: Decided | None = None
    """The newest decision about it that was taken since its work stands still."""
    said: tuple[TeamWord, ...] = ()
    """The team's own word of the last four weeks, in each language of its own."""
    refs: Refs = ()
    said_refs: Refs = ()
    why: Bilingual | None = None
    """What it is good for, in the CTO's words."""
    success: Bilingual | None = None
    """By what everybody will see that it is reached."""
    sponsor: Bilingual | None = None
    """The name of the department that asked for it, where it is another one."""

    @property
    def standing(self) -> date | None:
        """The date that stands promised, if one does."""
        ended = {Outcome.TAKEN_BACK, Outcome.GONE, Outcome.DROPPED}
        promise = self.promise
        return promise.latest if promise and promise.outcome not in ended else None

    @property
    def chance(self) -> Chance | None:
        """Of its promised date, whether a range is given or not."""
        outlook = self.forecast or self.refusal
        return outlook.chance if outlook else None
