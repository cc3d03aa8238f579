"""The table of contents of GitHub's webhooks: which event says what."""

from collections.abc import Callable, Mapping

from passerelle_ingest.delivery import Delivery
from passerelle_ingest.outcomes import Outcome, Reason, Silence
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.github.normalise.comment_events import issue_comment
from passerelle_ingest.trackers.github.normalise.issue_events import issues
from passerelle_ingest.trackers.github.normalise.milestones import milestone_webhook
from passerelle_ingest.trackers.github.normalise.parts import (
    action_of,
    changes_of,
    part_of,
)
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.pull_events import (
    pull_request,
    pull_request_review,
    pull_request_review_comment,
    pull_request_review_thread,
)
from passerelle_ingest.trackers.github.normalise.related_events import (
    issue_dependencies,
    sub_issues,
)
from passerelle_ingest.trackers.github.normalise.releases import release_webhook
from passerelle_ingest.trackers.github.normalise.silences import (
    SILENCES,
    SILENT_ACTIONS,
)
from passerelle_ingest.trackers.github.payloads import Milestone, Release, Repository

Handler = Callable[[Delivery, Place], Outcome]


def normalise(delivery: Delivery, site: Site) -> Outcome:
    """Say what a webhook means; raises UnreadableDeliveryError when it cannot be read.

    A broken payload may also raise pydantic's ValidationError, which is a ValueError.
    """
    event = delivery.origin.event
    handler = HANDLERS.get(event)
    if handler is None:
        quiet = SILENCES.get(event)
        return Silence(quiet.reason if quiet else Reason.UNKNOWN_EVENT)
    repository = Repository.model_validate(part_of(delivery, "repository"))
    place = Place(site, repository)
    if not place.is_followed:
        return Silence(Reason.NOT_FOLLOWED)
    if quiet := SILENT_ACTIONS.get((event, action_of(delivery))):
        return Silence(quiet.reason)
    return handler(delivery, place)


def _release(delivery: Delivery, place: Place) -> Outcome:
    release = Release.model_validate(part_of(delivery, "release"))
    action, changes = action_of(delivery), changes_of(delivery)
    return release_webhook(delivery.origin, place, action, release, changes)


def _milestone(delivery: Delivery, place: Place) -> Outcome:
    milestone = Milestone.model_validate(part_of(delivery, "milestone"))
    action, changes = action_of(delivery), changes_of(delivery)
    return milestone_webhook(delivery.origin, place, action, milestone, changes)


HANDLERS: Mapping[str, Handler] = {
    "issue_comment": issue_comment,
    "issue_dependencies": issue_dependencies,
    "issues": issues,
    "milestone": _milestone,
    "pull_request": pull_request,
    "pull_request_review": pull_request_review,
    "pull_request_review_comment": pull_request_review_comment,
    "pull_request_review_thread": pull_request_review_thread,
    "release": _release,
    "sub_issues": sub_issues,
}

ACTIONS: Mapping[str, frozenset[str]] = {
    event: frozenset(actions.split())
    for event, actions in {
        "issue_comment": "created deleted edited",
        "issue_dependencies": "blocked_by_added blocked_by_removed blocking_added "
        "blocking_removed",
        "issues": "assigned closed deleted demilestoned edited labeled milestoned "
        "opened reopened transferred typed unassigned unlabeled untyped",
        "milestone": "closed created deleted edited opened",
        "pull_request": "assigned auto_merge_disabled auto_merge_enabled closed "
        "converted_to_draft demilestoned dequeued edited enqueued labeled milestoned "
        "opened ready_for_review reopened review_request_removed review_requested "
        "synchronize unassigned unlabeled",
        "pull_request_review": "dismissed edited submitted",
        "pull_request_review_comment": "created deleted edited",
        "pull_request_review_thread": "resolved unresolved",
        "release": "created deleted edited prereleased published released unpublished",
        "sub_issues": "parent_issue_added parent_issue_removed sub_issue_added "
        "sub_issue_removed",
    }.items()
}
"""What was decided to be told. Another action of these events shows its item as well;
a test asks for a decision as soon as GitHub publishes it."""
