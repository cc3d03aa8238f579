"""Work that was begun, and that nothing has moved for too long."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.business import Evidence, RiskEpisode, RiskKind, Severity
from passerelle_schemas.facts import ChangeState, Touch
from passerelle_schemas.limits import Limits
from passerelle_translate.translator import translate
from tests.translate.examples import (
    CREATED,
    DOING,
    DONE,
    SOON,
    TO_DO,
    folded,
    linked,
    observed,
    on,
    removed,
    rules,
    status,
    touch,
)

BEGUN = on(3, 1, 15)
LIMITS = Limits(stalled_after_days=14)
SINCE = datetime(2026, 3, 16, tzinfo=UTC)
"""The end of the day on which it was begun, and fourteen whole days."""


def _stalled(*facts: Any) -> list[RiskEpisode]:  # noqa: ANN401
    start = (observed(CREATED, type_name="Story"), status(BEGUN, TO_DO, DOING))
    meaning = translate(folded(*start, *facts), rules(limits=LIMITS))
    assert meaning is not None
    return [r for r in meaning.risks if r.kind is RiskKind.STALLED]


def test_a_silence_longer_than_the_limit_is_a_risk() -> None:
    assert _stalled() == [
        RiskEpisode(
            kind=RiskKind.STALLED,
            severity=Severity.MEDIUM,
            since=SINCE,
            learned_at=BEGUN + SOON,
            days=14,
            limit="stalled_after_days",
            evidence=(Evidence(at=BEGUN, fact=status(BEGUN, TO_DO, DOING).id),),
        )
    ]


def test_it_stands_on_what_moved_last() -> None:
    moved = touch(on(3, 4))
    (found,) = _stalled(moved, touch(on(3, 10), Touch.DISCUSSION))
    (last,) = found.evidence
    # Of a touch only its day is kept.
    assert (last.fact, last.at) == (moved.id, datetime(2026, 3, 4, tzinfo=UTC))


@pytest.mark.parametrize("how", [Touch.FIELD, Touch.CODE, Touch.REVIEW])
def test_it_ends_on_the_day_something_moves(how: Touch) -> None:
    moved, again = touch(on(3, 20), how), datetime(2026, 4, 4, tzinfo=UTC)
    found = [(each.since, each.until) for each in _stalled(moved)]
    assert found == [(SINCE, datetime(2026, 3, 20, tzinfo=UTC)), (again, None)]


@pytest.mark.parametrize(
    ("end", "until"),
    [
        # A change of status is a move as well, and moves count by the day.
        (status(on(3, 20), DOING, DONE), datetime(2026, 3, 20, tzinfo=UTC)),
        (removed(on(3, 20)), on(3, 20)),
    ],
)
def test_it_ends_with_the_work(end: Any, until: datetime) -> None:  # noqa: ANN401
    (found,) = _stalled(end)
    assert found.until == until


def test_talk_moves_nothing() -> None:
    assert [each.since for each in _stalled(touch(on(3, 10), Touch.DISCUSSION))] == [
        SINCE
    ]


def test_a_change_that_moves_is_a_move() -> None:
    found = _stalled(linked(on(3, 12), ChangeState.OPEN))
    assert [each.since for each in found] == [datetime(2026, 3, 27, tzinfo=UTC)]


@given(st.integers(min_value=0, max_value=14), st.integers(min_value=0, max_value=14))
def test_silences_up_to_the_limit_say_nothing(one: int, two: int) -> None:
    first = BEGUN + timedelta(days=one)
    second = first + timedelta(days=two)
    end = second + timedelta(days=14)
    facts = (touch(first), touch(second), status(end, DOING, DONE))
    assert _stalled(*facts) == []


@pytest.mark.parametrize("facts", [(), (touch(on(1, 9)),)])
def test_planned_work_is_not_stalled(facts: tuple[Any, ...]) -> None:
    meaning = translate(folded(observed(CREATED), *facts), rules(limits=LIMITS))
    assert meaning is not None
    assert meaning.risks == ()


@pytest.mark.parametrize("type_name", ["Epic", "Story"])
def test_what_gathers_other_work_does_not_stall_by_itself(type_name: str) -> None:
    """Nobody touches an epic day by day; its stories move for it."""
    shown = observed(CREATED, type_name=type_name)
    item = folded(shown, status(BEGUN, TO_DO, DOING))
    meaning = translate(item, rules(limits=LIMITS))
    assert meaning is not None
    stalled = [r for r in meaning.risks if r.kind is RiskKind.STALLED]
    assert bool(stalled) == (type_name == "Story")
