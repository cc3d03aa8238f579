"""Work that was finished and taken up again, more than once."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.business import Evidence, RiskEpisode, RiskKind, Severity
from passerelle_schemas.facts import ChangeState, StatusRef
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import StageRule
from passerelle_translate.translator import translate
from tests.translate.examples import (
    CREATED,
    DOING,
    DONE,
    REVIEW,
    SOON,
    TO_DO,
    folded,
    linked,
    observed,
    on,
    removed,
    rules,
    status,
)

LIMITS = Limits(reopened_times=2, reopened_within_days=90)
REFUSED = StatusRef(id="10900", name="Refusé")
DROPPED = StageRule.model_validate({"stage": "dropped", "status": ("10900",)})
Step = tuple[datetime, StatusRef]


def _steps(*steps: Step) -> list[Any]:
    """The changes that lead from one status to the next, from the first one on."""
    ways = pairwise([(CREATED, TO_DO), *steps])
    return [status(at, was, now) for (_, was), (at, now) in ways]


def _again(*steps: Step, more: tuple[Any, ...] = ()) -> list[RiskEpisode]:
    item = folded(observed(CREATED, type_name="Bug"), *_steps(*steps), *more)
    meaning = translate(item, rules(limits=LIMITS, stages=(DROPPED,)))
    assert meaning is not None
    return [r for r in meaning.risks if r.kind is RiskKind.REOPENED_AGAIN]


TWICE = (
    (on(3, 2), DONE),
    (on(3, 5), DOING),
    (on(3, 9), DONE),
    (on(3, 16), DOING),
)


def test_the_second_time_is_a_risk() -> None:
    first, second = on(3, 5), on(3, 16)
    assert _again(*TWICE) == [
        RiskEpisode(
            kind=RiskKind.REOPENED_AGAIN,
            severity=Severity.LOW,
            since=second,
            until=first + timedelta(days=90),
            learned_at=second + SOON,
            days=90,
            limit="reopened_times",
            evidence=(
                Evidence(at=first, fact=status(first, DONE, DOING).id),
                Evidence(at=second, fact=status(second, DONE, DOING).id),
            ),
        )
    ]


def test_each_further_time_is_worse() -> None:
    more = ((on(3, 20), DONE), (on(3, 23), REVIEW), (on(3, 30), DONE))
    found = [(r.severity, r.since, r.until) for r in _again(*TWICE, *more)]
    assert found == [
        (Severity.LOW, on(3, 16), on(3, 20)),
        (Severity.MEDIUM, on(3, 23), on(3, 30)),
    ]


@pytest.mark.parametrize(
    ("steps", "more"),
    [
        ([(on(4, 1), DONE)], ()),
        ([(on(4, 1), REFUSED)], ()),
        ([], (removed(on(4, 1)),)),
    ],
    ids=["finished", "dropped", "removed"],
)
def test_it_ends_with_the_work(steps: list[Step], more: tuple[Any, ...]) -> None:
    (found,) = _again(*TWICE, *steps, more=more)
    assert found.until == on(4, 1)


@pytest.mark.parametrize(
    "steps",
    [
        TWICE[:2],
        (*TWICE[:2], (on(3, 9, 12, 0), DONE), (on(3, 9, 12, 59), DOING)),
        (*TWICE[:2], (on(3, 9), REFUSED), (on(3, 16), DOING)),
        (*TWICE[:2], (on(3, 9), DONE), (on(3, 16), REFUSED)),
        (*TWICE[:2], (on(3, 9), DONE), (on(6, 3), DOING)),
        (*TWICE[:2], (on(3, 9), TO_DO), (on(3, 10), REVIEW), (on(3, 16), TO_DO)),
    ],
    ids=["once", "by mistake", "dropped", "dropped then", "far apart", "not done"],
)
def test_it_is_silent(steps: tuple[Step, ...]) -> None:
    assert _again(*steps) == []


def test_what_a_pull_request_says_reopens_nothing() -> None:
    """A later change names what is finished; its own status stays finished."""
    states = (ChangeState.OPEN, ChangeState.MERGED) * 3
    more = tuple(linked(on(4, 1 + 2 * n), s, n // 2) for n, s in enumerate(states))
    assert _again((on(3, 2), DONE), more=more) == []


@given(st.lists(st.sampled_from([TO_DO, DOING, REVIEW, REFUSED]), max_size=8))
def test_work_that_was_never_finished_says_nothing(told: list[StatusRef]) -> None:
    steps = [(on(3, 1 + n), now) for n, now in enumerate(told)]
    assert _again(*steps, (on(4, 1), DONE)) == []


@given(
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from([DOING, DONE])), max_size=12)
)
def test_it_holds_only_while_the_work_is_open(walk: list[tuple[int, Any]]) -> None:
    days = sorted(dict(walk).items())
    steps = [(on(1, 5) + timedelta(days=day), now) for day, now in days]
    ends = [at for at, now in steps if now is DONE]
    for found in _again(*steps):
        assert found.until is not None
        assert not any(found.since <= at < found.until for at in ends)
        assert len(found.evidence) >= LIMITS.reopened_times
