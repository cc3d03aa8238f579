"""How a tracker is read: whole, as errands side by side; listed; or item by item."""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from passerelle_ingest.budget import Use
from passerelle_ingest.http import Page
from passerelle_ingest.keyset import Row
from passerelle_ingest.memory import Answer, Memory
from passerelle_ingest.outcomes import Told
from passerelle_ingest.rolls import Roll, Window
from passerelle_ingest.site import Site
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.facts import RemovalReason
from passerelle_schemas.identity import ItemId


@dataclass(frozen=True, slots=True)
class Item:
    """A work item that an answer showed, ready to be told."""

    page: Page
    """The answer that its facts lead back to."""
    tell: Callable[[RawDelivery], Told]
    """Pure. Raises ValueError when an answer is not as the vendor describes it."""


@dataclass(frozen=True, slots=True)
class Read:
    """What one errand brought: answers to be kept, and items to be told."""

    pages: tuple[Page, ...]
    items: tuple[Item, ...] = ()
    rows: tuple[Row, ...] = ()
    """The items of the list that are told with this, with their last changes."""
    answers: tuple[tuple[str, Answer], ...] = ()
    """What to remember once the broker has it, by address."""

    def __add__(self, more: "Read") -> "Read":
        """Join what two errands brought."""
        return Read(
            (*self.pages, *more.pages),
            (*self.items, *more.items),
            (*self.rows, *more.rows),
            (*self.answers, *more.answers),
        )


def unreadable(page: Page, error: ValueError | OverflowError) -> Item:
    """An item of a page of which not even the id and the last update can be read."""

    def tell(_: RawDelivery) -> Told:
        raise error

    return Item(page, tell)


Errand = Callable[[], Awaitable[Read]]
"""A few requests about one item, or about one page of them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a direct look at one item told."""

    item: ItemId
    read: Read | None = None
    """Its facts, where there are any; those of a removal too when it says when."""
    gone: RemovalReason | None = None
    """Why it is not where we follow it; none when it is there."""
    project: str = ""
    """Where it is now, when it was found."""
    shown_by: "AsyncIterator[Seen] | None" = None
    """Of what is no item itself, as a version: the items that show it, page by page,
    each asked for when the one before was said."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who we are to a tracker, and whether we may look at a project at all."""

    account: str
    """An id, never a name; kept as a digest."""
    page: Page
    may_read: bool = True


@dataclass(frozen=True, slots=True)
class Examined:
    """What a look at a tracker told, when all is well."""

    words: str
    tracker_time: datetime | None
    """By the tracker's clock; none when it was asked nothing."""


class ReadsTracker(Protocol):
    """A client of a tracker's REST API."""

    async def __aenter__(self) -> Self:
        """Open the connections."""

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""

    def asks_as(self, use: Use) -> None:
        """From now on, ask for the sake of *use*: patient work leaves some room."""

    async def site(self) -> Site:
        """Ask what normalising needs to know of the whole site."""

    async def examine(self) -> Examined:
        """See whether everything followed can be read; raises what stands against."""

    def errands(
        self, project: str, window: Window, site: Site, memory: Memory
    ) -> AsyncGenerator[Errand, None]:
        """List what to ask for, to see what of *project* changed in *window*.

        Items in order of their last change; those that *memory* knows are left out.
        """

    async def count(self, project: str, window: Window) -> int | None:
        """Say about how many items there are to read; None where nobody tells."""

    async def look(self, item: ItemId, site: Site) -> Seen:
        """Read one item by its id, wherever it is now.

        Raises what the tracker answers instead of an answer about that item.
        """

    async def roll(self, project: str, site: Site) -> Roll:
        """List every item of *project*, with the little that a census compares."""

    async def standing(self, project: str) -> Standing:
        """Ask who we are, and whether we may read *project*."""
