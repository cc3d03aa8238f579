"""Reads items again soon, one by one, that a delivery showed only in part.

What waits here is lost when we stop. That loses nothing: such a delivery tells of a
change, which the next poll finds too, and the census what polls do not see.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from passerelle_ingest import events
from passerelle_ingest.errors import AnswerRefusedError
from passerelle_ingest.http import Connection
from passerelle_ingest.reading import ReadsTracker, Seen
from passerelle_ingest.saying import Saying
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.sites import Sites
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_kafka.publisher import Publishes
from passerelle_schemas.deliveries import Way
from passerelle_schemas.errors import (
    PasserelleError,
    RetryableError,
    UnprocessableError,
)
from passerelle_schemas.identity import ItemId

Clock = Callable[[], datetime]
log = structlog.get_logger(__name__)

MOST_WAITING = 2000
AT_ONCE = 50
SETTLE_SECONDS = 30.0
"""After which the history of a change has come, where it comes at all."""
SOON_SECONDS = 2.0
"""So that many deliveries about one item ask for it once."""


@dataclass(slots=True)
class Waiting:
    """Items to be read again: each once, and no more than a bounded number."""

    most: int = MOST_WAITING
    left_out: int = 0
    """How many found no room; the next poll reads them."""
    _items: dict[ItemId, None] = field(default_factory=dict)
    _some: asyncio.Event = field(default_factory=asyncio.Event)

    def ask(self, items: Iterable[ItemId]) -> None:
        """Ask for items; those that wait already are asked for once."""
        for item in items:
            if item not in self._items and len(self._items) >= self.most:
                self.left_out += 1
                continue
            self._items[item] = None
            self._some.set()

    def __contains__(self, item: object) -> bool:
        """Whether an item waits."""
        return item in self._items

    async def some(self) -> None:
        """Return when there is an item."""
        await self._some.wait()

    def take(self, most: int = AT_ONCE) -> list[ItemId]:
        """Take the items that wait longest."""
        taken = list(self._items)[:most]
        for item in taken:
            del self._items[item]
        if not self._items:
            self._some.clear()
        return taken


@dataclass(slots=True)
class Look:
    """What came of a look at one item."""

    told: bool = False
    in_part: bool = False
    """Shown only in part even so, or not to be read now."""


@dataclass(frozen=True, slots=True)
class Refetching:
    """Reads the waiting items of one source."""

    source: SourceSettings
    connection: Connection
    publisher: Publishes
    sites: Sites
    waiting: Waiting = field(default_factory=Waiting)
    soon_seconds: float = SOON_SECONDS
    settle_seconds: float = SETTLE_SECONDS
    way: Way = Way.POLL

    async def run(self) -> None:
        """Read what is asked for, until cancelled."""
        while True:
            await self.waiting.some()
            await asyncio.sleep(self.soon_seconds)
            await self.read(self.waiting.take())

    async def settle(self) -> int:
        """Read what waits, and once more later what is shown only in part even so.

        For whoever ends afterwards, so that no next poll reads it. Returns how many
        items are in part still, or could not be read.
        """
        left = await self._read_all()
        if left:
            await asyncio.sleep(self.settle_seconds)
            self.waiting.ask(left)
            left = await self._read_all()
        return len(left) + self.waiting.left_out

    async def _read_all(self) -> list[ItemId]:
        left: list[ItemId] = []
        while items := self.waiting.take():
            left += await self.read(items)
            if items[-1] in self.waiting:  # The tracker or the broker is away.
                left += self.waiting.take(self.waiting.most)
        return left

    async def read(self, items: Iterable[ItemId]) -> list[ItemId]:
        """Read each of *items*; one that fails stops no other, and the poll reads it.

        Those behind it wait on when the tracker or the broker is away. Returns those
        that are in part still, or could not be read.
        """
        client = TRACKERS[self.source.tracker].client
        left, told = list(items), 0
        in_part: list[ItemId] = []
        try:
            async with client(self.source, self.connection) as opened:
                await self._learn(opened)
                while left:
                    found = await self._tried(opened, left[0])
                    told += found.told
                    in_part += left[:1] if found.in_part else []
                    del left[0]
        except RetryableError as error:
            self._failed(error)
            in_part += left[:1]
            self.waiting.ask(left[1:])
        except PasserelleError as error:
            self._failed(error)
            in_part += left
        except Exception:
            log.exception(events.REFETCH_FAILED, source=self.source.id)
            in_part += left
        log.info(events.ITEMS_REFETCHED, source=self.source.id, items=told)
        return in_part

    async def _tried(self, client: ReadsTracker, item: ItemId) -> Look:
        """Read one, unless what is answered of it is no answer."""
        try:
            return await self._read(client, item)
        except (AnswerRefusedError, UnprocessableError) as error:
            self._failed(error)
            return Look(in_part=True)

    def _failed(self, error: PasserelleError) -> None:
        where = self.source.id
        log.warning(events.REFETCH_FAILED, source=where, reason=error.code)

    async def _learn(self, client: ReadsTracker) -> None:
        known = self.sites.of(self.source)
        if not known.repositories and not known.statuses:
            self.sites.learn(await client.site())

    async def _read(self, client: ReadsTracker, item: ItemId) -> Look:
        """Read one; what is gone is left to the census, which proves it."""
        found = Look()
        seen = await client.look(item, self.sites.of(self.source))
        await self._say(seen, found)
        if seen.shown_by is not None:
            async for page in seen.shown_by:
                await self._say(page, found)
        return found

    async def _say(self, seen: Seen, found: Look) -> None:
        if seen.read is None or seen.gone is not None:
            return
        saying = Saying(
            self.source,
            seen.project,
            self.way,
            self.publisher,
            self.connection.clock,
        )
        # What is still shown in part is not asked for again: that would never end.
        said = await saying.say(seen.read)
        found.told = True
        found.in_part |= bool(said.needs_refetch)
