"""A promised day ended without the work being finished."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.business import Evidence, RiskEpisode, RiskKind, Severity
from passerelle_translate.translator import translate
from tests.translate.examples import (
    CREATED,
    DOING,
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

DAY = date(2026, 3, 1)
ENDED = datetime(2026, 3, 1, 23, tzinfo=UTC)
"""Midnight in Paris."""


def _passed(*facts: Any, **shown: Any) -> list[RiskEpisode]:  # noqa: ANN401
    usual: dict[str, Any] = {"due": DAY}
    item = folded(observed(CREATED, **usual | shown), *facts)
    meaning = translate(item, rules())
    assert meaning is not None
    return [r for r in meaning.risks if r.kind is RiskKind.PROMISE_PASSED]


def _times(episodes: list[RiskEpisode]) -> list[tuple[datetime, datetime | None]]:
    return [(each.since, each.until) for each in episodes]


def test_it_holds_from_the_midnight_that_ends_the_day() -> None:
    """It is there before its day has come: whoever reads it has the clock."""
    assert _passed() == [
        RiskEpisode(
            kind=RiskKind.PROMISE_PASSED,
            severity=Severity.HIGH,
            since=ENDED,
            learned_at=CREATED + SOON,
            was=DAY,
            now=DAY,
            evidence=(Evidence(at=CREATED, fact=observed(due=DAY).id),),
        )
    ]


@pytest.mark.parametrize("end", [status(on(3, 4), TO_DO, DONE), removed(on(3, 4))])
def test_it_ends_with_the_work(end: Any) -> None:  # noqa: ANN401
    assert _times(_passed(end)) == [(ENDED, on(3, 4))]


def test_a_day_moved_too_late_leaves_its_episode_behind() -> None:
    moved = due(on(3, 5), DAY, date(2026, 3, 31))
    assert _times(_passed(moved)) == [
        (ENDED, on(3, 5)),
        (datetime(2026, 3, 31, 22, tzinfo=UTC), None),  # summer time
    ]


def test_work_that_is_opened_again_is_late_again() -> None:
    facts = (status(on(2, 20), TO_DO, DONE), status(on(3, 9), DONE, DOING))
    assert _times(_passed(*facts)) == [(on(3, 9), None)]


@given(st.integers(min_value=0, max_value=58))
def test_work_finished_in_time_says_nothing(days: int) -> None:
    done = CREATED + timedelta(days=days)
    assert _passed(status(done, TO_DO, DONE)) == []


def test_work_finished_in_the_last_minute_of_the_day_is_in_time() -> None:
    last = datetime(2026, 3, 1, 22, 59, tzinfo=UTC)
    assert _passed(status(last, TO_DO, DONE)) == []


def test_a_day_moved_in_time_says_nothing_of_the_old_one() -> None:
    moved = due(on(2, 20), DAY, date(2026, 4, 1))
    assert [each.now for each in _passed(moved)] == [date(2026, 4, 1)]


def test_a_promise_taken_back_in_time_says_nothing() -> None:
    assert _passed(due(on(2, 20), DAY, None)) == []


@pytest.mark.parametrize("shown", [{"due": None}, {"type_name": "Task"}])
def test_without_a_promise_nothing_passes(shown: dict[str, Any]) -> None:
    assert _passed(**{"type_id": "3"} | shown) == []
