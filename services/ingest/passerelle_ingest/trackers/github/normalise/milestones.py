"""Milestones as work items: a name with a promised day."""

from datetime import date

from passerelle_ingest.marked_lines import marked_lines
from passerelle_ingest.outcomes import Told
from passerelle_ingest.people import cleaned_of_people
from passerelle_ingest.telling import Teller, record
from passerelle_ingest.trackers.github.normalise.markdown import shown
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.statuses import COMPLETED, OPEN
from passerelle_ingest.trackers.github.payloads import Changes, Milestone
from passerelle_schemas.contract import Instant
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.facts import (
    AnyFact,
    RemovalReason,
    Snapshot,
    StatusRef,
    Touch,
    WorkObserved,
)
from passerelle_schemas.identity import ItemKind

_CLOSED = COMPLETED.model_copy(update={"id": "closed", "name": "Closed"})


def milestone_read(origin: RawDelivery, place: Place, milestone: Milestone) -> Told:
    """Tell all that a milestone shows of itself."""
    teller = Teller(place.milestone(milestone).id)
    facts: list[AnyFact] = [*_shown(teller, place, milestone)]
    facts += [
        teller.status(milestone.created_at, None, OPEN),
        teller.touched(milestone.updated_at, Touch.FIELD),
    ]
    if milestone.state != "open":
        facts.append(teller.status(_closed_at(milestone), OPEN, _CLOSED))
    return Told(record(origin, teller.item, facts))


def milestone_webhook(
    origin: RawDelivery,
    place: Place,
    action: str,
    milestone: Milestone,
    changes: Changes | None,
) -> Told:
    """Tell what an action did to a milestone."""
    teller = Teller(place.milestone(milestone).id)
    if action == "deleted":
        # GitHub says no time of the deletion: it is when we heard of it.
        removed = teller.removed(origin.received_at, RemovalReason.DELETED)
        return Told(record(origin, teller.item, [removed]))
    facts: list[AnyFact] = [
        *_shown(teller, place, milestone),
        teller.touched(milestone.updated_at, Touch.FIELD),
    ]
    due = _due(milestone)
    if action == "created":
        facts.append(teller.status(milestone.created_at, None, OPEN))
        facts += [teller.due(milestone.created_at, None, due)] if due else []
    elif action == "closed":
        facts.append(teller.status(_closed_at(milestone), OPEN, _CLOSED))
    elif action == "opened":
        facts.append(teller.status(milestone.updated_at, None, OPEN))
    elif changes and changes.due_on:
        was = _day(changes.due_on.before)
        facts.append(teller.due(milestone.updated_at, was, due))
    return Told(record(origin, teller.item, facts))


def _shown(
    teller: Teller, place: Place, milestone: Milestone
) -> tuple[WorkObserved, AnyFact]:
    snapshot = Snapshot(
        kind=ItemKind.MILESTONE,
        key=place.milestone(milestone).key,
        url=place.url(f"milestone/{milestone.number}"),
        project=place.project,
        type_id="milestone",
        type_name="Milestone",
        title=cleaned_of_people(milestone.title, limit=300),
        status=_status(milestone),
        created_at=milestone.created_at,
        due=_due(milestone),
    )
    lines = marked_lines(shown(milestone.description), place.site.source)
    at = milestone.updated_at
    return teller.observed(at, snapshot, rank=1), teller.notes(at, "description", lines)


def _status(milestone: Milestone) -> StatusRef:
    return OPEN if milestone.state == "open" else _CLOSED


def _due(milestone: Milestone) -> date | None:
    """GitHub keeps the day as a midnight of its own; in UTC it is the day meant."""
    return milestone.due_on.date() if milestone.due_on else None


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told[:10]) if told else None


def _closed_at(milestone: Milestone) -> Instant:
    return milestone.closed_at or milestone.updated_at
