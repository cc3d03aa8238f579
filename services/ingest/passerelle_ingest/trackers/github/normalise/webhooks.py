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
)
from passerelle_ingest.trackers.github.normalise.releases import release_webhook
from passerelle_ingest.trackers.github.normalise.silences import SILENCES
from passerelle_ingest.trackers.github.payloads import Milestone, Release, Repository

Handler = Callable[[Delivery, Place], Outcome]


def normalise(delivery: Delivery, site: Site) -> Outcome:
    """Say what a webhook means; raises UnreadableDeliveryError when it cannot be read.

    A broken payload may also raise pydantic's ValidationError, which is a ValueError.
    """
    handler = HANDLERS.get(delivery.origin.event)
    if handler is None:
        return Silence(SILENCES.get(delivery.origin.event, Reason.UNKNOWN_EVENT))
    repository = Repository.model_validate(part_of(delivery, "repository"))
    place = Place(site, repository)
    if not site.source.follows(repository.full_name):
        return Silence(Reason.NOT_FOLLOWED)
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
    "issues": issues,
    "milestone": _milestone,
    "pull_request": pull_request,
    "pull_request_review": pull_request_review,
    "release": _release,
}
