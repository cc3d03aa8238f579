"""What a preview says is what the workers say once the rules count, to the byte."""

from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle_kafka.records import Incoming
from passerelle_schemas.business import BusinessItem, Stage
from passerelle_schemas.facts import Facts, StatusCategory
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import MappingRule, Match, RuleSet, StageRule
from passerelle_schemas.topics import BUSINESS_ITEMS
from passerelle_schemas.work import WorkItem
from passerelle_translate.preview import (
    Preview,
    digest_of_said,
    is_lively,
    preview,
    together,
)
from passerelle_translate.recovery import Recovery, said_again
from passerelle_translate.state import Change
from passerelle_translate.translator import translate
from tests.translate.examples import (
    DOING,
    DONE,
    PAYMENTS,
    TO_DO,
    due,
    folded,
    observed,
    on,
    rules,
    status,
)
from tests.translate.families import Steps, Workers, run
from tests.translate.folding import fold_all
from tests.translate.rule_sets import pairs
from tests.translate.strategies import histories
from tests.translate.test_family import all_steps
from tests.translate.test_family import histories as forests

Pair = tuple[RuleSet, RuleSet]


def _as_read(workers: Workers) -> tuple[dict[str, WorkItem], dict[str, bytes]]:
    """What one reads who reads both topics to their ends."""
    recovery = Recovery()
    said: dict[str, bytes] = {}
    for record in _records(workers):
        recovery.read(record)
        if record.topic == BUSINESS_ITEMS.name:
            said[(record.key or b"").decode()] = record.value or b""
    return recovery.items, said


def _records(workers: Workers) -> list[Incoming]:
    return [record for place in workers.partitions for record in place.written]


def _switched(workers: Workers, new: RuleSet) -> None:
    """Have every worker take other rules, and say again what it holds."""
    workers.translate = partial(translate, rules=new)
    for place in workers.partitions:
        for change in list(said_again(place.held, workers.translate)):
            if isinstance(change, Change):
                workers._write(place, [change])


@settings(max_examples=60, deadline=None)
@given(forests, all_steps, pairs)
def test_a_preview_is_what_the_workers_say_once_they_switched(
    history: list[Facts], steps: Steps, both: Pair
) -> None:
    """With families over partitions, whose children inherit under either."""
    old, new = both
    workers = run(history, partial(translate, rules=old), steps)
    items, said = _as_read(workers)
    told = preview(items.values(), old, new, said)
    _switched(workers, new)
    _, said_then = _as_read(workers)
    assert {meaning.id: meaning for meaning in told.new} == workers.meanings()
    assert told.digest == digest_of_said(said_then)
    assert told == preview(reversed(items.values()), old, new)


@settings(max_examples=150, deadline=None)
@given(histories, pairs)
def test_whatever_is_not_listed_means_the_same(
    history: list[Facts], both: Pair
) -> None:
    item = fold_all(history)
    assert item is not None
    told = preview([item], *both)
    for old, new in zip(told.old, told.new, strict=True):
        assert old == translate(item, both[0])
        same = old.model_copy(update={"rule_set": 2}) == new
        listed = [each for each in told.changed if each.item == item]
        assert same == (not listed)
        for each in listed:
            by = ("rule_set", "rule", "inherited_from")
            assert bool(each.turned) == (_without(old, by) != _without(new, by))
            assert all(t.old != t.new for t in each.turned), each.turned
    assert told.before.all == told.after.all == len(told.new)


def _without(meaning: BusinessItem, fields: tuple[str, ...]) -> dict[str, object]:
    return meaning.model_dump(exclude=set(fields))


@given(histories, pairs, st.sampled_from([0, 1]))
def test_what_was_said_of_an_older_item_misleads_nobody(
    history: list[Facts], both: Pair, whose: int
) -> None:
    """The topic of meanings may lag behind the items, or be another version's."""
    item, before = fold_all(history), fold_all(history[:1])
    assert item is not None
    assert before is not None
    meaning = translate(before, both[whose])
    said = {item.id: BUSINESS_ITEMS.encode(meaning)} if meaning else {}
    told, alone = preview([item], *both, said), preview([item], *both)
    assert (told.new, told.digest) == (alone.new, alone.digest)


def _compared(item: WorkItem, old: RuleSet, new: RuleSet) -> Preview:
    return preview([item], old, new.model_copy(update={"version": 2}))


ITEM = folded(
    observed(on(2, 1), status=DONE, due=on(3, 31).date()),
    status(on(1, 5), TO_DO, DOING),
    status(on(2, 1), DOING, DONE),
    due(on(1, 20), on(3, 1).date(), on(3, 31).date()),
)


def _told(told: Preview) -> list[tuple[str, str, str, str, str]]:
    (each,) = told.changed
    return [(t.what.value, t.old, t.new, t.why, t.when) for t in each.turned]


def test_the_same_rules_change_nothing() -> None:
    told = _compared(ITEM, rules(), rules())
    assert told.changed == ()
    assert told.before == told.after
    assert told.old[0].rule_set == 1
    assert told.new[0].rule_set == 2


def test_another_department_brings_its_own_limits() -> None:
    other = MappingRule(
        name="Money", match=Match(project=("PAY",)), department="finance"
    )
    lax = Limits(tolerated_slip_days=100, serious_slip_days=100)
    told = _compared(ITEM, rules(PAYMENTS), rules(other, limits=lax))
    assert _told(told) == [
        ("department", "payments", "finance", "", ""),
        ("objective", "pay-in-three", "none", "", ""),
        (
            "risk",
            "promise moved (high)",
            "none",
            "limit serious_slip_days 14 → 100",
            "2026-01-20",
        ),
    ]
    (group,) = together(told.changed)
    assert (group.rule_before, group.rule_now) == ("Instalments", "Money")


def test_another_stage_tells_which_status_is_read_otherwise() -> None:
    stage = StageRule(stage=Stage.AVAILABLE, category=(StatusCategory.DONE,))
    told = _compared(ITEM, rules(), rules(stages=(stage,)))
    assert _told(told) == [
        (
            "stage",
            "finished",
            "available",
            "status 10002: category done → stage rule 1",
            "2026-02-01",
        )
    ]


def test_a_rule_that_is_only_called_otherwise_turns_nothing() -> None:
    renamed = PAYMENTS.model_copy(update={"name": "Three times"})
    told = _compared(ITEM, rules(), rules(renamed))
    assert _told(told) == []
    (group,) = together(told.changed)
    assert (group.rule_before, group.rule_now) == ("Instalments", "Three times")


def test_work_that_ended_before_the_weeks_is_not_theirs() -> None:
    (meaning,) = _compared(ITEM, rules(), rules()).new
    assert is_lively(meaning, on(2, 1))
    assert not is_lively(meaning, on(3, 1))
    reopened = folded(observed(on(1, 5)), status(on(1, 5), TO_DO, DOING))
    (still,) = _compared(reopened, rules(), rules()).new
    assert is_lively(still, on(11, 1))
