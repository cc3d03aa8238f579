"""Which rule set counts when: the same for every reader, in any order of reading."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.effect import Standing, effective_at, next_change, reigns
from passerelle_schemas.rules import RuleSet
from tests.translate.examples import rules

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def on_day(day: int) -> datetime:
    return MONDAY + timedelta(days=day)


def published(*days: int) -> list[RuleSet]:
    """Versions 1, 2, … that count from these days on."""
    return [
        rules().model_copy(update={"version": number, "effective_from": on_day(day)})
        for number, day in enumerate(days, 1)
    ]


def version_at(rule_sets: Sequence[RuleSet], day: int) -> int:
    found = effective_at(rule_sets, on_day(day))
    assert found is not None
    return found.version


@pytest.mark.parametrize(
    ("days", "counting"),
    [
        # by day 0, 1, 2 …: which version counts
        ((0,), [1, 1, 1]),
        ((0, 0), [2, 2]),  # two at once: the last word
        ((0, 2), [1, 1, 2, 2]),  # planned
        ((0, 3, 1), [1, 3, 3, 3, 3]),  # what comes later withdraws what was planned
        ((0, 1, 3), [1, 2, 2, 3]),
        ((0, 3, 3), [1, 1, 1, 3]),
        ((2,), [1, 1, 1]),  # before the first there is nothing else
        ((3, 2), [2, 2, 2, 2]),
        ((2, 3), [1, 1, 1, 2]),
    ],
)
def test_the_last_word_counts_from_its_instant_on(
    days: tuple[int, ...], counting: list[int]
) -> None:
    rule_sets = published(*days)
    assert [version_at(rule_sets, day) for day in range(len(counting))] == counting


def test_without_any_rule_set_none_counts() -> None:
    assert effective_at([], MONDAY) is None
    assert next_change([], MONDAY) is None


def test_it_counts_from_the_very_instant() -> None:
    rule_sets = published(0, 1)
    assert version_at(rule_sets, 1) == 2
    just_before = effective_at(rule_sets, on_day(1) - timedelta(microseconds=1))
    assert just_before is not None
    assert just_before.version == 1


def test_of_one_version_the_last_record_counts() -> None:
    first, second = published(0, 1)
    other = first.model_copy(update={"author": "another", "effective_from": on_day(2)})
    assert effective_at([first, second, other], on_day(0)) == second
    assert [reign.rules for reign in reigns([first, second, other])] == [other, second]


def test_each_stands_as_the_history_tells_it() -> None:
    told = reigns(published(0, 4, 1, 3))
    assert [reign.at(on_day(2)) for reign in told] == [
        Standing.PAST,
        Standing.NEVER,
        Standing.IN_FORCE,
        Standing.PLANNED,
    ]


DAYS = st.lists(st.integers(-5, 5), min_size=1, max_size=6)


@given(DAYS, st.integers(-6, 6), st.data())
def test_the_order_and_repetition_of_records_do_not_matter(
    days: list[int], day: int, data: st.DataObject
) -> None:
    rule_sets = published(*days)
    some = data.draw(st.lists(st.sampled_from(rule_sets)))
    shuffled = data.draw(st.permutations([*rule_sets, *some]))
    assert effective_at(shuffled, on_day(day)) == effective_at(rule_sets, on_day(day))
    assert next_change(shuffled, on_day(day)) == next_change(rule_sets, on_day(day))


@given(DAYS, st.integers(-6, 6))
def test_nothing_changes_before_the_next_change(days: list[int], day: int) -> None:
    rule_sets = published(*days)
    change = next_change(rule_sets, on_day(day))
    counting = [version_at(rule_sets, later) for later in range(day, 7)]
    changed = [number for number in counting if number != counting[0]]
    if change is None:
        assert not changed
    else:
        assert version_at(rule_sets, (change - MONDAY).days) == changed[0]
        assert counting.index(changed[0]) == (change - on_day(day)).days


@given(DAYS, st.integers(-6, 6))
def test_one_is_in_force_at_every_instant(days: list[int], day: int) -> None:
    """And it is the one that counts, once the first has taken effect."""
    rule_sets = published(*days)
    standing = [reign.at(on_day(day)) for reign in reigns(rule_sets)]
    if day >= min(days):
        assert standing.count(Standing.IN_FORCE) == 1
        assert standing.index(Standing.IN_FORCE) == version_at(rule_sets, day) - 1
    else:
        assert Standing.IN_FORCE not in standing
