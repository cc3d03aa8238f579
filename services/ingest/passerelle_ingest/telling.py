"""Says facts about one work item, each with the id that its content gives it.

Where the tracker names a change by an id, that id names the fact, and not the instant:
a webhook and a REST answer tell the instants of one change some milliseconds apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.facts import (
    AnyFact,
    ChangeLinked,
    ChangeState,
    DueDateMoved,
    Facts,
    KeyChanged,
    MarkedLine,
    NotesListed,
    NotesWritten,
    ParentChanged,
    PlanChanged,
    ReleaseIncluded,
    ReleaseWithdrawn,
    RemovalReason,
    SignChanged,
    Snapshot,
    StatusChanged,
    StatusRef,
    Touch,
    WorkObserved,
    WorkRemoved,
    WorkReturned,
    WorkTouched,
)
from passerelle_schemas.identity import FactId, ItemId, ItemRef, fact_id

_ANY_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)
CREATED = "created"
"""The change of a value that the item had from its creation."""
SNAPSHOT = "snapshot"
"""The change that no history tells, yet the item shows."""

LABELS = "labels"
"""The field of labels, in the words of a sign."""
DESCRIPTION = "description"
"""The origin of marked lines that is no comment."""
COMMENTS = ""
"""The family of plain comments, whose ids stand alone."""
REVIEWS = "review"
_CAME_LATER = ("blocked_by",)
"""Fields of a snapshot that count in its fact's id once they say something: an update
of Passerelle names no fact anew."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Says facts about the work item *item*."""

    item: ItemId

    def _id(self, kind: str, at: datetime, change: str, *content: object) -> FactId:
        named = change and change != SNAPSHOT
        instant = _ANY_INSTANT if named else at
        return fact_id(self.item, kind, instant, change, *content)

    def observed(self, at: datetime, snapshot: Snapshot, *, rank: int) -> WorkObserved:
        """Say that the whole item was shown."""
        untold = {name for name in _CAME_LATER if not getattr(snapshot, name)}
        shown = snapshot.model_dump_json(exclude=untold)
        name = self._id("work.observed", at, "", rank, shown)
        return WorkObserved(id=name, happened_at=at, snapshot=snapshot, rank=rank)

    def status(
        self, at: datetime, was: StatusRef | None, now: StatusRef, *, change: str = ""
    ) -> StatusChanged:
        """Say that the item went to another status."""
        before = was.id if was else ""
        name = self._id("work.status_changed", at, change, before, now.id)
        return StatusChanged(id=name, happened_at=at, change=change, was=was, now=now)

    def due(
        self, at: datetime, was: date | None, now: date | None, *, change: str = ""
    ) -> DueDateMoved:
        """Say that the promised day moved."""
        name = self._id("work.due_date_moved", at, change, was, now)
        return DueDateMoved(id=name, happened_at=at, change=change, was=was, now=now)

    def plan(
        self, at: datetime, target: ItemId, *, planned: bool, change: str
    ) -> PlanChanged:
        """Say that the item was put into a version or a sprint, or taken out of it."""
        name = self._id("work.plan_changed", at, change, target, planned)
        return PlanChanged(
            id=name, happened_at=at, change=change, target=target, planned=planned
        )

    def sign(
        self, at: datetime, field: str, value: str, *, shown: bool, change: str = ""
    ) -> SignChanged:
        """Say that a label or a value of a field was put on the item, or taken off."""
        name = self._id("work.sign_changed", at, change, field, value, shown)
        return SignChanged(
            id=name,
            happened_at=at,
            change=change,
            field=field,
            value=value,
            shown=shown,
        )

    def parent(
        self, at: datetime, was: ItemRef | None, now: ItemRef | None, *, change: str
    ) -> ParentChanged:
        """Say that the item went under another parent."""
        ends = (was.id if was else "", now.id if now else "")
        name = self._id("work.parent_changed", at, change, *ends)
        return ParentChanged(id=name, happened_at=at, change=change, was=was, now=now)

    def key(self, at: datetime, was: str, now: str, *, change: str) -> KeyChanged:
        """Say that the item has another key."""
        name = self._id("work.key_changed", at, change, was, now)
        return KeyChanged(id=name, happened_at=at, change=change, was=was, now=now)

    def touched(self, at: datetime, touch: Touch) -> WorkTouched:
        """Say that something moved on the item."""
        name = self._id("work.touched", at, "", touch)
        return WorkTouched(id=name, happened_at=at, touch=touch)

    def linked(
        self, at: datetime, pull_request: ItemRef, state: ChangeState, *, came: bool
    ) -> ChangeLinked:
        """Say that a pull request which names the item is in *state*."""
        name = self._id("work.change_linked", at, "", pull_request.id, state.value)
        return ChangeLinked(
            id=name,
            happened_at=at,
            pull_request=pull_request,
            state=state,
            came=came,
        )

    def included(self, at: datetime, release: ItemRef) -> ReleaseIncluded:
        """Say that a published release names the item."""
        name = self._id("work.release_included", at, "", release.id)
        return ReleaseIncluded(id=name, happened_at=at, release=release)

    def withdrawn(self, at: datetime, release: ItemRef) -> ReleaseWithdrawn:
        """Say that a release names the item no longer."""
        name = self._id("work.release_withdrawn", at, "", release.id)
        return ReleaseWithdrawn(id=name, happened_at=at, release=release)

    def notes(
        self, at: datetime, origin: str, lines: tuple[MarkedLine, ...]
    ) -> NotesWritten:
        """Say which marked lines *origin* carries now."""
        name = self._id("work.notes_written", at, "", origin, *lines)
        return NotesWritten(id=name, happened_at=at, origin=origin, lines=lines)

    def notes_listed(
        self, at: datetime, family: str, facts: Iterable[AnyFact]
    ) -> NotesListed:
        """Say which comments of a family *facts* give marked lines: all were read.

        By *at*, or when the newest of them was written, if that was later.
        """
        written = [
            fact
            for fact in facts
            if isinstance(fact, NotesWritten) and _family(fact.origin) == family
        ]
        carry = {fact.origin for fact in written if fact.lines} - {DESCRIPTION}
        origins = tuple(sorted(carry))
        at = max([at, *(fact.happened_at for fact in written)])
        name = self._id("work.notes_listed", at, "", family, *origins)
        return NotesListed(id=name, happened_at=at, family=family, origins=origins)

    def removed(self, at: datetime, reason: RemovalReason) -> WorkRemoved:
        """Say that the item is gone."""
        name = self._id("work.removed", at, "", reason.value)
        return WorkRemoved(id=name, happened_at=at, reason=reason)

    def returned(self, at: datetime, *, change: str) -> WorkReturned:
        """Say that the item is where we follow it again."""
        name = self._id("work.returned", at, change)
        return WorkReturned(id=name, happened_at=at, change=change)


def _family(origin: str) -> str:
    return origin.rpartition("/")[0]


State = tuple[datetime, ChangeState, bool]
"""How far a pull request was, when, and whether it came to that just then."""


def linked(
    item: ItemId, pull_request: ItemRef, states: Iterable[State]
) -> list[AnyFact]:
    """Tell *item* each state of a pull request that names it."""
    teller = Teller(item)
    return [teller.linked(at, pull_request, s, came=came) for at, s, came in states]


def touched_alike(item: ItemId, touches: Iterable[AnyFact]) -> list[AnyFact]:
    """Tell *item* that it was touched as another one was, which works for it."""
    teller = Teller(item)
    return [
        teller.touched(fact.happened_at, fact.touch)
        for fact in touches
        if isinstance(fact, WorkTouched)
    ]


def readdressed(told: Facts, item: ItemId, *, project: str) -> Facts:
    """Say what was addressed to a key of the item itself, under its own ids."""
    links = (fact for fact in told.facts if isinstance(fact, ChangeLinked))
    facts = [
        Teller(item).linked(
            link.happened_at, link.pull_request, link.state, came=link.came
        )
        for link in links
    ]
    return told.model_copy(
        update={
            "item": item,
            "project": project,
            "facts": (*facts, *touched_alike(item, told.facts)),
        }
    )


def record(
    origin: RawDelivery, item: ItemId, facts: Sequence[AnyFact], *, project: str = ""
) -> tuple[Facts, ...]:
    """Put the facts about *item* into one record; none when there are no facts."""
    kept = tuple(without_repeats(facts))
    if not kept:
        return ()
    return (
        Facts(
            item=item,
            source=origin.source,
            tracker=origin.tracker,
            project=project or origin.project,
            way=origin.way,
            delivery=origin.id,
            learned_at=origin.received_at,
            trailing=origin.trailing,
            facts=kept,
        ),
    )


def without_repeats(facts: Iterable[AnyFact]) -> Iterable[AnyFact]:
    """Leave out facts said twice, and touches of a day that has one of that kind."""
    said: set[object] = set()
    for fact in facts:
        day = (
            (fact.happened_at.date(), fact.touch)
            if isinstance(fact, WorkTouched)
            else fact.id
        )
        if day not in said:
            said.add(day)
            yield fact
