"""A tracker's clock gone wrong: what it dates far ahead is not the newest for ever."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from passerelle_schemas.facts import ChangeState, Facts, KeyChanged
from passerelle_schemas.work import WorkItem
from passerelle_translate.clocks import TOLERATED, believed
from passerelle_translate.fold import merge
from passerelle_translate.histories import key_of
from passerelle_translate.stages import stages_of
from passerelle_translate.translator import translate
from tests.translate.examples import (
    DOING,
    DONE,
    TO_DO,
    folded,
    linked,
    observed,
    on,
    removed,
    returned,
    rules,
    status,
    telling,
    touch,
)
from tests.translate.folding import fold_all

AHEAD = datetime(2099, 1, 1, tzinfo=UTC)


def _folded(*tellings: Facts) -> WorkItem:
    """The item, which is the same in every order."""
    orders = [fold_all(order) for order in itertools.permutations(tellings)]
    assert all(item == orders[0] for item in orders)
    assert orders[0] is not None
    return orders[0]


def test_a_snapshot_dated_far_ahead_does_not_stay_the_newest() -> None:
    item = _folded(
        telling(observed(AHEAD, title="Old", key="OLD-1"), learned_at=on(2, 1)),
        telling(observed(on(3, 1), title="New", key="NEW-1"), learned_at=on(3, 1)),
    )
    assert item.observed is not None
    assert item.observed.snapshot.title == "New"
    assert key_of(item) == "NEW-1"


def test_what_is_shown_again_counts_from_then() -> None:
    """Its date says nothing, so we take it for as new as the day it was shown."""
    item = _folded(
        telling(observed(AHEAD, title="Ahead"), learned_at=on(2, 1)),
        telling(observed(on(3, 1), title="March"), learned_at=on(3, 1)),
        telling(observed(AHEAD, title="Ahead"), learned_at=on(4, 1)),
    )
    assert item.observed is not None
    assert item.observed.happened_at == item.observed.learned_at == on(4, 1)


@pytest.mark.parametrize(
    ("ahead", "counts"),
    [
        (timedelta(0), True),
        (TOLERATED, True),
        (TOLERATED + timedelta(seconds=1), False),
    ],
)
def test_a_clock_may_be_a_day_ahead(ahead: timedelta, counts: bool) -> None:  # noqa: FBT001 - a row
    told = on(2, 1) + ahead
    assert (believed(told, on(2, 1)) == told) is counts


def test_a_register_of_an_older_program_gives_way() -> None:
    """Its topic holds what was written when every clock was believed."""
    good = folded(observed(on(3, 1), title="New"))
    assert good.observed is not None
    stuck = good.observed.model_copy(
        update={"happened_at": AHEAD, "learned_at": on(2, 1)}
    )
    old = good.model_copy(update={"observed": stuck})
    assert merge(old, good).observed == merge(good, old).observed == good.observed


def test_a_removal_dated_far_ahead_can_be_taken_back() -> None:
    item = _folded(
        telling(removed(AHEAD), learned_at=on(2, 1)),
        telling(returned(on(3, 1)), learned_at=on(3, 1)),
    )
    assert item.presence is not None
    assert item.presence.removed is None


def test_a_change_dated_far_ahead_counts_from_when_it_was_learned_first() -> None:
    ahead = status(AHEAD, DOING, DONE)
    item = _folded(
        telling(observed(on(1, 2), status=TO_DO), learned_at=on(1, 2)),
        telling(status(on(1, 5), TO_DO, DOING), learned_at=on(1, 5)),
        telling(ahead, learned_at=on(2, 1)),
        telling(ahead, learned_at=on(4, 1)),
    )
    meaning = translate(item, rules())
    assert meaning is not None
    assert [(s.stage.value, s.at) for s in meaning.stages][-1] == (
        "finished",
        on(2, 1),
    )


def test_a_key_changed_far_ahead_is_not_the_last_key_for_ever() -> None:
    moved = KeyChanged(id="a" * 32, happened_at=AHEAD, was="PAY-1", now="OLD-1")
    item = _folded(
        telling(moved, learned_at=on(2, 1)),
        telling(observed(on(3, 1), key="NEW-1"), learned_at=on(3, 1)),
    )
    meaning = translate(item, rules())
    assert meaning is not None
    assert meaning.key == "NEW-1"


def test_no_day_that_lies_ahead_was_touched() -> None:
    item = _folded(
        telling(observed(on(1, 2)), learned_at=on(1, 2)),
        telling(touch(AHEAD), learned_at=on(2, 1)),
    )
    meaning = translate(item, rules())
    assert meaning is not None
    assert meaning.touched_until == on(2, 1).date()


def test_an_item_created_far_ahead_was_created_when_it_was_shown() -> None:
    item = _folded(telling(observed(on(1, 2), created_at=AHEAD), learned_at=on(1, 2)))
    meaning = translate(item, rules())
    assert meaning is not None
    assert meaning.created_at == on(1, 2)


def test_a_reopened_change_was_learned_when_it_was_reopened() -> None:
    first, closed, again = on(1, 20), on(1, 30), on(2, 3)
    done = telling(status(on(1, 10), TO_DO, DONE), learned_at=on(1, 10))
    item = _folded(
        telling(observed(on(1, 10), status=DONE), learned_at=on(1, 10)),
        done,
        telling(linked(first, ChangeState.OPEN), learned_at=on(2, 1)),
        telling(linked(closed, ChangeState.CLOSED), learned_at=on(2, 1, 13)),
        telling(linked(again, ChangeState.OPEN), learned_at=on(2, 4)),
    )
    reached = [(s.stage.value, s.at, s.learned_at) for s in stages_of(item, rules())]
    assert reached[-3:] == [
        ("in_review", first, on(2, 1)),
        ("finished", closed, on(2, 1, 13)),
        ("in_review", again, on(2, 4)),
    ]


def test_a_first_time_told_late_is_learned_late() -> None:
    item = _folded(
        telling(linked(on(2, 3), ChangeState.OPEN), learned_at=on(2, 3)),
        telling(linked(on(1, 20), ChangeState.OPEN), learned_at=on(2, 10)),
    )
    (change,) = item.changes
    assert (change.first_learned_at, change.last_learned_at) == (on(2, 10), on(2, 3))
