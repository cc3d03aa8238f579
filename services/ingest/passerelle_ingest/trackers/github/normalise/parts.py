"""The parts of a webhook that several events have in common."""

from passerelle_ingest.delivery import Delivery, Json
from passerelle_ingest.errors import UnreadableDeliveryError
from passerelle_ingest.telling import Teller
from passerelle_ingest.trackers.github.normalise.items import finished_at, label_told
from passerelle_ingest.trackers.github.normalise.touches import ACTIONS
from passerelle_ingest.trackers.github.payloads import Changes, Issue, Label, Pull
from passerelle_schemas.contract import Instant
from passerelle_schemas.facts import AnyFact


def action_of(delivery: Delivery) -> str:
    """What was done."""
    action = delivery.content.get("action")
    if not isinstance(action, str):
        raise UnreadableDeliveryError(delivery.origin.event, "it has no action")
    return action


def part_of(delivery: Delivery, name: str) -> Json:
    """An object of the payload that must be there."""
    part = delivery.content.get(name)
    if not isinstance(part, dict):
        raise UnreadableDeliveryError(delivery.origin.event, f"it has no {name}")
    return part


def changes_of(delivery: Delivery) -> Changes:
    """What was there before; nothing for most actions."""
    return Changes.model_validate(delivery.content.get("changes") or {})


def touch_by(teller: Teller, action: str, at: Instant) -> tuple[AnyFact, ...]:
    """Say what moved, if the action moves anything."""
    touch = ACTIONS.get(action)
    return (teller.touched(at, touch),) if touch else ()


def label_by(
    delivery: Delivery, teller: Teller, action: str, at: Instant
) -> tuple[AnyFact, ...]:
    """Say which label the action put on or took off, if it is one of that kind."""
    told = delivery.content.get("label")
    if not isinstance(told, dict):
        return ()
    return label_told(teller, action, Label.model_validate(told), at)


def instant_of(action: str, item: Issue | Pull) -> Instant:
    """When the action took place, by the field that REST answers tell as well."""
    if action == "opened":
        return item.created_at
    if action != "closed":
        return item.updated_at
    if isinstance(item, Pull):
        return finished_at(item)
    return item.closed_at or item.updated_at
