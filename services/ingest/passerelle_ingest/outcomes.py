"""What comes of normalising a delivery: facts, a deliberate silence, or an error.

The third outcome is raised: NotFromTrackerError or UnreadableDeliveryError.
"""

from dataclasses import dataclass
from enum import StrEnum

from passerelle_schemas.facts import Facts
from passerelle_schemas.identity import ItemId


class Reason(StrEnum):
    """Why a delivery says nothing to us, on purpose."""

    NO_WORK = "no-work"
    """A kind that never concerns a work item."""
    NOT_YET = "not-yet"
    """A kind that concerns work and that a poll covers, or a later step will read."""
    TOLD_ELSEWHERE = "told-elsewhere"
    """A kind that concerns work, of which another delivery tells the same."""
    UNKNOWN_EVENT = "unknown-event"
    """A kind that we have not heard of."""
    NOT_FOLLOWED = "not-followed"
    """Of a project that the source does not follow."""
    NOTHING_SAID = "nothing-said"
    """A known kind that, this time, changes nothing that we keep."""
    GREETING = "greeting"
    """The tracker tried whether we are there."""


@dataclass(frozen=True, slots=True)
class Silence:
    """The delivery means nothing to us, on purpose; it is counted by its reason."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Quiet:
    """A decision to be silent about a kind of delivery, with its reason in words."""

    reason: Reason
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """The facts of a delivery, one `Facts` for each work item it is about."""

    facts: tuple[Facts, ...]
    needs_refetch: tuple[ItemId, ...] = ()
    """Items that the delivery showed only in part: read them whole when you can."""
    disagreements: int = 0
    """How many fields differed from what the replayed history says."""
    unreadable: tuple[str, ...] = ()
    """Entries that could not be read, and why; all else is told."""


Outcome = Told | Silence
