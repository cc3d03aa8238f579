"""Any facts about one work item, as hypothesis makes them up.

Instants, values and change ids come from small pools, so that facts collide: the same
change told twice, two changes at one instant, one change with two contents.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from passerelle_schemas.deliveries import Way
from passerelle_schemas.facts import (
    ChangeLinked,
    ChangeState,
    CustomField,
    DueDateMoved,
    Fact,
    Facts,
    KeyChanged,
    Language,
    MarkedLine,
    NoteKind,
    NotesListed,
    NotesWritten,
    ParentChanged,
    PlanChanged,
    ReleaseIncluded,
    ReleaseWithdrawn,
    RemovalReason,
    SignChanged,
    Snapshot,
    Sprint,
    StatusCategory,
    StatusChanged,
    StatusRef,
    Target,
    Touch,
    UnknownFact,
    WorkObserved,
    WorkRemoved,
    WorkReturned,
    WorkTouched,
)
from passerelle_schemas.identity import ItemKind, ItemRef, Tracker
from passerelle_schemas.work import Seen, WorkItem
from tests.translate.folding import fold_all

ITEM = "jira-verdier:10001"
_START = datetime(2026, 1, 1, tzinfo=UTC)

instants = st.integers(0, 40).map(lambda n: _START + timedelta(days=n % 20, hours=n))
told_instants = st.one_of(
    instants, st.integers(0, 3).map(lambda n: datetime(2099, 1, 1 + n, tzinfo=UTC))
)
"""As trackers tell them: some clocks run far ahead."""
days = st.integers(0, 60).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
fact_ids = st.integers(0, 60).map(lambda n: f"{n:032x}")
changes = st.sampled_from(["", "1", "2", "3"])
refs = st.integers(1, 3).map(lambda n: ItemRef(id=f"jira-verdier:{n}", key=f"PAY-{n}"))
pulls = refs | st.integers(1, 2).map(
    lambda n: ItemRef(id=f"github-verdier:7#{n}", key=f"verdier/web#{n}")
)
"""Pull requests of another tracker name an issue as well."""
statuses = st.builds(
    StatusRef,
    id=st.sampled_from(["1", "3", "6", "10105"]),
    name=st.sampled_from(["Open", "Ouvert"]),
    category=st.none() | st.sampled_from(StatusCategory),
)
planned = st.sampled_from(
    [
        *(f"jira-verdier:version/{number}" for number in (1, 2)),
        *(f"github-verdier:7/milestone/{number}" for number in (1, 2)),
    ]
)
targets = st.builds(
    Target,
    id=planned,
    name=st.just("26.3"),
    due=st.none() | days,
    released=st.booleans(),
    released_on=st.none() | days,
)
sprint_ids = st.integers(1, 3).map(lambda n: f"jira-verdier:sprint/{n}")
sprints = st.builds(
    Sprint,
    id=sprint_ids,
    name=st.just("Sprint"),
    started_at=st.none() | instants,
    ends_at=st.none() | instants,
)
snapshots = st.builds(
    Snapshot,
    kind=st.sampled_from([ItemKind.ISSUE, ItemKind.PULL_REQUEST, ItemKind.VERSION]),
    key=st.sampled_from(["PAY-1", "NEW-1"]),
    url=st.just("https://verdier.example/browse/PAY-1"),
    project=st.sampled_from(["PAY", "OPS"]),
    type_id=st.just("10"),
    type_name=st.sampled_from(["Epic", "Bug", "Story"]),
    title=st.sampled_from(["Pay in three", "Fix the draft"]),
    status=statuses,
    created_at=st.just(_START - timedelta(days=1)),
    labels=st.lists(st.sampled_from(["noise", "urgent"]), max_size=2).map(tuple),
    due=st.none() | days,
    parent=st.none() | refs,
    targets=st.lists(targets, max_size=2).map(tuple),
    sprints=st.lists(sprints, max_size=3).map(tuple),
    custom=st.lists(
        st.builds(CustomField, id=st.just("c1"), value=st.sampled_from(["a", "b"])),
        max_size=1,
    ).map(tuple),
)
lines = st.builds(
    MarkedLine,
    kind=st.sampled_from(NoteKind),
    language=st.sampled_from(Language),
    text=st.sampled_from(["Clients pay in three.", "Les clients paient."]),
)


def _fact(kind: type[Fact], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    usual = {"id": fact_ids, "happened_at": told_instants, "change": changes}
    return st.builds(kind, **usual | fields)


observations = _fact(WorkObserved, snapshot=snapshots, rank=st.integers(0, 2))
facts = st.one_of(
    observations,
    _fact(StatusChanged, was=st.none() | statuses, now=statuses),
    _fact(DueDateMoved, was=st.none() | days, now=st.none() | days),
    _fact(PlanChanged, target=planned | sprint_ids, planned=st.booleans()),
    _fact(
        SignChanged,
        field=st.just("labels"),
        value=st.sampled_from(["noise", "urgent"]),
        shown=st.booleans(),
    ),
    _fact(ParentChanged, was=st.none() | refs, now=st.none() | refs),
    _fact(KeyChanged, was=st.just("OLD-1"), now=st.sampled_from(["PAY-1", "NEW-1"])),
    _fact(WorkTouched, touch=st.sampled_from(Touch)),
    _fact(
        ChangeLinked,
        pull_request=pulls,
        state=st.sampled_from(ChangeState),
        came=st.booleans(),
    ),
    _fact(ReleaseIncluded, release=refs),
    _fact(ReleaseWithdrawn, release=refs),
    _fact(
        NotesWritten,
        origin=st.sampled_from(["description", "7"]),
        lines=st.lists(lines, max_size=2).map(tuple),
    ),
    _fact(
        NotesListed,
        family=st.sampled_from(["", "review"]),
        origins=st.lists(st.sampled_from(["7", "review/8"]), max_size=2).map(tuple),
    ),
    _fact(WorkRemoved, reason=st.sampled_from(RemovalReason)),
    _fact(WorkReturned),
    _fact(UnknownFact, type=st.just("work.of_tomorrow")),
)


def _telling(told: list[Fact], learned_at: datetime, way: Way) -> Facts:
    any_facts: Any = tuple(told)
    return Facts(
        item=ITEM,
        source="jira-verdier",
        tracker=Tracker.JIRA,
        project="PAY",
        way=way,
        delivery="d",
        learned_at=learned_at,
        facts=any_facts,
    )


tellings = st.builds(
    _telling,
    st.lists(facts, min_size=1, max_size=4),
    instants.map(lambda at: at + timedelta(minutes=5)),
    st.sampled_from([Way.WEBHOOK, Way.POLL]),
)
histories = st.lists(tellings, min_size=1, max_size=8)
seen_histories = st.builds(
    lambda seen, others: [*others, seen],
    st.builds(_telling, observations.map(lambda f: [f]), instants),
    st.lists(tellings, max_size=8),
)
"""Histories of an item that some snapshot showed."""


def _item(history: list[Facts]) -> WorkItem:
    item = fold_all(history)
    assert item is not None
    return item


def _of_older_program(item: WorkItem, later: timedelta) -> WorkItem:
    """Give *item* as a program wrote it that kept neither time of reading nor fact."""

    def older(entry: Seen) -> Seen:
        told = {"seen_at": None, "read": False, "learned_at": entry.learned_at + later}
        return entry.model_copy(update=told)

    untold = {"fact": None}
    return item.model_copy(
        update={
            "observed": item.observed and older(item.observed),
            "notes": tuple(map(older, item.notes)),
            "notes_listed": tuple(map(older, item.notes_listed)),
            "touched": tuple(day.model_copy(update=untold) for day in item.touched),
            "sightings": tuple(s.model_copy(update=untold) for s in item.sightings),
        }
    )


def _items(told: st.SearchStrategy[list[Facts]]) -> st.SearchStrategy[WorkItem]:
    new = told.map(_item)
    return new | st.builds(
        _of_older_program, new, st.integers(0, 9).map(lambda n: timedelta(days=n))
    )


items = _items(histories)
"""Work items as programs wrote them, some of which kept no time of reading."""
_shown = st.one_of(
    _fact(
        WorkObserved,
        happened_at=st.just(_START),
        snapshot=snapshots,
        rank=st.just(1),
    ),
    _fact(
        NotesWritten,
        happened_at=st.just(_START),
        origin=st.just("7"),
        lines=st.lists(lines, max_size=2).map(tuple),
    ),
)
readings = _items(
    st.lists(
        st.builds(
            _telling,
            _shown.map(lambda fact: [fact]),
            instants,
            st.sampled_from([Way.WEBHOOK, Way.POLL]),
        ),
        min_size=1,
        max_size=2,
    )
)
"""What was shown of one instant, read and told at others."""
