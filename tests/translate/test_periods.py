"""Periods asked in order answer as each of them asked alone would."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from passerelle_translate.periods import Holding, Period, common, outside, united
from tests.translate.examples import CREATED

hours = st.integers(0, 40).map(lambda hour: CREATED + timedelta(hours=hour))
periods = st.builds(Period, hours, hours | st.none())
disjoint = st.lists(hours, unique=True).map(
    lambda instants: [Period(a, b) for a, b in pairwise(sorted(instants))][::2]
)


@given(st.lists(periods), st.lists(hours))
def test_what_holds_is_what_each_period_says(
    given_periods: list[Period], instants: list[datetime]
) -> None:
    holding = Holding(given_periods, lambda period: period.start.hour % 3)
    for instant in sorted(instants):
        alone = {p.start.hour % 3 for p in given_periods if p.holds(instant)}
        assert holding.at(instant) == alone


@given(periods.filter(lambda p: p.end is None or p.start < p.end), disjoint)
def test_what_is_common_is_common_with_each(
    period: Period, others: list[Period]
) -> None:
    alone = [part for other in others if (part := period.within(other))]
    assert list(common(period, others)) == alone


@given(st.lists(periods), hours)
def test_what_is_united_holds_when_one_of_them_does(
    told: list[Period], instant: datetime
) -> None:
    found = united(told)
    assert any(p.holds(instant) for p in found) == any(p.holds(instant) for p in told)
    for before, after in pairwise(found):
        assert before.end is not None
        assert before.end < after.start


@given(
    periods.filter(lambda p: p.end is None or p.start < p.end), st.lists(periods), hours
)
def test_what_is_outside_is_in_none(
    period: Period, told: list[Period], instant: datetime
) -> None:
    found = any(part.holds(instant) for part in outside(period, united(told)))
    assert found == (period.holds(instant) and not any(p.holds(instant) for p in told))
