"""A work item as we know it, with the little that a census compares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from passerelle_schemas.facts import Target
from passerelle_schemas.identity import ItemId


@dataclass(frozen=True, slots=True)
class Known:
    """What we know of an item."""

    item: ItemId
    key: str = ""
    project: str = ""
    kind: str = ""
    created_at: datetime | None = None
    changed_at: datetime | None = None
    """Its last change that we saw; none when it was never seen whole."""
    gone: bool = False
    presence_at: datetime | None = None
    """When it went, or came back, the last time."""
    targets: tuple[Target, ...] = ()
    """The milestones or versions that it is planned for, as it showed them."""
    comments: Mapping[str, datetime] = field(default_factory=dict)
    """Those that carry marked lines, and when they were written or edited last."""
    included: frozenset[ItemId] = frozenset()
    """The releases that include it."""
    dropped: frozenset[ItemId] = frozenset()
    """The releases that included it once, and do not now."""
    linked: Mapping[ItemId, datetime] = field(default_factory=dict)
    """The pull requests that name it, as far as we know, and since when they do at the
    latest; not those that are closed, to which nobody holds it."""
