"""What the event `issue_comment` says, on issues and on pull requests."""

from passerelle_ingest.delivery import Delivery
from passerelle_ingest.outcomes import Outcome, Told
from passerelle_ingest.telling import Teller, record
from passerelle_ingest.trackers.github.normalise.items import (
    as_pull,
    comment_notes,
    issue_heard,
    pull_shown,
)
from passerelle_ingest.trackers.github.normalise.parts import (
    action_of,
    part_of,
)
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.payloads import (
    Comment,
    Issue,
)
from passerelle_schemas.facts import AnyFact, Touch


def issue_comment(delivery: Delivery, place: Place) -> Outcome:
    """Say that somebody spoke, and the marked lines."""
    issue = Issue.model_validate(part_of(delivery, "issue"))
    comment = Comment.model_validate(part_of(delivery, "comment"))
    teller = Teller(place.numbered(issue.number).id)
    pull = as_pull(issue)
    facts: list[AnyFact] = []
    if issue.pull_request is None:
        facts = [issue_heard(place, issue)]
    elif pull is not None:
        facts = [pull_shown(place, pull)]
    facts += _comment_facts(delivery, place, teller, comment)
    partial = issue.pull_request is not None and pull is None
    missing = (teller.item,) if partial else ()
    return Told(record(delivery.origin, teller.item, facts), needs_refetch=missing)


def _comment_facts(
    delivery: Delivery, place: Place, teller: Teller, comment: Comment
) -> list[AnyFact]:
    action = action_of(delivery)
    if action == "deleted":
        return [teller.notes(delivery.origin.received_at, str(comment.id), ())]
    notes = comment_notes(
        place,
        teller,
        str(comment.id),
        comment.body,
        at=comment.updated_at,
        edited=action == "edited",
    )
    return [*notes, teller.touched(comment.created_at, Touch.DISCUSSION)]
