"""Reads a GitHub webhook: headers and bytes in, a delivery out."""

from datetime import datetime
from urllib.parse import parse_qs

from passerelle_ingest.delivery import Delivery, Headers, Json, parsed, told_id
from passerelle_ingest.errors import NotFromTrackerError
from passerelle_schemas.deliveries import RawDelivery, Way
from passerelle_schemas.identity import SourceId, Tracker
from passerelle_schemas.text import cleaned

NAME = "GitHub"
EVENT = "x-github-event"
DELIVERY = "x-github-delivery"
FORM = "application/x-www-form-urlencoded"


def opened(
    source: SourceId, headers: Headers, body: bytes, received_at: datetime
) -> Delivery:
    """Read a webhook; raises NotFromTrackerError when GitHub cannot have sent it."""
    event = cleaned(headers.get(EVENT, ""), limit=100)
    if not event:
        why = "it has no X-GitHub-Event"
        raise NotFromTrackerError(NAME, why)
    kind = headers.get("content-type", "application/json")
    content = _content(body, kind)
    origin = RawDelivery(
        id=told_id(headers, DELIVERY, body),
        source=source,
        tracker=Tracker.GITHUB,
        project=_project(content),
        event=event,
        way=Way.WEBHOOK,
        received_at=received_at,
        content_type=cleaned(kind, limit=100),
    )
    return Delivery(origin, content)


def _content(body: bytes, kind: str) -> Json:
    if kind.partition(";")[0].strip().lower() == FORM:
        body = _payload(body)
    try:
        content = parsed(body)
    except ValueError as error:
        why = "its body is not JSON"
        raise NotFromTrackerError(NAME, why) from error
    if not isinstance(content, dict):
        why = "its body is not a JSON object"
        raise NotFromTrackerError(NAME, why)
    return content


def _payload(form: bytes) -> bytes:
    """The JSON in the form that GitHub sends when a webhook is set so."""
    try:
        fields = parse_qs(form.decode(), max_num_fields=10)
        return fields["payload"][0].encode()
    except (ValueError, KeyError) as error:
        why = "its form has no payload"
        raise NotFromTrackerError(NAME, why) from error


def _project(content: Json) -> str:
    repository = content.get("repository")
    name = repository.get("full_name") if isinstance(repository, dict) else None
    return cleaned(name, limit=200) if isinstance(name, str) and name else "-"
