"""Gives everybody who asks a source their turn, as its budget allows: urgent first."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Protocol

from passerelle_ingest.budget import Budget, Use, Waited
from passerelle_ingest.errors import TrackerBusyError
from passerelle_ingest.overlaps import HELD
from passerelle_ingest.waiting import Reason, allowance, http_date
from passerelle_schemas.health import Span

LONGEST_WAIT = 3700.0
"""Seconds. GitHub lifts a spent limit within the hour; who asks for more is refused."""
LOOKS_AGAIN = 10.0
"""Seconds, after which somebody who waits looks whether we were given another token."""


NO_ANSWER = "no-answer"
HALF_ANSWER = "half-answer"


class Time(Protocol):
    """A clock that only goes on, and can be slept by."""

    def now(self) -> float:
        """Seconds since any instant."""

    async def sleep(self, seconds: float) -> None:
        """Return when they have passed."""


class Passing:
    """Real time."""

    def now(self) -> float:
        """Seconds since any instant."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Return when they have passed."""
        await asyncio.sleep(seconds)


class Turns:
    """The turns of one account at a tracker, whichever sources ask with it."""

    def __init__(
        self, budget: Budget, passing: Time, longest: float = LONGEST_WAIT
    ) -> None:
        self.budget = budget
        self.ahead = timedelta(0)
        """By how much the tracker's clock was before ours at its last answer."""
        self._time = passing
        self._longest = longest
        self._shown: int | None = None
        self._waiting: Mapping[Use, deque[asyncio.Future[None]]] = {
            use: deque() for use in Use
        }

    @asynccontextmanager
    async def turn(
        self, use: Use, where: str, given: Callable[[], str] = str
    ) -> AsyncIterator[None]:
        """Hold one of the places for a request, once it may be sent.

        What was *given* to us so that the tracker knows us has an allowance of its own:
        another one does not wait for what is spent of the one before. Raises
        TrackerBusyError when the tracker asked for a longer wait than we have.
        """
        await self._enter(use, where, given)
        try:
            yield
        finally:
            self.budget.give()
            called = self._call()
        if called:
            # Whoever has a place now asks before this answer is read.
            await asyncio.sleep(0)

    def heard(self, headers: Mapping[str, str], now: datetime) -> None:
        """Learn what an answer tells of what is left, and of the time."""
        if there := http_date(headers):
            self.ahead = there - now
        if "x-ratelimit-limit" in headers:
            self.budget.heard(allowance(headers, now), self._time.now())

    def went_well(self) -> None:
        """Learn that an answer was what was asked for."""
        self.budget.went_well(self._time.now())

    def refused(self, reason: Reason, seconds: float | None) -> float:
        """Let everybody wait; return for how many seconds."""
        return self.budget.refused(reason, seconds, self._time.now())

    def hold(self) -> tuple[float, Reason] | None:
        """Say for how many seconds yet nobody asks, and why; none when one may."""
        now = self._time.now()
        hold = self.budget.hold(Use.URGENT, now)
        return (hold.until - now, hold.reason) if hold else None

    async def _enter(self, use: Use, where: str, given: Callable[[], str]) -> None:
        while True:
            shown = given()
            self._look(shown)
            await self._place(use)
            now = self._time.now()
            hold = self.budget.hold(use, now)
            if hold is None:
                self.budget.spend(now)
                return
            # The place is free again while we wait: what is urgent may have it.
            self.budget.give()
            self._call()
            if hold.until - now > self._longest:
                raise TrackerBusyError(where, hold.until - now)
            self.budget.note(hold, now)
            waits = hold.until - now
            await self._time.sleep(min(waits, LOOKS_AGAIN) if shown else waits)

    def _look(self, shown: str) -> None:
        """Let what another token spent hold nobody back."""
        if not shown or hash(shown) == self._shown:
            return
        if self._shown is not None:
            self.budget.renew()
        self._shown = hash(shown)

    async def _place(self, use: Use) -> None:
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[use].append(place)
        self._call()
        try:
            await place
        except asyncio.CancelledError:
            if not place.cancelled():
                self.budget.give()
                self._call()
            raise

    def _call(self) -> bool:
        """Give places to who waits longest; to the urgent before the patient.

        Says whether somebody was given one.
        """
        called = False
        for use in (Use.URGENT, Use.PATIENT):
            waiting = self._waiting[use]
            while waiting and self.budget.has_room(use, self._time.now()):
                place = waiting.popleft()
                if not place.cancelled():
                    self.budget.take()
                    place.set_result(None)
                    called = True
            if waiting:
                break
        return called


class Budgets:
    """The turns of every source, shared by those that show one credential.

    Their tracker counts their requests together, whatever we call them.
    """

    def __init__(
        self,
        passing: Time | None = None,
        *,
        unsaid: float = 60.0,
        longest: float = LONGEST_WAIT,
    ) -> None:
        """Wait for *unsaid* seconds where nobody says when, for *longest* at most."""
        self._time = passing or Passing()
        self._unsaid = unsaid
        self._longest = longest
        self._turns: dict[tuple[str, str], Turns] = {}
        self._shown: dict[tuple[str, str], str] = {}
        """With what account each source asks at each place, or that it has none."""
        self._mine: dict[str, list[Turns]] = {}
        self._held: dict[str, Waited] = {}
        self._troubles: dict[str, Counter[str]] = {}

    def of(
        self, source: str, home: str, concurrency: int, points: int, account: str = ""
    ) -> Turns:
        """Return the turns of *account* at *home*; of *source* alone without one.

        A source that shows another credential now keeps its turns, so that what the
        tracker said of us holds, unless that account has turns already.
        """
        shown = account or f"={source}"
        known = self._turns.get((home, shown))
        if known is None:
            known = self._renewed(source, home) or Turns(
                Budget(concurrency, points, self._unsaid), self._time, self._longest
            )
            self._turns[home, shown] = known
        self._shown[source, home] = shown
        mine = self._mine.setdefault(source, [])
        if known not in mine:
            mine.append(known)
            held = self._held.setdefault(source, Waited())
            known.budget.held.append(held)
        return known

    def _renewed(self, source: str, home: str) -> Turns | None:
        """The turns of a source that shows another credential now than before."""
        before = self._shown.pop((source, home), None)
        known = self._turns.get((home, before or ""))
        if known is None:
            return None
        if (home, before) in {(h, shown) for (_, h), shown in self._shown.items()}:
            return Turns(known.budget.heir(), self._time, self._longest)
        del self._turns[home, before or ""]
        return known

    def met(self, source: str) -> Counter[str]:
        """Answers of *source* that were not what was asked for, to be counted.

        By status, or by what came instead.
        """
        return self._troubles.setdefault(source, Counter())

    def _of(self, source: str) -> list[Turns]:
        """All turns that *source* ever asked in: none of its figures grows less."""
        return self._mine.get(source, [])

    def waits(self, source: str) -> dict[Reason, tuple[int, float]]:
        """Say by reason how often and for how many seconds *source* had us wait."""
        found: dict[Reason, tuple[int, float]] = {}
        for turns in self._of(source):
            for reason, one in turns.budget.waits.items():
                times, seconds = found.get(reason, (0, 0.0))
                found[reason] = (times + one.times, seconds + one.seconds)
        return found

    def held(self, source: str) -> float:
        """Say for how many seconds *source* had us wait in all, each counted once.

        For reasons of the tracker: what we wait to spare what it allows is not in it.
        """
        return self._held[source].seconds if source in self._held else 0.0

    def began(self, now: datetime) -> datetime:
        """Say at what instant its seconds are counted from, if it is *now*."""
        return now - timedelta(seconds=self._time.now())

    def spans(self, source: str, began: datetime) -> dict[str, list[Span]]:
        """Say when *source* had us wait, by reason and as HELD."""
        found: dict[str, list[Span]] = {}
        if source in self._held:
            found[HELD] = _placed(self._held[source], began)
        for turns in self._of(source):
            for reason, one in turns.budget.waits.items():
                found.setdefault(reason.value, []).extend(_placed(one, began))
        return found

    def troubles(self, source: str) -> Counter[str]:
        """Count the answers of *source* that were not what was asked for, by kind."""
        return +self._troubles.get(source, Counter())

    def ahead(self, source: str) -> timedelta:
        """Say by how much the clock of *source* is before ours; nothing if unheard.

        Of all that it is asked, what is farthest from ours.
        """
        told = (one.ahead for one in self._of(source))
        return max(told, key=abs, default=timedelta(0))

    def hold(self, source: str) -> tuple[float, Reason] | None:
        """Say for how many seconds yet *source* has us wait; none when it does not."""
        holds = (one.hold() for one in self._of(source))
        return max(filter(None, holds), default=None)


def _placed(waited: Waited, began: datetime) -> list[Span]:
    return [
        Span(begin=_instant(began, begin), end=_instant(began, end))
        for begin, end in waited.spans
    ]


def _instant(began: datetime, seconds: float) -> datetime:
    """Of milliseconds: the clocks of two workers differ by more."""
    return began + timedelta(milliseconds=round(seconds * 1000))
