"""Changes of one instant stand in the order in which one leads to the next."""

import random
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.facts import StatusRef
from passerelle_translate.due_days import days_said, told_of
from passerelle_translate.histories import statuses_of
from passerelle_translate.stages import stages_of
from tests.translate.examples import (
    DOING,
    DONE,
    REVIEW,
    TO_DO,
    due,
    folded,
    observed,
    on,
    rules,
    stages_as_text,
    status,
    telling,
)
from tests.translate.folding import fold_all

AT = on(2, 1)
WAY = (TO_DO, REVIEW, DONE, DOING)


@pytest.mark.parametrize("seed", range(6))
def test_work_closed_and_reopened_in_a_second_was_not_done_before(seed: int) -> None:
    """Whatever the ids of the changes are: no false green from their order."""
    changes = [status(AT, was, now) for was, now in pairwise(WAY)]
    random.Random(seed).shuffle(changes)  # noqa: S311 - no secret
    numbered = [
        change.model_copy(update={"change": str(number)})
        for number, change in enumerate(changes)
    ]
    item = folded(observed(AT, status=DOING), *numbered)
    assert stages_as_text(stages_of(item, rules())) == [
        ("planned", item.observed.snapshot.created_at if item.observed else None),
        ("started", AT),
    ]


def test_where_no_change_leads_to_the_next_the_tracker_s_numbers_do() -> None:
    to_and_fro = (
        status(AT, DOING, DONE).model_copy(update={"change": "999"}),
        status(AT, DONE, DOING).model_copy(update={"change": "1000"}),
    )
    item = folded(observed(AT, status=DOING), *to_and_fro)
    assert [held.status.id for held in statuses_of(item)] == ["10001", "10002", "10001"]


def test_days_moved_in_one_instant_keep_the_first_promise() -> None:
    first, second, third = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
    moves = (
        due(AT, second, third).model_copy(update={"change": "1"}),
        due(AT, first, second).model_copy(update={"change": "2"}),
    )
    item = folded(observed(AT, due=third), *moves)
    told = told_of(item)
    assert told is not None
    assert [promise.due for promise in days_said(told)] == [first, second, third]


@pytest.mark.timeout(30)
def test_a_flood_in_one_instant_is_not_searched() -> None:
    flood = [
        status(AT, was, now).model_copy(update={"change": str(n)})
        for n, (was, now) in enumerate([(TO_DO, DOING), (DOING, TO_DO)] * 10_000)
    ]
    item = fold_all([telling(observed(AT, status=TO_DO), *flood)])
    assert item is not None
    assert statuses_of(item)[-1].status == TO_DO


@given(st.permutations(range(5)))
def test_a_chain_is_found_in_any_order(numbers: list[int]) -> None:
    way = [StatusRef(id=str(n), name=str(n)) for n in range(6)]
    changes = [
        status(AT, was, now).model_copy(update={"change": str(number)})
        for number, (was, now) in zip(numbers, pairwise(way), strict=True)
    ]
    item = folded(observed(AT, status=way[-1]), *changes)
    assert [held.status.id for held in statuses_of(item)] == list("012345")
