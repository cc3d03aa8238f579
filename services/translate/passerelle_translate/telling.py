"""What one delivery tells, as a work item that knows nothing else."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from passerelle_schemas.deliveries import Way
from passerelle_schemas.facts import (
    AncestryChanged,
    ChangeLinked,
    ChildJoined,
    DueDateMoved,
    Fact,
    Facts,
    KeyChanged,
    NotesListed,
    NotesWritten,
    ParentChanged,
    PlanChanged,
    ReleaseIncluded,
    ReleaseWithdrawn,
    SignChanged,
    Snapshot,
    Sprint,
    StatusChanged,
    UnknownFact,
    WorkObserved,
    WorkRemoved,
    WorkReturned,
    WorkTouched,
)
from passerelle_schemas.identity import ItemKind, Tracker
from passerelle_schemas.work import (
    Children,
    DueEntry,
    KeyEntry,
    LinkedChange,
    NotesEntry,
    NotesList,
    Observation,
    ParentEntry,
    PlanEntry,
    Presence,
    ReleaseEntry,
    Shown,
    Sighting,
    SignEntry,
    StatusEntry,
    TouchedDay,
    WorkItem,
)
from passerelle_translate.ancestors import shared
from passerelle_translate.chains import HEARD
from passerelle_translate.clocks import believed
from passerelle_translate.joins import registered
from passerelle_translate.parts import PARTS

Part = tuple[str, Any]
"""The name of a part of the work item, and an entry for it."""


_NOT_YET = datetime.max.replace(tzinfo=UTC)
"""What is told of an item's family does not say that its tracker knows the item."""
_END = re.compile(r"[^:#/]*\Z")


def told(facts: Facts) -> WorkItem:
    """Read what one delivery tells about one item."""
    entries: defaultdict[str, list[Any]] = defaultdict(list)
    for fact in facts.facts:
        for part, entry in _READERS[type(fact)](fact, facts):
            entries[part].append(entry)
    alone = {
        name: part.of(entries[name]) for name, part in PARTS.items() if name in entries
    }
    return WorkItem(
        id=facts.item,
        source=facts.source,
        tracker=facts.tracker,
        learned_at=_NOT_YET if facts.by == "translate" else facts.learned_at,
        observed=_last(entries["observed"]),
        presence=_last(entries["presence"]),
        unknown_facts=tuple(sorted(set(entries["unknown_facts"]))),
        **alone,
    )


def _last(entries: list[Any]) -> Any:  # noqa: ANN401 - of one kind, see the callers
    last = None
    for entry in entries:
        last = entry if last is None else registered(last, entry)
    return last


def _entry(fact: Fact, facts: Facts) -> dict[str, Any]:
    """Date an entry of which the last one counts: by what can be believed at all."""
    return {
        "happened_at": believed(fact.happened_at, facts.learned_at),
        "learned_at": facts.learned_at,
        "fact": fact.id,
    }


def _seen(fact: Fact, facts: Facts) -> dict[str, Any]:
    """Date what a reading shows: of two of one instant, the later reading is right."""
    read = facts.way is not Way.WEBHOOK
    return {**_entry(fact, facts), "seen_at": facts.learned_at, "read": read}


def _named(fact: Fact, facts: Facts) -> dict[str, Any]:
    """Name a change by the tracker's id, or by its instant where there is none.

    It keeps the instant that was told: `righted` sees what it counts as, once the
    first telling is known.
    """
    return {
        **_entry(fact, facts),
        "change": fact.change or fact.happened_at.isoformat(),
        "happened_at": fact.happened_at,
    }


def _observed(fact: WorkObserved, facts: Facts) -> Iterator[Part]:
    entry, snapshot = _seen(fact, facts), fact.snapshot
    if believed(snapshot.created_at, facts.learned_at) != snapshot.created_at:
        created = {"created_at": entry["happened_at"]}
        snapshot = snapshot.model_copy(update=created)
    untold = fact.parent_untold
    yield (
        "observed",
        Observation(rank=fact.rank, snapshot=snapshot, parent_untold=untold, **entry),
    )
    if _hears_parents(fact, facts):
        heard = {"change": HEARD, "was": None, "now": snapshot.parent}
        yield "parents", ParentEntry(**heard, **_entry(fact, facts))
    for what, value in _shown(snapshot):
        yield (
            "sightings",
            Sighting(
                what=what,
                value=value,
                happened_at=entry["happened_at"],
                learned_at=facts.learned_at,
                fact=fact.id,
            ),
        )


def _hears_parents(fact: WorkObserved, facts: Facts) -> bool:
    """Whether a webhook of sub-issues shows the parent, as later ones do not."""
    own = fact.snapshot.kind is ItemKind.ISSUE and facts.tracker is Tracker.GITHUB
    return own and facts.way is Way.WEBHOOK and not fact.parent_untold


def _shown(snapshot: Snapshot) -> Iterator[tuple[Shown, str]]:
    yield Shown.STATUS, snapshot.status.id
    if snapshot.due or snapshot.kind is ItemKind.MILESTONE:
        # Of a milestone no history tells that it had no day.
        yield Shown.DUE, snapshot.due.isoformat() if snapshot.due else ""
    for target in snapshot.targets:
        # The day of what is out says when it came, and no longer what was promised.
        if target.released:
            yield Shown.RELEASED, released(target.id, target.released_on)
        else:
            yield Shown.PLANNED, planned_for(target.id, target.due)
    for sprint in snapshot.sprints:
        yield Shown.SPRINT, in_sprint(sprint)


def released(target: str, day: object) -> str:
    """Name a released target and its day as sightings do."""
    return f"{target} {day or ''}"


def planned_for(target: str, day: object) -> str:
    """Name a target and its promised day as sightings do."""
    return f"{target} {day or ''}"


def in_sprint(sprint: Sprint) -> str:
    """Name a sprint, its start and its end as sightings do."""
    instants = (sprint.started_at, sprint.ends_at)
    return " ".join((sprint.id, *(i.isoformat() if i else "" for i in instants)))


def _status(fact: StatusChanged, facts: Facts) -> Iterator[Part]:
    yield "statuses", StatusEntry(was=fact.was, now=fact.now, **_named(fact, facts))


def _due(fact: DueDateMoved, facts: Facts) -> Iterator[Part]:
    yield "due_dates", DueEntry(was=fact.was, now=fact.now, **_named(fact, facts))


def _plan(fact: PlanChanged, facts: Facts) -> Iterator[Part]:
    yield (
        "plans",
        PlanEntry(target=fact.target, planned=fact.planned, **_named(fact, facts)),
    )


def _sign(fact: SignChanged, facts: Facts) -> Iterator[Part]:
    told = {"field": fact.field, "value": fact.value, "shown": fact.shown}
    yield "signs", SignEntry(**told, **_named(fact, facts))


def _parent(fact: ParentChanged, facts: Facts) -> Iterator[Part]:
    yield "parents", ParentEntry(was=fact.was, now=fact.now, **_named(fact, facts))


def _key(fact: KeyChanged, facts: Facts) -> Iterator[Part]:
    yield "keys", KeyEntry(was=fact.was, now=fact.now, **_named(fact, facts))


def _touched(fact: WorkTouched, facts: Facts) -> Iterator[Part]:
    yield (
        "touched",
        TouchedDay(
            day=believed(fact.happened_at, facts.learned_at).date(),
            touch=fact.touch,
            learned_at=facts.learned_at,
            fact=fact.id,
        ),
    )


def _linked(fact: ChangeLinked, facts: Facts) -> Iterator[Part]:
    entry = _entry(fact, facts)
    yield (
        "changes",
        LinkedChange(
            pull_request=fact.pull_request,
            state=fact.state,
            first_at=entry["happened_at"],
            first_learned_at=facts.learned_at,
            last_learned_at=facts.learned_at,
            came_at=entry["happened_at"] if fact.came else None,
            **entry,
        ),
    )


def _release(fact: ReleaseIncluded | ReleaseWithdrawn, facts: Facts) -> Iterator[Part]:
    included = isinstance(fact, ReleaseIncluded)
    yield (
        "releases",
        ReleaseEntry(release=fact.release, included=included, **_entry(fact, facts)),
    )


def _notes(fact: NotesWritten, facts: Facts) -> Iterator[Part]:
    yield (
        "notes",
        NotesEntry(origin=fact.origin, lines=fact.lines, **_seen(fact, facts)),
    )


def _notes_listed(fact: NotesListed, facts: Facts) -> Iterator[Part]:
    yield (
        "notes_listed",
        NotesList(family=fact.family, origins=fact.origins, **_seen(fact, facts)),
    )


def _gone(fact: WorkRemoved, facts: Facts) -> Iterator[Part]:
    yield "presence", Presence(removed=fact.reason, **_entry(fact, facts))


def _back(fact: WorkReturned, facts: Facts) -> Iterator[Part]:
    yield "presence", Presence(removed=None, **_entry(fact, facts))


def _joined(fact: ChildJoined, facts: Facts) -> Iterator[Part]:
    if fact.child != facts.item:
        end = _END.search(fact.child)
        cut = end.start() if end else 0
        begin, rest = fact.child[:cut], fact.child[cut:]
        yield "children", Children(begin=begin, ends=(rest,))


def _ancestry(fact: AncestryChanged, facts: Facts) -> Iterator[Part]:
    for ancestor in fact.ancestors:
        if ancestor.id != facts.item:  # nothing is above itself, whatever is told
            yield "ancestors", shared(ancestor)


def _unknown(fact: UnknownFact, _facts: Facts) -> Iterator[Part]:
    yield "unknown_facts", fact.id


_READERS: Mapping[type[Fact], Callable[[Any, Facts], Iterator[Part]]] = {
    WorkObserved: _observed,
    StatusChanged: _status,
    DueDateMoved: _due,
    PlanChanged: _plan,
    SignChanged: _sign,
    ParentChanged: _parent,
    KeyChanged: _key,
    WorkTouched: _touched,
    ChangeLinked: _linked,
    ReleaseIncluded: _release,
    ReleaseWithdrawn: _release,
    NotesWritten: _notes,
    NotesListed: _notes_listed,
    WorkRemoved: _gone,
    WorkReturned: _back,
    ChildJoined: _joined,
    AncestryChanged: _ancestry,
    UnknownFact: _unknown,
}
