"""Releases as work items, and what they tell the issues and pull requests they name.

A pre-release is not in everybody's hands: what it names is not said to be included.
"""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import quote

from passerelle_ingest.marked_lines import marked_lines
from passerelle_ingest.outcomes import Told
from passerelle_ingest.people import cleaned_of_people
from passerelle_ingest.telling import Teller, record
from passerelle_ingest.trackers.github.normalise.markdown import prose, shown
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.statuses import (
    PRERELEASE,
    PUBLISHED,
    RELEASE_DRAFT,
)
from passerelle_ingest.trackers.github.payloads import Changes, Release
from passerelle_schemas.contract import Instant
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.facts import (
    AnyFact,
    Facts,
    RemovalReason,
    Snapshot,
    StatusChanged,
    StatusRef,
    Touch,
)
from passerelle_schemas.identity import ItemKind, ItemRef

_AT_ONCE = timedelta(minutes=1)
"""A release is published and updated within seconds."""
_WITHDRAWING = frozenset({"deleted", "edited", "prereleased", "unpublished"})


def release_read(origin: RawDelivery, place: Place, release: Release) -> Told:
    """Tell all that a release shows of itself, and those it includes."""
    at = release.updated_at or _since(release)
    told = _inclusions(
        origin,
        place.release(release),
        included_in(place, release),
        since=_since(release),
    )
    return Told((*_own(origin, place, release, at), *told))


def release_webhook(
    origin: RawDelivery,
    place: Place,
    action: str,
    release: Release,
    changes: Changes | None,
) -> Told:
    """Tell what an action did to a release, and to those it names or named."""
    before = changes.body.before or "" if changes and changes.body else release.body
    changed = action in _WITHDRAWING
    # Where GitHub says no time of the change, it is when we heard of it.
    heard = origin.received_at if changed else _since(release)
    at = release.updated_at or heard
    included = () if action == "deleted" else included_in(place, release)
    named = place.names(prose(before)) if changed else included
    gone = [ref for ref in named if ref not in included]
    added = [ref for ref in included if ref not in named]
    ref = place.release(release)
    removed = Teller(ref.id).removed(origin.received_at, RemovalReason.DELETED)
    own = (
        record(origin, ref.id, [removed])
        if action == "deleted"
        else _own(origin, place, release, at)
    )
    # A deletion is no update: what the release told last stands at that instant.
    updated_at = None if action == "deleted" else release.updated_at
    changed_at = max(updated_at or origin.received_at, _since(release))
    from_start = (other for other in included if other not in added)
    return Told(
        (
            *own,
            *_inclusions(origin, ref, from_start, since=_out_since(action, release)),
            *_inclusions(origin, ref, added, since=changed_at),
            *_withdrawals(origin, ref, gone, since=changed_at),
        )
    )


def _own(
    origin: RawDelivery, place: Place, release: Release, at: Instant
) -> tuple[Facts, ...]:
    teller = Teller(place.release(release).id)
    status = _status(release)
    snapshot = Snapshot(
        kind=ItemKind.RELEASE,
        key=place.release(release).key,
        url=place.url(f"releases/tag/{quote(release.tag_name[:200])}"),
        project=place.project,
        type_id="release",
        type_name="Release",
        title=cleaned_of_people(release.name or release.tag_name, limit=300),
        status=status,
        created_at=_since(release),
    )
    facts: list[AnyFact] = [
        teller.observed(at, snapshot, rank=1),
        teller.notes(
            at, "description", marked_lines(shown(release.body), place.site.source)
        ),
        _came_to(teller, release, at, status),
        teller.touched(_since(release), Touch.FIELD),
    ]
    return record(origin, teller.item, facts)


def _came_to(
    teller: Teller, release: Release, at: Instant, status: StatusRef
) -> StatusChanged:
    """Say since when a release is what it is.

    A pre-release that becomes a release keeps its time of publication: each of both is
    a change with a name of its own, so that neither takes the other's place.
    """
    if status == RELEASE_DRAFT:
        return teller.status(at, None, status)
    return teller.status(_since(release), None, status, change=status.id)


def _inclusions(
    origin: RawDelivery,
    own: ItemRef,
    refs: Iterable[ItemRef],
    *,
    since: Instant,
) -> Iterable[Facts]:
    for ref in refs:
        yield from record(origin, ref.id, [Teller(ref.id).included(since, own)])


def _withdrawals(
    origin: RawDelivery, own: ItemRef, refs: Iterable[ItemRef], *, since: Instant
) -> Iterable[Facts]:
    for ref in refs:
        yield from record(origin, ref.id, [Teller(ref.id).withdrawn(since, own)])


def included_in(place: Place, release: Release) -> tuple[ItemRef, ...]:
    """The issues and pull requests that a published release names."""
    return place.names(prose(release.body)) if _status(release) == PUBLISHED else ()


def _status(release: Release) -> StatusRef:
    if release.draft or not release.published_at:
        return RELEASE_DRAFT
    return PRERELEASE if release.prerelease else PUBLISHED


def _out_since(action: str, release: Release) -> Instant:
    """Say since when it is in everybody's hands.

    GitHub says `released` of every release, and of a pre-release that becomes one: that
    keeps the time of its publication, which was for few.
    """
    since, updated_at = _since(release), release.updated_at
    promoted = action == "released" and updated_at and updated_at - since > _AT_ONCE
    return updated_at if promoted and updated_at else since


def _since(release: Release) -> Instant:
    return release.published_at or release.created_at
