"""What the events `pull_request` and those of its review say."""

from collections.abc import Sequence

from passerelle_ingest.delivery import Delivery
from passerelle_ingest.outcomes import Outcome, Reason, Silence, Told
from passerelle_ingest.telling import Teller, record
from passerelle_ingest.trackers.github.normalise.items import (
    comment_notes,
    description_notes,
    finished_at,
    line_comment,
    line_comment_notes,
    links,
    pull_shown,
    unlinked,
    worked_on,
)
from passerelle_ingest.trackers.github.normalise.parts import (
    action_of,
    changes_of,
    instant_of,
    label_by,
    part_of,
    touch_by,
)
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.statuses import (
    DRAFT,
    PULL_OPEN,
    before_closing,
    of_pull,
)
from passerelle_ingest.trackers.github.payloads import (
    Comment,
    Pull,
    Review,
)
from passerelle_schemas.facts import AnyFact, StatusChanged, Touch


def pull_request(delivery: Delivery, place: Place) -> Outcome:
    """Say what was done to a pull request, to the issues it names as well."""
    pull = Pull.model_validate(part_of(delivery, "pull_request"))
    action = action_of(delivery)
    teller = Teller(place.numbered(pull.number).id)
    moves = _pull_status(teller, action, pull)
    touches = touch_by(teller, action, instant_of(action, pull))
    facts: list[AnyFact] = [
        pull_shown(place, pull),
        description_notes(place, pull),
        *moves,
        *touches,
        *label_by(delivery, teller, action, pull.updated_at),
    ]
    own = record(delivery.origin, teller.item, facts)
    left = unlinked(
        delivery.origin, place, pull, _before(delivery, pull), pull.updated_at
    )
    named = links(delivery.origin, place, pull, moves, touches)
    return Told((*own, *named, *left))


def _before(delivery: Delivery, pull: Pull) -> Pull:
    """The pull request as it named issues before it was edited."""
    was = changes_of(delivery)
    told = {"title": was.title, "body": was.body}
    before = {name: one.before or "" for name, one in told.items() if one}
    return pull.model_copy(update=before)


def _pull_status(teller: Teller, action: str, pull: Pull) -> tuple[StatusChanged, ...]:
    before = before_closing(draft=bool(pull.draft))
    moves = {
        "opened": (pull.created_at, None, before),
        "reopened": (pull.updated_at, None, before),
        "closed": (finished_at(pull), before, of_pull(pull)),
        "converted_to_draft": (pull.updated_at, PULL_OPEN, DRAFT),
        "ready_for_review": (pull.updated_at, DRAFT, PULL_OPEN),
    }
    return (teller.status(*moves[action]),) if action in moves else ()


def pull_request_review(delivery: Delivery, place: Place) -> Outcome:
    """Say that a pull request was reviewed; a review in writing says nothing."""
    pull = Pull.model_validate(part_of(delivery, "pull_request"))
    review = Review.model_validate(part_of(delivery, "review"))
    if review.submitted_at is None:
        return Silence(Reason.NOTHING_SAID)
    teller = Teller(place.numbered(pull.number).id)
    edited = action_of(delivery) == "edited"
    notes = comment_notes(
        place,
        teller,
        f"review/{review.id}",
        review.body,
        at=delivery.origin.received_at if edited else review.submitted_at,
        edited=edited,
    )
    touched = teller.touched(review.submitted_at, Touch.REVIEW)
    facts: list[AnyFact] = [pull_shown(place, pull), touched, *notes]
    return _told(delivery, place, pull, facts)


def pull_request_review_comment(delivery: Delivery, place: Place) -> Outcome:
    """Say that the code was spoken of, and the marked lines."""
    pull = Pull.model_validate(part_of(delivery, "pull_request"))
    comment = Comment.model_validate(part_of(delivery, "comment"))
    teller = Teller(place.numbered(pull.number).id)
    facts: list[AnyFact] = [pull_shown(place, pull)]
    if action_of(delivery) == "deleted":
        heard_at = delivery.origin.received_at
        facts.append(teller.notes(heard_at, line_comment(comment), ()))
    else:
        facts += line_comment_notes(place, teller, comment)
        facts.append(teller.touched(comment.created_at, Touch.REVIEW))
    return _told(delivery, place, pull, facts)


def _told(
    delivery: Delivery, place: Place, pull: Pull, facts: Sequence[AnyFact]
) -> Told:
    """Tell a pull request, and the issues it names of the work on it."""
    own = record(delivery.origin, place.numbered(pull.number).id, facts)
    return Told((*own, *worked_on(delivery.origin, place, pull, facts)))


def pull_request_review_thread(delivery: Delivery, place: Place) -> Outcome:
    """Show the pull request; no answer of the API tells when a thread was settled."""
    pull = Pull.model_validate(part_of(delivery, "pull_request"))
    shown = pull_shown(place, pull)
    item = place.numbered(pull.number).id
    return Told(record(delivery.origin, item, [shown]))
