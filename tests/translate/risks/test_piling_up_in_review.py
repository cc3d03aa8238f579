"""Work that is being reviewed for too long, though something moves."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.business import Evidence, RiskEpisode, RiskKind, Severity, Stage
from passerelle_schemas.facts import ChangeState, Touch
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import StageRule
from passerelle_translate.translator import translate
from tests.translate.examples import (
    DOING,
    DONE,
    REVIEW,
    SOON,
    folded,
    linked,
    observed,
    on,
    removed,
    rules,
    status,
    touch,
)

LIMITS = Limits(review_days=21, stalled_after_days=14)
REVIEWED = StageRule(stage=Stage.IN_REVIEW, status=(REVIEW.id,))
BEGUN = on(3, 1, 9)
SINCE = datetime(2026, 3, 23, tzinfo=UTC)
"""The first day after 22 March, 9:00 on which something moves."""
TWICE = BEGUN + timedelta(days=42)


def _risks(*facts: Any, **shown: Any) -> list[RiskEpisode]:  # noqa: ANN401
    shown = {"type_name": "Story", "created_at": on(2, 28)} | shown
    item = folded(observed(on(2, 28), status=DOING, **shown), *facts)
    meaning = translate(item, rules(limits=LIMITS, stages=(REVIEWED,)))
    assert meaning is not None
    return list(meaning.risks)


def _piling(*facts: Any, **shown: Any) -> list[RiskEpisode]:  # noqa: ANN401
    kind = RiskKind.PILING_UP_IN_REVIEW
    return [r for r in _risks(*facts, **shown) if r.kind is kind]


def _steadily(until: datetime, how: Touch = Touch.REVIEW) -> list[Any]:
    moves = (BEGUN + timedelta(days=3 * n + 1) for n in range(60))
    return [touch(at, how) for at in moves if at < until]


TO_REVIEW = status(BEGUN, DOING, REVIEW)


def test_a_review_longer_than_the_limit_is_a_risk_and_then_a_worse_one() -> None:
    merged = status(on(5, 1), REVIEW, DONE)
    found = _piling(TO_REVIEW, *_steadily(on(5, 1)), merged)
    moved = touch(on(3, 23, 9), Touch.REVIEW)
    evidence = (
        Evidence(at=BEGUN, fact=TO_REVIEW.id),
        Evidence(at=SINCE, fact=moved.id),  # of a touch only its day is kept
    )
    first = RiskEpisode(
        kind=RiskKind.PILING_UP_IN_REVIEW,
        severity=Severity.LOW,
        since=SINCE,
        until=TWICE,
        learned_at=BEGUN + SOON,
        days=21,
        limit="review_days",
        evidence=evidence,
    )
    worse = {"severity": Severity.MEDIUM, "since": TWICE, "until": on(5, 1)}
    assert found == [first, first.model_copy(update=worse)]


@pytest.mark.parametrize(
    "end",
    [
        status(on(4, 1), REVIEW, DOING),
        status(on(4, 1), REVIEW, DONE),
        removed(on(4, 1)),
    ],
    ids=["sent back", "finished", "removed"],
)
def test_it_ends_with_the_review(end: Any) -> None:  # noqa: ANN401
    (found,) = _piling(TO_REVIEW, *_steadily(on(4, 1)), end)
    assert (found.since, found.until) == (SINCE, on(4, 1))


def test_an_open_change_behind_the_work_is_a_review() -> None:
    opened = linked(BEGUN, ChangeState.OPEN)
    merged = linked(on(4, 1), ChangeState.MERGED)
    (found,) = _piling(opened, *_steadily(on(4, 1)), merged)
    assert (found.since, found.until) == (SINCE, on(4, 1))
    assert found.evidence[0].item == opened.pull_request


def test_a_silence_is_told_once_and_the_days_are_counted_anew() -> None:
    """Nothing from 1 to 20 April: that is `stalled`, and not this."""
    again = [touch(at) for at in (on(4, 20), on(4, 30), on(5, 10), on(5, 20))]
    facts = (TO_REVIEW, *_steadily(on(4, 1)), *again, status(on(5, 21), REVIEW, DONE))
    silence = datetime(2026, 4, 16, tzinfo=UTC)
    ends = datetime(2026, 4, 20, tzinfo=UTC)
    found = [(r.kind, r.since, r.until) for r in _risks(*facts)]
    assert found == [
        (RiskKind.PILING_UP_IN_REVIEW, SINCE, TWICE),
        (RiskKind.PILING_UP_IN_REVIEW, TWICE, silence),
        (RiskKind.STALLED, silence, ends),
        (RiskKind.PILING_UP_IN_REVIEW, datetime(2026, 5, 20, tzinfo=UTC), on(5, 21)),
    ]


def test_a_review_in_which_nothing_moves_any_more_is_not_this() -> None:
    """The last move was on 21 March; the merge on 2 April is no sign of life."""
    moves = [touch(on(3, day)) for day in (10, 21)]
    assert _piling(TO_REVIEW, *moves, status(on(4, 2), REVIEW, DONE)) == []


@pytest.mark.parametrize("days", [1, 21])
def test_a_review_up_to_the_limit_says_nothing(days: int) -> None:
    end = BEGUN + timedelta(days=days)
    assert _piling(TO_REVIEW, *_steadily(end), status(end, REVIEW, DONE)) == []


def test_work_that_is_written_for_long_is_not_in_review() -> None:
    assert _piling(*_steadily(on(6, 1))) == []


def test_what_gathers_other_work_is_not_reviewed_itself() -> None:
    assert _piling(TO_REVIEW, *_steadily(on(6, 1)), type_name="Epic") == []


@given(st.sets(st.integers(1, 120), max_size=30))
def test_it_never_doubles_a_stall(days: set[int]) -> None:
    moves = [touch(BEGUN + timedelta(days=day)) for day in days]
    risks = _risks(TO_REVIEW, *moves)
    stalls = [r for r in risks if r.kind is RiskKind.STALLED]
    for found in (r for r in risks if r.kind is RiskKind.PILING_UP_IN_REVIEW):
        for stall in stalls:
            assert (stall.until is not None and stall.until <= found.since) or (
                found.until is not None and found.until <= stall.since
            )
