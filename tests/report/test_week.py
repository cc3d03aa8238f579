"""A week begins and ends where the company lives."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_report.errors import WeekInvalidError
from passerelle_report.week import Week

PARIS = ZoneInfo("Europe/Paris")


def test_it_begins_on_monday_at_midnight_in_the_time_zone() -> None:
    week = Week.parse("2026-W47")
    assert (week.monday, week.sunday) == (date(2026, 11, 16), date(2026, 11, 22))
    assert week.start(PARIS) == datetime(2026, 11, 15, 23, tzinfo=UTC)
    assert week.end(PARIS) == datetime(2026, 11, 22, 23, tzinfo=UTC)


def test_the_week_of_the_clock_change_has_an_hour_more() -> None:
    week = Week.parse("2026-W43")
    assert (week.end(PARIS) - week.start(PARIS)).total_seconds() == 169 * 3600


@pytest.mark.parametrize("written", ["", "2026-47", "0001-W01", "٢٠٢٦-W47", "W47"])
def test_anything_else_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(WeekInvalidError, match="2026-W47"):
        Week.parse(written)


@given(st.dates(min_value=date(1990, 1, 8), max_value=date(2100, 1, 1)))
def test_what_is_written_is_read_back(day: date) -> None:
    week = Week.of(day)
    assert Week.parse(str(week)) == week
    assert week.monday <= day <= week.sunday
    assert week.previous().sunday < week.monday


def test_a_week_is_complete_once_monday_has_come() -> None:
    sunday = datetime(2026, 11, 22, 22, 59, tzinfo=UTC)
    monday = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    assert str(Week.last_complete(sunday, PARIS)) == "2026-W46"
    assert str(Week.last_complete(monday, PARIS)) == "2026-W47"


@pytest.mark.parametrize(
    ("written", "weeks"),
    [("2021-W53", "2021 has 52 weeks"), ("2020-W54", "2020 has 53 weeks")],
)
def test_a_week_that_its_year_lacks_is_told_by_the_year(
    written: str, weeks: str
) -> None:
    with pytest.raises(WeekInvalidError, match=weeks) as raised:
        Week.parse(written)
    assert "two digits" not in str(raised.value)


def test_a_week_that_runs_ends_now_and_its_last_day_was_yesterday() -> None:
    wednesday = datetime(2026, 11, 18, 13, 5, tzinfo=UTC)
    week = Week.parse("2026-W47")
    running = week.so_far(wednesday, PARIS)
    assert running == week
    assert (running.end(PARIS), running.last_day) == (wednesday, date(2026, 11, 17))
    assert running.running
    over = week.so_far(week.end(PARIS), PARIS)
    assert (over.end(PARIS), over.last_day) == (week.end(PARIS), week.sunday)
    assert not over.running
