"""One budget for everybody who asks a source: how many at a time, and when not. Pure.

Polls, backfills, censuses, second looks, mentions and the upkeep of webhooks spend from
the same budget. When one of them is told to wait, all of them wait; the time comes in.
"""

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

from passerelle_ingest.waiting import Allowance, Reason

RESERVE = 0.1
"""The share of what is allowed that patient work leaves to the urgent."""
LONGEST_UNSAID = 900.0
"""Seconds at most, where a tracker says "later" again and again and never when."""
_MINUTE = 60.0
_MOST_POOLS = 8
MOST_SPANS = 200
"""Waits of which we remember when they were, so that others can tell what was theirs
too."""
_STEADY = 8
"""So many good answers a place, and one more request at a time is tried again."""


class Use(StrEnum):
    """What a request is for."""

    URGENT = "urgent"
    """Polls, second looks, mentions, webhooks: somebody waits for the freshness."""
    PATIENT = "patient"
    """Backfills and censuses: long, and leave room for the others."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Nobody may ask before *until*, in seconds of the clock that comes in."""

    until: float
    reason: Reason


@dataclass(slots=True)
class Waited:
    """How often and for how long in all a source could not be asked, for one reason."""

    times: int = 0
    seconds: float = 0.0
    until: float = 0.0
    spans: list[tuple[float, float]] = field(default_factory=list)
    """From when to when, the longest of them."""

    def add(self, now: float, until: float) -> None:
        """Count a wait; what overlaps with one that counts already counts once."""
        begin = max(now, self.until)
        if until <= begin:
            return
        self.times += now >= self.until
        self.seconds += until - begin
        self._place(now, until)
        self.until = until

    def _place(self, now: float, until: float) -> None:
        begin = max(now, self.until)
        if now < self.until and self.spans and self.spans[-1][1] == self.until:
            begin, _ = self.spans.pop()
        self.spans.append((begin, until))
        if len(self.spans) > MOST_SPANS:
            self.spans.remove(min(self.spans, key=lambda one: one[1] - one[0]))


@dataclass(slots=True)
class _Pool:
    limit: int
    remaining: int
    until: float


@dataclass(slots=True)
class Budget:
    """What may be asked of one source at an instant."""

    concurrency: int
    points_a_minute: int = 0
    """By the vendor's documents, where it limits requests at all; 0 for no such limit.
    Each of our requests is one point."""
    unsaid_seconds: float = _MINUTE
    """To wait where the tracker says "later" and not when; twice as long each time."""
    in_flight: int = 0
    waits: dict[Reason, Waited] = field(default_factory=dict)
    held: list[Waited] = field(default_factory=list)
    """Of each source that spends from it, how long the tracker had it wait, for any
    reason of its own: an instant counts once."""
    _width: int = 0
    _good: int = 0
    _unsaid: int = 0
    _until: float = 0.0
    _why: Reason = Reason.SECONDARY
    _pools: dict[tuple[str, str], _Pool] = field(default_factory=dict)
    _spent: deque[float] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self._width = self.concurrency

    @property
    def width(self) -> int:
        """How many requests at a time the source bears, as far as we know."""
        return self._width

    def hold(self, use: Use, now: float) -> Hold | None:
        """Say until when *use* must not ask; none when it may."""
        if now < self._until:
            return Hold(self._until, self._why)
        for pool in self._live(now):
            if pool.remaining <= self._kept(pool, use):
                spent = pool.remaining == 0
                return Hold(pool.until, Reason.PRIMARY if spent else Reason.RESERVED)
        return self._pace(use, now)

    def has_room(self, use: Use, now: float) -> bool:
        """Whether one more request of *use* may be under way."""
        left = (p.remaining - self._kept(p, use) for p in self._live(now))
        return self.in_flight < min([self._width, *(n for n in left if n > 0)])

    def take(self) -> None:
        """A request has its place."""
        self.in_flight += 1

    def give(self) -> None:
        """Its place is free again."""
        self.in_flight -= 1

    def spend(self, now: float) -> None:
        """A request is sent."""
        if self.points_a_minute:
            self._spent.append(now)
            while self._spent[0] <= now - _MINUTE:
                self._spent.popleft()

    def heard(self, told: Allowance | None, now: float) -> None:
        """An answer came; what it tells of the allowance counts, in any order."""
        if told is None:
            return
        until = now + told.seconds
        known = self._pools.get((told.pool, told.renewed))
        remaining = min(told.remaining, known.remaining) if known else told.remaining
        self._pools[told.pool, told.renewed] = _Pool(told.limit, remaining, until)
        live = {name: p for name, p in self._pools.items() if p.until > now}
        newest = sorted(live, key=lambda name: live[name].until)[-_MOST_POOLS:]
        self._pools = {name: live[name] for name in newest}

    def went_well(self, now: float) -> None:
        """An answer was what was asked for."""
        if now >= self._until:
            self._unsaid = 0
        self._good += 1
        if self._width < self.concurrency and self._good >= _STEADY * self._width:
            self._width += 1
            self._good = 0

    def refused(self, reason: Reason, seconds: float | None, now: float) -> float:
        """The tracker says "later": in *seconds*, or it does not say when.

        Returns for how long nobody asks. Requests that were under way together and are
        refused together are one refusal.
        """
        fresh = now >= self._until
        if seconds is None:
            seconds = self._unsaid_wait(fresh=fresh, now=now)
        if fresh and reason is Reason.SECONDARY:
            self._width = max(1, self._width // 2)
            self._good = 0
        if now + seconds > self._until:
            self._until, self._why = now + seconds, reason
        self.note(Hold(now + seconds, reason), now)
        return seconds

    def renew(self) -> None:
        """Another token is shown: what is spent of the one before is not spent of it.

        What the tracker said of too much at a time, or of itself, holds as before.
        """
        self._pools.clear()
        if self._why is Reason.PRIMARY:
            self._until = 0.0

    def heir(self) -> "Budget":
        """Make the budget of another token, of which others show the one before."""
        known = Budget(self.concurrency, self.points_a_minute, self.unsaid_seconds)
        known._width, known._unsaid = self._width, self._unsaid
        known._until, known._why = self._until, self._why
        known.renew()
        return known

    def note(self, hold: Hold, now: float) -> None:
        """Count a wait, for whoever tells how much of the freshness it cost."""
        self.waits.setdefault(hold.reason, Waited()).add(now, hold.until)
        if not hold.reason.is_ours:
            for held in self.held:
                held.add(now, hold.until)

    def _unsaid_wait(self, *, fresh: bool, now: float) -> float:
        if not fresh:
            return self._until - now
        longest = max(LONGEST_UNSAID, self.unsaid_seconds)
        self._unsaid += 1
        return min(longest, self.unsaid_seconds * 2.0 ** min(self._unsaid - 1, 20))

    def _live(self, now: float) -> list[_Pool]:
        return [pool for pool in self._pools.values() if pool.until > now]

    def _kept(self, pool: _Pool, use: Use) -> int:
        return int(pool.limit * RESERVE) if use is Use.PATIENT else 0

    def _pace(self, use: Use, now: float) -> Hold | None:
        """A tracker that tells no limit has none, as Enterprise Server by default."""
        most = max((pool.limit for pool in self._live(now)), default=0)
        if not (self.points_a_minute and most):
            return None
        # Who allows more an hour than that allows more a minute, too.
        allowed = max(self.points_a_minute, most // 60)
        share = 1 - RESERVE if use is Use.PATIENT else 1
        first = len(self._spent) - int(allowed * share)
        if first < 0:
            return None
        until = self._spent[first] + _MINUTE
        return Hold(until, Reason.PACED) if until > now else None
