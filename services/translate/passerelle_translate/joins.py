"""How two tellings of the same thing become one, whichever came first.

Every join here is commutative, associative and idempotent; the fold is made of them
and of nothing else, and owes its proof to them.
"""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from passerelle_schemas.work import (
    Entry,
    LinkedChange,
    Observation,
    Seen,
    Sighting,
    TouchedDay,
)

T = TypeVar("T")
E = TypeVar("E", bound=Entry)
S = TypeVar("S", bound=Seen)

_WHEN_LEARNED = {
    "learned_at",
    "seen_at",
    "first_at",
    "first_learned_at",
    "last_learned_at",
    "came_at",
}


def join(
    ours: tuple[T, ...],
    theirs: tuple[T, ...],
    *,
    identity: Callable[[T], Hashable],
    settle: Callable[[T, T], T],
    order: Callable[[T], Any],
) -> tuple[T, ...]:
    """Keep one entry for each identity, in canonical order."""
    if not theirs or ours == theirs:
        return ours
    kept = {identity(entry): entry for entry in ours}
    for entry in theirs:
        name = identity(entry)
        held = kept.get(name)
        kept[name] = entry if held is None else settle(held, entry)
    return tuple(sorted(kept.values(), key=order))


def gathered(
    entries: Iterable[T],
    *,
    identity: Callable[[T], Hashable],
    settle: Callable[[T, T], T],
    order: Callable[[T], Any],
) -> tuple[T, ...]:
    """Bring entries that come in any order, repeated or not, into canonical form."""
    kept: dict[Hashable, T] = {}
    for entry in entries:
        name = identity(entry)
        kept[name] = settle(kept[name], entry) if name in kept else entry
    return tuple(sorted(kept.values(), key=order))


def claimed(ours: E, theirs: E) -> E:
    """Settle two claims to one place of a timeline.

    The later one wins, then the greater fact id; both taught us that it happened, so
    the place was learned when the first of them was.
    """
    winner = _later(ours, theirs)
    return _with(winner, learned_at=min(ours.learned_at, theirs.learned_at))


def registered(ours: E, theirs: E) -> E:
    """Settle two writers of one register: the last one wins, and nothing else counts.

    Of what readings show, the later reading of one instant wins, and any of them over a
    webhook; they learned of that instant together. Else only repetitions of the winning
    fact say when we learned it.
    """
    if _instant(ours) != _instant(theirs):
        return max(ours, theirs, key=_instant)
    if isinstance(ours, Seen) and isinstance(theirs, Seen):
        return _seen_together(ours, theirs)
    if ours.fact != theirs.fact:
        return max(ours, theirs, key=_weight)
    return claimed(ours, theirs)


def _seen_together(ours: S, theirs: S) -> S:
    """Settle two readings of one instant."""
    if ours == theirs:
        return ours
    winner = max(ours, theirs, key=_seen_last)
    return _with(
        winner,
        learned_at=min(ours.learned_at, theirs.learned_at),
        # Kept before the other reading makes `learned_at` an earlier one.
        seen_at=_seen_at(winner),
    )


def linked(ours: LinkedChange, theirs: LinkedChange) -> LinkedChange:
    """Settle two claims that a pull request came to one state.

    The first time and the last one were each learned when it was told first. A record
    of an older program says only when the earlier of both was learned.
    """
    both = (ours, theirs)
    first, first_learned = min(
        (c.first_at, c.first_learned_at or c.learned_at) for c in both
    )
    last_learned = min(
        c.last_learned_at or c.learned_at
        for c in both
        if c.happened_at == max(ours.happened_at, theirs.happened_at)
    )
    return _with(
        claimed(ours, theirs),
        first_at=first,
        first_learned_at=first_learned,
        last_learned_at=last_learned,
        came_at=max((c.came_at for c in both if c.came_at), default=None),
    )


def touched(ours: TouchedDay, theirs: TouchedDay) -> TouchedDay:
    """Remember the first time that we learned of a touched day, and one that told."""
    return ours.model_copy(
        update={
            "learned_at": min(ours.learned_at, theirs.learned_at),
            "fact": _either(ours.fact, theirs.fact),
        }
    )


def sighted(ours: Sighting, theirs: Sighting) -> Sighting:
    """Remember the first time that a value was shown, and that we learned it."""
    return ours.model_copy(
        update={
            "happened_at": min(ours.happened_at, theirs.happened_at),
            "learned_at": min(ours.learned_at, theirs.learned_at),
            "fact": _either(ours.fact, theirs.fact),
        }
    )


def _either(ours: str | None, theirs: str | None) -> str | None:
    """Name one of the facts that told the same, whichever came first."""
    return min(filter(None, (ours, theirs)), default=None)


def _instant(entry: Entry) -> tuple[Any, ...]:
    rank = entry.rank if isinstance(entry, Observation) else 0
    return (entry.happened_at, rank)


def _weight(entry: Entry) -> tuple[Any, ...]:
    return (*_instant(entry), entry.fact)


def _seen_at(entry: Seen) -> datetime:
    """Say when it was read last; a record of an older program tells only the first."""
    return entry.seen_at or entry.learned_at


def _seen_last(entry: Seen) -> tuple[Any, ...]:
    return (entry.read, _seen_at(entry), entry.fact, *_richness(entry))


def _later(ours: E, theirs: E) -> E:
    if _weight(ours) != _weight(theirs):
        return max(ours, theirs, key=_weight)
    # One fact, told twice. Its id is made from what it changed, so one telling may know
    # more beside that, for example the category of a status: the richer one is kept.
    return max(ours, theirs, key=_richness)


def _richness(entry: Entry) -> tuple[int, str]:
    written = entry.model_dump_json(exclude=_WHEN_LEARNED)
    return (-written.count("null"), written)


def _with(entry: E, **values: object) -> E:
    changed = {k: v for k, v in values.items() if getattr(entry, k) != v}
    return entry.model_copy(update=changed) if changed else entry
