"""Better than last week is said of better work only."""

from datetime import date, timedelta

from passerelle_report.contents import Status, Trend, WeeklyReport
from passerelle_report.numbers import contradictions
from passerelle_schemas.business import BusinessItem
from tests.report.company import (
    END,
    REPLY,
    WEEK,
    dates,
    epic,
    paced,
    report,
    rules,
    watermarks,
)

PAST = date(2026, 11, 10)
FAR = date(2027, 5, 15)
STEADY = (1, 2, 1, 2, 2, 1, 2, 1, 2, 1, 2, 1)


def _postponed() -> list[BusinessItem]:
    """Behind a week ago; then its date was moved half a year away."""
    return [
        epic("SC-1", REPLY.id, promises=dates((PAST, 60), (FAR, 4))),
        *paced("SC", REPLY.id, weekly=STEADY, left=8),
    ]


def _told(made: list[BusinessItem]) -> WeeklyReport:
    told = report(made, rules([REPLY]))
    assert not contradictions(told)
    return told


def test_a_postponement_gains_nothing() -> None:
    told = _told(_postponed())
    (objective,) = told.objectives
    assert objective.status_before is Status.BEHIND
    assert objective.status is Status.ON_COURSE
    assert not told.comparison.gained
    assert told.comparison.trend is not Trend.BETTER


def test_a_department_without_objectives_has_nothing_to_compare() -> None:
    told = report(_postponed(), rules([]))
    assert told.comparison.trend is Trend.NOTHING


def test_who_cannot_tell_any_more_gained_nothing() -> None:
    """Behind a week ago; then its date was taken into a blind spot of the trackers."""
    made = [
        epic("SC-1", REPLY.id, promises=dates((date(2026, 11, 30), 60))),
        *paced("SC", REPLY.id, weekly=STEADY, left=20),
    ]
    before = report(made, rules([REPLY]), week=WEEK.previous())
    late = watermarks(made, END - timedelta(days=6))
    told = report(made, rules([REPLY]), watermarks=late)
    assert before.status is Status.BEHIND
    assert told.status is Status.CANNOT_TELL
    assert not told.comparison.gained
    assert told.comparison.trend is not Trend.BETTER
