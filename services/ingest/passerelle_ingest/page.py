"""One answer of a tracker, as everything beside its HTTP sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from passerelle_ingest.answered import OK
from passerelle_ingest.delivery import content_id


@dataclass(frozen=True)
class Page:
    """One answer of a tracker, byte for byte, and read as JSON."""

    path: str
    """With its query, without the host."""
    body: bytes
    content: Any
    next_link: str | None
    received_at: datetime
    tracker_time: datetime
    """By the tracker's clock; by ours when it does not tell."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """As the tracker sent them, whatever the case of the name asked for."""
    status: int = OK

    @cached_property
    def id(self) -> str:
        """Made from the bytes, once: an answer has no id of its own."""
        return content_id(self.body)
