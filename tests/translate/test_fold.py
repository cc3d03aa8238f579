"""The fold: any order, any repetition, any grouping; the same item, the same bytes."""

import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.deliveries import Way
from passerelle_schemas.facts import (
    KNOWN_FACTS,
    ChangeState,
    Facts,
    StatusRef,
    UnknownFact,
)
from passerelle_schemas.topics import WORK_ITEMS
from passerelle_schemas.work import WorkItem
from passerelle_translate.fold import fold, merge
from passerelle_translate.telling import _READERS
from tests.translate.examples import (
    CREATED,
    DOING,
    DONE,
    REVIEW,
    TO_DO,
    folded,
    linked,
    observed,
    on,
    status,
    telling,
)
from tests.translate.folding import fold_all
from tests.translate.strategies import histories, items, readings

pairs = st.tuples(items, items) | st.tuples(readings, readings)
triples = st.tuples(items, items, items) | st.tuples(readings, readings, readings)


def _written(item: WorkItem | None) -> bytes:
    assert item is not None
    return WORK_ITEMS.encode(item)


def _folded(tellings: list[Facts]) -> WorkItem:
    item = fold_all(tellings)
    assert item is not None
    return item


@given(histories, st.data())
def test_the_order_of_facts_does_not_matter(
    history: list[Facts], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(history))
    assert _written(_folded(shuffled)) == _written(_folded(history))


@given(histories, st.data())
def test_repetition_does_not_matter(history: list[Facts], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(history), max_size=5))
    assert _written(_folded([*history, *again])) == _written(_folded(history))


@given(histories)
def test_how_facts_are_grouped_into_records_does_not_matter(
    history: list[Facts],
) -> None:
    split = [
        record.model_copy(update={"facts": (fact,)})
        for record in history
        for fact in record.facts
    ]
    assert _written(_folded(split)) == _written(_folded(history))


@given(pairs)
def test_merging_has_no_sides(two: tuple[WorkItem, WorkItem]) -> None:
    a, b = two
    assert _written(merge(a, b)) == _written(merge(b, a))
    assert _written(merge(merge(a, b), b)) == _written(merge(a, b))
    assert _written(merge(merge(a, b), a)) == _written(merge(a, b))


@given(histories, st.integers(0, 8))
def test_merging_the_parts_is_folding_the_whole(history: list[Facts], cut: int) -> None:
    at = max(1, min(cut, len(history)))
    first, rest = history[:at], history[at:] or history
    merged = merge(_folded(first), _folded(rest))
    assert _written(merged) == _written(_folded(history))


@given(triples)
def test_merging_is_associative(three: tuple[WorkItem, WorkItem, WorkItem]) -> None:
    a, b, c = three
    assert _written(merge(merge(a, b), c)) == _written(merge(a, merge(b, c)))


def test_a_reading_of_an_older_program_counts_as_of_when_it_was_learned() -> None:
    """However early another program learned of the same instant."""
    old, early, late = (
        _folded([telling(observed(on(1, 2), status=told), learned_at=on(1, day))])
        for told, day in ((DONE, 10), (DOING, 5), (REVIEW, 7))
    )
    assert old.observed is not None
    forgot = {"observed": old.observed.model_copy(update={"seen_at": None})}
    old = old.model_copy(update=forgot)
    assert merge(old, old) == old
    for a, b, c in itertools.permutations((old, early, late)):
        for merged in (merge(merge(a, b), c), merge(a, merge(b, c))):
            assert merged.observed is not None
            assert merged.observed.snapshot.status == DONE
            assert merged.observed.learned_at == on(1, 5)
            assert merged.observed.seen_at == on(1, 10)


@given(histories)
def test_what_was_written_is_read_back_as_it_was(history: list[Facts]) -> None:
    item = _folded(history)
    read = WORK_ITEMS.decode(_written(item))
    assert read == item
    assert _written(fold(read, history[0])) == _written(item)


def test_every_kind_of_fact_is_folded() -> None:
    assert set(_READERS) == {*KNOWN_FACTS, UnknownFact}


def test_a_change_told_twice_was_learned_the_first_time() -> None:
    change = status(on(1, 5), TO_DO, DOING)
    late = telling(change, learned_at=on(3, 1))
    early = telling(change, learned_at=on(1, 6))
    (entry,) = _folded([late, early]).statuses
    assert entry.learned_at == on(1, 6)


def test_a_newer_snapshot_is_learned_when_it_came() -> None:
    old = telling(observed(on(1, 2), status=TO_DO), learned_at=on(1, 3))
    new = telling(observed(on(2, 2), status=DOING), learned_at=on(2, 3))
    item = _folded([new, old])
    assert item.observed is not None
    assert item.observed.snapshot.status == DOING
    assert item.observed.learned_at == on(2, 3)
    assert item.learned_at == on(1, 3)


@pytest.mark.parametrize("last", [TO_DO, DOING], ids=lambda status: status.id)
def test_of_two_snapshots_of_one_instant_the_one_that_was_read_last_counts(
    last: StatusRef,
) -> None:
    """A renamed project or status is no change of its items, to any tracker."""
    first = DOING if last == TO_DO else TO_DO
    told = [
        telling(observed(on(1, 2), status=first), learned_at=on(1, 3)),
        telling(observed(on(1, 2), status=last), learned_at=on(1, 4)),
        telling(observed(on(1, 2), status=first), learned_at=on(1, 3, 13)),
    ]
    for order in itertools.permutations(told):
        item = _folded(list(order))
        assert item.observed is not None
        assert item.observed.snapshot.status == last
        assert item.observed.learned_at == on(1, 3)


def test_a_webhook_of_one_instant_that_comes_after_a_reading_does_not_count() -> None:
    """GitHub sends again what failed days ago, when we ask for it."""
    read = telling(observed(on(1, 2), status=DOING), learned_at=on(1, 4))
    told = [
        telling(observed(on(1, 2), status=TO_DO), learned_at=on(1, 3)),
        read.model_copy(update={"way": Way.POLL}),
        telling(observed(on(1, 2), status=TO_DO), learned_at=on(1, 9)),
    ]
    for order in itertools.permutations(told):
        item = _folded(list(order))
        assert item.observed is not None
        assert item.observed.snapshot.status == DOING


def test_the_richer_telling_of_one_fact_is_kept() -> None:
    """A changelog names a status without its category; a webhook may know it."""
    known = status(on(1, 5), TO_DO, DOING)
    poor = known.model_copy(update={"now": DOING.model_copy(update={"category": None})})
    for order in itertools.permutations([telling(known), telling(poor)]):
        assert _folded(list(order)).statuses[0].now == DOING


def test_a_pull_request_keeps_each_state_it_was_in() -> None:
    item = folded(
        linked(on(1, 9), ChangeState.MERGED),
        linked(on(1, 3), ChangeState.OPEN),
        linked(on(1, 4), ChangeState.OPEN),
    )
    states = {c.state: (c.first_at, c.happened_at) for c in item.changes}
    assert states == {
        ChangeState.OPEN: (on(1, 3), on(1, 4)),
        ChangeState.MERGED: (on(1, 9), on(1, 9)),
    }


def test_two_items_are_never_merged() -> None:
    one = _folded([telling(observed(CREATED))])
    other = _folded([telling(observed(CREATED), item="jira-verdier:2")])
    with pytest.raises(ValueError, match="two work items"):
        merge(one, other)


def test_changes_without_an_id_are_told_apart_by_their_instant() -> None:
    at = on(1, 5)
    item = folded(
        status(at, TO_DO, DOING),
        status(at + timedelta(seconds=1), DOING, REVIEW),
        status(at + timedelta(seconds=2), REVIEW, DONE),
    )
    assert [entry.now for entry in item.statuses] == [DOING, REVIEW, DONE]
