"""Which changes to read of a list, and what a list of everything tells. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from passerelle_schemas.facts import Target
from passerelle_schemas.identity import ItemId


@dataclass(frozen=True, slots=True)
class Window:
    """Which changes to read: all, or those of a time."""

    since: datetime | None = None
    until: datetime | None = None
    resume: datetime | None = None
    """Everything whose last change was before is with us from an earlier attempt."""

    @property
    def start(self) -> datetime | None:
        """From which last change on to walk the list."""
        return max(filter(None, (self.since, self.resume)), default=None)

    def reaches(self, change: datetime) -> bool:
        """Whether a change of that time is not too late."""
        return self.until is None or change <= self.until

    def holds(self, change: datetime) -> bool:
        """Whether an item that changed last then is to be read."""
        early = self.since is not None and change < self.since
        return self.reaches(change) and not early


@dataclass(frozen=True, slots=True)
class Listed:
    """An item as the tracker lists it for a census."""

    item: ItemId
    key: str
    changed_at: datetime
    exact: bool = True
    """Whether its last change is told here as it is where the item is read whole."""


@dataclass(frozen=True, slots=True)
class Roll:
    """All that a tracker lists of a project."""

    items: dict[ItemId, Listed]
    taken_at: datetime
    """When it was asked for, by the tracker's clock."""
    prefixes: tuple[str, ...] = ()
    """With what the ids of this project's items begin, where that tells them."""
    names: frozenset[str] = frozenset()
    """What the project is and was called, beside its name in the settings."""
    targets: Mapping[ItemId, Target] | None = None
    """Its milestones or versions as items show them; None where nobody tells."""
    included: Mapping[ItemId, frozenset[ItemId]] = field(default_factory=dict)
    """Which items each of its releases includes."""
    named: Mapping[ItemId, frozenset[ItemId]] = field(default_factory=dict)
    """Which items, or keys of other trackers, the texts of each of its pull requests
    name; those that name none are left out."""
