"""A forest over partitions: whatever comes first, all inherit as if one saw it all."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle_schemas.business import BusinessItem, PromiseOrigin
from passerelle_schemas.deliveries import Way
from passerelle_schemas.facts import (
    ChangeLinked,
    ChangeState,
    DueDateMoved,
    Facts,
    KeyChanged,
    ParentChanged,
    RemovalReason,
    Snapshot,
    StatusCategory,
    StatusRef,
    Target,
    WorkObserved,
    WorkRemoved,
    WorkReturned,
)
from passerelle_schemas.identity import ItemKind, ItemRef, fact_id, tracker_of
from passerelle_schemas.rules import MappingRule, Match
from passerelle_translate.ancestors import ancestor_from, namings
from passerelle_translate.clocks import righted
from passerelle_translate.translator import translate
from tests.translate.examples import rules
from tests.translate.families import STEP, End, Steps, run
from tests.translate.folding import fold_all

_START = datetime(2026, 1, 1, tzinfo=UTC)
PULL = "github-v:7#3"
MILESTONE = "github-v:7/milestone/1"
FOREST = (
    "jira-v:1",
    "jira-v:2",
    "jira-v:3",
    "jira-v:4",
    "github-v:7#1",
    "github-v:7#2",
    MILESTONE,
    PULL,
)
RULES = rules(
    MappingRule(name="Noise", match=Match(label=("noise",)), exclude=True),
    MappingRule(name="A", match=Match(label=("a",)), objective="pay-in-three"),
    MappingRule(
        name="B", match=Match(label=("b",)), capability="checkout", also=("finance",)
    ),
    MappingRule(name="Under", match=Match(ancestor=("X-1",)), department="finance"),
    promise_types=("Story",),
    promise_origins=(PromiseOrigin.MILESTONE, PromiseOrigin.DUE),
)
by_rules = partial(translate, rules=RULES)

refs = st.sampled_from(FOREST).map(lambda i: ItemRef(id=i, key=f"K-{i[-1]}"))
dues = st.none() | st.integers(1, 3).map(lambda n: date(2026, 3, n))
instants = st.integers(0, 9).map(lambda n: _START + timedelta(hours=n))
told_instants = instants | st.just(datetime(2099, 1, 1, tzinfo=UTC))


def _kind(item: str) -> ItemKind:
    if item == MILESTONE:
        return ItemKind.MILESTONE
    return ItemKind.PULL_REQUEST if item == PULL else ItemKind.ISSUE


@st.composite
def _snapshots(draw: st.DrawFn, item: str) -> Snapshot:
    states = ["open", "merged", "closed"] if item == PULL else ["s"]
    milestone = Target(
        id=MILESTONE, name=draw(st.sampled_from(["M", "N"])), due=draw(dues)
    )
    version = Target(id="jira-v:version/1", name="V")
    targets = draw(st.sampled_from([(), (milestone,), (version,)]))
    return Snapshot(
        kind=_kind(item),
        key="X-1" if draw(st.integers(0, 9)) == 9 else f"K-{item[-1]}",
        url="https://v.example",
        project="K",
        type_id="1",
        type_name="Story",
        title="t",
        status=StatusRef(
            id=draw(st.sampled_from(states)),
            name="s",
            category=draw(st.sampled_from([StatusCategory.NEW, StatusCategory.DONE])),
        ),
        created_at=_START - timedelta(days=int(item[-1])),
        labels=draw(st.sampled_from([(), (), (), (), ("a",), ("b",), ("noise",)])),
        parent=draw(refs | refs | refs | st.none()),
        targets=targets,
        due=draw(dues) if item == MILESTONE else None,
    )


def _usual(item: str, at: datetime, change: str, *content: object) -> dict[str, Any]:
    name = fact_id(item, "t", at, change, *content)
    return {"id": name, "happened_at": at, "change": change}


@st.composite
def _observations(draw: st.DrawFn, item: str) -> WorkObserved:
    shown, at = draw(_snapshots(item)), draw(told_instants)
    untold = draw(st.sampled_from([False, False, False, True]))
    if untold:
        shown = shown.model_copy(update={"parent": None})
    usual = _usual(item, at, "", "o", shown)
    return WorkObserved(snapshot=shown, parent_untold=untold, **usual)


@st.composite
def _links(draw: st.DrawFn, item: str) -> ChangeLinked:
    at, state = draw(instants), draw(st.sampled_from(ChangeState))
    pull = ItemRef(id=PULL, key="shop#3")
    usual = _usual(item, at, "", "l", state)
    return ChangeLinked(pull_request=pull, state=state, **usual)


@st.composite
def _moves(draw: st.DrawFn, item: str) -> Any:  # noqa: ANN401 - of several kinds
    at, change = draw(told_instants), draw(st.sampled_from(["", "1", "2"]))
    match draw(st.sampled_from(["parent", "parent", "key", "gone", "back", "due"])):
        case "due":
            day = draw(dues)
            usual = _usual(item, at, change, "d", day)
            return DueDateMoved(was=draw(dues), now=day, **usual)
        case "parent":
            now = draw(refs | st.none())
            return ParentChanged(
                was=None, now=now, **_usual(item, at, change, "p", now)
            )
        case "key":
            key = draw(st.sampled_from(["K-9", "X-1"]))
            return KeyChanged(was="", now=key, **_usual(item, at, change, "k", key))
        case "gone":
            reason = RemovalReason.DELETED
            return WorkRemoved(reason=reason, **_usual(item, at, "", "r"))
        case _:
            return WorkReturned(**_usual(item, at, "", "b"))


@st.composite
def _tellings(draw: st.DrawFn, item: str, fact: st.SearchStrategy[Any]) -> Facts:
    return Facts(
        item=item,
        source=item.partition(":")[0],
        tracker=tracker_of(item),
        project="K",
        way=draw(st.sampled_from([Way.WEBHOOK, Way.POLL])),
        delivery="d",
        learned_at=draw(instants) + timedelta(minutes=5),
        facts=(draw(fact),),
    )


@st.composite
def _histories(draw: st.DrawFn) -> list[Facts]:
    """Draw a forest in which most are seen, then moves and readings of some."""
    items = draw(st.sets(st.sampled_from(FOREST), min_size=5))
    told = [draw(_tellings(item, _observations(item))) for item in sorted(items)]
    for _ in range(draw(st.integers(0, 8))):
        item = draw(st.sampled_from(FOREST))
        facts = _links if _kind(item) is ItemKind.ISSUE else _moves
        strategy = draw(st.sampled_from([facts, _observations, _moves]))
        told.append(draw(_tellings(item, strategy(item))))
    return told


histories = _histories()
all_steps = st.lists(
    st.tuples(st.integers(0, 2), st.integers(1, STEP), st.sampled_from(End)),
    max_size=25,
)


def directly(tellings: Iterable[Facts]) -> dict[str, BusinessItem]:
    """What one says who sees the whole forest at once."""
    by_item: defaultdict[str, list[Facts]] = defaultdict(list)
    for told in tellings:
        by_item[told.item].append(told)
    items = {i: fold_all(told) for i, told in by_item.items()}
    forest = {i: righted(item) for i, item in items.items() if item is not None}
    said = {}
    for item in forest.values():
        above = tuple(
            ancestor_from(other).model_copy(
                update={"named": tuple(namings(other).values())}
            )
            for other in forest.values()
            if other.id != item.id
        )
        knowing = item.model_copy(update={"ancestors": above})
        if (meaning := by_rules(knowing)) is not None:
            said[item.id] = meaning
    return said


@settings(max_examples=300, deadline=None)
@given(histories, all_steps, st.data())
def test_each_inherits_as_if_one_saw_the_whole_forest(
    history: list[Facts], steps: Steps, data: st.DataObject
) -> None:
    """In any order and grouping, repeated, with workers that end in the middle."""
    again = data.draw(st.lists(st.sampled_from(history), max_size=4))
    shuffled = data.draw(st.permutations([*history, *again]))
    assert run(shuffled, by_rules, steps).meanings() == directly(history)
