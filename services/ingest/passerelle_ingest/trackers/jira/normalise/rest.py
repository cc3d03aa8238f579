"""What Jira's REST answers say about one issue: its whole history at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

from pydantic import TypeAdapter

from passerelle_ingest.delivery import Json
from passerelle_ingest.outcomes import Told
from passerelle_ingest.site import Site
from passerelle_ingest.telling import COMMENTS, LABELS, SNAPSHOT, Teller, record
from passerelle_ingest.trackers.jira.normalise.changes import (
    DUE,
    PARENT,
    STATUS,
    days,
    field_of,
    parents,
    signs,
    statuses,
    told_by,
)
from passerelle_ingest.trackers.jira.normalise.creation import created_with
from passerelle_ingest.trackers.jira.normalise.issues import (
    comment_told,
    description_notes,
    issue_shown,
    teller_of,
)
from passerelle_ingest.trackers.jira.payloads import Change, History, Issue
from passerelle_schemas.contract import Instant
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.facts import AnyFact, CustomField, Snapshot, WorkObserved

V = TypeVar("V")
Move = tuple[Instant, Change]
Moves = Mapping[str, Sequence[Move]]
"""The changes of each field that we follow."""
_HISTORIES = TypeAdapter(list[History])
SETTLED = timedelta(seconds=30)
"""So soon after a change its history may yet come: until then nothing is missing."""
_TOGETHER = timedelta(milliseconds=50)
"""An issue and its history date one change some milliseconds apart."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A change of the history with its time."""

    at: Instant
    history: History


def issue_read(  # noqa: PLR0913, PLR0917 - what is known of a found issue
    origin: RawDelivery,
    site: Site,
    answer: Json,
    histories: Sequence[Json],
    seen_at: Instant | None = None,
    lost: frozenset[str] = frozenset(),
) -> Told:
    """Tell an issue with its whole history, seen then by the tracker's clock.

    Without *seen_at* it was seen when it was received, by ours. Of a field that is
    *lost* a change could not be read: what it was made with is not told.

    Raises ValueError (pydantic's too) when an answer is not as Jira describes it, and
    UnknownParentError when its epic's id is not known.
    """
    issue, changes = _read(answer, histories)
    teller = teller_of(site, issue.id)
    observed = issue_shown(site, issue)
    shown = observed.snapshot
    moves = _by_field(site, changes)
    first = _as_created(site, shown, moves)
    left = list(_left_untold(site, teller, observed.happened_at, shown, moves))
    fresh = (seen_at or origin.received_at) - observed.happened_at < SETTLED
    if fresh and (left or not _is_led_to(observed, changes)):
        return issue_read_in_part(origin, site, answer, histories)
    facts: list[AnyFact] = [
        observed,
        *created_with(teller, shown.created_at, first, lost),
        *_told(site, teller, issue, changes, observed.happened_at),
        *left,
    ]
    project = shown.project
    told = record(origin, teller.item, facts, project=project)
    return Told(told, disagreements=len(left))


def issue_read_in_part(
    origin: RawDelivery, site: Site, answer: Json, histories: Sequence[Json]
) -> Told:
    """Tell an issue of whose history a part cannot be read: what is there, no more."""
    issue, changes = _read(answer, histories)
    teller = teller_of(site, issue.id)
    observed = issue_shown(site, issue)
    rest = _told(site, teller, issue, changes, observed.happened_at)
    facts: list[AnyFact] = [observed, *rest]
    project = observed.snapshot.project
    told = record(origin, teller.item, facts, project=project)
    return Told(told, needs_refetch=(teller.item,))


def _read(answer: Json, histories: Sequence[Json]) -> tuple[Issue, list[Timed]]:
    issue = Issue.model_validate(answer)
    read = _HISTORIES.validate_python(histories)
    timed = {h.id: Timed(h.created, h) for h in read if h.created}
    if len(timed) < len({h.id for h in read}):
        why = "a change has no time"
        raise ValueError(why)
    return issue, sorted(timed.values(), key=lambda t: (t.at, _number(t.history.id)))


def _number(history_id: str) -> tuple[int, str]:
    return len(history_id), history_id


def _told(
    site: Site, teller: Teller, issue: Issue, changes: Sequence[Timed], at: Instant
) -> Iterable[AnyFact]:
    for timed in changes:
        yield from told_by(site, teller, timed.history, timed.at)
    yield description_notes(site, issue, at)
    shown = issue.fields.comment
    if shown is None:
        return
    spoken = [
        fact
        for comment in shown.comments
        for fact in comment_told(site, teller, comment, at)
    ]
    yield from spoken
    if len(shown.comments) >= shown.total:
        yield teller.notes_listed(at, COMMENTS, spoken)


def _by_field(site: Site, changes: Sequence[Timed]) -> Moves:
    """The changes of each field, the oldest first."""
    moves: defaultdict[str, list[Move]] = defaultdict(list)
    for one in changes:
        for item in one.history.items:
            moves[field_of(site, item)].append((one.at, item))
    return moves


def _as_created(site: Site, shown: Snapshot, moves: Moves) -> Snapshot:
    """What the issue showed when it was created, as far as its history tells."""
    known: dict[str, object] = {}
    if found := moves.get(STATUS):
        known["status"] = statuses(site, found[0][1])[0] or shown.status
    if found := moves.get(DUE):
        known["due"] = days(found[0][1])[0]
    if found := moves.get(PARENT):
        known["parent"] = parents(site, found[0][1])[0]
    if found := moves.get(LABELS):
        known["labels"] = tuple(sorted(signs(LABELS, found[0][1])[0]))
    known["custom"] = tuple(_fields_as_created(site, shown, moves))
    return shown.model_copy(update=known)


def _fields_as_created(
    site: Site, shown: Snapshot, moves: Moves
) -> Iterator[CustomField]:
    """Yield the custom fields that it was made with.

    Data Center's history names a custom field by its words alone: it may have changed.
    """
    if site.source.deployment == "datacenter":
        return
    yield from (field for field in shown.custom if field.id not in moves)
    for name in site.source.fields:
        for value in signs(name, moves[name][0][1])[0] if moves.get(name) else ():
            yield CustomField(id=name, value=value)


def _left_untold(
    site: Site, teller: Teller, at: Instant, shown: Snapshot, moves: Moves
) -> Iterable[AnyFact]:
    """What the issue shows and its history does not lead to. The issue is right."""
    if found := moves.get(STATUS):
        status, passed = _ends(found, at, partial(statuses, site))
        if shown.status.id not in {one.id for one in passed if one}:
            yield teller.status(at, status, shown.status, change=SNAPSHOT)
    if found := moves.get(DUE):
        due, promised = _ends(found, at, days)
        if shown.due not in promised:
            yield teller.due(at, due, shown.due, change=SNAPSHOT)
    if found := moves.get(PARENT):
        parent, above = _ends(found, at, partial(parents, site))
        here = shown.parent.id if shown.parent else ""
        if here not in {one.id if one else "" for one in above}:
            yield teller.parent(at, parent, shown.parent, change=SNAPSHOT)


def _is_led_to(observed: WorkObserved, changes: Sequence[Timed]) -> bool:
    """Whether the history reaches the last update, so that no change can lack.

    What a field was at first is told by its first change: without it, the status of
    now would be told as the one that the issue was made with.
    """
    first = observed.snapshot.created_at
    reached = max((timed.at for timed in changes), default=first)
    return max(reached, first) >= observed.happened_at - _TOGETHER


def _ends(
    moves: Sequence[Move], at: Instant, ends: Callable[[Change], tuple[V, V]]
) -> tuple[V, list[V]]:
    """The value in the end, and each that there was since *at*.

    A list is older than the histories that are asked for after it, by seconds where
    the search index is late: what it shows is right when it was so at its update.
    """
    last = ends(moves[-1][1])[1]
    later = [value for when, item in moves if when > at for value in ends(item)]
    return last, [last, *later]
