"""Reads a delivery again that was set aside, once a version that can is there."""

from datetime import datetime

from pydantic import ValidationError

from passerelle_ingest.errors import (
    ReadAgainInsteadError,
    SettingMissingError,
    UnreadableDeliveryError,
)
from passerelle_ingest.settings import IngestSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_ingest.understanding import understood
from passerelle_kafka.records import Headers, Outgoing
from passerelle_schemas.deliveries import RawDelivery, Way

_NO_EVENT = "-"


def read_again(
    headers: Headers, body: bytes, settings: IngestSettings, now: datetime
) -> list[Outgoing]:
    """Return the records that a webhook comes to now; *headers* are its own.

    Its facts are learned when it was received, as if we had understood it then. Raises
    the error of before when it still cannot be read.
    """
    try:
        origin = RawDelivery.from_headers(headers)
    except (ValidationError, UnicodeDecodeError) as error:
        why = "its origin is lost"
        raise UnreadableDeliveryError(_NO_EVENT, why) from error
    source = next((s for s in settings.sources if s.id == origin.source), None)
    if source is None:
        why = "a dead letter came from it, and it is no longer in the settings"
        raise SettingMissingError(origin.source, "sources", why)
    if origin.way is not Way.WEBHOOK:
        raise ReadAgainInsteadError(origin.source, origin.project)
    speaks = TRACKERS[source.tracker]
    told = {
        "content-type": origin.content_type,
        speaks.id_header: origin.id,
        speaks.event_header: "" if origin.event == _NO_EVENT else origin.event,
    }
    received_at = min(origin.received_at, now)
    found = understood(Site(source), told, body, received_at)
    if found.error is not None:
        raise found.error
    return list(found.records)
