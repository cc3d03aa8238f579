"""What a tracker sent, byte for byte, and how it came to us.

On `work.raw.v1` the value of a record is the body, untouched; its origin stands in the
headers. A body may hold people's names: that topic is the only one that does.
"""

from enum import StrEnum

from passerelle_schemas.contract import Contract, Instant
from passerelle_schemas.identity import SourceId, Tracker


class Way(StrEnum):
    """The way a delivery came: a hint of freshness, or a proof of completeness."""

    WEBHOOK = "webhook"
    POLL = "poll"
    BACKFILL = "backfill"
    CENSUS = "census"


_LATER_FIELDS = frozenset({"silence", "asked_again", "trailing"})
"""Told in a header only where there is something to tell."""


class RawDelivery(Contract):
    """The origin of one webhook POST or one page of a REST answer."""

    id: str
    """The tracker's delivery id where it has one, else made from the content."""
    source: SourceId
    tracker: Tracker
    project: str
    """Project key or `owner/repository`; `-` when the body names none."""
    event: str
    """The webhook's event name, or the path of the REST answer."""
    way: Way
    received_at: Instant
    content_type: str = "application/json"
    silence: str = ""
    """Why it means nothing to us, on purpose; empty when it does, or when nobody said.
    """
    asked_again: int = 0
    """How many items it showed only in part, or other than their history tells."""
    trailing: bool = False
    """Whether it was read in the pass that looks for what was shown too late."""

    def to_headers(self) -> tuple[tuple[str, bytes], ...]:
        """Write the origin as Kafka headers."""
        nothing = {name for name in _LATER_FIELDS if not getattr(self, name)}
        written = self.model_dump(mode="json", exclude=nothing)
        return tuple((name, str(told).encode()) for name, told in written.items())

    @classmethod
    def from_headers(cls, headers: tuple[tuple[str, bytes], ...]) -> "RawDelivery":
        """Read the origin back; pydantic's ValidationError says when it is none."""
        return cls.model_validate({name: value.decode() for name, value in headers})


class Watermark(Contract):
    """How far a source has been read completely: everything before it is with us.

    Saved only after the broker acknowledged the data it covers.
    """

    source: SourceId
    tracker: Tracker
    project: str
    complete_until: Instant
    """In the tracker's time. Everything that changed before is on the facts topic."""
    read_at: Instant
    """When the reading ended, in our time."""
    items: int
    """How many work items that reading saw."""
    name: str = ""
    """What the tracker called the project then; not told by older programs."""
