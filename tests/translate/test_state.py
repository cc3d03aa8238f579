"""The pure step, and what a worker finds when it comes back."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from passerelle_kafka.records import Incoming, Outgoing
from passerelle_schemas.business import BusinessItem
from passerelle_schemas.errors import ContractBrokenError
from passerelle_schemas.facts import Facts
from passerelle_schemas.topics import BUSINESS_ITEMS, WORK_FACTS, WORK_ITEMS
from passerelle_schemas.work import WorkItem
from passerelle_translate.errors import MisaddressedError
from passerelle_translate.recovery import Recovery, said_again
from passerelle_translate.state import Change, Held, Stepped, step
from passerelle_translate.translator import translate
from tests.translate.examples import (
    DOING,
    ITEM,
    TO_DO,
    folded,
    observed,
    on,
    rules,
    status,
    telling,
    touch,
)

OTHER = "jira-verdier:2"
SEEN = telling(observed())
BEGUN = telling(status(on(1, 5), TO_DO, DOING))


def _meaning(item: WorkItem) -> BusinessItem | None:
    return translate(item, rules())


def _record(value: bytes | None, offset: int = 0, key: str = ITEM) -> Incoming:
    return Incoming(WORK_FACTS.name, 3, offset, 0, key.encode(), value)


def _told(*tellings: Facts) -> list[Incoming]:
    return [
        _record(WORK_FACTS.encode(told), offset, told.item)
        for offset, told in enumerate(tellings)
    ]


def _applied(held: dict[str, Held], stepped: Stepped) -> dict[str, Held]:
    return held | {change.id: change.held for change in stepped.changes}


def _outgoing(stepped: Stepped) -> list[Outgoing]:
    return [record for change in stepped.changes for record in change.outgoing]


def test_an_item_is_said_once_as_it_is_after_the_last_record() -> None:
    stepped = step({}, _told(SEEN, BEGUN, telling(touch(on(1, 6)))), _meaning)
    assert [record.topic for record in _outgoing(stepped)] == [
        WORK_ITEMS.name,
        BUSINESS_ITEMS.name,
    ]
    (change,) = stepped.changes
    assert len(change.held.item.statuses) == len(change.held.item.touched) == 1


def test_the_same_facts_again_say_nothing() -> None:
    records = _told(SEEN, BEGUN)
    held = _applied({}, step({}, records, _meaning))
    assert step(held, records, _meaning) == Stepped((), ())


def test_what_means_nothing_new_is_only_remembered() -> None:
    """A second touch on the same day changes no business item."""
    held = _applied({}, step({}, _told(SEEN, telling(touch(on(1, 6, 8)))), _meaning))
    late = telling(touch(on(1, 6, 9)), learned_at=on(1, 6, 8))
    topics = [record.topic for record in _outgoing(step(held, _told(late), _meaning))]
    assert topics == [WORK_ITEMS.name]


def test_an_item_that_was_never_shown_is_remembered_and_not_said() -> None:
    stepped = step({}, _told(BEGUN), _meaning)
    assert [record.topic for record in _outgoing(stepped)] == [WORK_ITEMS.name]


@pytest.mark.parametrize(
    ("poison", "error"),
    [
        (_record(None), ContractBrokenError),
        (_record(b"\xff"), ContractBrokenError),
        (_record(b"{}"), ContractBrokenError),
        (_record(WORK_FACTS.encode(SEEN), key=OTHER), MisaddressedError),
    ],
)
def test_poison_is_set_aside_and_the_others_count(
    poison: Incoming, error: type[Exception]
) -> None:
    first, last = _told(SEEN, BEGUN)
    stepped = step({}, [first, poison, last], _meaning)
    (aside,) = stepped.set_aside
    assert (aside.record, type(aside.error)) == (poison, error)
    assert len(stepped.changes[0].held.item.statuses) == 1


def test_a_bug_in_one_item_leaves_the_others_alone() -> None:
    def buggy(item: WorkItem) -> BusinessItem | None:
        if item.id == OTHER:
            raise KeyError(item.id)
        return _meaning(item)

    other = telling(observed(), item=OTHER)
    stepped = step({}, _told(SEEN, other, BEGUN), buggy)
    assert [change.id for change in stepped.changes] == [ITEM]
    (aside,) = stepped.set_aside
    assert (aside.record.key, aside.reason) == (OTHER.encode(), "unexpected")


# What follows reads the two topics back as after a restart.


def _written(topic: str, records: Sequence[Outgoing]) -> list[Incoming]:
    return [
        Incoming(r.topic, 3, n, 0, r.key, r.value)
        for n, r in enumerate(records)
        if r.topic == topic
    ]


def _back(records: Sequence[Incoming]) -> Recovery:
    recovery = Recovery()
    for record in records:
        recovery.read(record)
    return recovery


def _said_again(recovery: Recovery) -> list[Change]:
    again = said_again(recovery.held(), _meaning)
    return [each for each in again if isinstance(each, Change)]


def _first_and_second() -> tuple[list[Outgoing], list[Outgoing]]:
    first = step({}, _told(SEEN), _meaning)
    second = step(_applied({}, first), _told(BEGUN), _meaning)
    return _outgoing(first), _outgoing(second)


def _incoming(records: Sequence[Outgoing]) -> list[Incoming]:
    return [Incoming(r.topic, 3, n, 0, r.key, r.value) for n, r in enumerate(records)]


def test_after_a_clean_end_nothing_is_said_again() -> None:
    first, second = _first_and_second()
    recovery = _back(_incoming([*first, *second]))
    assert _said_again(recovery) == []
    assert recovery.held()[ITEM].item == folded(*SEEN.facts, *BEGUN.facts)


def test_a_death_between_the_two_publications_is_made_good() -> None:
    first, (item, meaning) = _first_and_second()
    (change,) = _said_again(_back(_incoming([*first, item])))
    assert change.outgoing == (meaning,)


def test_an_older_item_written_last_is_merged_with_the_newer() -> None:
    first, second = _first_and_second()
    (change,) = _said_again(_back(_incoming([*first, *second, first[0]])))
    assert change.outgoing == (second[0],)


def test_a_meaning_that_was_overwritten_is_said_again() -> None:
    first, second = _first_and_second()
    (change,) = _said_again(_back(_incoming([*first, *second, first[1]])))
    assert change.outgoing == (second[1],)


def test_new_rules_say_everything_again() -> None:
    recovery = _back(_incoming(_first_and_second()[0]))
    newer = rules().model_copy(update={"version": 2})
    (change,) = said_again(recovery.held(), lambda item: translate(item, newer))
    assert isinstance(change, Change)
    assert [record.topic for record in change.outgoing] == [BUSINESS_ITEMS.name]


@pytest.mark.parametrize(
    ("key", "value"), [(ITEM, b"{"), (OTHER, WORK_ITEMS.encode(folded(*SEEN.facts)))]
)
def test_a_broken_record_is_set_aside_and_the_rest_is_loaded(
    key: str, value: bytes
) -> None:
    good = _incoming(_first_and_second()[0])
    broken = replace(good[0], key=key.encode(), value=value)
    recovery = _back([broken, *good])
    assert [aside.record for aside in recovery.set_aside] == [broken]
    assert list(recovery.held()) == [ITEM]


def test_a_tombstone_deletes_what_was_said_before_it() -> None:
    item, meaning = _incoming(_first_and_second()[0])
    gone = [replace(item, value=None), replace(meaning, value=None)]
    assert _back([item, meaning, *gone]).held() == {}
    assert _back([item, meaning, gone[1]]).held()[ITEM].said is None
