"""The ledger: what was promised, and what became of it."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from passerelle_report.contents.basics import Count, Refs, Subject, Words
from passerelle_schemas.contract import Contract


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


class Decided(Contract):
    """A decision that a tracker records, wherever it is written."""

    on: date
    words: Words = Words()
    """In the team's words, where these may stand on a page."""
    elsewhere: bool = False
    """It is written on other work, and only names this."""
    since_stop: bool = True
    """Whether it can be the reason for all of a standstill: it was taken at its
    beginning, not well after."""
    refs: Refs = ()


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
    was postponed; to the end of the week when that passed. From the latest date where
    that was brought forward and passed, and the first is still ahead."""
    usable: bool = False
    """Finished, and in users' hands."""
    settled: date | None = None
    """The first date, or the day on which the promise ended when that came before."""
    decided: Words = Words()
    """The decision written on its own item that dropped or moved it this week, or came
    when it passed, in the team's words."""
    decided_on: date | None = None
    """The day of that decision; also of one whose words may not stand on a page."""
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
    open_postponed: Count = 0
    """Of these, the ones whose first date was already given up."""
    kept_before: Count
    due_before: Count
    refs: Refs = ()


class Ledger(Contract):
    """The promises, and how many were kept."""

    promises: tuple[Promise, ...] = ()
    """All of them, in the order in which they are printed."""
    shown: Count = 0
    """How many of the first are printed."""
    kept: Kept
