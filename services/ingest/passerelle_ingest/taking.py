"""Takes a census: lists, compares, reads what was missed, proves what is absent.

Nothing is said to be gone before each absent item was looked at, an item that was
listed is still visible, and we are still who we were.
"""

import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import structlog

from passerelle_ingest import amends, census, events
from passerelle_ingest.beside import Beside, Tally, relisting
from passerelle_ingest.census import Compared, compare, due, gone_at, stops
from passerelle_ingest.drift import included_by
from passerelle_ingest.http import Page
from passerelle_ingest.known import Known
from passerelle_ingest.publisher import census_record, watermark_key
from passerelle_ingest.reading import Item, Read, ReadsTracker, Seen
from passerelle_ingest.rolls import Listed, Roll
from passerelle_ingest.saying import Saying
from passerelle_ingest.side_by_side import side_by_side
from passerelle_ingest.site import Site
from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.publisher import Publishes
from passerelle_schemas.deliveries import Watermark, Way
from passerelle_schemas.errors import PasserelleError
from passerelle_schemas.facts import RemovalReason
from passerelle_schemas.identity import ItemId, ItemRef
from passerelle_schemas.progress import Censused

Clock = Callable[[], datetime]
Progress = Callable[[str], None]
log = structlog.get_logger(__name__)


class StoppedError(Exception):
    """A census went no further, by the code of the reason."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Census:
    """One census of one project."""

    site: Site
    project: str
    client: ReadsTracker
    publisher: Publishes
    clock: Clock
    before: Censused | None
    watermark: Watermark | None
    absent_share: float
    concurrency: int = 8

    async def list(self) -> tuple[Roll, str]:
        """List the project, as who we are; raises StoppedError and the tracker's."""
        if self.watermark is None:
            raise StoppedError(census.NEVER_READ)
        account = await self._account()
        return await self.client.roll(self.project, self.site), account

    async def take(
        self, roll: Roll, account: str, known: Mapping[ItemId, Known]
    ) -> Censused:
        """Compare and repair; *known* was read after the list was made."""
        heard = self.before.heard if self.before else ""
        compared = compare(self.project, roll, known, heard)
        found = self._found(roll, account, compared)
        if why := stops(compared, self.absent_share):
            return self._stopped(found, why)
        tally = Tally()
        try:
            await self._read(compared, tally)
            beside = Beside(self.client, self.site, self.saying, tally)
            if compared.spoken:
                # Also if it fails: one item shall not stop every census to come.
                found = found.model_copy(update={"heard": compared.spoken[-1].item})
            await beside.hear(compared.spoken, self.concurrency)
            await beside.relist(compared.inclusions, roll, known)
            await beside.unname(compared.unnamed, roll, known)
            await beside.withdraw(compared.left_behind, roll, known)
            await self._prove(compared, tally, roll, known)
        except StoppedError as stop:
            return self._stopped(_counted(found, tally), stop.why)
        except BrokerAwayError:
            raise
        except PasserelleError as error:
            return self._stopped(_counted(found, tally), error.code)
        done = _counted(found, tally)
        return done.model_copy(update={"completed_at": roll.taken_at})

    def stopped_before(self, why: str) -> Censused:
        """Say that not even the list could be made."""
        return self._stopped(self._blank(self.clock()), why)

    async def say(self, taken: Censused) -> None:
        """Publish what the census found; its facts are acknowledged already."""
        await self.publisher.publish([census_record(taken)])
        where = watermark_key(taken.source, taken.project)
        counts = taken.model_dump(
            include={"listed", "known", "missed", "stale", "moved", "returned"}
            | {"deleted", "moved_out", "not_visible", "still_there", "unreadable"}
            | {"restated", "silenced", "relisted"}
        )
        if taken.stopped_because:
            why = taken.stopped_because
            log.warning(events.CENSUS_STOPPED, project=where, reason=why, **counts)
        else:
            log.info(events.CENSUS_TAKEN, project=where, **counts)

    async def _account(self) -> str:
        """Who we are, as a digest; raises StoppedError when we are another."""
        standing = await self.client.standing(self.project)
        if not standing.may_read:
            raise StoppedError(census.PERMISSION_LOST)
        told = f"{self.site.source.id}/{standing.account}"
        account = hashlib.sha256(told.encode()).hexdigest()[:16]
        if self.before and self.before.account not in {"", account}:
            raise StoppedError(census.ACCOUNT_CHANGED)
        return account

    async def _read(self, compared: Compared, tally: Tally) -> None:
        """Read what we missed, what is behind, what has another key, what is back."""
        back = {row.item for row in compared.returned}

        async def read(row: Listed) -> None:
            seen = await self.client.look(row.item, self.site)
            if seen.gone is None and seen.read is not None:
                await self._say(seen, tally, returned=row.item in back)

        await side_by_side(read, compared.to_read, self.concurrency)

    async def _prove(
        self,
        compared: Compared,
        tally: Tally,
        roll: Roll,
        known: Mapping[ItemId, Known],
    ) -> None:
        """Look at each absent item; then at the canary and at ourselves; then tell.

        All of it twice: a permission that was lost for a moment, between two looks that
        went well, would else make what it hid look gone.
        """
        gone = await self._gone(compared, tally)
        if not gone:
            return
        await self._visible(compared)
        gone = await self._gone(compared.only({one.item for one, _ in gone}), tally)
        if not gone:
            return
        page = await self._visible(compared)
        for one, seen in sorted(gone, key=lambda pair: pair[0].item):
            at = gone_at(one, self.before, roll.taken_at)
            await self._tell_gone(one, seen, page, at)
            ref = ItemRef(id=one.item, key=one.key)
            left = included_by(one.item, known)
            items = [relisting(page, was, ref, roll.taken_at, known) for was in left]
            await self.saying(seen).say(Read((), tuple(items)))
            tally.relisted += len(items)
            reason = seen.gone or RemovalReason.NOT_VISIBLE
            tally.removed[reason] = tally.removed.get(reason, 0) + 1

    async def _gone(
        self, compared: Compared, tally: Tally
    ) -> Sequence[tuple[Known, Seen]]:
        """Look at each absent item; say those that are there, return the others."""
        gone: list[tuple[Known, Seen]] = []

        async def look(absent: Known) -> None:
            seen = await self.client.look(absent.item, self.site)
            if seen.gone is not None:
                gone.append((absent, seen))
            elif seen.read is not None:
                await self._say(seen, tally)
                # In another project that we follow, its own census counts it.
                tally.still_there += self._is_here(seen.project)

        async def look_at_young(young: Known) -> None:
            """One that is there was made after the list, and comes by itself."""
            seen = await self.client.look(young.item, self.site)
            if seen.gone is not None:
                gone.append((young, seen))

        await side_by_side(look, compared.absent, self.concurrency)
        await side_by_side(look_at_young, compared.young, self.concurrency)
        return gone

    async def _visible(self, compared: Compared) -> Page:
        """A page that shows a canary to who we were; raises StoppedError without."""
        page = await self._canaries(compared.canaries)
        await self._account()
        return page

    def _is_here(self, project: str) -> bool:
        names = (self.project, self.site.name_of(self.project))
        return project.casefold() in {name.casefold() for name in names}

    async def _canaries(self, kinds: Sequence[Sequence[ItemId]]) -> Page:
        """A page on which an item that was listed is still visible, one of each kind.

        One that was deleted or moved away since it was listed proves nothing, neither
        that we see the project nor that we do not: another one is looked at.
        """
        pages = [await self._first_seen(items) for items in kinds]
        return pages[0]

    async def _first_seen(self, items: Sequence[ItemId]) -> Page:
        for item in items:
            seen = await self.client.look(item, self.site)
            if seen.gone is None and seen.read and self._is_here(seen.project):
                return seen.read.pages[0]
        raise StoppedError(census.CANARY_LOST)

    async def _tell_gone(
        self, known: Known, seen: Seen, canary: Page, at: datetime
    ) -> None:
        if seen.read is not None:  # It tells when it left.
            await self.saying(seen).say(seen.read)
            return
        reason = seen.gone or RemovalReason.NOT_VISIBLE
        tell = partial(amends.removed, known.item, at, reason)
        # What proves it is the answer that showed the canary at that moment.
        await self.saying(seen).say(Read((canary,), (Item(canary, tell),)))

    async def _say(self, seen: Seen, tally: Tally, *, returned: bool = False) -> None:
        read = seen.read or Read(())
        if returned:
            page = read.pages[0]
            tell = partial(amends.returned, seen.item, page.tracker_time)
            read = replace(read, items=(*read.items, Item(page, tell)))
        said = await self.saying(seen).say(read)
        tally.unreadable += sum(said.set_aside.values())

    def saying(self, seen: Seen) -> Saying:
        """How to say what was seen."""
        source, project = self.site.source, seen.project or self.project
        return Saying(source, project, Way.CENSUS, self.publisher, self.clock)

    def _found(self, roll: Roll, account: str, compared: Compared) -> Censused:
        mark = self.watermark
        until = mark.complete_until if mark else roll.taken_at
        return self._blank(roll.taken_at).model_copy(
            update={
                "account": account,
                "listed": compared.listed,
                "known": compared.known,
                "missed": due(compared.missed, until),
                "stale": due(compared.stale, until),
                "moved": due(compared.moved, until),
                "returned": len(compared.returned),
                "restated": len(compared.restated),
            }
        )

    def _blank(self, at: datetime) -> Censused:
        before = self.before
        return Censused(
            source=self.site.source.id,
            tracker=self.site.source.tracker,
            project=self.project,
            taken_at=at,
            id=uuid.uuid4().hex,
            completed_at=before.completed_at if before else None,
            account=before.account if before else "",
            heard=before.heard if before else "",
        )

    def _stopped(self, found: Censused, why: str) -> Censused:
        return found.model_copy(update={"stopped_because": why})


def _counted(found: Censused, tally: Tally) -> Censused:
    removed = {reason.value: count for reason, count in tally.removed.items()}
    return found.model_copy(
        update={
            **removed,
            "still_there": tally.still_there,
            "unreadable": tally.unreadable,
            "silenced": tally.silenced,
            "relisted": tally.relisted,
        }
    )
