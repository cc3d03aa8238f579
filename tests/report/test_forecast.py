"""A forecast is a range, or a refusal with its reason; never a date bent to a wish."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_report.contents import (
    Bound,
    Forecast,
    Likelihood,
    Refusal,
    RefusedBecause,
    Sure,
)
from passerelle_report.forecast import Basis, forecast
from passerelle_report.likelihood import (
    RANGES,
    chance_of,
    odds,
    odds_of_missing,
    sure_of_missing,
)
from passerelle_report.progress import Pace

TODAY = date(2026, 11, 22)


def _basis(
    counts: tuple[int, ...] = (1, 2, 1, 3, 2, 1, 2, 2, 1, 2, 1, 2),
    left: int = 10,
    promised: date | None = date(2027, 1, 29),
    added: tuple[int, ...] | None = None,
    **more: object,
) -> Basis:
    return Basis(
        seed=str(more.get("seed", "customer-service/reply/2026-W47")),
        pace=Pace(counts, added or (0,) * len(counts)),
        open=left,
        total=int(str(more.get("total", left + sum(counts)))),
        least_finished=8,
        today=TODAY,
        promised=promised,
        too_old=bool(more.get("too_old")),
    )


def test_the_same_edition_draws_the_same_runs() -> None:
    assert forecast(_basis()) == forecast(_basis())


def test_a_steady_team_ends_when_its_pace_says() -> None:
    """Two a week and ten to go: five weeks, whatever is drawn."""
    told = forecast(_basis((2,) * 12))
    assert isinstance(told, Forecast)
    assert told.range.expected == told.range.cautious == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("basis", "because"),
    [
        (_basis((), 0, total=0), RefusedBecause.NOTHING_KNOWN),
        (_basis(left=0), RefusedBecause.NOTHING_REMAINS),
        (_basis((1, 0, 2, 4)), RefusedBecause.TOO_LITTLE_FINISHED),
        (_basis(left=2000), RefusedBecause.TOO_FAR),
        (_basis((2,) * 12, added=(2,) * 12), RefusedBecause.GROWING),
        (_basis(too_old=True), RefusedBecause.TOO_OLD),
    ],
)
def test_a_refusal_names_its_reason(basis: Basis, because: RefusedBecause) -> None:
    told = forecast(basis)
    assert isinstance(told, Refusal)
    assert told.because is because
    assert told.finished == sum(basis.pace.finished)
    assert told.added == sum(basis.pace.added)


@given(
    counts=st.lists(st.integers(0, 6), min_size=4, max_size=12).map(tuple),
    added=st.sampled_from(
        [
            lambda counts: (0,) * len(counts),
            lambda counts: tuple(reversed(counts)),
            lambda counts: tuple(count // 2 for count in counts),
        ]
    ),
    left=st.integers(1, 40),
    ahead=st.integers(1, 400),
    seed=st.text(max_size=5),
)
def test_dates_and_chance_agree(
    counts: tuple[int, ...],
    added: Callable[[tuple[int, ...]], tuple[int, ...]],
    left: int,
    ahead: int,
    seed: str,
) -> None:
    promised = date.fromordinal(TODAY.toordinal() + ahead)
    told = forecast(_basis(counts, left, promised, added=added(counts), seed=seed))
    if isinstance(told, Refusal):
        endless = {RefusedBecause.TOO_FAR, RefusedBecause.GROWING}
        assert sum(counts) < 8 or told.because in endless
        assert told.chance is None or told.chance.percent < 85
        return
    assert TODAY < told.range.expected <= told.range.cautious
    assert told.range.expected.weekday() < 5
    assert told.chance is not None
    assert (told.chance.percent >= 50) == (promised >= told.range.expected)
    assert (told.chance.percent >= 85) == (promised >= told.range.cautious)


def test_added_work_is_counted_on() -> None:
    """Two finished and one added a week: ten to go take ten weeks, not five."""
    told = forecast(_basis((2,) * 12, added=(1,) * 12))
    assert isinstance(told, Forecast)
    assert told.range.expected == told.range.cautious
    assert told.range.expected == date(2027, 2, 1)
    assert (told.finished, told.added) == (24, 12)


def test_work_that_grows_as_fast_as_it_is_finished_misses_its_date() -> None:
    told = forecast(_basis((2,) * 12, added=(2,) * 12))
    assert isinstance(told, Refusal)
    assert told.chance is not None
    assert told.chance.bound is Bound.LESS


def test_no_chance_is_told_where_no_run_looks() -> None:
    far = date(2031, 1, 1)
    refused = forecast(_basis((2,) * 12, added=(2,) * 12, promised=far))
    ranged = forecast(_basis(promised=far))
    assert isinstance(refused, Refusal)
    assert isinstance(ranged, Forecast)
    assert refused.chance is None
    assert ranged.chance == chance_of(100)


@given(left=st.integers(1, 30), more=st.integers(1, 20))
def test_more_work_is_never_ready_sooner(left: int, more: int) -> None:
    few, many = forecast(_basis(left=left)), forecast(_basis(left=left + more))
    assert isinstance(few, Forecast)
    assert isinstance(many, Forecast)
    assert few.range.expected <= many.range.expected
    assert few.range.cautious <= many.range.cautious


def test_a_chance_is_never_told_above_95_in_100() -> None:
    assert chance_of(100).bound is Bound.MORE
    assert chance_of(96).percent == 95
    assert chance_of(95).bound is Bound.EXACTLY
    assert chance_of(0).bound is Bound.LESS


@given(st.integers(0, 100))
def test_a_likelihood_lies_in_its_range(percent: int) -> None:
    kept = chance_of(percent)
    told = odds_of_missing(kept)
    if kept.bound is Bound.LESS:
        assert (told.low, told.high, told.word) == (95, 100, Likelihood.VERY_LIKELY)
        assert sure_of_missing(kept) is Sure.CERTAIN
    else:
        assert (told.low, told.high, told.word) in RANGES
        assert sure_of_missing(kept) is not Sure.CERTAIN
    if kept.bound is Bound.EXACTLY:
        assert told.low <= 100 - kept.percent <= told.high
    assert odds(percent).low <= max(1, min(99, percent)) <= odds(percent).high
