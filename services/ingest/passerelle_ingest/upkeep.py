"""Sees to it that webhooks come: on start and every hour, beside taking them."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta

import structlog

from passerelle_ingest import events
from passerelle_ingest.errors import (
    SettingMissingError,
    UnexpectedError,
    UnknownNameError,
)
from passerelle_ingest.http import Connection
from passerelle_ingest.keeping import Kept, Upkept
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_schemas.errors import PasserelleError

log = structlog.get_logger(__name__)

EVERY = timedelta(hours=1)
ALARMING = timedelta(days=10)
"""Webhooks that end so soon should have been refreshed long ago."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Keeps the webhooks of one source."""

    source: SourceSettings
    connection: Connection
    tell: Callable[[str, Upkept], None]
    """Hears after each round how it stands with the source."""
    current: Callable[[], IngestSettings] = IngestSettings
    """The settings as they are now: their secrets count."""
    known: Upkept = field(default_factory=Upkept)

    async def run(self, begin: asyncio.Event) -> None:
        """Keep them from *begin* on, for ever; no failure ends it."""
        await begin.wait()
        while self.source.accept_webhooks:
            await self.once()
            await asyncio.sleep(EVERY.total_seconds())

    async def once(self) -> None:
        """Do what is due, and say what came of it."""
        try:
            keeper = TRACKERS[self.source.tracker].keeper
            newest = self.current().newest(self.source)
            async with keeper(newest, self.connection) as opened:
                kept = await opened.keep()
        except PasserelleError as error:
            self._failed(error)
        except Exception as bug:
            log.exception(events.WEBHOOKS_UNKEPT, source=self.source.id)
            self._failed(UnexpectedError(bug))
        else:
            self._kept(kept)
        self.tell(self.source.id, self.known)

    def _kept(self, kept: Kept) -> None:
        self.known.failed = ""
        self.known.kept_at = self.connection.clock()
        self.known.expires_at = kept.expires_at
        self.known.redelivered += kept.redelivered
        self.known.left = kept.left
        done = {k: n for k, n in asdict(kept).items() if isinstance(n, int) and n}
        if done:
            log.info(events.WEBHOOKS_KEPT, source=self.source.id, **done)

    def _failed(self, error: PasserelleError) -> None:
        ends, now = self.known.expires_at, self.connection.clock()
        soon = ends is not None and ends - now < ALARMING
        news = self.known.failed != error.code
        self.known.failed = error.code
        if soon or news:
            say = log.error if soon else log.warning
            until = ends.isoformat() if ends else None
            say(
                events.WEBHOOKS_UNKEPT,
                source=self.source.id,
                reason=error.code,
                way_out=str(error),
                expires_at=until,
            )


async def run_register(
    settings: IngestSettings,
    *,
    connection: Connection,
    source: str | None = None,
    progress: Callable[[str], None],
) -> None:
    """Register the webhooks of every source that can, or of *source*.

    Raises SettingMissingError when none can, UnknownNameError for an unknown name, and
    what a tracker has against it.
    """
    names = [one.id for one in settings.sources]
    if source is not None and source not in names:
        raise UnknownNameError(source, "source", names)
    chosen = [
        one
        for one in settings.sources
        if one.id == source or (source is None and one.is_client and one.webhook_url)
    ]
    if not chosen:
        why = "no source is an OAuth 2.0 app of Jira Cloud with a webhook_url"
        raise SettingMissingError(source or "(any)", "client_id", why)
    for one in chosen:
        async with TRACKERS[one.tracker].keeper(one, connection) as keeper:
            kept = await keeper.register()
        until = f", until {kept.expires_at:%Y-%m-%d}" if kept.expires_at else ""
        done = (
            f"{kept.registered} registered, {kept.refreshed} refreshed, "
            f"{kept.removed} removed"
        )
        progress(f"{one.id}: {done}{until}")
