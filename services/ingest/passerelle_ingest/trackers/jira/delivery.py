"""Reads a Jira webhook: headers and bytes in, a delivery out."""

from datetime import datetime

from passerelle_ingest.delivery import Delivery, Headers, Json, parsed, told_id
from passerelle_ingest.errors import NotFromTrackerError
from passerelle_schemas.deliveries import RawDelivery, Way
from passerelle_schemas.identity import SourceId, Tracker
from passerelle_schemas.text import cleaned

NAME = "Jira"
DELIVERY = "x-atlassian-webhook-identifier"


def opened(
    source: SourceId, headers: Headers, body: bytes, received_at: datetime
) -> Delivery:
    """Read a webhook; raises NotFromTrackerError when Jira cannot have sent it.

    Data Center tells no delivery id: the content names the delivery then.
    """
    content = _content(body)
    event = content.get("webhookEvent")
    if not isinstance(event, str) or not event:
        why = "it has no webhookEvent"
        raise NotFromTrackerError(NAME, why)
    kind = headers.get("content-type", "application/json")
    origin = RawDelivery(
        id=told_id(headers, DELIVERY, body),
        source=source,
        tracker=Tracker.JIRA,
        project=_project(content),
        event=cleaned(event, limit=100),
        way=Way.WEBHOOK,
        received_at=received_at,
        content_type=cleaned(kind, limit=100),
    )
    return Delivery(origin, content)


def _content(body: bytes) -> Json:
    try:
        content = parsed(body)
    except ValueError as error:
        why = "its body is not JSON"
        raise NotFromTrackerError(NAME, why) from error
    if not isinstance(content, dict):
        why = "its body is not a JSON object"
        raise NotFromTrackerError(NAME, why)
    return content


def _project(content: Json) -> str:
    """The project's key; a comment of Data Center comes without its issue."""
    issue = content.get("issue")
    key = issue.get("key") if isinstance(issue, dict) else None
    if not isinstance(key, str):
        return "-"
    return cleaned(key.rpartition("-")[0], limit=100) or "-"
