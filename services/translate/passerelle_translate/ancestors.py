"""What an item says of itself to those below it, and how two such tellings are joined.

A telling holds what rules look at, and what it takes to find the next item above. It
is a register: of two tellings the one that shows a later state wins, in whatever order
they come, so that no counter is needed that a crash could use twice.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from passerelle_schemas.facts import (
    Ancestor,
    ChangeState,
    Move,
    Naming,
    Snapshot,
    StatusRef,
    Target,
)
from passerelle_schemas.identity import ItemId, ItemKind, ItemRef, is_milestone
from passerelle_schemas.work import (
    KeyEntry,
    LinkedChange,
    ParentEntry,
    WorkItem,
)
from passerelle_translate.clocks import believed
from passerelle_translate.joins import gathered
from passerelle_translate.milestone_days import days_of, days_together

_MOST_MOVES = 20
"""More moves that no snapshot shows are a tracker's clock gone wrong, or a flood."""


def ancestor_from(item: WorkItem) -> Ancestor:
    """Say of *item* what is told to those below it."""
    seen = item.observed
    if seen is None:
        return Ancestor(id=item.id, moves=tuple(_moves(item)))
    return Ancestor(
        id=item.id,
        snapshot=_bare(seen.snapshot),
        happened_at=seen.happened_at,
        rank=seen.rank,
        read=seen.read,
        seen_at=seen.seen_at or seen.learned_at,
        fact=seen.fact,
        parent_untold=seen.parent_untold,
        moves=tuple(_moves(item)),
        days=days_of(item) if is_milestone(item.id) else (),
    )


_LOOKED_AT = {
    "kind",
    "key",
    "project",
    "type_id",
    "type_name",
    "title",
    "created_at",
    "labels",
    "components",
    "parent",
    "custom",
}


def _bare(shown: Snapshot) -> Snapshot:
    """Keep what rules look at: who is told hears of it only when that differs."""
    category = shown.status.category
    kept = {name: getattr(shown, name) for name in _LOOKED_AT}
    return Snapshot(
        url="",
        status=StatusRef(
            id=category.value if category else "", name="", category=category
        ),
        targets=tuple(Target(id=t.id, name=t.name) for t in shown.targets),
        **kept,
    )


def _moves(item: WorkItem) -> list[Move]:
    """Say the moves that the newest snapshot cannot show, mostly none.

    By the instants that were told: what a snapshot shows once, it shows for ever, also
    where an instant is believed to be another one later.
    """
    shown = item.observed.happened_at if item.observed else None
    both: tuple[ParentEntry | KeyEntry, ...] = (*item.parents, *item.keys)
    entries = [entry for entry in both if shown is None or entry.happened_at > shown]
    untold = item.observed is not None and item.observed.parent_untold
    if untold and item.parents and item.parents[-1] not in entries:
        entries.append(item.parents[-1])
    return _in_order(map(_move, entries))[-_MOST_MOVES:]


def _move(entry: ParentEntry | KeyEntry) -> Move:
    told: dict[str, Any] = {
        "change": entry.change,
        "happened_at": entry.happened_at,
        "learned_at": entry.learned_at,
        "fact": entry.fact,
    }
    if isinstance(entry, ParentEntry):
        return Move(what="parent", parent=entry.now, **told)
    return Move(what="key", key=entry.now, **told)


def joined(ours: Ancestor, theirs: Ancestor) -> Ancestor:
    """Join two tellings of one ancestor."""
    if ours == theirs:
        return ours
    newest = max(ours, theirs, key=_weight)
    moves = gathered(
        (*ours.moves, *theirs.moves),
        identity=lambda move: (move.what, move.change),
        settle=_settled,
        order=lambda move: (move.happened_at, move.what, move.change),
    )
    named = gathered(
        (*ours.named, *theirs.named),
        identity=lambda naming: naming.pull_request,
        settle=lambda one, other: max(one, other, key=_naming_weight),
        order=lambda naming: naming.pull_request,
    )
    days = days_together(ours.days, theirs.days)
    return newest.model_copy(update={"moves": moves, "named": named, "days": days})


def _weight(told: Ancestor) -> tuple[Any, ...]:
    """Weigh as `registered` does; one that shows nothing weighs least."""
    if told.snapshot is None or told.happened_at is None or told.seen_at is None:
        return (False,)
    seen = (told.happened_at, told.rank, told.read, told.seen_at, told.fact)
    return (True, *seen, told.snapshot.model_dump_json(), told.parent_untold)


def _settled(one: Move, other: Move) -> Move:
    winner = max(one, other, key=lambda m: (m.happened_at, m.fact, m.model_dump_json()))
    learned = min(one.learned_at, other.learned_at)
    return winner.model_copy(update={"learned_at": learned})


def _naming_weight(naming: Naming) -> tuple[Any, ...]:
    """Of one instant, what is closed was open before, and what is merged was both."""
    state = naming.state
    closed, merged = state is ChangeState.CLOSED, state is ChangeState.MERGED
    return (naming.happened_at, merged, closed, state.value)


def _in_order(moves: Iterator[Move]) -> list[Move]:
    return sorted(moves, key=lambda move: (move.happened_at, move.what, move.change))


def namings(item: WorkItem) -> dict[ItemId, Naming]:
    """Say how far each pull request was that ever named *item*."""
    last: dict[ItemId, Naming] = {}
    for change in item.changes:
        naming = _naming(change)
        name = naming.pull_request
        known = last.get(name, naming)
        last[name] = max(known, naming, key=_naming_weight)
    return last


def _naming(change: LinkedChange) -> Naming:
    return Naming(
        pull_request=change.pull_request.id,
        state=change.state,
        happened_at=change.happened_at,
    )


def meant(told: Ancestor) -> tuple[Any, ...]:
    """Say what counts in a telling: two that differ only in weight mean the same."""
    return (told.id, told.snapshot, told.parent_untold, told.moves, told.days)


def parent_above(told: Ancestor) -> ItemRef | None:
    """Say the direct parent of an ancestor now."""
    last = _last_move(told, "parent")
    if last and (_is_later(last, told) or told.parent_untold):
        return last.parent
    return told.snapshot.parent if told.snapshot else None


def key_above(told: Ancestor) -> str | None:
    """Say the key that people know an ancestor by now; None while nobody knows."""
    last = _last_move(told, "key")
    if last and _is_later(last, told):
        return last.key
    return told.snapshot.key if told.snapshot else None


def _last_move(told: Ancestor, what: str) -> Move | None:
    moves = (move for move in told.moves if move.what == what)
    return max(moves, key=lambda move: (_believed(move), move.change), default=None)


def _is_later(move: Move, told: Ancestor) -> bool:
    return told.happened_at is None or _believed(move) > told.happened_at


def _believed(move: Move) -> datetime:
    return believed(move.happened_at, move.learned_at)


def milestones_of(shown: Snapshot | None) -> tuple[ItemRef, ...]:
    """Say the milestones an item is planned for; versions are no ancestors."""
    targets = shown.targets if shown else ()
    return tuple(ItemRef(id=t.id, key=t.name) for t in targets if is_milestone(t.id))


def names_still(told: Ancestor, pull: WorkItem) -> bool:
    """Whether *pull* names this ancestor, as far as both told.

    A name that is edited away is withdrawn by the word that there the pull request is
    closed; so it is one that stands if the pull request itself is closed.
    """
    shown = pull.observed.snapshot if pull.observed else None
    if shown is None or shown.kind is not ItemKind.PULL_REQUEST:
        return False
    states = (n.state for n in told.named if n.pull_request == pull.id)
    state = next(states, None)
    closed = shown.status.id == ChangeState.CLOSED.value
    return state is not None and (closed or state is not ChangeState.CLOSED)


@lru_cache(maxsize=50_000)
def shared(told: Ancestor) -> Ancestor:
    """Give one object for all that are equal: siblings hold the same ancestors."""
    return told
