"""A promised day moved later than was promised first."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.business import Evidence, RiskEpisode, RiskKind, Severity
from passerelle_schemas.limits import Limits
from passerelle_translate.translator import translate
from tests.translate.examples import (
    CREATED,
    DONE,
    SOON,
    TO_DO,
    due,
    folded,
    observed,
    on,
    removed,
    rules,
    status,
)

FIRST = date(2026, 3, 1)
LIMITS = Limits(tolerated_slip_days=2, serious_slip_days=14)


def _later(days: int) -> date:
    return FIRST + timedelta(days=days)


def _moved(*facts: Any, **shown: Any) -> list[RiskEpisode]:  # noqa: ANN401
    item = folded(observed(on(1, 2), due=FIRST, **shown), *facts)
    meaning = translate(item, rules(limits=LIMITS))
    assert meaning is not None
    return [r for r in meaning.risks if r.kind is RiskKind.PROMISE_MOVED]


def _move(day: int, was: int, now: int) -> Any:  # noqa: ANN401
    return due(on(2, day), _later(was), _later(now))


@pytest.mark.parametrize(
    ("slip", "severity"),
    [(3, Severity.MEDIUM), (14, Severity.MEDIUM), (15, Severity.HIGH)],
)
def test_a_slip_beyond_tolerance_is_a_risk_since_the_move(
    slip: int, severity: Severity
) -> None:
    move = _move(10, 0, slip)
    assert _moved(move) == [
        RiskEpisode(
            kind=RiskKind.PROMISE_MOVED,
            severity=severity,
            since=on(2, 10),
            learned_at=on(2, 10) + SOON,
            was=FIRST,
            now=_later(slip),
            days=slip,
            limit="serious_slip_days" if slip > 14 else "tolerated_slip_days",
            # The first day is told by what the move says was before it.
            evidence=(
                Evidence(at=CREATED, fact=move.id),
                Evidence(at=on(2, 10), fact=move.id),
            ),
        )
    ]


@given(st.integers(min_value=-365, max_value=2))
def test_a_tolerated_slip_says_nothing(slip: int) -> None:
    """Moving earlier, or a little later, is not news."""
    assert _moved(_move(10, 0, slip)) == []


def test_small_slips_add_up_since_the_first_promise() -> None:
    moved = _moved(_move(5, 0, 2), _move(10, 2, 4), _move(15, 4, 20))
    assert [(r.days, r.severity, r.since, r.until) for r in moved] == [
        (4, Severity.MEDIUM, on(2, 10), on(2, 15)),
        (20, Severity.HIGH, on(2, 15), None),
    ]


def test_it_ends_when_the_day_is_moved_back_within_tolerance() -> None:
    (moved,) = _moved(_move(10, 0, 9), _move(20, 9, 1))
    assert moved.until == on(2, 20)


def test_it_ends_when_the_promise_is_taken_back() -> None:
    (moved,) = _moved(_move(10, 0, 9), due(on(2, 20), _later(9), None))
    assert moved.until == on(2, 20)


@pytest.mark.parametrize("end", [status(on(2, 20), TO_DO, DONE), removed(on(2, 20))])
def test_it_ends_with_the_work(end: Any) -> None:  # noqa: ANN401
    (moved,) = _moved(_move(10, 0, 9), end)
    assert moved.until == on(2, 20)


def test_a_move_of_finished_work_is_not_news() -> None:
    assert _moved(_move(10, 0, 9), status(on(2, 5), TO_DO, DONE)) == []


def test_a_due_date_that_is_no_promise_says_nothing() -> None:
    assert _moved(_move(10, 0, 9), type_name="Task", type_id="3") == []


def test_each_department_has_its_own_limits() -> None:
    item = folded(observed(on(1, 2), due=FIRST), _move(10, 0, 9))
    patient = Limits(tolerated_slip_days=10, serious_slip_days=20)
    meaning = translate(item, rules(limits=LIMITS, payments=patient))
    assert meaning is not None
    assert RiskKind.PROMISE_MOVED not in {risk.kind for risk in meaning.risks}
