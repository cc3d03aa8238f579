"""Which deliveries of a GitHub webhook failed and should be sent again. Pure.

GitHub never sends again by itself; it keeps what it sent for three days and says of
each attempt how we answered. All attempts of one delivery share its guid.
https://docs.github.com/en/webhooks/using-webhooks/automatically-redelivering-failed-deliveries-for-a-repository-webhook
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict

KEPT_FOR = timedelta(days=3)
MOST_ATTEMPTS = 6
"""What failed so often would fail again; a poll reads the change."""
MOST_AT_ONCE = 200
"""In one round."""
_WELL = range(200, 300)
_NEVER = frozenset({400, 413})
"""Our own answers to what we will never take: not from a tracker, too long."""
_GREETING = "ping"


class Attempt(BaseModel):
    """One attempt to deliver something to us."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: int
    guid: str
    delivered_at: AwareDatetime
    status_code: int | None = None
    """As we answered; 0 or nothing when we did not."""
    event: str = ""
    installation_id: int | None = None

    @property
    def is_well(self) -> bool:
        """Whether it was taken."""
        return self.status_code in _WELL


@dataclass(frozen=True, slots=True)
class Failed:
    """What to send again now, and how many more there are."""

    attempts: tuple[int, ...]
    left: int


def failed(attempts: Iterable[Attempt], now: datetime) -> Failed:
    """Choose one attempt of each delivery that nobody took, the oldest first."""
    by_guid: defaultdict[str, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        by_guid[attempt.guid].append(attempt)
    last = [
        max(each, key=lambda one: (one.delivered_at, one.id))
        for each in by_guid.values()
        if _can_be_mended(each)
    ]
    young = [one for one in last if now - one.delivered_at < KEPT_FOR]
    chosen = sorted(young, key=lambda one: (one.delivered_at, one.id))
    ids = tuple(one.id for one in chosen[:MOST_AT_ONCE])
    return Failed(ids, left=len(chosen) - len(ids))


def _can_be_mended(attempts: list[Attempt]) -> bool:
    taken = any(one.is_well for one in attempts)
    hopeless = any(one.status_code in _NEVER for one in attempts)
    greeting = attempts[0].event == _GREETING
    return not (taken or hopeless or greeting) and len(attempts) < MOST_ATTEMPTS
