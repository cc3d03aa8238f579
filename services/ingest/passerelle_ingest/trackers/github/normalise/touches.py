"""Which events and actions mean that something moved on an item, and what."""

from collections.abc import Iterator, Sequence

from passerelle_ingest.telling import Teller
from passerelle_ingest.trackers.github.payloads import TimelineEvent
from passerelle_schemas.contract import Instant
from passerelle_schemas.facts import Touch, WorkTouched

ACTIONS = {
    "assigned": Touch.FIELD,
    "closed": Touch.FIELD,
    "converted_to_draft": Touch.FIELD,
    "demilestoned": Touch.FIELD,
    "edited": Touch.FIELD,
    "labeled": Touch.FIELD,
    "milestoned": Touch.FIELD,
    "opened": Touch.FIELD,
    "ready_for_review": Touch.FIELD,
    "reopened": Touch.FIELD,
    "review_request_removed": Touch.REVIEW,
    "review_requested": Touch.REVIEW,
    "synchronize": Touch.CODE,
    "transferred": Touch.FIELD,
    "typed": Touch.FIELD,
    "unassigned": Touch.FIELD,
    "unlabeled": Touch.FIELD,
    "untyped": Touch.FIELD,
}
"""Of `issues` and `pull_request`. Locking and pinning move nothing."""

EVENTS = {
    "assigned": Touch.FIELD,
    "blocked_by_added": Touch.FIELD,
    "blocked_by_removed": Touch.FIELD,
    "blocking_added": Touch.FIELD,
    "blocking_removed": Touch.FIELD,
    "closed": Touch.FIELD,
    "commented": Touch.DISCUSSION,
    "committed": Touch.CODE,
    "convert_to_draft": Touch.FIELD,
    "demilestoned": Touch.FIELD,
    "head_ref_force_pushed": Touch.CODE,
    "issue_type_added": Touch.FIELD,
    "issue_type_changed": Touch.FIELD,
    "issue_type_removed": Touch.FIELD,
    "labeled": Touch.FIELD,
    "merged": Touch.FIELD,
    "milestoned": Touch.FIELD,
    "parent_issue_added": Touch.FIELD,
    "parent_issue_removed": Touch.FIELD,
    "ready_for_review": Touch.FIELD,
    "renamed": Touch.FIELD,
    "reopened": Touch.FIELD,
    "review_request_removed": Touch.REVIEW,
    "review_requested": Touch.REVIEW,
    "reviewed": Touch.REVIEW,
    "sub_issue_added": Touch.FIELD,
    "sub_issue_removed": Touch.FIELD,
    "transferred": Touch.FIELD,
    "unassigned": Touch.FIELD,
    "unlabeled": Touch.FIELD,
}
"""Of a timeline. Mentions, subscriptions and references from elsewhere move nothing."""


LINE_COMMENTED = "line-commented"
"""Comments of the code under review, each with a time of its own."""


def touches(
    teller: Teller, created_at: Instant, timeline: Sequence[TimelineEvent]
) -> Iterator[WorkTouched]:
    """Say each touch of a timeline; commits older than the item touch it not."""
    yield teller.touched(created_at, Touch.FIELD)
    for event in timeline:
        touch = EVENTS.get(event.event)
        at = when(event)
        if touch and at and at >= created_at:
            yield teller.touched(at, touch)
        if event.event == LINE_COMMENTED:
            for comment in event.comments:
                yield teller.touched(comment.created_at, Touch.REVIEW)


def when(event: TimelineEvent) -> Instant | None:
    """When it happened: reviews and commits say it in places of their own."""
    committed = event.committer.date if event.committer else None
    return event.created_at or event.submitted_at or committed
