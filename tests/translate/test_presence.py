"""Why an item is gone: the tracker's own word above ours, and what is seen is there."""

import itertools
from datetime import datetime

import pytest

from passerelle_schemas.deliveries import Way
from passerelle_schemas.facts import Facts, RemovalReason
from passerelle_translate.stages import gone_from
from tests.translate.examples import CREATED, observed, on, removed, returned, telling
from tests.translate.folding import fold_all

HIDDEN, DELETED = RemovalReason.NOT_VISIBLE, RemovalReason.DELETED


def why(*tellings: Facts) -> RemovalReason | None:
    """Why it is gone, whatever the order of the tellings."""
    reasons = set()
    for order in itertools.permutations(tellings):
        item = fold_all(order)
        assert item is not None
        gone = gone_from(item)
        reasons.add(gone.removed if gone else None)
    (reason,) = reasons
    return reason


SHOWN = telling(observed(CREATED), learned_at=on(1, 2))
LOST = telling(removed(on(1, 10), HIDDEN), learned_at=on(1, 11))
"""As a census says it: gone since the last time that it was there for certain."""


def read_at(month: int, day: int) -> Facts:
    """The item as it was, read again."""
    told = telling(observed(CREATED), learned_at=on(month, day))
    return told.model_copy(update={"way": Way.POLL})


def test_a_deletion_that_is_told_after_the_census_says_why() -> None:
    late = telling(removed(on(1, 10, 15)), learned_at=on(1, 20))
    assert why(SHOWN, LOST) is HIDDEN
    assert why(SHOWN, LOST, late) is DELETED


def test_what_was_not_visible_is_there_as_soon_as_it_is_read() -> None:
    assert why(SHOWN, LOST, read_at(1, 12)) is None
    assert why(SHOWN, LOST, read_at(1, 9)) is HIDDEN


@pytest.mark.parametrize("way", [Way.POLL, Way.BACKFILL, Way.CENSUS])
def test_whichever_reading_shows_it(way: Way) -> None:
    read = read_at(1, 12).model_copy(update={"way": way})
    assert why(SHOWN, LOST, read) is None


def test_a_webhook_may_come_late_and_proves_nothing() -> None:
    late = telling(observed(CREATED), learned_at=on(1, 12))
    assert why(SHOWN, LOST, late) is HIDDEN


def changed(day: int, learned_at: datetime) -> Facts:
    """A webhook of a change that was made on that day of January."""
    return telling(observed(on(1, day)), learned_at=learned_at)


def test_what_is_there_again_stays_there_when_it_changes() -> None:
    after = changed(13, on(1, 13, 13))
    assert why(SHOWN, LOST, read_at(1, 12), after) is None
    assert why(SHOWN, LOST, after) is None


def test_a_webhook_of_a_change_before_we_lost_it_brings_nothing_back() -> None:
    late = changed(10, on(1, 12))
    assert why(SHOWN, LOST, late) is HIDDEN
    just_before = telling(observed(on(1, 11, 11)), learned_at=on(1, 12))
    assert why(SHOWN, LOST, just_before) is HIDDEN


def test_a_webhook_that_came_before_we_lost_it_brings_nothing_back() -> None:
    """Though the tracker's clock says that it was sent afterwards."""
    ahead = telling(observed(on(1, 11, 13)), learned_at=on(1, 11, 11))
    assert why(SHOWN, LOST, ahead) is HIDDEN


def test_a_later_change_brings_nothing_back_that_was_deleted() -> None:
    gone = telling(removed(on(1, 10)), learned_at=on(1, 11))
    assert why(SHOWN, gone, changed(13, on(1, 13, 13))) is DELETED


def test_what_was_deleted_stays_so_until_somebody_says_that_it_is_back() -> None:
    gone = telling(removed(on(1, 10)), learned_at=on(1, 11))
    assert why(SHOWN, gone, read_at(1, 12)) is DELETED
    back = telling(returned(on(1, 13)), learned_at=on(1, 13))
    assert why(SHOWN, gone, back) is None


def test_what_is_hidden_a_second_time_is_gone_again() -> None:
    again = telling(removed(on(1, 14), HIDDEN), learned_at=on(1, 15))
    assert why(SHOWN, LOST, read_at(1, 12), again) is HIDDEN
