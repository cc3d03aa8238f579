"""Reads one project: errands side by side, each published when it is done."""

import asyncio
import contextlib
from collections import Counter, deque
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from passerelle_ingest import events
from passerelle_ingest.errors import AnswerRefusedError
from passerelle_ingest.frontier import Frontier
from passerelle_ingest.keyset import Row
from passerelle_ingest.memory import (
    MOST_ANSWERS,
    MOST_ROWS,
    SETTLED,
    Answer,
    Memory,
)
from passerelle_ingest.plan import Limits, Plan
from passerelle_ingest.progress import how_far
from passerelle_ingest.publisher import (
    checkpoint_gone,
    checkpoint_record,
    watermark_key,
    watermark_record,
)
from passerelle_ingest.reading import Errand, Read, ReadsTracker
from passerelle_ingest.rolls import Window
from passerelle_ingest.saying import Said, Saying
from passerelle_ingest.side_by_side import as_they_come
from passerelle_ingest.site import Site
from passerelle_kafka.publisher import Publishes
from passerelle_schemas.deliveries import Watermark, Way
from passerelle_schemas.errors import PasserelleError
from passerelle_schemas.identity import ItemId
from passerelle_schemas.progress import Checkpoint

Clock = Callable[[], datetime]
Progress = Callable[[str], None]
Refetch = Callable[[Sequence[ItemId]], None]
log = structlog.get_logger(__name__)

MOST_SET_ASIDE = 10
"""Beyond this, and beyond half of a reading, it is not the items that are at fault."""
TELLS_EVERY = 200
"""Items between two words of progress, and between two checkpoints."""


@dataclass(slots=True)
class ProjectRead:
    """What one reading of one project brought."""

    source: str
    project: str
    way: Way
    items: int = 0
    facts: int = 0
    pages: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)
    """Items that could not be told, by the code of the reason."""
    left_out: int = 0
    """Items of which an entry could not be read, and all else was told."""
    disagreements: int = 0
    """Fields that differed from what the replayed history says."""
    needs_refetch: int = 0
    begun: datetime | None = None
    """When it began, by our clock or the tracker's: by that which is behind."""
    watermark: Watermark | None = None
    late: int = 0
    """Items that the trailing window showed, and no reading before."""

    def add(self, said: Said) -> None:
        """Count what was published."""
        self.items += said.items
        self.facts += said.facts
        self.pages += said.pages
        self.set_aside += said.set_aside
        self.left_out += said.left_out
        self.disagreements += said.disagreements
        self.needs_refetch += said.needs_refetch


@dataclass(frozen=True, slots=True)
class Reader:
    """What every project of a source is read with."""

    site: Site
    client: ReadsTracker
    publisher: Publishes
    clock: Clock
    progress: Progress
    limits: Limits
    refetch: Refetch
    version: str


@dataclass(slots=True)
class Reading:
    """One reading of one project."""

    reader: Reader
    project: str
    plan: Plan
    memory: Memory
    read: ProjectRead
    checkpointed: int = 0
    """How many items the last checkpoint counted."""
    counted: bool = False
    trailing: bool = False
    """Whether it looks now for what came too late."""
    total: int | None = None
    began: datetime | None = None
    _rows: deque[Row] = field(default_factory=lambda: deque(maxlen=MOST_ROWS))
    _answers: deque[tuple[str, Answer]] = field(
        default_factory=lambda: deque(maxlen=MOST_ANSWERS)
    )
    """No more than memory keeps afterwards, however long the project is."""
    _unsettled: set[Row] = field(default_factory=set)
    """What is to be read again although its list may be as it was."""
    _telling: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self) -> ProjectRead:
        """Read what was planned; say how far we are; look for what came too late."""
        self.began = self.read.begun = self.reader.clock()
        await self._window(self.plan.window)
        await self._save()
        if self.plan.trailing:
            before = self.read.items
            self.trailing = True
            await self._window(self.plan.trailing)
            self.read.late = self.read.items - before
        self._tell_end()
        return self.read

    async def _count(self) -> None:
        """Ask once how many items there are, when there are many."""
        if self.counted:
            return
        self.counted = True
        # An estimate is worth no failure: the reading itself will tell.
        with contextlib.suppress(PasserelleError):
            window = self.plan.window
            self.total = await self.reader.client.count(self.project, window)

    async def _window(self, window: Window) -> None:
        frontier = Frontier(self.reader.limits.overlap)
        listed = self.reader.client.errands(
            self.project, window, self.reader.site, self.memory
        )

        async def numbered() -> AsyncGenerator[tuple[Errand, int], None]:
            async with contextlib.aclosing(listed):
                async for errand in listed:
                    yield errand, frontier.begin()

        async def run(one: tuple[Errand, int]) -> None:
            errand, number = one
            await self._run(errand, number, frontier)

        await as_they_come(run, numbered(), self.reader.limits.concurrency)
        horizon = self.reader.clock() - self.reader.limits.trailing
        self.memory.learn(self._rows, self._settled(), horizon)
        self._rows.clear()
        self._answers.clear()
        self._unsettled.clear()

    def _settled(self) -> Iterator[tuple[str, Answer]]:
        """The answers that may be left unread the next time, and all they list."""
        for address, answer in self._answers:
            if self._unsettled.isdisjoint(answer.rows):
                yield address, answer

    async def _run(self, errand: Errand, number: int, frontier: Frontier) -> None:
        found = await errand()
        times = [page.tracker_time for page in found.pages]
        begun = self.read.begun
        self.read.begun = min(t for t in (begun, *times) if t)
        saying = Saying(
            self.reader.site.source,
            self.project,
            self.read.way,
            self.reader.publisher,
            self.reader.clock,
            self.trailing,
            self._telling,
        )
        said = await saying.say(found)
        before = self.read.items
        self.read.add(said)
        self.reader.refetch(said.ask_again)
        frontier.end(number, (row[1] for row in found.rows))
        self._remember(found, said)
        if before // TELLS_EVERY != self.read.items // TELLS_EVERY:
            await self._count()
            self.reader.progress(f"{self._where}: {self._how_far()}")
            await self._checkpoint(frontier)

    def _remember(self, found: Read, said: Said) -> None:
        """Keep for later what need not be read again, once all is acknowledged."""
        self._answers += found.answers
        if said.set_aside or not found.items:
            return
        seen = min(item.page.tracker_time for item in found.items)
        horizon = self.reader.clock() - self.reader.limits.trailing
        rows = [row for row in found.rows if horizon <= row[1]]
        again = {row for row in rows if said.ask_again or row[1] > seen - SETTLED}
        self._unsettled |= again
        self._rows += [row for row in rows if row not in again]

    async def _checkpoint(self, frontier: Frontier) -> None:
        """Say how far a whole reading is, so that the next attempt goes on there."""
        if not self.plan.whole or not frontier.ordered or frontier.reached is None:
            return
        if self.read.items - self.checkpointed < TELLS_EVERY:
            return
        self.checkpointed = self.read.items
        saved = Checkpoint(
            source=self.read.source,
            tracker=self.reader.site.source.tracker,
            project=self.project,
            reached=frontier.reached,
            items=self.read.items,
            saved_at=self.reader.clock(),
            saved_by=self.reader.version,
            name=self.reader.site.name_of(self.project),
        )
        await self.reader.publisher.publish([checkpoint_record(saved)])

    async def _save(self) -> None:
        """Say how far the project is read, now that all of it is acknowledged.

        Raises AnswerRefusedError instead when most of it could not be told.
        """
        read = self.read
        aside = sum(read.set_aside.values())
        if aside > max(MOST_SET_ASIDE, read.items // 2):
            why = f"{aside} of its {read.items} items cannot be told"
            raise AnswerRefusedError(self._where, why)
        if not self.plan.completes:
            return
        now = self.reader.clock()
        read.watermark = Watermark(
            source=read.source,
            tracker=self.reader.site.source.tracker,
            project=self.project,
            complete_until=(read.begun or now) - self.reader.limits.overlap,
            read_at=now,
            items=read.items,
            name=self.reader.site.name_of(self.project),
        )
        await self.reader.publisher.publish([watermark_record(read.watermark)])
        if self.plan.window.resume or self.checkpointed:
            gone = checkpoint_gone(read.source, self.project)
            await self.reader.publisher.publish([gone])

    def _tell_end(self) -> None:
        read, aside = self.read, sum(self.read.set_aside.values())
        log.info(
            events.PROJECT_READ,
            project=self._where,
            way=read.way.value,
            items=read.items,
            facts=read.facts,
            pages=read.pages,
            set_aside=aside,
            left_out=read.left_out,
            disagreements=read.disagreements,
            late=read.late,
        )
        apart = f", {aside} set aside in the dead letters" if aside else ""
        if read.left_out:
            apart += f", {read.left_out} told without entries that cannot be read"
        told = f"{self._where}: {read.items} items, {read.facts} facts{apart}"
        self.reader.progress(told)

    def _how_far(self) -> str:
        now = self.reader.clock()
        spent = now - (self.began or now)
        return how_far(self.read.items, self.total, self.read.pages, spent)

    @property
    def _where(self) -> str:
        return watermark_key(self.read.source, self.project)
