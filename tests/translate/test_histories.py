"""Promises, keys, notes and touched days, as an item's facts tell them."""

from datetime import date
from typing import Any

import pytest

from passerelle_schemas.business import Stage
from passerelle_schemas.facts import ChangeState, Touch
from passerelle_schemas.identity import ItemKind
from passerelle_translate.histories import (
    promises_of,
    touched_days,
)
from passerelle_translate.stages import stages_of
from passerelle_translate.witnesses import Witnesses
from tests.translate.examples import (
    CREATED,
    DOING,
    TO_DO,
    due,
    folded,
    linked,
    observed,
    on,
    rules,
    status,
    touch,
)

OPEN = ChangeState.OPEN
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def _promises(*facts: Any) -> list[tuple[date | None, Any]]:  # noqa: ANN401
    return [(p.due, p.said_at) for p in promises_of(folded(*facts))]


def test_what_the_first_change_replaced_was_promised_at_creation() -> None:
    moved = due(on(1, 20), MARCH, APRIL)
    assert _promises(observed(on(1, 20), due=APRIL), moved) == [
        (MARCH, CREATED),
        (APRIL, on(1, 20)),
    ]


def test_a_day_that_was_set_later_was_promised_then() -> None:
    assert _promises(observed(on(1, 20), due=MARCH), due(on(1, 20), None, MARCH)) == [
        (MARCH, on(1, 20))
    ]


def test_a_day_without_any_change_was_promised_at_creation() -> None:
    assert _promises(observed(on(2, 20), due=MARCH)) == [(MARCH, CREATED)]


def test_the_first_day_stays_though_only_snapshots_showed_it() -> None:
    """GitHub keeps no history of a milestone's day; we do."""
    first, second = observed(on(1, 5), due=MARCH), observed(on(2, 5), due=APRIL)
    assert _promises(second, first) == [(MARCH, CREATED), (APRIL, on(2, 5))]
    unchanged = observed(on(2, 9), due=APRIL)
    assert _promises(second, first, unchanged) == _promises(second, first)


def test_a_day_taken_back_is_said() -> None:
    assert _promises(observed(on(1, 5), due=MARCH), observed(on(2, 5))) == [
        (MARCH, CREATED),
        (None, on(2, 5)),
    ]


def test_the_field_is_right_against_the_last_change() -> None:
    moved = due(on(1, 20), MARCH, APRIL)
    assert _promises(observed(on(2, 1), due=MAY), moved)[-1] == (MAY, on(2, 1))


@pytest.mark.parametrize("fact", [observed(CREATED), due(on(1, 5), None, None)])
def test_where_no_day_was_given_none_was_promised(fact: Any) -> None:  # noqa: ANN401
    assert _promises(observed(CREATED), fact) == []


def test_a_day_seen_before_the_first_change_that_was_heard_stays_the_first() -> None:
    """A poll saw March; then April came unheard, and a webhook moved it to May."""
    moved = due(on(2, 20), APRIL, MAY)
    seen = observed(on(1, 5), due=MARCH)
    assert _promises(seen, moved, observed(on(2, 20), due=MAY)) == [
        (MARCH, CREATED),
        (APRIL, on(2, 20)),
        (MAY, on(2, 20)),
    ]
    assert _promises(seen, observed(on(2, 1), due=APRIL), moved) == [
        (MARCH, CREATED),
        (APRIL, on(2, 1)),
        (MAY, on(2, 20)),
    ]


def test_a_milestone_that_was_seen_without_a_day_had_none() -> None:
    plan = {"kind": ItemKind.MILESTONE}
    none, march = observed(on(1, 5), **plan), observed(on(1, 9), due=MARCH, **plan)
    again, april = observed(on(2, 5), **plan), observed(on(2, 9), due=APRIL, **plan)
    assert _promises(none, march) == [(MARCH, on(1, 9))]
    assert _promises(march, again, april) == [
        (MARCH, CREATED),
        (None, on(2, 5)),
        (APRIL, on(2, 9)),
    ]


def test_who_speaks_on_a_pull_request_moves_nothing() -> None:
    """An open one is told anew with each word, and only its end is a move."""
    opened, spoken = linked(on(1, 5), OPEN), linked(on(1, 20), OPEN)
    merged = linked(on(1, 25), ChangeState.MERGED)
    item = folded(observed(on(2, 1)), opened, spoken, merged)
    assert sorted(touched_days(item)) == [date(2026, 1, 5), date(2026, 1, 25)]
    (moved,) = (s for s in stages_of(item, rules()) if s.stage is Stage.IN_REVIEW)
    assert moved.at == on(1, 5)
    assert Witnesses(item).by(on(1, 24)).at == on(1, 5)


def test_talk_moves_nothing() -> None:
    item = folded(
        observed(on(2, 1)),
        touch(on(1, 9), Touch.DISCUSSION),
        touch(on(1, 10), Touch.REVIEW),
        status(on(1, 11), TO_DO, DOING),
    )
    assert sorted(touched_days(item)) == [date(2026, 1, 10), date(2026, 1, 11)]
