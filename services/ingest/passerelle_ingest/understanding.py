"""From signed bytes to an answer and its records: all decided here, without any IO."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from passerelle_ingest.delivery import Delivery, Headers, content_id
from passerelle_ingest.errors import (
    NotFromTrackerError,
    UnexpectedError,
    UnreadableDeliveryError,
)
from passerelle_ingest.outcomes import Reason, Silence
from passerelle_ingest.publisher import dead_record, fact_records, raw_record
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.table import TRACKERS, normalised
from passerelle_kafka.records import Outgoing
from passerelle_schemas.deliveries import RawDelivery, Way
from passerelle_schemas.errors import UnprocessableError
from passerelle_schemas.identity import ItemId
from passerelle_schemas.text import cleaned


class Ending(StrEnum):
    """How a webhook ends; stands in the answer and in the log."""

    FACTS = "facts"
    SILENCE = "silence"
    REFUSED = "refused"
    SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class Understood:
    """What a signed delivery comes to."""

    ending: Ending
    origin: RawDelivery
    records: tuple[Outgoing, ...]
    """To be acknowledged before anything is answered."""
    facts: int = 0
    items: int = 0
    reason: Reason | None = None
    error: UnprocessableError | None = None
    needs_refetch: tuple[ItemId, ...] = ()


def understood(
    site: Site, headers: Headers, body: bytes, received_at: datetime
) -> Understood:
    """Decide what a delivery whose signature is right comes to.

    What cannot be understood becomes a dead letter: nothing that was signed is lost.
    """
    source = site.source
    try:
        opened = TRACKERS[source.tracker].opened
        delivery = opened(source.id, headers, body, received_at)
    except NotFromTrackerError as error:
        origin = _unknown_origin(site, headers, body, received_at)
        return set_aside(origin, body, error, Ending.REFUSED)
    return delivery_understood(site, delivery, body)


def delivery_understood(site: Site, delivery: Delivery, body: bytes) -> Understood:
    """Decide what a delivery comes to that was read as JSON."""
    origin = delivery.origin
    try:
        outcome = normalised(delivery, site)
    except UnreadableDeliveryError as error:
        return set_aside(origin, body, error, Ending.SET_ASIDE)
    if isinstance(outcome, Silence):
        reason = outcome.reason
        quiet = origin.model_copy(update={"silence": reason.value})
        raw = raw_record(quiet, body)
        return Understood(Ending.SILENCE, origin, (raw,), reason=reason)
    asked = {"asked_again": len(outcome.needs_refetch)}
    raw = raw_record(origin.model_copy(update=asked), body)
    return Understood(
        Ending.FACTS,
        origin,
        (raw, *fact_records(outcome.facts)),
        facts=sum(len(told.facts) for told in outcome.facts),
        items=len(outcome.facts),
        needs_refetch=outcome.needs_refetch,
    )


def set_aside(
    origin: RawDelivery, body: bytes, error: UnprocessableError, ending: Ending
) -> Understood:
    """Keep a delivery as a dead letter with its reason; raw too, where it is known."""
    dead = dead_record(
        origin,
        body,
        reason=error.code,
        detail=str(error),
        now=origin.received_at,
    )
    known = (raw_record(origin, body),) if ending is Ending.SET_ASIDE else ()
    return Understood(ending, origin, (*known, dead), error=error)


def unexpected(
    site: Site, headers: Headers, body: bytes, received_at: datetime, bug: Exception
) -> Understood:
    """Set a delivery aside on which we failed, so that it cannot stop the bridge."""
    origin = _unknown_origin(site, headers, body, received_at)
    return set_aside(origin, body, UnexpectedError(bug), Ending.SET_ASIDE)


def _unknown_origin(
    site: Site, headers: Headers, body: bytes, received_at: datetime
) -> RawDelivery:
    event = headers.get(TRACKERS[site.source.tracker].event_header, "")
    return RawDelivery(
        id=content_id(body),
        source=site.source.id,
        tracker=site.source.tracker,
        project="-",
        # Where a header alone tells the kind, a replay needs it.
        event=cleaned(event, limit=100) or "-",
        way=Way.WEBHOOK,
        received_at=received_at,
        content_type=cleaned(headers.get("content-type", ""), limit=100) or "-",
    )
