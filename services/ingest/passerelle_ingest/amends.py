"""What a census says of its own accord, where no answer of a tracker does. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from passerelle_ingest.drift import Inclusion
from passerelle_ingest.known import Known
from passerelle_ingest.outcomes import Told
from passerelle_ingest.telling import Teller, record
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.facts import AnyFact, ChangeState, NotesListed, RemovalReason
from passerelle_schemas.identity import ItemId, ItemRef, Tracker


def removed(
    item: ItemId, at: datetime, reason: RemovalReason, origin: RawDelivery
) -> Told:
    """Say that an item is gone, as far as its absence was proven."""
    return Told(record(origin, item, [Teller(item).removed(at, reason)]))


def returned(item: ItemId, at: datetime, origin: RawDelivery) -> Told:
    """Say that an item which was gone is there again."""
    return Told(record(origin, item, [Teller(item).returned(at, change="")]))


def unnamed(
    item: ItemId, project: str, pull: ItemRef, at: datetime, origin: RawDelivery
) -> Told:
    """Say to an item that a pull request names no longer that it is closed to it."""
    closed = Teller(item).linked(at, pull, ChangeState.CLOSED, came=True)
    told = record(origin, item, [closed], project=project)
    source = item.partition(":")[0]
    if source != origin.source:
        there = {"source": source, "tracker": Tracker.JIRA}
        told = tuple(one.model_copy(update=there) for one in told)
    return Told(told)


def listed(
    item: ItemId,
    of: NotesListed,
    at: datetime,
    facts: Sequence[AnyFact],
    origin: RawDelivery,
) -> Told:
    """Say that a list of comments is of then, too: no update of its item tells so."""
    again = Teller(item).notes_listed(at, of.family, facts)
    return Told(record(origin, item, [again]))


def relisted(
    one: Inclusion,
    release: ItemRef,
    at: datetime,
    known: Mapping[ItemId, Known],
    origin: RawDelivery,
) -> Told:
    """Say that a release includes an item again, or no longer.

    What it includes for the first time, its own reading says.
    """
    teller = Teller(one.item)
    if not one.included:
        return Told(record(origin, one.item, [teller.withdrawn(at, release)]))
    if one.item in known and release.id in known[one.item].dropped:
        return Told(record(origin, one.item, [teller.included(at, release)]))
    return Told(())
