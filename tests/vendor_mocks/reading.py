"""Reads a mock as `passerelle ingest` reads a tracker: nothing here is about mocks."""

from dataclasses import dataclass
from datetime import UTC, datetime

from passerelle_ingest.backfill import ProjectRead, backfill
from passerelle_ingest.http import Connection
from passerelle_ingest.refetch import Refetching
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.sites import Sites
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_schemas.identity import ItemId
from tests.ingest.sources import RecordingPublisher
from tests.vendor_mocks.bridge import Straight


def clock() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Reading:
    """What one whole reading of one project brought."""

    read: ProjectRead
    published: RecordingPublisher
    ask_again: list[ItemId]


async def whole(source: SourceSettings, way: Straight) -> Reading:
    """Read the only project of *source* whole."""
    published = RecordingPublisher()
    ask_again: list[ItemId] = []
    connection = Connection(clock, transport=way)
    async with TRACKERS[source.tracker].client(source, connection) as client:
        result = await backfill(
            source,
            source.projects,
            client=client,
            publisher=published,
            watermarks={},
            clock=clock,
            progress=lambda _: None,
            refetch=ask_again.extend,
        )
    return Reading(result.projects[0], published, ask_again)


async def again(
    source: SourceSettings, way: Straight, items: list[ItemId]
) -> RecordingPublisher:
    """Read *items* one by one, as the service does that was shown them in part."""
    published = RecordingPublisher()
    sites = Sites([source])
    connection = Connection(clock, transport=way)
    await Refetching(source, connection, published, sites).read(items)
    return published
