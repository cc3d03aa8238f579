"""What promised an objective its date over all rule sets; the first date stays."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.rules import (
    Bilingual,
    Company,
    Department,
    Desk,
    Objective,
    RuleSet,
)
from passerelle_schemas.targets import carried_by, target_dates, vanished

BOTH = Bilingual(fr="x", en="x")
START = datetime(2026, 1, 1, tzinfo=UTC)
EVER = datetime(2030, 1, 1, tzinfo=UTC)
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
Promise = tuple[str | None, date | None] | None
"""The item that carries it, or its target date; None without the objective."""


def rule_set(version: int, day: int, promise: Promise, reason: str = "why") -> RuleSet:
    objectives: tuple[Objective, ...] = ()
    if promise is not None:
        objective = Objective(
            id="pay",
            department="payments",
            name=BOTH,
            short=BOTH,
            promised_by=promise[0],
            target_date=promise[1],
        )
        objectives = (objective,)
    return RuleSet(
        version=version,
        content_hash=f"{version}{promise}",
        reason=reason,
        effective_from=START + timedelta(days=day),
        company=Company(name="V", desk=Desk(name=BOTH, address="d@v.example")),
        departments=(Department(id="payments", name=BOTH, addressed=BOTH),),
        objectives=objectives,
    )


def given_dates(*said: tuple[int, Promise], before: datetime = EVER) -> list[Any]:
    sets = [rule_set(n, day, promise) for n, (day, promise) in enumerate(said, 1)]
    return [(t.due, t.version) for t in target_dates(sets, "pay", before)]


def test_the_first_target_date_stays_and_each_move_says_its_version_and_why() -> None:
    first = rule_set(1, 0, (None, MARCH))
    same = rule_set(2, 5, (None, MARCH), "another capability")
    moved = rule_set(3, 9, (None, APRIL), "the supplier is late")
    found = target_dates((moved, same, first), "pay", EVER)
    assert [(t.due, t.since, t.version) for t in found] == [
        (MARCH, None, 1),
        (APRIL, START + timedelta(days=9), 3),
    ]
    assert found[1].reason == "the supplier is late"


def test_an_objective_that_came_later_was_given_its_date_then() -> None:
    (found,) = target_dates(
        (rule_set(1, 0, None), rule_set(2, 5, (None, MARCH))), "pay", EVER
    )
    assert (found.due, found.since) == (MARCH, START + timedelta(days=5))


def test_what_was_planned_and_withdrawn_said_nothing() -> None:
    assert given_dates((0, (None, MARCH)), (9, (None, APRIL)), (5, (None, MAY))) == [
        (MARCH, 1),
        (MAY, 3),
    ]


def test_what_takes_effect_after_the_cut_is_not_there_yet() -> None:
    said = ((0, (None, MARCH)), (9, (None, APRIL)))
    assert given_dates(*said, before=START + timedelta(days=9)) == [(MARCH, 1)]
    assert given_dates(*said, before=START + timedelta(days=10))[1:] == [(APRIL, 2)]


def test_before_the_first_took_effect_it_is_what_there_is() -> None:
    assert given_dates((5, (None, MARCH)), before=START) == [(MARCH, 1)]


def test_a_date_that_is_taken_away_is_told_and_one_that_comes_back() -> None:
    assert given_dates((0, (None, MARCH)), (5, (None, None)), (9, (None, MARCH))) == [
        (MARCH, 1),
        (None, 2),
        (MARCH, 3),
    ]


def test_an_objective_that_was_left_out_for_a_while_keeps_its_history() -> None:
    assert given_dates((0, (None, MARCH)), (5, None), (9, (None, APRIL))) == [
        (MARCH, 1),
        (APRIL, 3),
    ]


def test_who_carried_the_promise_before_is_told() -> None:
    sets = (
        rule_set(1, 0, ("PAY-1", None)),
        rule_set(2, 3, ("PAY-9", None)),
        rule_set(3, 6, (None, MAY)),
    )
    found = carried_by(sets, "pay", EVER)
    assert [(c.promised_by, c.target_date, c.version) for c in found] == [
        ("PAY-1", None, 1),
        ("PAY-9", None, 2),
        (None, MAY, 3),
    ]
    assert [t.due for t in target_dates(sets, "pay", EVER)] == [MAY]


def test_an_objective_that_is_gone_from_the_rules_is_named() -> None:
    old = rule_set(1, 0, (None, MARCH))
    assert vanished(old, ["pay", "other"]) == ()
    assert vanished(old, ["pay-in-three"]) == ("pay",)


promises = st.none() | st.tuples(
    st.sampled_from([None, "PAY-1", "PAY-2"]), st.sampled_from([None, MARCH, APRIL])
)
lives = st.lists(st.tuples(st.integers(0, 9), promises), min_size=1, max_size=6)


@given(lives, st.randoms(use_true_random=False), st.integers(-1, 12))
def test_neither_order_nor_repetition_of_rule_sets_matters(
    life: list[tuple[int, Promise]], dice: Random, day: int
) -> None:
    sets = [rule_set(n, day, promise) for n, (day, promise) in enumerate(life, 1)]
    again = [*sets, *sets]
    dice.shuffle(again)
    cut = START + timedelta(days=day)
    assert carried_by(again, "pay", cut) == carried_by(sets, "pay", cut)
    assert target_dates(again, "pay", cut) == target_dates(sets, "pay", cut)


@given(lives, promises)
def test_what_is_published_next_takes_no_date_away(
    life: list[tuple[int, Promise]], following: Promise
) -> None:
    """At once or later: what a page told stays told."""
    sets = [rule_set(n, day, promise) for n, (day, promise) in enumerate(life, 1)]
    cut = START + timedelta(days=9, seconds=1)
    then = rule_set(len(sets) + 1, 10, following)
    before = target_dates(sets, "pay", cut)
    after = target_dates((*sets, then), "pay", EVER)
    assert after[: len(before)] == before
    assert len(after) <= len(before) + 1
