"""Facts: what happened to a work item, in our words, in the past tense.

One Kafka record carries every fact that one delivery tells about one work item.
No fact holds a person: who did something is not ours to know.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, SerializeAsAny, Tag

from passerelle_schemas.contract import Contract, Instant
from passerelle_schemas.deliveries import Way
from passerelle_schemas.identity import (
    FactId,
    ItemId,
    ItemKind,
    ItemRef,
    SourceId,
    Tracker,
)


class StatusCategory(StrEnum):
    """Jira's three status categories, which GitHub's states fit as well."""

    NEW = "new"
    IN_PROGRESS = "indeterminate"
    DONE = "done"


class StatusRef(Contract):
    """A status by the id the tracker gives it; names are renamed and translated."""

    id: str
    name: str
    category: StatusCategory | None = None
    """Unknown when only a changelog named the status."""


class Target(Contract):
    """A milestone or a version that a work item is planned for."""

    id: ItemId
    name: str
    due: date | None = None
    released: bool = False
    released_on: date | None = None


class Sprint(Contract):
    """A sprint in which a work item stands, or once stood."""

    id: ItemId
    name: str
    started_at: Instant | None = None
    """When it was started; none while it is only planned."""
    ends_at: Instant | None = None
    """When it is to end, or was; none while nobody said."""


class CustomField(Contract):
    """A custom field by id; only those that the source's settings ask for."""

    id: str
    value: str


class Snapshot(Contract):
    """All that a tracker showed of a work item at one moment. Always whole."""

    kind: ItemKind
    key: str
    url: str
    project: str
    type_id: str
    type_name: str
    title: str
    """Cleaned and bounded; never printed in the body of an edition."""
    status: StatusRef
    created_at: Instant
    labels: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    due: date | None = None
    parent: ItemRef | None = None
    targets: tuple[Target, ...] = ()
    custom: tuple[CustomField, ...] = ()
    blocked_by: tuple[ItemRef, ...] = ()
    """The items that it waits for, where the tracker links them so."""
    # Left out where there are none, so that what was told before keeps its name.
    sprints: tuple[Sprint, ...] = Field(default=(), exclude_if=lambda said: not said)
    """Those that it stands in, and those that it stood in when they were closed."""


class Fact(Contract):
    """Something that happened to a work item."""

    id: FactId
    happened_at: Instant
    """In the tracker's time."""
    change: str = ""
    """The tracker's id of the change, where webhook and REST answer agree on one."""


class WorkObserved(Fact):
    """The tracker showed the whole item as it was at its last update."""

    type: Literal["work.observed"] = "work.observed"
    snapshot: Snapshot
    rank: int = 1
    """Breaks a tie of two snapshots of the same instant: the richer one wins."""
    parent_untold: bool = False
    """Whether the tracker left out the parent; what was told of it before holds then.
    """


class StatusChanged(Fact):
    """The item went to another status."""

    type: Literal["work.status_changed"] = "work.status_changed"
    was: StatusRef | None
    now: StatusRef


class DueDateMoved(Fact):
    """Someone set, moved or took away the day the item is promised for."""

    type: Literal["work.due_date_moved"] = "work.due_date_moved"
    was: date | None
    now: date | None


class PlanChanged(Fact):
    """The item was put into a version or a sprint, or taken out of it."""

    type: Literal["work.plan_changed"] = "work.plan_changed"
    target: ItemId
    planned: bool


class SignChanged(Fact):
    """A label, or a value of a custom field, was put on the item or taken off it."""

    type: Literal["work.sign_changed"] = "work.sign_changed"
    field: str
    """`labels`, or the id of the custom field."""
    value: str
    shown: bool


class ParentChanged(Fact):
    """The item went under another parent (epic, parent issue), or under none."""

    type: Literal["work.parent_changed"] = "work.parent_changed"
    was: ItemRef | None
    now: ItemRef | None


class KeyChanged(Fact):
    """The item was moved or renamed: same item, another key."""

    type: Literal["work.key_changed"] = "work.key_changed"
    was: str
    now: str


class Touch(StrEnum):
    """How an item was touched."""

    FIELD = "field"
    CODE = "code"
    REVIEW = "review"
    DISCUSSION = "discussion"


class WorkTouched(Fact):
    """Something moved on the item: a field, its code, a review, a discussion."""

    type: Literal["work.touched"] = "work.touched"
    touch: Touch


class ChangeState(StrEnum):
    """How far a pull request is."""

    DRAFT = "draft"
    OPEN = "open"
    MERGED = "merged"
    CLOSED = "closed"


class ChangeLinked(Fact):
    """A pull request that names this item is now in this state.

    Addressed to the item that is named, so that links need no join.
    """

    type: Literal["work.change_linked"] = "work.change_linked"
    pull_request: ItemRef
    state: ChangeState
    came: bool = Field(default=False, exclude_if=lambda came: not came)
    """Whether it came to that state then; else it was seen in it. Not told before."""


class ReleaseIncluded(Fact):
    """A release that names this item was published."""

    type: Literal["work.release_included"] = "work.release_included"
    release: ItemRef


class ReleaseWithdrawn(Fact):
    """A release that named this item was withdrawn, or names it no longer."""

    type: Literal["work.release_withdrawn"] = "work.release_withdrawn"
    release: ItemRef


class NoteKind(StrEnum):
    """What a marked line says."""

    BUSINESS = "business"
    DECISION = "decision"


class Language(StrEnum):
    """The languages of an edition."""

    FRENCH = "fr"
    ENGLISH = "en"


class MarkedLine(Contract):
    """One line that a team marked for the business (`Métier :`, `Decision:`)."""

    kind: NoteKind
    language: Language
    text: str


class NotesWritten(Fact):
    """A description or a comment now carries these marked lines, and only these."""

    type: Literal["work.notes_written"] = "work.notes_written"
    origin: str
    """`description`, or the comment's id."""
    lines: tuple[MarkedLine, ...]
    """Empty when the lines, or the comment, were taken away."""


class NotesListed(Fact):
    """All comments of one family were read: these carry marked lines, and no others.

    What another one of that family was said to carry by then was taken away unheard.
    """

    type: Literal["work.notes_listed"] = "work.notes_listed"
    family: str
    """What stands before the last slash of an origin; empty for plain comments."""
    origins: tuple[str, ...]


class RemovalReason(StrEnum):
    """Why an item is no longer there."""

    DELETED = "deleted"
    MOVED_OUT = "moved_out"
    CONVERTED = "converted"
    NOT_VISIBLE = "not_visible"


class WorkRemoved(Fact):
    """The item is gone. A value, not a tombstone: no late update brings it back."""

    type: Literal["work.removed"] = "work.removed"
    reason: RemovalReason


class WorkReturned(Fact):
    """An item that was thought gone was seen again."""

    type: Literal["work.returned"] = "work.returned"


class ChildJoined(Fact):
    """An item went under this one: its parent, its epic or its milestone.

    Addressed to the parent, which answers with `AncestryChanged`. Nobody says that a
    child left: whom a child listens to, its own parent decides.
    """

    type: Literal["work.child_joined"] = "work.child_joined"
    child: ItemId


class Move(Contract):
    """A change of parent or of key that the newest snapshot does not show yet."""

    what: Literal["parent", "key"]
    change: str
    happened_at: Instant
    learned_at: Instant
    fact: FactId
    parent: ItemRef | None = None
    key: str = ""


class Naming(Contract):
    """How far a pull request was to an issue that it names, when last told."""

    pull_request: ItemId
    state: ChangeState
    happened_at: Instant


class DayTold(Contract):
    """A day that a milestone was due, by a change or as a reading showed it."""

    change: str = ""
    """The name of the change; empty where a reading showed the day."""
    was: date | None = None
    """What was before a change."""
    day: date | None
    happened_at: Instant
    learned_at: Instant
    fact: FactId | None = None


class Ancestor(Contract):
    """What an item further up is mapped by, as its own worker said it.

    Two tellings of one ancestor are joined as registers are: of two snapshots the one
    that weighs more counts, by the instant it shows, its rank and when it was read.
    """

    id: ItemId
    snapshot: Snapshot | None = None
    """Without what no rule looks at; none while no tracker showed it."""
    happened_at: Instant | None = None
    rank: int = 0
    read: bool = False
    seen_at: Instant | None = None
    fact: str = ""
    parent_untold: bool = False
    """Whether the snapshot left out the parent: the last of `moves` says it then."""
    moves: tuple[Move, ...] = ()
    named: tuple[Naming, ...] = ()
    """That the receiver, a pull request, names it."""
    days: tuple[DayTold, ...] = Field(default=(), exclude_if=lambda told: not told)
    """Of a milestone: every day that it was due."""


class AncestryChanged(Fact):
    """What is above this item is mapped by something else than was said before.

    Addressed to the child, by its parent: itself, and what it heard of its own
    ancestors. Only what differs is told.
    """

    type: Literal["work.ancestry_changed"] = "work.ancestry_changed"
    ancestors: tuple[Ancestor, ...]


class UnknownFact(Fact):
    """A fact from a newer producer: kept out of the way, and counted."""

    type: str


KNOWN_FACTS: tuple[type[Fact], ...] = (
    WorkObserved,
    StatusChanged,
    DueDateMoved,
    PlanChanged,
    SignChanged,
    ParentChanged,
    KeyChanged,
    WorkTouched,
    ChangeLinked,
    ReleaseIncluded,
    ReleaseWithdrawn,
    NotesWritten,
    NotesListed,
    WorkRemoved,
    WorkReturned,
    ChildJoined,
    AncestryChanged,
)
_TAG_OF: dict[type, str] = {
    fact: fact.model_fields["type"].default for fact in KNOWN_FACTS
}
_TAGS = frozenset(_TAG_OF.values())


def _tag(value: Any) -> str:  # noqa: ANN401 - a raw dict or a fact, before validation
    if known := _TAG_OF.get(type(value)):
        return known
    told = value.get("type") if isinstance(value, dict) else getattr(value, "type", "")
    return str(told) if told in _TAGS else "unknown"


AnyFact = Annotated[
    Annotated[WorkObserved, Tag("work.observed")]
    | Annotated[StatusChanged, Tag("work.status_changed")]
    | Annotated[DueDateMoved, Tag("work.due_date_moved")]
    | Annotated[PlanChanged, Tag("work.plan_changed")]
    | Annotated[SignChanged, Tag("work.sign_changed")]
    | Annotated[ParentChanged, Tag("work.parent_changed")]
    | Annotated[KeyChanged, Tag("work.key_changed")]
    | Annotated[WorkTouched, Tag("work.touched")]
    | Annotated[ChangeLinked, Tag("work.change_linked")]
    | Annotated[ReleaseIncluded, Tag("work.release_included")]
    | Annotated[ReleaseWithdrawn, Tag("work.release_withdrawn")]
    | Annotated[NotesWritten, Tag("work.notes_written")]
    | Annotated[NotesListed, Tag("work.notes_listed")]
    | Annotated[WorkRemoved, Tag("work.removed")]
    | Annotated[WorkReturned, Tag("work.returned")]
    | Annotated[ChildJoined, Tag("work.child_joined")]
    | Annotated[AncestryChanged, Tag("work.ancestry_changed")]
    | Annotated[UnknownFact, Tag("unknown")],
    Discriminator(_tag),
]


class Facts(Contract):
    """Everything that one delivery tells about one work item."""

    item: ItemId
    source: SourceId
    tracker: Tracker
    project: str
    way: Way
    delivery: str
    """The id of the raw delivery, which leads to the bytes it came from."""
    learned_at: Instant
    """When we received that delivery."""
    trailing: bool = False
    """Whether it was read in the pass that looks for what was shown too late."""
    disagreements: int = 0
    """How many fields it showed other than the history that came with it tells."""
    by: str = "ingest"
    """The service that says so; what others say is no delivery of a tracker."""
    # Each is written as what it is: to find that out by its tag costs as much again.
    facts: tuple[SerializeAsAny[AnyFact], ...] = Field(min_length=1)
