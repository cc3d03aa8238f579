"""How we see to it that a tracker's webhooks come, and what was found to be so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from passerelle_ingest.findings import Finding


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done so that webhooks come."""

    registered: int = 0
    refreshed: int = 0
    removed: int = 0
    redelivered: int = 0
    left: int = 0
    """Failed deliveries that were too many for one round: a poll reads their changes,
    and the next round goes on."""
    expires_at: datetime | None = None
    """When the webhook that we registered ends, unless it is refreshed."""


@dataclass(slots=True)
class Upkept:
    """How it stands with the webhooks of a source; health and metrics tell it."""

    kept_at: datetime | None = None
    failed: str = ""
    """The code of what kept us from it the last time."""
    expires_at: datetime | None = None
    redelivered: int = 0
    """Since we started."""
    left: int = 0

    def told(self) -> dict[str, str | int]:
        """Say it in words for whoever asks for our health."""
        ends = self.expires_at
        return {
            "state": f"not kept: {self.failed}" if self.failed else "kept",
            "redelivered": self.redelivered,
            **({"left": self.left} if self.left else {}),
            **({"registered_until": ends.isoformat()} if ends else {}),
        }


class KeepsWebhooks(Protocol):
    """Asks a tracker for the webhooks that it sends us; raises what stands against."""

    async def __aenter__(self) -> Self:
        """Open the connections."""

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""

    async def register(self) -> Kept:
        """Make the tracker send what we take; SettingMissingError where it cannot."""

    async def keep(self) -> Kept:
        """Do what is due by now; nothing where nothing is."""

    async def look(self) -> Sequence[Finding]:
        """Say how it stands with the webhooks, and with what else may fail one day."""
