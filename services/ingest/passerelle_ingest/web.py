"""Takes webhooks over HTTP: reads, checks, understands, publishes, and then answers.

An answer is given after the broker acknowledged everything: who is told 202 need not
send again, who is told 503 should.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from passerelle_ingest import events, metrics
from passerelle_ingest.errors import (
    BodyTooLargeError,
    BodyTooSlowError,
    NamesUnknownError,
    NoRoomError,
    SettingMissingError,
    SignatureRefusedError,
    UnknownSourceError,
)
from passerelle_ingest.health import Health
from passerelle_ingest.outcomes import Reason
from passerelle_ingest.project import Refetch
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.sites import Sites
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_ingest.understanding import (
    Ending,
    Understood,
    set_aside,
    understood,
    unexpected,
)
from passerelle_kafka.publisher import Publishes, TooLargeError
from passerelle_schemas.errors import (
    PasserelleError,
    RetryableError,
    UnprocessableError,
)
from passerelle_schemas.health import NO_SOURCE, SourceHealth
from passerelle_schemas.identity import SourceId
from passerelle_schemas.topics import LARGEST_DELIVERY

Clock = Callable[[], datetime]
log = structlog.get_logger(__name__)

RETRY_AFTER = "30"
"""Seconds. Jira waits minutes by itself; GitHub's are redelivered, or polled."""
ROOM = 10 * LARGEST_DELIVERY
"""Bytes of webhooks in our hands at a time; what is more is asked to come again."""
BODY_SECONDS = 20.0
"""For a body to come; GitHub waits ten seconds for the answer."""


_LATER = 503
_STATUSES: Mapping[type[PasserelleError], int] = {
    BodyTooLargeError: 413,
    BodyTooSlowError: 408,
    NamesUnknownError: _LATER,
    NoRoomError: _LATER,
    SignatureRefusedError: 401,
    TooLargeError: 413,
    UnknownSourceError: 404,
}
"""Of what was not taken into our hands, or fits no record of the broker."""


def create_app(  # noqa: PLR0913 - what the edge is made of
    settings: IngestSettings,
    *,
    publisher: Publishes,
    sites: Sites,
    health: Health,
    clock: Clock,
    current: Callable[[], IngestSettings] | None = None,
    refetch: Mapping[SourceId, Refetch] | None = None,
    healths: Callable[[], Iterable[SourceHealth]] = tuple,
    body_seconds: float = BODY_SECONDS,
    room: int = ROOM,
) -> Starlette:
    """Build the app; raises SettingMissingError for a source without a secret.

    *current* gives the settings as they are now: their secrets count, so that one can
    be changed while we run. *refetch* is told, by source, of items that came in part;
    *healths* says what is known of the sources, for whoever reads our metrics.
    """
    for source in settings.sources:
        known = source.webhook_secrets or source.takes_bearers
        if source.accept_webhooks and not known:
            why = (
                "without a secret anybody could send webhooks. Give the same secret "
                "here and in the tracker, or set accept_webhooks to false"
            )
            raise SettingMissingError(source.id, "webhook_secrets", why)
    now = current or (lambda: settings)
    edge = Edge(
        settings,
        publisher,
        sites,
        health,
        clock,
        now,
        Room(room),
        body_seconds,
        refetch or {},
        healths,
    )
    app = Starlette(
        routes=[
            Route("/webhooks/{source}", edge.take, methods=["POST"]),
            Route("/health", edge.tell_health, methods=["GET"]),
            Route("/metrics", edge.tell_metrics, methods=["GET"]),
        ]
    )
    # A redirect would be made from a Host that anybody can write.
    app.router.redirect_slashes = False
    return app


@dataclass(slots=True)
class Room:
    """How many bytes of webhooks are in our hands, whoever sent them.

    Connections are not counted: many that say little would keep everybody else out.
    """

    size: int
    taken: int = 0

    @contextmanager
    def hold(self) -> Iterator[Callable[[int], None]]:
        """Yield how to hold so many bytes more, until the block ends.

        That raises NoRoomError when they are too many.
        """
        held = 0

        def hold(more: int) -> None:
            nonlocal held
            if self.taken + more > self.size:
                raise NoRoomError(self.size)
            held += more
            self.taken += more

        try:
            yield hold
        finally:
            self.taken -= held


@dataclass(frozen=True, slots=True)
class Edge:
    """What a request meets."""

    settings: IngestSettings
    publisher: Publishes
    sites: Sites
    health: Health
    clock: Clock
    current: Callable[[], IngestSettings]
    room: Room
    body_seconds: float
    refetch: Mapping[SourceId, Refetch]
    healths: Callable[[], Iterable[SourceHealth]]

    async def take(self, request: Request) -> Response:
        """Answer a webhook: every way it can end, in one place."""
        try:
            source = self._source(request.path_params["source"])
            with self.room.hold() as held:
                body = await self._body(request, held)
                self._verify(source, request, body)
                return await self._answer(source, request, body)
        except ClientDisconnect:
            return Response(status_code=400)
        except tuple(_STATUSES) as error:
            known = not isinstance(error, UnknownSourceError)
            name = request.path_params["source"] if known else NO_SOURCE
            self.health.witness.refuse(name, error.code)
            return _refusal(_STATUSES[type(error)], error)

    async def tell_health(self, _request: Request) -> Response:
        """Answer 200 while webhooks can be taken and published, else 503."""
        told = await self.health.told()
        return JSONResponse(told, 200 if told["well"] else 503)

    async def tell_metrics(self, _request: Request) -> Response:
        """Answer with the health of the sources, as Prometheus reads it."""
        told = metrics.exposition(self.healths(), self.clock())
        return Response(told, media_type=metrics.CONTENT_TYPE)

    def _source(self, name: str) -> SourceSettings:
        for source in self.settings.sources:
            if source.id == name and source.accept_webhooks:
                return source
        raise UnknownSourceError

    async def _body(self, request: Request, hold: Callable[[int], None]) -> bytes:
        limit = self.settings.body_limit
        announced = request.headers.get("content-length", "")
        if announced.isdecimal() and int(announced[:20]) > limit:
            raise BodyTooLargeError(limit)
        pieces, size = [], 0
        try:
            async with asyncio.timeout(self.body_seconds):
                async for piece in request.stream():
                    size += len(piece)
                    if size > limit:
                        raise BodyTooLargeError(limit)
                    hold(len(piece))
                    pieces.append(piece)
        except TimeoutError as error:
            raise BodyTooSlowError(self.body_seconds) from error
        return b"".join(pieces)

    def _verify(self, source: SourceSettings, request: Request, body: bytes) -> None:
        newest = self.current().newest(source)
        verify = TRACKERS[source.tracker].verify
        verify(request.headers, body, newest, self.clock())

    async def _answer(
        self, source: SourceSettings, request: Request, body: bytes
    ) -> Response:
        """Understand a signed body, publish what it comes to, and say so."""
        now = self.clock()
        site = self.sites.of(source)
        try:
            found = understood(site, request.headers, body, now)
        except Exception as bug:
            log.exception(events.DELIVERY_UNEXPECTED, source=source.id)
            found = unexpected(site, request.headers, body, now, bug)
        if found.reason is Reason.NOT_FOLLOWED and self.sites.is_awaited(source):
            raise NamesUnknownError(source.id)
        try:
            await self._publish(found, body)
        except RetryableError as error:
            log.warning(events.WEBHOOK_ANSWERED, source=source.id, status=503)
            self.health.witness.refuse(source.id, error.code)
            return _refusal(503, error)
        if found.needs_refetch and source.id in self.refetch:
            self.refetch[source.id](found.needs_refetch)
        return self._said(source, found)

    async def _publish(self, found: Understood, body: bytes) -> None:
        try:
            await self.health.publish(self.publisher, found.records)
        except UnprocessableError as error:
            aside = set_aside(found.origin, body, error, Ending.SET_ASIDE)
            await self.health.publish(self.publisher, aside.records)

    def _said(self, source: SourceSettings, found: Understood) -> Response:
        status = 400 if found.ending is Ending.REFUSED else 202
        self.health.count(source.id, found)
        log.info(
            events.WEBHOOK_ANSWERED,
            source=source.id,
            kind=found.origin.event,
            delivery=found.origin.id,
            outcome=found.ending.value,
            status=status,
        )
        told: dict[str, Any] = {"outcome": found.ending, "delivery": found.origin.id}
        if found.ending is Ending.FACTS:
            told |= {"facts": found.facts, "items": found.items}
        if found.reason:
            told |= {"reason": found.reason}
        if found.error:
            log.warning(events.DELIVERY_SET_ASIDE, reason=found.error.code)
            told |= {"reason": found.error.code, "way_out": str(found.error)}
        return JSONResponse(told, status)


def _refusal(status: int, error: PasserelleError) -> Response:
    headers = {"Retry-After": RETRY_AFTER} if status == _LATER else {}
    told = {"outcome": Ending.REFUSED, "reason": error.code, "way_out": str(error)}
    return JSONResponse(told, status, headers)
