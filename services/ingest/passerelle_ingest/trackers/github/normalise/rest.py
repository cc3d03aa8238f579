"""What GitHub's REST answers say about one item: its whole history at once."""

from collections.abc import Iterator, Sequence

from passerelle_ingest.delivery import Json
from passerelle_ingest.outcomes import Told
from passerelle_ingest.telling import Teller, record
from passerelle_ingest.trackers.github.normalise.items import (
    as_pull,
    comment_notes,
    description_notes,
    issue_shown,
    line_comment_notes,
    links,
    pull_shown,
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
from passerelle_ingest.trackers.github.payloads import Issue, Pull, TimelineEvent
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.facts import AnyFact, RemovalReason


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
    issue = Issue.model_validate(listed)
    events = [TimelineEvent.model_validate(event) for event in timeline]
    if issue.pull_request is None:
        return _issue_read(origin, place, issue, events)
    shown = Pull.model_validate(pull) if pull is not None else as_pull(issue)
    if shown is None:
        missing = place.numbered(issue.number).id
        return Told((), needs_refetch=(missing,))
    return _pull_read(origin, place, shown, events)


def _issue_read(
    origin: RawDelivery, place: Place, issue: Issue, events: Sequence[TimelineEvent]
) -> Told:
    teller = Teller(place.numbered(issue.number).id)
    replay = issue_replayed(teller, issue, events)
    facts: list[AnyFact] = [
        issue_shown(place, issue),
        *replay.changes,
        *parents_told(place, teller, events),
        description_notes(place, issue),
        *_from_events(place, teller, events),
        *touches(teller, issue.created_at, events),
    ]
    told = record(origin, teller.item, facts)
    return Told(told, disagreements=replay.disagreements)


def _pull_read(
    origin: RawDelivery, place: Place, pull: Pull, events: Sequence[TimelineEvent]
) -> Told:
    teller = Teller(place.numbered(pull.number).id)
    replay = pull_replayed(teller, pull, events)
    facts: list[AnyFact] = [
        pull_shown(place, pull),
        *replay.changes,
        description_notes(place, pull),
        *_from_events(place, teller, events),
        *touches(teller, pull.created_at, events),
    ]
    own = record(origin, teller.item, facts)
    told = (*own, *links(origin, place, pull, replay.changes))
    return Told(told, disagreements=replay.disagreements)


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


def _from_events(
    place: Place, teller: Teller, events: Sequence[TimelineEvent]
) -> Iterator[AnyFact]:
    for event in events:
        if event.event == "converted_to_discussion" and event.created_at:
            yield teller.removed(event.created_at, RemovalReason.CONVERTED)
        if event.event == LINE_COMMENTED:
            for comment in event.comments:
                yield from line_comment_notes(place, teller, comment)
        at = event.submitted_at or event.updated_at or event.created_at
        if event.event not in {"commented", "reviewed"} or not (event.id and at):
            continue
        review = event.event == "reviewed"
        yield from comment_notes(
            place,
            teller,
            f"review/{event.id}" if review else str(event.id),
            event.body,
            at=at,
            edited=not review and at != event.created_at,
        )
