"""What a run of the drill is made of, and how likely each fault is."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.drill.book import Kind

CHANCES: Mapping[Kind, float] = {
    Kind.DROPPED: 0.15,
    Kind.DUPLICATED: 0.10,
    Kind.REORDERED: 0.10,
    Kind.DELAYED: 0.10,
    Kind.TRUNCATED: 0.3,
    Kind.LATE_INDEX: 0.15,
    Kind.LATE_CHANGELOG: 0.10,
    Kind.LIMITED: 0.001,
    Kind.LIMITED_SILENTLY: 0.001,
    Kind.LIMITED_BY_DATE: 0.001,
    Kind.SECONDARY: 0.001,
    Kind.AWAY: 0.0015,
    Kind.TIMEOUT: 0.001,
    Kind.HALF_BODY: 0.002,
    Kind.TOKEN_EXPIRED: 0.002,
    Kind.STATUS_RENAMED: 0.01,
    Kind.FIELD_RENAMED: 0.01,
    Kind.PROJECT_RENAMED: 0.005,
    Kind.DST: 0.02,
    Kind.PARTIAL: 0.3,
    Kind.SHORT_PAGE: 0.2,
    Kind.PAGE_TOKEN_REPEATED: 0.01,
    Kind.PAGE_TOKEN_EXPIRED: 0.01,
}
MOST: Mapping[Kind, int] = {
    Kind.TIMEOUT: 12,
    Kind.LIMITED: 20,
    Kind.LIMITED_BY_DATE: 20,
    Kind.DST: 2,
    Kind.STATUS_RENAMED: 6,
    Kind.FIELD_RENAMED: 6,
}
QUICK: Mapping[Kind, int] = {**MOST, Kind.TIMEOUT: 1}
"""For a test: the second silence is the one that lasts a minute."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is made of."""

    seed: int
    items: int = 5000
    seconds: float = 60
    """For how long the world changes after the first reading."""
    pace: float = 10
    """Seconds that stand for a tracker's long while."""
    rest: float = 0.2
    """Seconds between two changes, on the average."""
    poll_seconds: float = 12
    """What changed in the last minute is read again by each poll."""
    kills: int = 3
    restarts: int = 1
    losses: int = 2
    """Times that each tracker takes the permission away."""
    long_losses: int = 1
    """Times that Jira's is away for longer than the trailing pass of a poll looks back.
    """
    censuses: int = 2
    polls: bool = True
    """Without polls nothing but webhooks tells; to prove that the drill sees it."""
    patience: float = 400
    """Seconds for what must come and may take long on a busy machine."""
