"""The web edge of these tests: the app behind a client, without a socket."""

from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx

from passerelle_ingest.health import Health
from passerelle_ingest.project import Refetch
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.sites import Sites
from passerelle_ingest.web import create_app
from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.publisher import Publishes
from passerelle_schemas.health import SourceHealth
from tests.ingest.sources import GITHUB, GITHUB_SITE, JIRA, JIRA_SITE, clock


async def reachable() -> None:
    """The broker is there."""


async def unreachable() -> None:
    """The broker is not there."""
    raise BrokerAwayError("nowhere:9092", 1, "test")


@asynccontextmanager
async def edge(  # noqa: PLR0913 - what can be told of an edge
    publisher: Publishes,
    *,
    sources: Sequence[SourceSettings] = (GITHUB, JIRA),
    body_limit: int = 1024 * 1024,
    probe: Callable[[], Awaitable[object]] = reachable,
    known: Sequence[Site] = (GITHUB_SITE, JIRA_SITE),
    sites: Sites | None = None,
    body_seconds: float = 20,
    room: int = 1024 * 1024,
    refetch: Mapping[str, Refetch] | None = None,
    healths: Callable[[], Iterable[SourceHealth]] = tuple,
    health: Health | None = None,
) -> AsyncIterator[httpx.AsyncClient]:
    """A tracker's way to our webhooks."""
    settings = IngestSettings(sources=tuple(sources), body_limit=body_limit)
    sites = sites or Sites(settings.sources)
    for site in known:
        for source in settings.sources:
            if source.model_dump() == site.source.model_dump():
                sites.learn(replace(site, source=source))
    app = create_app(
        settings,
        publisher=publisher,
        sites=sites,
        health=health or Health(probe, clock),
        clock=clock,
        body_seconds=body_seconds,
        room=room,
        refetch=refetch,
        healths=healths,
    )
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://ingest"
    ) as client:
        yield client
