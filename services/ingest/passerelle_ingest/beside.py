"""Looks, for a census, at what no update of an item tells: comments and releases."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from passerelle_ingest import amends
from passerelle_ingest.drift import Inclusion, Naming, names, silenced
from passerelle_ingest.http import Page
from passerelle_ingest.known import Known
from passerelle_ingest.reading import Item, Read, ReadsTracker, Seen
from passerelle_ingest.rolls import Roll
from passerelle_ingest.saying import Saying
from passerelle_ingest.side_by_side import side_by_side
from passerelle_ingest.site import Site
from passerelle_schemas.errors import UnprocessableError
from passerelle_schemas.facts import (
    AnyFact,
    ChangeLinked,
    ChangeState,
    Facts,
    RemovalReason,
)
from passerelle_schemas.identity import ItemId, ItemRef


@dataclass(slots=True)
class Tally:
    """What the direct looks came to."""

    removed: dict[RemovalReason, int] = field(default_factory=dict)
    still_there: int = 0
    unreadable: int = 0
    silenced: int = 0
    relisted: int = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """The looks of one census beside its items."""

    client: ReadsTracker
    site: Site
    saying: Callable[[Seen], Saying]
    tally: Tally

    async def hear(self, spoken: Sequence[Known], concurrency: int) -> None:
        """Look whether the comments that carry marked lines are there still."""

        async def hear(known: Known) -> None:
            seen = await self.client.look(known.item, self.site)
            if seen.gone is None and seen.read is not None:
                saying = self.saying(seen)
                facts = [f for item in seen.read.items for f in _facts(saying, item)]
                if lists := silenced(known, facts):
                    page = seen.read.pages[0]
                    later = [
                        Item(page, partial(amends.listed, known.item, one, at, facts))
                        for one, at in lists.items()
                        if at is not None
                    ]
                    both = replace(seen.read, items=(*seen.read.items, *later))
                    await self._say(replace(seen, read=both))
                    self.tally.silenced += 1

        await side_by_side(hear, spoken, concurrency)

    async def relist(
        self,
        inclusions: Sequence[Inclusion],
        roll: Roll,
        known: Mapping[ItemId, Known],
    ) -> None:
        """Say which items each release includes now, where we knew it otherwise."""
        for release in sorted({one.release for one in inclusions}):
            seen = await self.client.look(release, self.site)
            if seen.gone is not None or seen.read is None:
                continue  # Gone since it was listed: the next census proves it.
            wanted = [one for one in inclusions if one.release == release]
            ref = ItemRef(id=release, key=roll.items[release].key)
            page = seen.read.pages[0]
            items = [relisting(page, one, ref, roll.taken_at, known) for one in wanted]
            both = replace(seen.read, items=(*seen.read.items, *items))
            await self._say(replace(seen, read=both))
            self.tally.relisted += len(wanted)

    async def unname(
        self, unnamed: Sequence[Naming], roll: Roll, known: Mapping[ItemId, Known]
    ) -> None:
        """Say to whom each pull request is closed that names it no longer.

        The webhook of the edit would have dated that to the last change of the pull
        request; as far as nothing else happened since, this is the same fact.
        """
        for pull in sorted({one.pull_request for one in unnamed}):
            seen = await self.client.look(pull, self.site)
            if seen.gone is not None or seen.read is None:
                continue
            told, others = self._named(seen), [*_linked(known, pull)]
            left = [
                one
                for one in unnamed
                if one.pull_request == pull and not names(told, known[one.item], others)
            ]
            if left:
                ref = ItemRef(id=pull, key=roll.items[pull].key)
                items = [_unnaming(seen.read, one, ref, known) for one in left]
                both = replace(seen.read, items=(*seen.read.items, *items))
                await self._say(replace(seen, read=both))
                self.tally.relisted += len(left)

    async def withdraw(
        self, left: Sequence[Inclusion], roll: Roll, known: Mapping[ItemId, Known]
    ) -> None:
        """Say that releases which left include nothing any more."""
        for one in left:
            seen = await self.client.look(one.item, self.site)
            if seen.gone is not None or seen.read is None:
                continue
            ref = ItemRef(id=one.release, key=known[one.release].key)
            page = seen.read.pages[0]
            item = relisting(page, one, ref, roll.taken_at, known)
            both = replace(seen.read, items=(*seen.read.items, item))
            await self._say(replace(seen, read=both))
            self.tally.relisted += 1

    def _named(self, seen: Seen) -> set[ItemId]:
        """To which items, or keys, a pull request says that it is more than closed.

        To those that it named once it is just that.
        """
        saying, read = self.saying(seen), seen.read or Read(())
        return {
            record.item
            for item in read.items
            for record in _records(saying, item)
            for fact in record.facts
            if isinstance(fact, ChangeLinked) and fact.state is not ChangeState.CLOSED
        }

    async def _say(self, seen: Seen) -> None:
        said = await self.saying(seen).say(seen.read or Read(()))
        self.tally.unreadable += sum(said.set_aside.values())


def relisting(
    page: Page,
    one: Inclusion,
    release: ItemRef,
    at: datetime,
    known: Mapping[ItemId, Known],
) -> Item:
    """Say it with the answer that proves it."""
    return Item(page, partial(amends.relisted, one, release, at, known))


def _unnaming(
    read: Read, one: Naming, pull: ItemRef, known: Mapping[ItemId, Known]
) -> Item:
    """Say it with the answer that shows the pull request, as of its last change."""
    at = max([one.since, *(changed_at for _, changed_at in read.rows)])
    project = known[one.item].project
    return Item(read.pages[0], partial(amends.unnamed, one.item, project, pull, at))


def _linked(known: Mapping[ItemId, Known], pull: ItemId) -> Iterator[Known]:
    return (one for one in known.values() if pull in one.linked)


def _facts(saying: Saying, item: Item) -> list[AnyFact]:
    """What an item would tell; nothing where it would be set aside."""
    return [fact for record in _records(saying, item) for fact in record.facts]


def _records(saying: Saying, item: Item) -> tuple[Facts, ...]:
    try:
        return item.tell(saying.origin(item.page)).facts
    except (UnprocessableError, ValueError, OverflowError):
        return ()
