"""The trackers that we can follow: one folder and one entry of this table for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from passerelle_ingest.delivery import Delivery, Headers
from passerelle_ingest.errors import UnreadableDeliveryError
from passerelle_ingest.http import Connection
from passerelle_ingest.keeping import KeepsWebhooks
from passerelle_ingest.outcomes import Outcome
from passerelle_ingest.reading import ReadsTracker
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.github import delivery as github_delivery
from passerelle_ingest.trackers.github import proof as github_proof
from passerelle_ingest.trackers.github.client import GitHubClient
from passerelle_ingest.trackers.github.keeper import GitHubKeeper
from passerelle_ingest.trackers.github.normalise import webhooks as github_webhooks
from passerelle_ingest.trackers.jira import delivery as jira_delivery
from passerelle_ingest.trackers.jira import proof as jira_proof
from passerelle_ingest.trackers.jira.client import jira_client
from passerelle_ingest.trackers.jira.keeper import JiraKeeper
from passerelle_ingest.trackers.jira.normalise import webhooks as jira_webhooks
from passerelle_ingest.unreadable import why
from passerelle_schemas.identity import SourceId, Tracker


@dataclass(frozen=True, slots=True)
class Speaks:
    """How to listen to a kind of tracker, and how to ask it."""

    verify: Callable[[Headers, bytes, SourceSettings, datetime], None]
    """Return when a webhook is proven by a secret of the source, else raise."""
    opened: Callable[[SourceId, Headers, bytes, datetime], Delivery]
    """Read a webhook; raises NotFromTrackerError."""
    id_header: str
    """Names the delivery; told to *opened* again when a dead letter is replayed."""
    event_header: str
    """The same for the kind of delivery; empty where the body alone tells it."""
    normalise: Callable[[Delivery, Site], Outcome]
    """Say what a webhook means; raises ValueError when it is not as described."""
    client: Callable[[SourceSettings, Connection], ReadsTracker]
    """Ask its REST API."""
    keeper: Callable[[SourceSettings, Connection], KeepsWebhooks]
    """See to it that its webhooks come."""


TRACKERS: Mapping[Tracker, Speaks] = {
    Tracker.GITHUB: Speaks(
        verify=github_proof.verify,
        opened=github_delivery.opened,
        id_header=github_delivery.DELIVERY,
        event_header=github_delivery.EVENT,
        normalise=github_webhooks.normalise,
        client=GitHubClient,
        keeper=GitHubKeeper,
    ),
    Tracker.JIRA: Speaks(
        verify=jira_proof.verify,
        opened=jira_delivery.opened,
        id_header=jira_delivery.DELIVERY,
        event_header="",
        normalise=jira_webhooks.normalise,
        client=jira_client,
        keeper=JiraKeeper,
    ),
}


def normalised(delivery: Delivery, site: Site) -> Outcome:
    """Say what a webhook means; raises UnreadableDeliveryError when it cannot be read.

    Pure: the same delivery and site give the same outcome.
    """
    try:
        return TRACKERS[site.source.tracker].normalise(delivery, site)
    except (ValueError, OverflowError) as error:
        raise UnreadableDeliveryError(delivery.origin.event, why(error)) from error
