"""Who is above an item, and what those below it must be told: pure.

Nobody sees the whole family. A child tells its parent that it is there, and the parent
tells it what it is mapped by itself, and what it heard from above; so each item comes
to hold its ancestors, wherever they live. All that is told is a register that only
grows, so whatever goes round in a circle comes to rest.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from passerelle_schemas.deliveries import Way
from passerelle_schemas.facts import (
    Ancestor,
    AncestryChanged,
    ChangeState,
    ChildJoined,
    Facts,
    Naming,
)
from passerelle_schemas.identity import (
    ItemId,
    ItemRef,
    fact_id,
    is_milestone,
    tracker_of,
)
from passerelle_schemas.work import Shown, WorkItem
from passerelle_translate.ancestors import (
    ancestor_from,
    key_above,
    meant,
    milestones_of,
    names_still,
    namings,
    parent_above,
)
from passerelle_translate.clocks import righted
from passerelle_translate.histories import ancestor_of, sightings_of

LONGEST = 20
"""No more ancestors than these count; real ones are two or three."""


@dataclass(frozen=True, slots=True)
class Above:
    """One item on the way up."""

    ref: ItemRef
    """Its id, and the key by which it is known now, as far as we know."""
    told: Ancestor | None
    """What it said of itself; None while nothing was heard."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The items above one, the nearest first."""

    above: tuple[Above, ...] = ()
    circle: ItemRef | None = None
    """Where a path upwards meets itself, and is cut."""
    is_cut: bool = False
    """Whether there are more than the longest chain holds."""


def edges_of(item: WorkItem) -> tuple[ItemRef, ...]:
    """Say the items directly above, the one that counts first first.

    The parent, the issues that a pull request names (the oldest first), the milestone.
    *item* is righted.
    """
    named = [told for told in item.ancestors if names_still(told, item)]
    refs = [
        *_parent(item),
        *(ItemRef(id=n.id, key=key_above(n) or n.id) for n in sorted(named, key=_age)),
        *_milestones(item),
    ]
    return tuple({ref.id: ref for ref in reversed(refs)}.values())[::-1]


def _parent(item: WorkItem) -> tuple[ItemRef, ...]:
    parent = ancestor_of(item)
    return (parent,) if parent and parent.id != item.id else ()


def _milestones(item: WorkItem) -> tuple[ItemRef, ...]:
    shown = item.observed.snapshot if item.observed else None
    return tuple(m for m in milestones_of(shown) if m.id != item.id)


def _age(told: Ancestor) -> tuple[bool, float, ItemId]:
    created = told.snapshot.created_at.timestamp() if told.snapshot else 0.0
    return (told.snapshot is None, created, told.id)


def chain_of(item: WorkItem) -> Chain:
    """Walk upwards from *item*, level by level; *item* is righted."""
    return _walk(item.id, edges_of(item), {told.id: told for told in item.ancestors})


def chain_above(told: Ancestor, item: WorkItem) -> Chain:
    """Walk upwards from an ancestor, by what *item* heard and by *item* itself."""
    held = {other.id: other for other in item.ancestors}
    held[item.id] = ancestor_from(item)
    return _walk(told.id, _edges_above(told), held)


def _edges_above(told: Ancestor) -> tuple[ItemRef, ...]:
    parent = parent_above(told)
    return (*((parent,) if parent else ()), *milestones_of(told.snapshot))


def _walk(
    start: ItemId, first: Iterable[ItemRef], held: dict[ItemId, Ancestor]
) -> Chain:
    waiting: deque[tuple[ItemRef, tuple[ItemId, ...]]]
    waiting = deque((ref, (start,)) for ref in first)
    above: dict[ItemId, Above] = {}
    circle: ItemRef | None = None
    while waiting:
        ref, path = waiting.popleft()
        if ref.id in path:
            circle = circle or ref
            continue
        if ref.id in above:
            continue
        if len(above) == LONGEST:
            return Chain(tuple(above.values()), circle, is_cut=True)
        told = held.get(ref.id)
        known = key_above(told) if told else None
        above[ref.id] = Above(ItemRef(id=ref.id, key=known or ref.key), told)
        if told is not None:
            waiting.extend((up, (*path, ref.id)) for up in _edges_above(told))
    return Chain(tuple(above.values()), circle)


def handed_down(item: WorkItem) -> tuple[Ancestor, ...]:
    """Say what *item* tells of itself and of those above it; *item* is righted."""
    own = ancestor_from(item)
    above = (each.told for each in chain_of(item).above)
    itself = (own,) if own.snapshot or own.moves else ()
    return (*itself, *(told for told in above if told is not None))


def children_of(item: WorkItem) -> Iterator[ItemId]:
    """Yield every item that ever said it is a child."""
    for children in item.children:
        yield from (children.begin + end for end in children.ends)


def family_news(
    before: WorkItem | None,
    item: WorkItem,
    asking: Collection[ItemId] = (),
    *,
    sure: bool = True,
) -> Iterator[Facts]:
    """Yield what others must be told now that *before* has become *item*.

    A parent that is new hears of its child. Whoever is *asking* is told everything;
    the others are told what differs, or everything, too, unless it is *sure* that they
    were told what *before* was.
    """
    item, before = righted(item), righted(before) if before else None
    had = {ref.id for ref in _asked(before)} if before else set()
    for ref in _asked(item):
        if ref.id not in had:
            yield _facts(item, ref.id, _child_joined(item, ref.id))
    if item.children or item.changes:
        yield from _told_below(before if sure else None, item, asking)


def _told_below(
    known: WorkItem | None, item: WorkItem, asking: Collection[ItemId]
) -> Iterator[Facts]:
    whole = handed_down(item)
    news = _differing(known, whole)
    linked, before = namings(item), namings(known) if known else {}
    for child in sorted({*children_of(item), *linked} - {item.id}):
        naming = linked.get(child)
        told = whole if child in asking else news
        if naming is not None:
            told = _with_naming(told, whole, naming, before.get(child))
        if told:
            yield _facts(item, child, _ancestry(item, child, told))


def _asked(item: WorkItem) -> tuple[ItemRef, ...]:
    """Say who is told that *item* is a child; a pull request names without asking.

    Milestones that it once stood in, too: their days were promised of it.
    """
    now = (*_parent(item), *_milestones(item))
    known = {ref.id for ref in now}
    past = {s.value.partition(" ")[0] for s in sightings_of(item, Shown.PLANNED)}
    once = sorted(name for name in past - known - {item.id} if is_milestone(name))
    return (*now, *(ItemRef(id=name, key=name) for name in once))


def _differing(
    known: WorkItem | None, whole: tuple[Ancestor, ...]
) -> tuple[Ancestor, ...]:
    """Say what of *whole* was not told before.

    Of itself an item tells nothing new while it means the same; what it heard from
    above goes on as it came, or one of two paths would keep what the other withdrew.
    """
    if known is None:
        return whole
    before = {told.id: told for told in handed_down(known)}
    return tuple(
        told
        for told in whole
        if (old := before.get(told.id)) is None
        or (meant(old) != meant(told) if told.id == known.id else old != told)
    )


def _with_naming(
    told: tuple[Ancestor, ...],
    whole: tuple[Ancestor, ...],
    naming: Naming,
    before: Naming | None,
) -> tuple[Ancestor, ...]:
    """Tell a pull request that it names us, or that it does so no longer."""
    if not whole:
        return ()
    if before is None:
        told = whole
    own, closed = whole[0], naming.state is ChangeState.CLOSED
    turned = before is None or closed != (before.state is ChangeState.CLOSED)
    others = tuple(each for each in told if each.id != own.id)
    if not turned and len(others) == len(told):
        return told
    return (own.model_copy(update={"named": (naming,)}), *others)


def _child_joined(item: WorkItem, parent: ItemId) -> ChildJoined:
    at = item.observed.happened_at if item.observed else item.learned_at
    name = fact_id(parent, "work.child_joined", at, item.id)
    return ChildJoined(id=name, happened_at=at, child=item.id)


def _ancestry(
    item: WorkItem, child: ItemId, told: tuple[Ancestor, ...]
) -> AncestryChanged:
    at = item.observed.happened_at if item.observed else item.learned_at
    name = fact_id(child, "work.ancestry_changed", at, *told)
    return AncestryChanged(id=name, happened_at=at, ancestors=told)


def _facts(
    item: WorkItem, receiver: ItemId, fact: ChildJoined | AncestryChanged
) -> Facts:
    seen = item.observed
    return Facts(
        item=receiver,
        source=receiver.partition(":")[0],
        tracker=tracker_of(receiver),
        project="-",
        way=Way.WEBHOOK,
        delivery=item.id,
        learned_at=(seen.seen_at or seen.learned_at) if seen else item.learned_at,
        by="translate",
        facts=(fact,),
    )
