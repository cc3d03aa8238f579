"""How a tracker is read whole: as errands that are run side by side."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from passerelle_ingest.http import Page
from passerelle_ingest.outcomes import Told
from passerelle_ingest.site import Site
from passerelle_schemas.deliveries import RawDelivery


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


def unreadable(page: Page, error: ValueError | OverflowError) -> Item:
    """An item of a page of which not even the id and the last update can be read."""

    def tell(_: RawDelivery) -> Told:
        raise error

    return Item(page, tell)


Errand = Callable[[], Awaitable[Read]]
"""A few requests about one item, or about one page of them."""


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

    async def site(self) -> Site:
        """Ask what normalising needs to know of the whole site."""

    async def examine(self) -> Examined:
        """See whether everything followed can be read; raises what stands against."""

    def errands(
        self, project: str, since: datetime | None, site: Site
    ) -> AsyncIterator[Errand]:
        """List what to ask for, to see all of *project* that changed since then."""
