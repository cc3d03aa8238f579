"""How far the data reaches, source by source."""

from passerelle_report.contents.basics import Count, Refs
from passerelle_schemas.contract import Contract, Instant
from passerelle_schemas.identity import Tracker


class Place(Contract):
    """A project of a source, and how far it was read."""

    source: str
    tracker: Tracker
    project: str
    until: Instant | None = None
    """Complete until then, at most the end of the week; none when never read."""


class Freshness(Contract):
    """How far the data reaches."""

    trackers: tuple[Tracker, ...]
    until: Instant | None
    """Everything before is known from every source; none when one was never read."""
    complete: bool
    """Every source was read to the end of the week."""
    places: Count
    late: tuple[Place, ...] = ()
    never: tuple[Place, ...] = ()
    broken_records: Count = 0
    refs: Refs = ()
