"""Takes webhooks over HTTP: reads, checks, understands, publishes, and then answers.

An answer is given after the broker acknowledged everything: who is told 202 need not
send again, who is told 503 should.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from passerelle_ingest import events
from passerelle_ingest.errors import (
    BodyTooLargeError,
    SettingMissingError,
    SignatureRefusedError,
    UnknownSourceError,
)
from passerelle_ingest.health import Health
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
from passerelle_kafka.publisher import Publishes
from passerelle_schemas.errors import (
    PasserelleError,
    RetryableError,
    UnprocessableError,
)

Clock = Callable[[], datetime]
log = structlog.get_logger(__name__)

RETRY_AFTER = "30"
"""Seconds. Jira waits minutes by itself; GitHub's are redelivered, or polled."""


def create_app(
    settings: IngestSettings,
    *,
    publisher: Publishes,
    sites: Sites,
    health: Health,
    clock: Clock,
) -> Starlette:
    """Build the app; raises SettingMissingError for a source without a secret."""
    for source in settings.sources:
        if source.accept_webhooks and not source.webhook_secrets:
            why = (
                "without a secret anybody could send webhooks. Give the same secret "
                "here and in the tracker, or set accept_webhooks to false"
            )
            raise SettingMissingError(source.id, "webhook_secrets", why)
    edge = Edge(settings, publisher, sites, health, clock)
    return Starlette(
        routes=[
            Route("/webhooks/{source}", edge.take, methods=["POST"]),
            Route("/health", edge.tell_health, methods=["GET"]),
        ]
    )


@dataclass(frozen=True, slots=True)
class Edge:
    """What a request meets."""

    settings: IngestSettings
    publisher: Publishes
    sites: Sites
    health: Health
    clock: Clock

    async def take(self, request: Request) -> Response:
        """Answer a webhook: every way it can end, in one place."""
        source = self._source(request.path_params["source"])
        if source is None:
            return _refusal(404, UnknownSourceError())
        try:
            body = await self._body(request)
            self._verify(source, request, body)
        except BodyTooLargeError as error:
            return _refusal(413, error)
        except SignatureRefusedError as error:
            return _refusal(401, error)
        except ClientDisconnect:
            return Response(status_code=400)
        return await self._answer(source, request, body)

    async def tell_health(self, _request: Request) -> Response:
        """Answer 200 while webhooks can be taken and published, else 503."""
        told = await self.health.told()
        return JSONResponse(told, 200 if told["well"] else 503)

    def _source(self, name: str) -> SourceSettings | None:
        found = (s for s in self.settings.sources if s.id == name and s.accept_webhooks)
        return next(found, None)

    async def _body(self, request: Request) -> bytes:
        limit = self.settings.body_limit
        announced = request.headers.get("content-length", "")
        if announced.isdecimal() and int(announced[:20]) > limit:
            raise BodyTooLargeError(limit)
        pieces, size = [], 0
        async for piece in request.stream():
            size += len(piece)
            if size > limit:
                raise BodyTooLargeError(limit)
            pieces.append(piece)
        return b"".join(pieces)

    def _verify(self, source: SourceSettings, request: Request, body: bytes) -> None:
        secrets = [secret.get_secret_value() for secret in source.webhook_secrets]
        TRACKERS[source.tracker].verify(request.headers, body, secrets)

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
        try:
            await self._publish(found, body)
        except RetryableError as error:
            log.warning(events.WEBHOOK_ANSWERED, source=source.id, status=503)
            return _refusal(503, error, {"Retry-After": RETRY_AFTER})
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


def _refusal(
    status: int, error: PasserelleError, headers: Mapping[str, str] | None = None
) -> Response:
    told = {"outcome": Ending.REFUSED, "reason": error.code, "way_out": str(error)}
    return JSONResponse(told, status, headers)
