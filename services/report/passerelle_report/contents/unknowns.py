"""What is not known, and why."""

from datetime import date
from enum import StrEnum

from passerelle_report.contents.basics import Count, Percent, Refs, Subject
from passerelle_report.contents.certainty import Refusal
from passerelle_report.contents.freshness import Place
from passerelle_schemas.contract import Contract, Instant


class UnknownKind(StrEnum):
    """What is not known."""

    UNMAPPED = "unmapped"
    NOTHING_READ = "nothing_read"
    TAIL = "tail"
    """The last hours of the week, from a source that is not late by the rules."""
    LATE = "late"
    NEVER_READ = "never_read"
    BROKEN = "broken"
    SET_ASIDE = "set_aside"
    """What messages say that came this week and could not be read."""
    UNCOMPARED = "uncompared"
    """Whether all tasks still exist where a comparison with the tracker is stopped."""
    MISSED = "missed"
    """Whether earlier editions were right about tasks that were missing until now."""
    REFUSED = "refused"
    PASSED = "passed"
    """When a promise comes whose date has passed, and which got no new one."""
    DROPPED = "dropped"
    """Why a promise was dropped this week."""
    STOOD_STILL = "stood_still"
    """Why an objective does not progress."""
    REFUSED_MORE = "refused_more"
    """The objectives of that kind that are not named one by one; so the next two."""
    PASSED_MORE = "passed_more"
    DROPPED_MORE = "dropped_more"
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
    decided_on: date | None = None
    """The day of a decision that explains a standstill only from then on."""
    places: tuple[Place, ...] = ()
    until: Instant | None = None
    """Or since when, of a comparison."""
    hours: Count = 0
    """For how long the trackers made us wait this week, where they are late."""
    refs: Refs = ()
