"""What an item means: deterministic, complete, and without a word about now."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle_schemas.business import BusinessItem, State
from passerelle_schemas.facts import ChangeState, Facts, RemovalReason
from passerelle_schemas.rules import MappingRule, Match, Objective
from passerelle_schemas.topics import BUSINESS_ITEMS, WORK_ITEMS
from passerelle_translate.translator import translate
from tests.translate.examples import (
    CREATED,
    DOING,
    PAYMENTS,
    SOON,
    TO_DO,
    both,
    due,
    folded,
    linked,
    notes,
    observed,
    on,
    removed,
    rules,
    status,
    touch,
)
from tests.translate.folding import fold_all
from tests.translate.strategies import histories, seen_histories

NOISE = MappingRule(name="Noise", match=Match(label=("noise",)), exclude=True)


def _meaning(history: list[Facts]) -> BusinessItem | None:
    item = fold_all(history)
    assert item is not None
    return translate(item, rules(NOISE, PAYMENTS))


@given(seen_histories, st.data())
def test_the_same_facts_mean_the_same_bytes(
    history: list[Facts], data: st.DataObject
) -> None:
    """In any order, and also after the item was written and read back."""
    meaning = _meaning(history)
    assert meaning is not None
    other = _meaning(data.draw(st.permutations(history)))
    assert other is not None
    assert BUSINESS_ITEMS.encode(other) == BUSINESS_ITEMS.encode(meaning)
    item = fold_all(history)
    assert item is not None
    read = WORK_ITEMS.decode(WORK_ITEMS.encode(item))
    assert translate(read, rules(NOISE, PAYMENTS)) == meaning


@settings(max_examples=30)
@given(st.lists(seen_histories, max_size=5))
def test_mapped_unmapped_and_excluded_are_all(many: list[list[Facts]]) -> None:
    meanings = [meaning for meaning in map(_meaning, many) if meaning is not None]
    assert sum(Counter(m.state for m in meanings).values()) == len(many)
    for meaning in meanings:
        assert (meaning.department is not None) == (meaning.state is State.MAPPED)
        assert (meaning.rule is None) == (meaning.state is State.UNMAPPED)


@given(histories)
def test_what_no_tracker_showed_means_nothing_yet(history: list[Facts]) -> None:
    item = fold_all(history)
    assert item is not None
    assert (_meaning(history) is None) == (item.observed is None)


@given(seen_histories)
def test_the_first_promise_is_never_forgotten(history: list[Facts]) -> None:
    """Whatever else is said later, the first promised day stays the first."""
    before = _meaning(history)
    assert before is not None
    late = due(on(12, 1), None, on(12, 24).date())
    later = history[-1].model_copy(
        update={"facts": (late,), "learned_at": late.happened_at}
    )
    after = _meaning([*history, later])
    assert after is not None
    assert after.promises[: len(before.promises)] == before.promises


def test_an_item_says_what_it_is_and_who_it_concerns() -> None:
    rule = PAYMENTS.model_copy(update={"also": ("finance", "payments", "finance")})
    facts = (
        observed(on(2, 1), status=DOING),
        status(on(1, 5), TO_DO, DOING),
        touch(on(1, 9)),
        linked(on(1, 8), ChangeState.OPEN),
        linked(on(1, 7), ChangeState.DRAFT),
    )
    meaning = translate(folded(*facts), rules(rule))
    assert meaning is not None
    assert (meaning.department, meaning.also) == ("payments", ("finance",))
    assert (meaning.objective, meaning.rule) == ("pay-in-three", "Instalments")
    assert meaning.touched_until == on(1, 9).date()
    assert [change.state for change in meaning.changes] == [ChangeState.OPEN]
    assert meaning.learned_at == on(1, 5) + SOON


def test_the_item_that_an_objective_is_promised_by_carries_its_promise() -> None:
    objective = Objective(
        id="pay-in-three",
        department="payments",
        name=both("n"),
        short=both("s"),
        promised_by="PAY-1",
    )
    shown = {"type_name": "Task", "type_id": "3", "due": on(3, 1).date()}
    item = folded(observed(CREATED, **shown))
    without = translate(item, rules())
    carries = translate(item, rules(objectives=(objective,)))
    assert without is not None
    assert carries is not None
    assert without.promises == ()
    assert [promise.due for promise in carries.promises] == [on(3, 1).date()]


def test_a_removed_item_is_a_value_with_its_reason() -> None:
    meaning = translate(folded(observed(), removed(on(2, 1))), rules())
    assert meaning is not None
    assert (meaning.removed, meaning.removed_at) == (RemovalReason.DELETED, on(2, 1))


def test_a_title_never_reaches_the_business() -> None:
    shown = observed(title="Refactor the FooBarFactory")
    meaning = translate(folded(shown, notes(on(1, 2), "description")), rules())
    assert meaning is not None
    assert b"FooBarFactory" not in BUSINESS_ITEMS.encode(meaning)
