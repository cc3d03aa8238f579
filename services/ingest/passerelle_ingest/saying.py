"""Publishes what an errand brought: its answers, and the facts of its items.

One item that cannot be told, or that no record can hold, is set aside alone.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from passerelle_ingest import events
from passerelle_ingest.errors import (
    UnexpectedError,
    UnreadableDeliveryError,
    UnreadableEntriesError,
)
from passerelle_ingest.http import Page
from passerelle_ingest.outcomes import Told
from passerelle_ingest.publisher import (
    dead_record,
    fact_records,
    raw_record,
    watermark_key,
)
from passerelle_ingest.reading import Item, Read
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.unreadable import why
from passerelle_kafka.publisher import Publishes
from passerelle_kafka.records import Outgoing
from passerelle_schemas.deliveries import RawDelivery, Way
from passerelle_schemas.errors import UnprocessableError
from passerelle_schemas.facts import Facts
from passerelle_schemas.identity import ItemId
from passerelle_schemas.text import cleaned

Clock = Callable[[], datetime]
log = structlog.get_logger(__name__)

_A_TURN = 4
"""Items that are told before others have their turn: some milliseconds."""


@dataclass(slots=True)
class Said:
    """What was published, and what of it needs another look."""

    items: int = 0
    facts: int = 0
    pages: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)
    disagreements: int = 0
    needs_refetch: int = 0
    left_out: int = 0
    """Items of which an entry could not be read, and all else was told."""
    ask_again: list[ItemId] = field(default_factory=list)
    """Shown only in part, or other than their history tells."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Says what was read of one project, in one way."""

    source: SourceSettings
    project: str
    way: Way
    publisher: Publishes
    clock: Clock
    trailing: bool = False
    """Whether it is looked for once more, as the tracker may have shown it too late."""
    telling: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by who tells: were many pages told in turns, the next would come late."""

    async def say(self, found: Read) -> Said:
        """Return when the broker has acknowledged everything."""
        said = Said(items=len(found.items), pages=len(found.pages))
        told: list[Outgoing] = []
        asked: Counter[str] = Counter()
        origins = {page.id: self.origin(page) for page in found.pages}
        async with self.telling:
            for number, item in enumerate(found.items, start=1):
                before = len(said.ask_again)
                origin = origins.get(item.page.id) or self.origin(item.page)
                told += self._told(item, origin, said)
                asked[item.page.id] += len(said.ask_again) - before
                if number % _A_TURN == 0:
                    # A page takes long enough to keep the tracker's answers waiting.
                    await asyncio.sleep(0)
        raw = [self._raw(page, asked.pop(page.id, 0)) for page in found.pages]
        try:
            await self.publisher.publish([*raw, *told])
        except UnprocessableError:
            await self.publisher.publish(raw)
            await self._apart(found, said)
        return said

    def _raw(self, page: Page, asked_again: int) -> Outgoing:
        update = {"asked_again": asked_again}
        return raw_record(self.origin(page).model_copy(update=update), page.body)

    async def _apart(self, found: Read, said: Said) -> None:
        """Publish item by item, so that one too large sets aside itself alone."""
        for item in found.items:
            # Counted already, whatever becomes of it.
            told = self._told(item, self.origin(item.page), Said())
            try:
                await self.publisher.publish(told)
            except UnprocessableError as error:
                await self.publisher.publish([self._set_aside(item, said, error)])

    def _told(self, item: Item, origin: RawDelivery, said: Said) -> list[Outgoing]:
        """The facts of an item; a dead letter when it cannot be told."""
        try:
            told = item.tell(origin)
        except UnprocessableError as error:
            return [self._set_aside(item, said, error)]
        except (ValueError, OverflowError) as error:
            unreadable = UnreadableDeliveryError(origin.event, why(error))
            return [self._set_aside(item, said, unreadable)]
        except Exception as bug:
            log.exception(events.DELIVERY_UNEXPECTED, project=self._where)
            return [self._set_aside(item, said, UnexpectedError(bug))]
        said.facts += sum(len(record.facts) for record in told.facts)
        said.disagreements += told.disagreements
        said.needs_refetch += len(told.needs_refetch)
        said.ask_again += told.needs_refetch
        if told.disagreements and told.facts:
            said.ask_again.append(told.facts[0].item)
        records = fact_records(_stamped(told))
        if told.unreadable:
            said.left_out += 1
            entries = UnreadableEntriesError(origin.event, told.unreadable)
            records.append(self._letter(item, entries))
        return records

    def _set_aside(self, item: Item, said: Said, error: UnprocessableError) -> Outgoing:
        said.set_aside[error.code] += 1
        return self._letter(item, error)

    def _letter(self, item: Item, error: UnprocessableError) -> Outgoing:
        log.warning(events.DELIVERY_SET_ASIDE, project=self._where, reason=error.code)
        return dead_record(
            self.origin(item.page),
            item.page.body,
            reason=error.code,
            detail=str(error),
            now=self.clock(),
        )

    def origin(self, page: Page) -> RawDelivery:
        """Say where an answer came from."""
        return RawDelivery(
            id=page.id,
            source=self.source.id,
            tracker=self.source.tracker,
            project=self.project,
            event=cleaned(page.path, limit=500),
            way=self.way,
            received_at=page.received_at,
            trailing=self.trailing,
        )

    @property
    def _where(self) -> str:
        return watermark_key(self.source.id, self.project)


def _stamped(told: Told) -> tuple[Facts, ...]:
    """Say with the first record how often the history tells otherwise."""
    if not (told.disagreements and told.facts):
        return told.facts
    first, *others = told.facts
    update = {"disagreements": told.disagreements}
    return (first.model_copy(update=update), *others)
