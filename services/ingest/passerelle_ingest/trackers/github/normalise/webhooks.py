"""The table of contents of GitHub's webhooks: which event says what."""

from collections.abc import Callable, Mapping

from passerelle_ingest.delivery import Delivery, Json
from passerelle_ingest.errors import UnreadableDeliveryError
from passerelle_ingest.outcomes import Outcome, Reason, Silence, Told
from passerelle_ingest.site import Site
from passerelle_ingest.telling import Teller, record
from passerelle_ingest.trackers.github.normalise.items import (
    as_pull,
    comment_notes,
    description_notes,
    finished_at,
    issue_shown,
    links,
    pull_shown,
)
from passerelle_ingest.trackers.github.normalise.milestones import milestone_webhook
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.releases import release_webhook
from passerelle_ingest.trackers.github.normalise.silences import SILENCES
from passerelle_ingest.trackers.github.normalise.statuses import (
    DRAFT,
    OPEN,
    PULL_OPEN,
    before_closing,
    of_issue,
    of_pull,
)
from passerelle_ingest.trackers.github.normalise.touches import ACTIONS
from passerelle_ingest.trackers.github.payloads import (
    Changes,
    Comment,
    Issue,
    Milestone,
    Pull,
    Release,
    Repository,
    Review,
)
from passerelle_schemas.contract import Instant
from passerelle_schemas.facts import AnyFact, RemovalReason, StatusChanged, Touch

Handler = Callable[[Delivery, Place], Outcome]


def normalise(delivery: Delivery, site: Site) -> Outcome:
    """Say what a webhook means; raises UnreadableDeliveryError when it cannot be read.

    A broken payload may also raise pydantic's ValidationError, which is a ValueError.
    """
    handler = HANDLERS.get(delivery.origin.event)
    if handler is None:
        return Silence(SILENCES.get(delivery.origin.event, Reason.UNKNOWN_EVENT))
    repository = Repository.model_validate(_part(delivery, "repository"))
    place = Place(site, repository)
    if not site.source.follows(repository.full_name):
        return Silence(Reason.NOT_FOLLOWED)
    return handler(delivery, place)


def _issues(delivery: Delivery, place: Place) -> Outcome:
    issue = Issue.model_validate(_part(delivery, "issue"))
    action = _action(delivery)
    if action == "transferred":
        return _transferred(delivery, place, issue)
    if issue.pull_request is not None:
        return _pull_as_issue(delivery, place, issue)
    teller = Teller(place.numbered(issue.number).id)
    if action == "deleted":
        # GitHub says no time of the deletion: it is when we heard of it.
        at = delivery.origin.received_at
        removed = teller.removed(at, RemovalReason.DELETED)
        return Told(record(delivery.origin, teller.item, [removed]))
    facts: list[AnyFact] = [
        issue_shown(place, issue),
        description_notes(place, issue),
        *_issue_status(teller, action, issue),
        *_touch(teller, action, _instant(action, issue)),
    ]
    return Told(record(delivery.origin, teller.item, facts))


def _issue_status(
    teller: Teller, action: str, issue: Issue
) -> tuple[StatusChanged, ...]:
    if action == "opened":
        return (teller.status(issue.created_at, None, OPEN),)
    if action == "reopened":
        return (teller.status(issue.updated_at, None, OPEN),)
    if action == "closed":
        return (teller.status(_instant(action, issue), OPEN, of_issue(issue)),)
    return ()


def _transferred(delivery: Delivery, place: Place, issue: Issue) -> Told:
    """The old number is gone; the new one is another item, shown whole."""
    teller = Teller(place.numbered(issue.number).id)
    removed = teller.removed(issue.updated_at, RemovalReason.MOVED_OUT)
    told = record(delivery.origin, teller.item, [removed])
    changes = _changes(delivery)
    new, home = changes.new_issue, changes.new_repository
    if new and home and place.site.source.follows(home.full_name):
        there = Place(place.site, home)
        new_teller = Teller(there.numbered(new.number).id)
        shown: list[AnyFact] = [
            issue_shown(there, new),
            description_notes(there, new),
            new_teller.status(new.created_at, None, OPEN),
        ]
        project = there.project
        told += record(delivery.origin, new_teller.item, shown, project=project)
    return Told(told)


def _pull_as_issue(delivery: Delivery, place: Place, issue: Issue) -> Told:
    """The issues API shows a pull request, sometimes only in part."""
    teller = Teller(place.numbered(issue.number).id)
    action = _action(delivery)
    facts: list[AnyFact] = [*_touch(teller, action, issue.updated_at)]
    pull = as_pull(issue)
    if pull is not None:
        facts.append(pull_shown(place, pull))
    missing = () if pull else (teller.item,)
    return Told(record(delivery.origin, teller.item, facts), needs_refetch=missing)


def _pull_request(delivery: Delivery, place: Place) -> Outcome:
    pull = Pull.model_validate(_part(delivery, "pull_request"))
    action = _action(delivery)
    teller = Teller(place.numbered(pull.number).id)
    facts: list[AnyFact] = [
        pull_shown(place, pull),
        description_notes(place, pull),
        *_pull_status(teller, action, pull),
        *_touch(teller, action, _instant(action, pull)),
    ]
    own = record(delivery.origin, teller.item, facts)
    return Told((*own, *links(delivery.origin, place, pull)))


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


def _issue_comment(delivery: Delivery, place: Place) -> Outcome:
    issue = Issue.model_validate(_part(delivery, "issue"))
    comment = Comment.model_validate(_part(delivery, "comment"))
    teller = Teller(place.numbered(issue.number).id)
    pull = as_pull(issue)
    facts: list[AnyFact] = []
    if issue.pull_request is None:
        facts = [issue_shown(place, issue)]
    elif pull is not None:
        facts = [pull_shown(place, pull)]
    facts += _comment_facts(delivery, place, teller, comment)
    partial = issue.pull_request is not None and pull is None
    missing = (teller.item,) if partial else ()
    return Told(record(delivery.origin, teller.item, facts), needs_refetch=missing)


def _comment_facts(
    delivery: Delivery, place: Place, teller: Teller, comment: Comment
) -> list[AnyFact]:
    action = _action(delivery)
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


def _review(delivery: Delivery, place: Place) -> Outcome:
    pull = Pull.model_validate(_part(delivery, "pull_request"))
    review = Review.model_validate(_part(delivery, "review"))
    if review.submitted_at is None:
        return Silence(Reason.NOTHING_SAID)
    teller = Teller(place.numbered(pull.number).id)
    edited = _action(delivery) == "edited"
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
    return Told(record(delivery.origin, teller.item, facts))


def _release(delivery: Delivery, place: Place) -> Outcome:
    release = Release.model_validate(_part(delivery, "release"))
    action, changes = _action(delivery), _changes(delivery)
    return release_webhook(delivery.origin, place, action, release, changes)


def _milestone(delivery: Delivery, place: Place) -> Outcome:
    milestone = Milestone.model_validate(_part(delivery, "milestone"))
    action, changes = _action(delivery), _changes(delivery)
    return milestone_webhook(delivery.origin, place, action, milestone, changes)


HANDLERS: Mapping[str, Handler] = {
    "issue_comment": _issue_comment,
    "issues": _issues,
    "milestone": _milestone,
    "pull_request": _pull_request,
    "pull_request_review": _review,
    "release": _release,
}


def _touch(teller: Teller, action: str, at: Instant) -> tuple[AnyFact, ...]:
    touch = ACTIONS.get(action)
    return (teller.touched(at, touch),) if touch else ()


def _instant(action: str, item: Issue | Pull) -> Instant:
    """When the action took place, by the field that REST answers tell as well."""
    if action == "opened":
        return item.created_at
    if action != "closed":
        return item.updated_at
    if isinstance(item, Pull):
        return finished_at(item)
    return item.closed_at or item.updated_at


def _action(delivery: Delivery) -> str:
    action = delivery.content.get("action")
    if not isinstance(action, str):
        raise UnreadableDeliveryError(delivery.origin.event, "it has no action")
    return action


def _part(delivery: Delivery, name: str) -> Json:
    part = delivery.content.get(name)
    if not isinstance(part, dict):
        raise UnreadableDeliveryError(delivery.origin.event, f"it has no {name}")
    return part


def _changes(delivery: Delivery) -> Changes:
    return Changes.model_validate(delivery.content.get("changes") or {})
