"""The comparison can fail: whatever part of an item is spoilt, it is said."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from passerelle_schemas.facts import (
    ChangeState,
    Language,
    MarkedLine,
    NoteKind,
    RemovalReason,
    Snapshot,
    StatusCategory,
    StatusRef,
    Touch,
)
from passerelle_schemas.identity import ItemKind, ItemRef, Tracker
from passerelle_schemas.work import (
    DueEntry,
    LinkedChange,
    NotesEntry,
    Observation,
    Presence,
    ReleaseEntry,
    StatusEntry,
    TouchedDay,
    WorkItem,
)
from tests.drill.comparing import differences
from tests.drill.seams import UNTOLD, Link, Step, TrueItem

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
LATER = datetime(2026, 11, 3, 9, tzinfo=UTC)
FACT = "0" * 32
OPEN = StatusRef(id="1", name="Open", category=StatusCategory.NEW)
DONE = StatusRef(id="5", name="Done", category=StatusCategory.DONE)
PULL = ItemRef(id="git:1#9", key="a/b#9")
RELEASE = ItemRef(id="git:1/release/3", key="a/b/releases/tag/v3")
LINE = MarkedLine(kind=NoteKind.BUSINESS, language=Language.ENGLISH, text="It pays")


def known() -> WorkItem:
    when = {"happened_at": AT, "learned_at": AT, "fact": FACT}
    later = {"happened_at": LATER, "learned_at": LATER, "fact": FACT}
    snapshot = Snapshot(
        kind=ItemKind.ISSUE,
        key="PAY-1",
        url="https://jira.example/browse/PAY-1",
        project="PAY",
        type_id="10001",
        type_name="Story",
        title="Pay twice",
        status=DONE,
        created_at=AT,
        labels=("bug",),
        due=date(2026, 12, 1),
    )
    return WorkItem(
        id="jira:1",
        source="jira",
        tracker=Tracker.JIRA,
        learned_at=AT,
        observed=Observation(**later, rank=1, snapshot=snapshot),
        statuses=(StatusEntry(**later, change="77", was=OPEN, now=DONE),),
        due_dates=(DueEntry(**later, change="78", was=None, now=date(2026, 12, 1)),),
        touched=(TouchedDay(day=AT.date(), touch=Touch.FIELD, learned_at=AT),),
        changes=(
            LinkedChange(
                **later, pull_request=PULL, state=ChangeState.MERGED, first_at=LATER
            ),
        ),
        releases=(ReleaseEntry(**when, release=RELEASE, included=True),),
        notes=(NotesEntry(**when, origin="description", lines=(LINE,)),),
    )


TRUE = TrueItem(
    id="jira:1",
    fields={
        "key": "PAY-1",
        "status": "5",
        "category": "done",
        "due": "2026-12-01",
        "labels": ("bug",),
        "updated_at": LATER,
    },
    statuses=(Step(LATER, "1", "5"),),
    due_dates=(Step(LATER, UNTOLD, "2026-12-01"),),
    parents=(),
    keys=(),
    plans=(),
    notes={"description": (("business", "en", "It pays"),)},
    changes=frozenset({Link("git:1#9", "merged", LATER)}),
    releases=frozenset({"git:1/release/3"}),
    touched=frozenset({("2026-11-02", "field")}),
)


def test_an_item_that_is_known_as_it_is_has_no_difference() -> None:
    assert differences(TRUE, known()) == []


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ({"fields": {"due": "2026-12-02"}}, "due is '2026-12-02'"),
        ({"fields": {"updated_at": AT}}, "updated_at is"),
        ({"statuses": (Step(AT, "1", "5"),)}, "never was"),
        ({"statuses": (Step(LATER, "2", "5"),)}, "never was"),
        (
            {"statuses": (Step(LATER, "1", "5"), Step(LATER, "5", "1"))},
            "is not known",
        ),
        ({"due_dates": ()}, "due_dates: None to 2026-12-01"),
        ({"parents": (Step(AT, None, "jira:9"),)}, "parents: None to jira:9"),
        ({"keys": (Step(AT, "OLD-1", "PAY-1"),)}, "keys: OLD-1 to PAY-1"),
        ({"plans": (Step(AT, UNTOLD, "+jira:version/7"),)}, "plans: untold to +jira"),
        ({"notes": {}}, "notes: ('description'"),
        ({"changes": frozenset()}, "changes: Link"),
        ({"changes": frozenset({Link("git:1#9", "merged", AT)})}, "changes: Link"),
        ({"releases": frozenset()}, "is known and not true"),
        ({"touched": frozenset()}, "touched: ('2026-11-02', 'field')"),
        ({"gone": frozenset({"deleted"})}, "thought to be there"),
    ],
)
def test_each_part_that_is_otherwise_is_said(
    spoilt: dict[str, object], said: str
) -> None:
    found = differences(replace(TRUE, **spoilt), known())  # type: ignore[arg-type] # of any part
    assert any(said in line for line in found), found


def test_an_item_that_is_not_known_is_said_unless_it_is_gone() -> None:
    assert differences(TRUE, None) == ["it was never seen"]
    gone = replace(TRUE, gone=frozenset({"deleted"}), whole=False)
    assert differences(gone, None) == []
    named = known().model_copy(update={"observed": None})
    assert differences(TRUE, named) == ["it was never seen"]
    assert differences(gone, named) == []


def test_an_item_that_is_thought_to_be_gone_is_said() -> None:
    gone = Presence(
        happened_at=LATER,
        learned_at=LATER,
        fact=FACT,
        removed=RemovalReason.NOT_VISIBLE,
    )
    item = known().model_copy(update={"presence": gone})
    assert differences(TRUE, item) == [
        "it is there and thought to be gone (not_visible)"
    ]
    moved = replace(TRUE, gone=frozenset({"moved_out"}))
    assert differences(moved, item) == ["it is gone by moved_out and said not_visible"]


def test_what_a_lost_webhook_told_may_be_known_or_not() -> None:
    step = Step(LATER, None, "2026-12-01")
    perhaps = replace(TRUE, due_dates=(), perhaps=frozenset({("due_dates", step)}))
    assert differences(perhaps, known()) == []
    unknown = known().model_copy(update={"due_dates": ()})
    assert differences(perhaps, unknown) == []


def test_of_what_has_left_all_that_is_known_must_be_true() -> None:
    left = replace(TRUE, gone=frozenset({"deleted"}), whole=False, fields={})
    gone = Presence(
        happened_at=LATER, learned_at=LATER, fact=FACT, removed=RemovalReason.DELETED
    )
    less = known().model_copy(update={"presence": gone, "statuses": ()})
    assert differences(left, less) == []
    false = replace(left, statuses=())
    more = known().model_copy(update={"presence": gone})
    assert differences(false, more) == [
        f"statuses: 1 to 5 at {LATER.isoformat()} never was"
    ]
