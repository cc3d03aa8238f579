"""What changes about an item although its tracker counts no change of it. Pure.

A milestone that is moved, a version that is released, a comment that is deleted, a
release or a pull request that names other items now: none of them is an update of the
items concerned.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from passerelle_ingest.known import Known
from passerelle_ingest.rolls import Roll
from passerelle_schemas.facts import AnyFact, NotesListed
from passerelle_schemas.identity import ItemId, by_key


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A release includes an item, or does not, otherwise than we knew."""

    item: ItemId
    release: ItemId
    included: bool


@dataclass(frozen=True, slots=True)
class Naming:
    """An item that a pull request named, as far as we know, and names no longer."""

    item: ItemId
    pull_request: ItemId
    since: datetime
    """Until when it did, at the least."""


def restated(known: Known, roll: Roll) -> bool:
    """Whether an item shows a milestone or a version otherwise than it is now."""
    listed = roll.targets
    return listed is not None and any(
        listed.get(target.id) != target for target in known.targets
    )


def spoken(known: Sequence[Known], after: str, most: int) -> tuple[Known, ...]:
    """The items that carry marked lines of comments: *most* of them, from *after* on.

    In the order of their ids and round again, so that censuses which each begin after
    the last item of the one before come to each, however often they are taken.
    """
    some = sorted((k for k in known if k.comments), key=lambda k: k.item)
    start = bisect_right(some, after, key=lambda k: k.item)
    return tuple([*some[start:], *some[:start]][:most])


def inclusions(roll: Roll, known: Mapping[ItemId, Known]) -> tuple[Inclusion, ...]:
    """What the listed releases include otherwise than we knew."""
    gone = (
        Inclusion(item, release, included=False)
        for item, k in known.items()
        for release in sorted(k.included & roll.included.keys())
        if item not in roll.included[release]
    )
    come = (
        Inclusion(item, release, included=True)
        for release, items in roll.included.items()
        for item in sorted(items)
        if release not in _of(known, item).included
    )
    return (*gone, *come)


def unnamed(roll: Roll, known: Mapping[ItemId, Known]) -> tuple[Naming, ...]:
    """What listed pull requests name no longer, although we never heard of it."""
    return tuple(
        Naming(item, pull, since)
        for item, k in known.items()
        for pull, since in sorted(k.linked.items())
        if pull in roll.items
        and not {item, _key_of(k)} & roll.named.get(pull, frozenset())
    )


def names(told: Collection[ItemId], one: Known, others: Iterable[Known]) -> bool:
    """Whether a pull request that names what is *told* names *one*, or may do so.

    A key that it names may be one that we do not know of that issue, as an earlier one;
    unless we know it of one of the *others* that this pull request names.
    """
    source = _source_of(one)
    keys = {item for item in told if item.startswith(by_key(source, ""))}
    known = {_key_of(k) for k in others if k != one and _source_of(k) == source}
    return one.item in told or not keys <= known


def _source_of(known: Known) -> str:
    return known.item.partition(":")[0]


def _key_of(known: Known) -> ItemId:
    """The address under which another tracker names it."""
    return by_key(_source_of(known), known.key)


def included_by(
    release: ItemId, known: Mapping[ItemId, Known]
) -> tuple[Inclusion, ...]:
    """The items that a release which is gone was said to include."""
    return tuple(
        Inclusion(item, release, included=False)
        for item, k in known.items()
        if release in k.included
    )


def left_behind(roll: Roll, known: Mapping[ItemId, Known]) -> tuple[Inclusion, ...]:
    """What releases that we know to be gone are still said to include.

    Whoever told that one is gone named what it included then, and an edit before, which
    left items out, may never have been heard of.
    """
    return tuple(
        Inclusion(item, release, included=False)
        for item, k in known.items()
        for release in sorted(k.included)
        if release not in roll.items and _of(known, release).gone
    )


def silenced(
    known: Known, facts: Iterable[AnyFact]
) -> dict[NotesListed, datetime | None]:
    """The lists of a whole reading that lack a comment which we know marked lines of.

    With each, the last edit of such a comment, where the item was not updated since:
    the list is of then, too.
    """
    lists = [fact for fact in facts if isinstance(fact, NotesListed)]
    lacking = {listed: _lacking(known, listed) for listed in lists}
    return {
        listed: max(edits) if max(edits) > listed.happened_at else None
        for listed, edits in lacking.items()
        if edits
    }


def _lacking(known: Known, listed: NotesListed) -> list[datetime]:
    return [
        written
        for origin, written in known.comments.items()
        if origin.rpartition("/")[0] == listed.family and origin not in listed.origins
    ]


def _of(known: Mapping[ItemId, Known], item: ItemId) -> Known:
    return known.get(item) or Known(item)
