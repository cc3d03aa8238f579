"""What moved forward, what slipped, and what was delivered."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from passerelle_report.contents.basics import Count, Refs, Subject, Words
from passerelle_schemas.business import Stage, WorkKind
from passerelle_schemas.contract import Contract


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
    finished_before: Count = 0
    """Of the count, those that were finished in an earlier week and only came into use
    in this one."""
    refs: Refs = ()

    @property
    def finished_now(self) -> int:
        """Of the count, those that were finished in this week."""
        return self.count - self.finished_before


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


class Security(Contract):
    """The security fixes that are not in place: told every week until they are."""

    ready: Count = 0
    """Finished, and not shown as in place."""
    ready_this_week: Count = 0
    """Of these, the ones that were finished this week."""
    open: Count = 0
    """Not finished."""
    still_days: Count = 0
    """Days without a change of one that is open, where a risk says so."""
    since: date
    """The day on which the oldest of them was written down."""
    subjects: tuple[Subject, ...] = ()
    refs: Refs = ()

    @property
    def count(self) -> int:
        """All of them."""
        return self.ready + self.open


class Reopened(Contract):
    """Tasks that were finished a week before and were opened again."""

    count: Annotated[int, Field(ge=1)]
    subjects: tuple[Subject, ...] = ()
    """What they belong to: an objective, else a capability."""
    refs: Refs = ()


class Minute(Contract):
    """What a reader knows after a minute."""

    forward: tuple[Line, ...] = ()
    """What either language tells; each merges what reads the same in it, and prints
    three lines at most."""
    forward_more: Count = 0
    """What else was finished or came into use: told further below, or in the attached
    data only."""
    incidents: tuple[Line, ...] = ()
    """What went wrong and was dealt with: never an advance."""
    incidents_more: Count = 0
    security: Security | None = None
    slips: tuple[Slip, ...] = ()
    slips_more: Count = 0


class DeliveredCounts(Contract):
    """What the week finished, and what came into use in it: two sets that overlap."""

    finished_and_used: Count = 0
    """Finished in the week, and in use."""
    used_only: Count = 0
    """Came into use in the week, and was finished in an earlier one."""
    finished_only: Count = 0
    """Finished in the week, and not in use."""


class Delivered(Contract):
    """What the week finished, and what came into use in it."""

    counts: DeliveredCounts = DeliveredCounts()
    """Of all that the lines tell, incidents and upkeep included."""
    reopened: Reopened | None = None
    incidents: tuple[Line, ...] = ()
    """What went wrong and was dealt with, in use or not: nobody can use it."""
    incidents_shown: Count = 0
    usable: tuple[Line, ...] = ()
    """All of it, in the order in which it is printed."""
    usable_shown: Count = 0
    """How many of the first either language tells: each merges what reads the same in
    it, prints six at most, and counts what is left."""
    finished: tuple[Line, ...] = ()
    finished_shown: Count = 0
    steps: tuple[Line, ...] = ()
    """Steps towards objectives that are not reached yet, in use or not: nothing that a
    reader may announce. Those towards one objective stand together."""
    steps_shown: Count = 0
    upkeep: tuple[Line, ...] = ()
    """Upkeep that nobody put into words: told in one sentence, and all of it cited."""

    @property
    def shown(self) -> tuple[Line, ...]:
        """The lines that are printed, in their order."""
        return (
            *self.incidents[: self.incidents_shown],
            *self.usable[: self.usable_shown],
            *self.finished[: self.finished_shown],
            *self.steps[: self.steps_shown],
            *self.upkeep,
        )

    @property
    def every(self) -> tuple[Line, ...]:
        """All lines, printed or not."""
        return (
            *self.incidents,
            *self.usable,
            *self.finished,
            *self.steps,
            *self.upkeep,
        )
