"""Holds the truth of one item against what the fold made of it; says every difference.

Every timeline entry that must be there is there, and every one that is there is true.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date

from passerelle_schemas.facts import Snapshot
from passerelle_schemas.identity import ItemRef
from passerelle_schemas.work import WorkItem
from passerelle_translate.chains import HEARD
from passerelle_translate.histories import ancestor_of
from passerelle_translate.notes import is_withdrawn
from tests.drill.seams import UNTOLD, Link, Step, TrueItem

Noted = tuple[str, tuple[tuple[str, str, str], ...]]


def differences(true: TrueItem, folded: WorkItem | None) -> list[str]:
    """Say what differs, a line each; nothing when the item is as it truly is."""
    if folded is None or folded.observed is None:
        # What has left nobody can list any more: what was never seen stays unknown,
        # even where others name it.
        return [] if true.gone else ["it was never seen"]
    return [*_presence(true, folded), *_fields(true, folded), *_timelines(true, folded)]


def plain(snapshot: Snapshot) -> Mapping[str, object]:
    """Write a snapshot in plain values."""
    return {
        "kind": snapshot.kind.value,
        "key": snapshot.key,
        "url": snapshot.url,
        "project": snapshot.project,
        "type_id": snapshot.type_id,
        "type_name": snapshot.type_name,
        "title": snapshot.title,
        "status": snapshot.status.id,
        "category": snapshot.status.category and snapshot.status.category.value,
        "created_at": snapshot.created_at,
        "labels": snapshot.labels,
        "components": snapshot.components,
        "due": _day(snapshot.due),
        "parent": snapshot.parent and snapshot.parent.id,
        "targets": tuple(target.id for target in snapshot.targets),
        "plans": tuple((_day(t.due), t.released) for t in snapshot.targets),
        "custom": tuple((field.id, field.value) for field in snapshot.custom),
    }


def _presence(true: TrueItem, folded: WorkItem) -> Iterator[str]:
    why = folded.presence.removed if folded.presence else None
    if why is None and true.gone:
        yield f"it is gone ({'/'.join(sorted(true.gone))}) and thought to be there"
    elif why is not None and not true.gone:
        yield f"it is there and thought to be gone ({why.value})"
    elif why is not None and why.value not in true.gone:
        yield f"it is gone by {'/'.join(sorted(true.gone))} and said {why.value}"


def _fields(true: TrueItem, folded: WorkItem) -> Iterator[str]:
    if not true.whole or folded.observed is None:
        return
    shown: dict[str, object] = dict(plain(folded.observed.snapshot))
    shown["updated_at"] = folded.observed.happened_at
    above = ancestor_of(folded)
    shown["parent"] = above and above.id
    for name, value in true.fields.items():
        if shown[name] != value:
            yield f"{name} is {value!r}, known as {shown[name]!r}"


def _timelines(true: TrueItem, folded: WorkItem) -> Iterator[str]:
    moves = {
        "statuses": [
            Step(e.happened_at, e.was.id if e.was else None, e.now.id)
            for e in folded.statuses
        ],
        "due_dates": [
            Step(e.happened_at, _day(e.was), _day(e.now)) for e in folded.due_dates
        ],
        "parents": [
            Step(e.happened_at, _id(e.was), _id(e.now))
            for e in folded.parents
            if e.change != HEARD  # the timeline tells it again, by its name
        ],
        "keys": [Step(e.happened_at, e.was, e.now) for e in folded.keys],
        "plans": [
            Step(e.happened_at, None, f"{'+' if e.planned else '-'}{e.target}")
            for e in folded.plans
        ],
    }
    for name, known in moves.items():
        wanted: tuple[Step, ...] | None = getattr(true, name)
        if wanted is not None:
            yield from _steps(true, name, wanted, known)
    yield from _registers(true, folded)


def _steps(
    true: TrueItem, name: str, wanted: Iterable[Step], known: Iterable[Step]
) -> Iterator[str]:
    """Match each known step with a true one, each once."""
    missing = list(wanted)
    maybe = [e for part, e in true.perhaps if part == name and isinstance(e, Step)]
    for step in known:
        for there in (missing, maybe):
            match = next((one for one in there if _same(one, step)), None)
            if match is not None:
                there.remove(match)
                break
        else:
            yield f"{name}: {_step(step)} never was"
    if true.whole:
        yield from (f"{name}: {_step(step)} is not known" for step in missing)


def _same(true: Step, known: Step) -> bool:
    at = true.at is None or true.at == known.at
    was = true.was in {UNTOLD, known.was}
    return at and was and true.now == known.now


def _registers(true: TrueItem, folded: WorkItem) -> Iterator[str]:
    notes: set[Hashable] = {
        (
            entry.origin,
            tuple((n.kind.value, n.language.value, n.text) for n in entry.lines),
        )
        for entry in folded.notes
        if entry.lines and not is_withdrawn(folded, entry)
    }
    if true.notes is not None:
        wanted: set[Hashable] = set(true.notes.items())
        yield from _sets(true, "notes", wanted, notes)
    if true.changes is not None:
        yield from _links(true, true.changes, folded)
    if true.releases is not None:
        yield from _sets(true, "releases", true.releases, _included(folded))
    if true.touched is not None:
        days = {(day.day.isoformat(), day.touch.value) for day in folded.touched}
        yield from _sets(true, "touched", true.touched, days)


def _links(true: TrueItem, wanted: frozenset[Link], folded: WorkItem) -> Iterator[str]:
    timed = {(link.pull_request, link.state) for link in wanted if link.last_at}
    known = {
        Link(
            entry.pull_request.id,
            entry.state.value,
            entry.happened_at
            if (entry.pull_request.id, entry.state.value) in timed
            else None,
        )
        for entry in folded.changes
    }
    yield from _sets(true, "changes", wanted, known)


def _included(folded: WorkItem) -> set[str]:
    """Say the releases of which the last word is that they include the item."""
    last: dict[str, tuple[object, bool]] = {}
    for entry in sorted(folded.releases, key=lambda e: (e.happened_at, e.included)):
        last[entry.release.id] = (entry.happened_at, entry.included)
    return {release for release, (_, included) in last.items() if included}


def _sets(
    true: TrueItem, name: str, wanted: Iterable[Hashable], known: Iterable[Hashable]
) -> Iterator[str]:
    must, there = set(wanted), set(known)
    maybe = {entry for part, entry in true.perhaps if part == name}
    for entry in sorted(there - must - maybe, key=repr):
        yield f"{name}: {entry!r} is known and not true"
    if true.whole:
        for entry in sorted(must - there, key=repr):
            yield f"{name}: {entry!r} is not known"


def _id(ref: ItemRef | None) -> str | None:
    return ref.id if ref else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _step(step: Step) -> str:
    at = step.at.isoformat() if step.at else "some time"
    return f"{step.was} to {step.now} at {at}"
