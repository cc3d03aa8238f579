"""The first date stays; what became of it is said as it is."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from passerelle_report.assessment import subject
from passerelle_report.contents import Mark, Outcome, Promise, Words
from passerelle_report.known import cut
from passerelle_report.ledger import ledger
from passerelle_report.promises import given_by, promise
from passerelle_report.week import Week
from passerelle_schemas.business import BusinessItem, Stage
from passerelle_schemas.facts import RemovalReason
from tests.report.company import END, REPLY, WEEK, at, dates, item, rules, stages

PARIS = ZoneInfo("Europe/Paris")
OPEN = stages((Stage.STARTED, 40))


def _told(made: BusinessItem, week: Week = WEEK) -> Promise:
    (known,) = cut([made], week.end(PARIS))
    given = given_by(known, subject(REPLY), Words(), PARIS)
    assert given is not None
    return promise(given, week)


FIRST = date(2026, 11, 13)
LATER = date(2026, 12, 18)


@pytest.mark.parametrize(
    ("given", "reached", "outcome", "mark", "days"),
    [
        (((FIRST, 60),), ((Stage.AVAILABLE, 9.5),), Outcome.KEPT, Mark.KEPT, 0),
        (((FIRST, 60),), ((Stage.FINISHED, 14.5),), Outcome.KEPT, Mark.KEPT, -5),
        (((FIRST, 60),), ((Stage.FINISHED, 4.5),), Outcome.LATE, Mark.MISSED, 5),
        (((FIRST, 60),), ((Stage.STARTED, 40),), Outcome.PASSED, Mark.MISSED, 9),
        (
            ((FIRST, 60), (LATER, 9)),
            ((Stage.AVAILABLE, 2.5),),
            Outcome.LATE,
            Mark.MISSED,
            7,
        ),
        (
            ((FIRST, 60), (LATER, 9)),
            ((Stage.STARTED, 40),),
            Outcome.POSTPONED_PAST,
            Mark.MISSED,
            35,
        ),
        (((LATER, 60),), ((Stage.STARTED, 40),), Outcome.NOT_DUE, Mark.OPEN, 0),
        (
            ((date(2026, 12, 4), 60), (LATER, 9)),
            ((Stage.STARTED, 40),),
            Outcome.POSTPONED,
            Mark.OPEN,
            14,
        ),
        (
            ((LATER, 60), (None, 9)),
            ((Stage.STARTED, 40),),
            Outcome.TAKEN_BACK,
            Mark.MISSED,
            0,
        ),
        (((LATER, 60),), ((Stage.DROPPED, 4),), Outcome.DROPPED, Mark.MISSED, 0),
    ],
)
def test_the_outcome_of_a_promise(
    given: tuple[tuple[date | None, float], ...],
    reached: tuple[tuple[Stage, float], ...],
    outcome: Outcome,
    mark: Mark,
    days: int,
) -> None:
    told = _told(item("A-1", promises=dates(*given), stages=stages(*reached)))
    assert (told.outcome, told.mark, told.days) == (outcome, mark, days)
    assert told.first == given[0][0]


def test_a_date_moved_three_times_still_shows_its_first() -> None:
    given = dates(
        (date(2026, 11, 27), 80),
        (date(2026, 12, 11), 60),
        (date(2026, 12, 4), 40),
        (date(2027, 1, 15), 3),
    )
    told = _told(item("A-1", promises=given, stages=OPEN))
    assert (told.first, told.latest) == (date(2026, 11, 27), date(2027, 1, 15))
    assert told.earlier == (date(2026, 11, 27), date(2026, 12, 4), date(2026, 12, 11))
    assert (told.postponed, told.moved_this_week) == (2, True)


def test_work_that_vanished_keeps_no_promise() -> None:
    told = _told(
        item(
            "A-1",
            promises=dates((LATER, 60)),
            removed=RemovalReason.DELETED,
            removed_at=at(2),
        )
    )
    assert (told.outcome, told.on) == (Outcome.GONE, date(2026, 11, 21))


def test_the_day_is_that_of_the_company() -> None:
    """Half past eleven in Paris on the promised day is on the day."""
    made = item(
        "A-1",
        promises=dates((date(2026, 11, 20), 60)),
        stages=stages((Stage.AVAILABLE, 2 + 0.5 / 24)),
    )
    assert _told(made).outcome is Outcome.KEPT


def test_the_squares_are_the_promises_of_twelve_weeks() -> None:
    def kept(number: int, weeks_ago: int) -> Promise:
        day = WEEK.previous(weeks_ago).sunday
        ago = (END - at(7 * weeks_ago + 3)).days
        made = item(
            f"A-{number}",
            promises=dates((day, 99)),
            stages=stages((Stage.AVAILABLE, ago)),
        )
        return _told(made)

    promises = [kept(n, n) for n in range(13)]
    told = ledger(promises, WEEK).kept
    assert (told.kept, told.due, told.kept_before, told.due_before) == (12, 12, 1, 1)
    assert [week.kept for week in told.weeks] == [1] * 12
    assert rules().limits.forecast_weeks == len(told.weeks)


def test_a_date_brought_forward_is_missed_once_the_first_has_passed() -> None:
    """What is kept is the first date, in every week alike."""
    first, sooner = date(2026, 11, 20), date(2026, 10, 30)
    made = item("SC-1", promises=dates((first, 60), (sooner, 50)), stages=OPEN)
    before, after = _told(made, WEEK.previous()), _told(made)
    assert (before.outcome, before.mark, before.settled) == (
        Outcome.PASSED,
        Mark.OPEN,
        None,
    )
    assert before.days == (WEEK.previous().sunday - sooner).days
    assert (after.outcome, after.mark, after.settled) == (
        Outcome.PASSED,
        Mark.MISSED,
        first,
    )
    assert after.days == 2


def test_a_date_brought_forward_is_kept_on_the_first() -> None:
    first, sooner = date(2026, 11, 20), date(2026, 10, 30)
    done = stages((Stage.STARTED, 60), (Stage.AVAILABLE, 10.5))
    told = _told(item("SC-1", promises=dates((first, 60), (sooner, 50)), stages=done))
    assert (told.outcome, told.mark) == (Outcome.KEPT, Mark.KEPT)
