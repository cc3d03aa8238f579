"""The parts of a work item: what makes two entries the same, how they are joined."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from passerelle_schemas.work import Children
from passerelle_translate.ancestors import joined
from passerelle_translate.chains import CREATED
from passerelle_translate.joins import (
    claimed,
    gathered,
    join,
    linked,
    registered,
    sighted,
    touched,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A set of entries in canonical form."""

    identity: Callable[[Any], Hashable]
    settle: Callable[[Any, Any], Any]
    order: Callable[[Any], Any]

    def join(self, ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[Any, ...]:
        """Join two canonical sets into one."""
        return join(
            ours, theirs, identity=self.identity, settle=self.settle, order=self.order
        )

    def of(self, entries: Iterable[Any]) -> tuple[Any, ...]:
        """Bring *entries* into canonical form."""
        return gathered(
            entries, identity=self.identity, settle=self.settle, order=self.order
        )


def _timeline() -> Part:
    """Keep one entry for each change, and every word of what was there at first."""
    return Part(
        identity=lambda e: (e.change, e.fact if e.change == CREATED else ""),
        settle=claimed,
        order=lambda e: (e.happened_at, e.change, e.fact),
    )


def _keyed(
    identity: Callable[[Any], Hashable], settle: Callable[[Any, Any], Any]
) -> Part:
    return Part(identity=identity, settle=settle, order=identity)


def _siblings(ours: Children, theirs: Children) -> Children:
    ends = {*ours.ends, *theirs.ends}
    if len(ends) == len(ours.ends):
        return ours
    return Children(begin=ours.begin, ends=tuple(sorted(ends)))


PARTS: Mapping[str, Part] = {
    "sightings": _keyed(lambda s: (s.what, s.value), sighted),
    "statuses": _timeline(),
    "due_dates": _timeline(),
    "plans": Part(
        identity=lambda entry: (entry.change, entry.target),
        settle=claimed,
        order=lambda entry: (entry.happened_at, entry.change, entry.target),
    ),
    "signs": Part(
        identity=lambda entry: (entry.change, entry.field, entry.value, entry.shown),
        settle=claimed,
        order=lambda e: (e.happened_at, e.change, e.field, e.value, e.shown),
    ),
    "parents": _timeline(),
    "keys": _timeline(),
    "touched": _keyed(lambda t: (t.day, t.touch), touched),
    "changes": _keyed(lambda c: (c.pull_request.id, c.state), linked),
    "releases": _keyed(lambda r: (r.release.id, r.included), claimed),
    "notes": _keyed(lambda n: n.origin, registered),
    "notes_listed": _keyed(lambda n: n.family, registered),
    "children": _keyed(lambda c: c.begin, _siblings),
    "ancestors": _keyed(lambda a: a.id, joined),
}
