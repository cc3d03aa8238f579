"""This week against the one before."""

from enum import StrEnum

from passerelle_report.contents.basics import Count, Subject
from passerelle_report.contents.objectives import Status
from passerelle_schemas.contract import Contract


class Trend(StrEnum):
    """Better or worse than last week: one verdict for the whole."""

    WORSE = "worse"
    BETTER = "better"
    MIXED = "mixed"
    """Not all that moved moved one way, or the headline's objective did not move."""
    SAME = "same"
    FIRST = "first"
    """Nothing was known of the week before."""
    NOTHING = "nothing"
    """There is no objective to compare."""


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
