"""What GitHub's REST answers say about one item: its whole history at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Generic, TypeVar

from passerelle_ingest.delivery import Json
from passerelle_ingest.outcomes import Told
from passerelle_ingest.telling import COMMENTS, REVIEWS, Teller, record
from passerelle_ingest.trackers.github.normalise.items import (
    LINE_COMMENTS,
    as_pull,
    comment_notes,
    description_notes,
    issue_shown,
    label_told,
    line_comment_notes,
    links,
    pull_shown,
    unlinked,
)
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.timeline import (
    issue_replayed,
    pull_replayed,
)
from passerelle_ingest.trackers.github.normalise.touches import (
    LINE_COMMENTED,
    touches,
)
from passerelle_ingest.trackers.github.payloads import (
    Comment,
    Issue,
    Payload,
    Pull,
    TimelineEvent,
)
from passerelle_ingest.unreadable import numbered, why
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.facts import AnyFact, Facts, RemovalReason, StatusChanged

P = TypeVar("P", bound=Payload)
_SPOKEN = {COMMENTS: "commented", REVIEWS: "reviewed"}
"""The kind of event that tells a comment of each family."""
_EDITED = timedelta(minutes=1)
"""GitHub dates a review's last update to some seconds after it was submitted."""


@dataclass(frozen=True, slots=True)
class Lived:
    """The timeline of an item, and of which comments it tells every one."""

    events: Sequence[TimelineEvent]
    families: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    """Events that are left out: the others are told without them."""


def item_read(
    origin: RawDelivery,
    place: Place,
    listed: Json,
    timeline: Sequence[Json],
    pull: Json | None,
) -> Told:
    """Tell a whole item: as it was listed, its timeline, and its pull request if any.

    Raises pydantic's ValidationError when an answer is not as GitHub describes it.
    """
    # Of the comments on code under review, real timelines tell one in forty.
    return _read(origin, place, listed, pull, _lived(timeline, (COMMENTS, REVIEWS)))


def ends_as_shown(
    place: Place, listed: Json, timeline: Sequence[Json], pull: Json | None
) -> bool:
    """Whether a history ends at the status that the item shows, as far as it is read.

    What cannot be read at all is not doubted here: telling it says so.
    """
    try:
        told = _lived(timeline).events
        issue = Issue.model_validate(listed)
        shown = Pull.model_validate(pull) if pull is not None else as_pull(issue)
    except ValueError:
        return True
    teller = Teller(place.numbered(issue.number).id)
    if issue.pull_request is None:
        return not issue_replayed(teller, issue, told).disagreements
    return shown is None or not pull_replayed(teller, shown, told).disagreements


def item_read_in_part(
    origin: RawDelivery,
    place: Place,
    listed: Json,
    timeline: Sequence[Json],
    pull: Json | None,
) -> Told:
    """Tell an item of which not all could be read: what is there, and no more.

    A part of a history leads nowhere: no status is told of it. Whoever has it again, or
    still, is to read the rest: 404 may mean that for a moment.
    """
    whole = _read(origin, place, listed, pull, _lived(timeline))
    item = place.numbered(Issue.model_validate(listed).number).id
    told = (_without_statuses(facts) for facts in whole.facts if facts.item == item)
    return Told(tuple(told), needs_refetch=(item,))


def _without_statuses(told: Facts) -> Facts:
    kept = (fact for fact in told.facts if not isinstance(fact, StatusChanged))
    return told.model_copy(update={"facts": tuple(kept)})


def line_comments_read(
    origin: RawDelivery, place: Place, listed: Json, comments: Sequence[Json]
) -> Told:
    """Tell the marked lines of every comment on the code of a listed pull request."""
    pull = Issue.model_validate(listed)
    teller = Teller(place.numbered(pull.number).id)
    read = _readable(Comment, comments, "comment")
    facts = [
        fact
        for comment in read.rows
        for fact in line_comment_notes(place, teller, comment)
    ]
    if not read.unreadable:
        facts.append(teller.notes_listed(pull.updated_at, LINE_COMMENTS, facts))
    told = record(origin, teller.item, facts)
    return Told(told, unreadable=tuple(read.unreadable))


@dataclass(frozen=True, slots=True)
class _Readable(Generic[P]):
    rows: Sequence[P]
    unreadable: Sequence[str] = ()
    bad: Sequence[object] = ()


def _readable(kind: type[P], rows: Sequence[Json], what: str) -> _Readable[P]:
    """Read each row; one that cannot be read costs no other."""
    read: list[P] = []
    told: list[str] = []
    bad: list[object] = []
    for row in rows:
        try:
            read.append(kind.model_validate(row))
        except (ValueError, OverflowError) as error:
            told.append(f"{numbered(what, row)} ({why(error)})")
            bad.append(row)
    return _Readable(read, told, bad)


def _lived(timeline: Sequence[Json], families: tuple[str, ...] = ()) -> Lived:
    """Read a timeline; a family of which a comment cannot be read is not told whole."""
    read = _readable(TimelineEvent, timeline, "event")
    kinds = [row.get("event") if isinstance(row, dict) else None for row in read.bad]
    whole = [
        family
        for family in families
        if all(isinstance(k, str) and k != _SPOKEN[family] for k in kinds)
    ]
    return Lived(read.rows, tuple(whole), tuple(read.unreadable))


def _read(
    origin: RawDelivery, place: Place, listed: Json, pull: Json | None, lived: Lived
) -> Told:
    issue = Issue.model_validate(listed)
    if issue.pull_request is None:
        told = _issue_read(origin, place, issue, lived)
        return replace(told, unreadable=lived.unreadable)
    shown = Pull.model_validate(pull) if pull is not None else as_pull(issue)
    if shown is None:
        missing = place.numbered(issue.number).id
        return Told((), needs_refetch=(missing,))
    told = _pull_read(origin, place, shown, lived)
    return replace(told, unreadable=lived.unreadable)


def _issue_read(origin: RawDelivery, place: Place, issue: Issue, lived: Lived) -> Told:
    teller = Teller(place.numbered(issue.number).id)
    replay = issue_replayed(teller, issue, lived.events)
    facts: list[AnyFact] = [
        issue_shown(place, issue),
        *replay.changes,
        *parents_told(place, teller, lived.events),
        *_labelled(teller, lived.events),
        *_spoken(place, teller, issue, lived),
        *touches(teller, issue.created_at, lived.events),
    ]
    told = record(origin, teller.item, facts)
    return Told(told, disagreements=replay.disagreements)


def _pull_read(origin: RawDelivery, place: Place, pull: Pull, lived: Lived) -> Told:
    teller = Teller(place.numbered(pull.number).id)
    replay = pull_replayed(teller, pull, lived.events)
    facts: list[AnyFact] = [
        pull_shown(place, pull),
        *replay.changes,
        *_labelled(teller, lived.events),
        *_spoken(place, teller, pull, lived),
        *touches(teller, pull.created_at, lived.events),
    ]
    own = record(origin, teller.item, facts)
    told = (*own, *links(origin, place, pull, replay.changes, facts))
    told += tuple(_named_once(origin, place, pull, lived))
    return Told(told, disagreements=replay.disagreements)


def _named_once(
    origin: RawDelivery, place: Place, pull: Pull, lived: Lived
) -> Iterator[Facts]:
    """Tell the issues that an earlier title named; of earlier bodies nobody tells."""
    for event in lived.events:
        if event.rename and event.created_at:
            before = pull.model_copy(
                update={"title": event.rename.before, "body": "", "head": None}
            )
            yield from unlinked(origin, place, pull, before, event.created_at)


def _spoken(
    place: Place, teller: Teller, item: Issue | Pull, lived: Lived
) -> Iterator[AnyFact]:
    """Say the marked lines, and where every comment was read, that these are all."""
    yield description_notes(place, item)
    facts = [*_from_events(place, teller, lived.events)]
    yield from facts
    for family in lived.families:
        if family == COMMENTS or isinstance(item, Pull):
            yield teller.notes_listed(item.updated_at, family, facts)


def parents_told(
    place: Place, teller: Teller, events: Sequence[TimelineEvent]
) -> Iterator[AnyFact]:
    """Say under which parent the issue went, and when it left one."""
    for event in events:
        told = event.parent_issue
        if told is None or not (event.id and event.created_at):
            continue
        there = Place(place.site, told.repository)
        parent = there.numbered(told.number) if there.is_followed else None
        added = event.event == "parent_issue_added"
        was, now = (None, parent) if added else (parent, None)
        yield teller.parent(event.created_at, was, now, change=str(event.id))


def _labelled(teller: Teller, events: Sequence[TimelineEvent]) -> Iterator[AnyFact]:
    for event in events:
        if event.label and event.created_at:
            yield from label_told(teller, event.event, event.label, event.created_at)


def _from_events(
    place: Place, teller: Teller, events: Sequence[TimelineEvent]
) -> Iterator[AnyFact]:
    for event in events:
        if event.event == "converted_to_discussion" and event.created_at:
            yield teller.removed(event.created_at, RemovalReason.CONVERTED)
        if event.event == LINE_COMMENTED:
            for comment in event.comments:
                yield from line_comment_notes(place, teller, comment)
        if event.event == "commented":
            yield from _comment(place, teller, event)
        if event.event == "reviewed":
            yield from _review(place, teller, event)


def _comment(place: Place, teller: Teller, event: TimelineEvent) -> Sequence[AnyFact]:
    at = event.updated_at or event.created_at
    if not (event.id and at):
        return ()
    edited, origin = at != event.created_at, str(event.id)
    return comment_notes(place, teller, origin, event.body, at=at, edited=edited)


def _review(place: Place, teller: Teller, event: TimelineEvent) -> Sequence[AnyFact]:
    at = event.submitted_at or event.created_at
    if not (event.id and at):
        return ()
    edited = event.updated_at is not None and event.updated_at - at > _EDITED
    at = event.updated_at if edited and event.updated_at else at
    origin = f"{REVIEWS}/{event.id}"
    return comment_notes(place, teller, origin, event.body, at=at, edited=edited)
