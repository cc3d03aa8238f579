"""A work item as the fold leaves it: everything its facts said, in canonical form.

The same facts, in any order and any number of times, give the same item and the same
bytes. Every entry of a timeline says when it happened and when we learned it.
"""

from datetime import date
from enum import StrEnum

from pydantic import Field

from passerelle_schemas.contract import Contract, Instant
from passerelle_schemas.facts import (
    Ancestor,
    ChangeState,
    MarkedLine,
    RemovalReason,
    Snapshot,
    StatusRef,
    Touch,
)
from passerelle_schemas.identity import FactId, ItemId, ItemRef, SourceId, Tracker


class Entry(Contract):
    """What all entries of a timeline or a register have in common.

    `fact` is the fact that won the entry; `learned_at` is the earliest time at which
    any fact told it.
    """

    happened_at: Instant
    learned_at: Instant
    fact: FactId


class Seen(Entry):
    """What a reading shows, dated to the last change of what it shows.

    Two readings of one instant may differ: the tracker counts seconds, or what differs
    counts as no change there. The one that was read last is right, and any of them
    against a webhook, which may come hours late. `learned_at` is when the first of that
    instant was learned.
    """

    seen_at: Instant | None = None
    """When we learned of it the last time; not told by older programs."""
    read: bool = False
    """Whether we asked for it; a webhook tells what was, whenever it comes."""


class Observation(Seen):
    """The newest whole snapshot."""

    rank: int
    snapshot: Snapshot
    parent_untold: bool = False
    """Whether it left out the parent: the last of `parents` says it then."""


class StatusEntry(Entry):
    """A change of status; `change` is its natural identity, or its instant is."""

    change: str
    was: StatusRef | None
    now: StatusRef


class DueEntry(Entry):
    """A change of the promised day."""

    change: str
    was: date | None
    now: date | None


class PlanEntry(Entry):
    """A version or a sprint that the item was put into, or taken out of."""

    change: str
    target: ItemId
    planned: bool


class SignEntry(Entry):
    """A label or a value of a custom field that was put on, or taken off."""

    change: str
    field: str
    value: str
    shown: bool


class ParentEntry(Entry):
    """A change of parent."""

    change: str
    was: ItemRef | None
    now: ItemRef | None


class KeyEntry(Entry):
    """A change of key."""

    change: str
    was: str
    now: str


class TouchedDay(Contract):
    """A day (UTC) on which the item was touched in one way."""

    day: date
    touch: Touch
    learned_at: Instant
    fact: FactId | None = None
    """One of the facts that told it; none from older programs."""


class LinkedChange(Entry):
    """The last time that a pull request which names the item came to this state.

    One entry for each state that it was ever in, so that "open until then" can be told.
    """

    pull_request: ItemRef
    state: ChangeState
    first_at: Instant
    """The first time that it came to this state."""
    first_learned_at: Instant | None = None
    """When we learned of the first time; not told by older programs."""
    last_learned_at: Instant | None = None
    """When we learned of the last time; not told by older programs."""
    came_at: Instant | None = Field(default=None, exclude_if=lambda at: at is None)
    """The last time that it is known to have come to it, and was not just seen in it.
    """


class ReleaseEntry(Entry):
    """The last time that a release was said to include the item, or not to."""

    release: ItemRef
    included: bool


class NotesEntry(Seen):
    """The marked lines that one description or comment carries now."""

    origin: str
    lines: tuple[MarkedLine, ...]


class NotesList(Seen):
    """Which comments of one family carry marked lines, when all of them were read."""

    family: str
    origins: tuple[str, ...]


class Presence(Entry):
    """The last removal or return."""

    removed: RemovalReason | None


class Shown(StrEnum):
    """What snapshots show that no change may ever tell."""

    STATUS = "status"
    DUE = "due"
    RELEASED = "released"
    PLANNED = "planned"
    SPRINT = "sprint"


class Sighting(Contract):
    """A value that a snapshot showed, and when one first did.

    Only the newest snapshot is kept; this keeps what an earlier one said of a promise,
    a status or a released target, and since when we know it.
    """

    what: Shown
    value: str
    """Status id; day; id and day of a target, released or planned for; or id, start
    and end of a sprint; with spaces between, and nothing for what was not said."""
    happened_at: Instant
    learned_at: Instant
    fact: FactId | None = None
    """One of the facts that showed it; none from older programs."""


class Children(Contract):
    """Children whose ids begin alike; thousands of them are a few bytes each."""

    begin: str
    """What stands before the last of `:`, `#` and `/`, with it."""
    ends: tuple[str, ...]


class WorkItem(Contract):
    """The fold of a work item's facts."""

    id: ItemId
    source: SourceId
    tracker: Tracker
    learned_at: Instant
    """When we first knew of it."""
    observed: Observation | None = None
    sightings: tuple[Sighting, ...] = ()
    statuses: tuple[StatusEntry, ...] = ()
    due_dates: tuple[DueEntry, ...] = ()
    parents: tuple[ParentEntry, ...] = ()
    keys: tuple[KeyEntry, ...] = ()
    touched: tuple[TouchedDay, ...] = ()
    changes: tuple[LinkedChange, ...] = ()
    releases: tuple[ReleaseEntry, ...] = ()
    notes: tuple[NotesEntry, ...] = ()
    notes_listed: tuple[NotesList, ...] = ()
    presence: Presence | None = None
    unknown_facts: tuple[FactId, ...] = ()
    """Facts of a newer producer that this program could not use."""
    children: tuple[Children, ...] = ()
    """Every item that ever went under this one; each is told what it inherits."""
    ancestors: tuple[Ancestor, ...] = ()
    """All that ever told of themselves from above; who counts, the parents say."""
    plans: tuple[PlanEntry, ...] = Field(default=(), exclude_if=lambda told: not told)
    """Versions and sprints that it was put into, or taken out of."""
    signs: tuple[SignEntry, ...] = Field(default=(), exclude_if=lambda told: not told)
    """Labels and values of custom fields that were put on, or taken off."""
