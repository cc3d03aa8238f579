"""Carries webhooks as the trackers send them, and loses some on the way."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from random import Random

import httpx

from tests.drill.book import Book, Kind
from tests.drill.seams import Post, Tracker
from tests.drill.tally import Tally

_AT_ONCE = 16
_TRIED_AGAIN = frozenset({408, 409, 425, 429})
_WELL = range(200, 300)


class Courier:
    """Sends posts to ingest, wherever it listens now."""

    def __init__(
        self,
        trackers: Mapping[str, Tracker],
        tallies: Mapping[str, Tally],
        book: Book,
        address: str,
        *,
        pace: float,
    ) -> None:
        """Send to *address*; *pace* is how many seconds stand for a long while."""
        self._trackers = trackers
        self._tallies = tallies
        self._book = book
        self._client = httpx.AsyncClient(base_url=address, timeout=10)
        self._pace = pace
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self._under_way: set[asyncio.Task[None]] = set()
        self._held: dict[str, Post] = {}

    def send(self, posts: Sequence[Post]) -> None:
        """Send each of *posts* in its turn, or as a fault wants it."""
        for post in posts:
            self._fate(post)

    async def drain(self) -> None:
        """Return when nothing is under way any more."""
        for source in list(self._held):
            self._start(self._held.pop(source), 0)
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def close(self) -> None:
        """Close the connections, whatever is under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._client.aclose()

    def _fate(self, post: Post) -> None:
        book, where = self._book, post.source
        if book.strikes(Kind.DROPPED, where):
            self._trackers[where].answered(post, 0)
            return
        if where not in self._held and book.strikes(Kind.REORDERED, where):
            self._held[where] = post
            return
        wait = 0.0
        if book.strikes(Kind.DELAYED, where):
            wait = book.dice(Kind.DELAYED).uniform(0.2, 1) * self._pace
        self._start(post, wait)
        if book.strikes(Kind.DUPLICATED, where):
            again = book.dice(Kind.DUPLICATED).uniform(0, 0.3) * self._pace
            self._start(post, wait + again)
        if before := self._held.pop(where, None):
            self._start(before, wait + 0.05)

    def _start(self, post: Post, wait: float) -> None:
        task = asyncio.create_task(self._carry(post, wait))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _carry(self, post: Post, wait: float) -> None:
        """Post it after *wait* seconds; again while its tracker would."""
        await asyncio.sleep(wait)
        dice = Random(post.delivery)  # noqa: S311
        for attempt in range(post.retries + 1):
            if attempt:
                await asyncio.sleep(dice.uniform(0.1, 0.4) * self._pace)
            for item in post.about:
                showings = self._trackers[post.source].showings
                showings.speak(item, datetime.now(UTC))
            status = await self._once(post)
            self._tallies[post.source].post(post.delivery, status)
            self._trackers[post.source].answered(post, status)
            if status in _WELL:
                return
            if status and status < 500 and status not in _TRIED_AGAIN:
                return

    async def _once(self, post: Post) -> int:
        path = f"/webhooks/{post.source}"
        async with self._gate:
            try:
                answer = await self._client.post(
                    path, content=post.body, headers=dict(post.headers)
                )
            except httpx.HTTPError:
                return 0
        return answer.status_code
