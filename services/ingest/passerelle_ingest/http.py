"""The way to a tracker's API: one host, bounded answers, patience, no redirects.

Never fetches an address that a payload names, and follows `Link` only where it stays on
the configured host.
"""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import httpx
import stamina
import structlog

from passerelle_ingest import events
from passerelle_ingest.delivery import content_id, parsed
from passerelle_ingest.errors import (
    AnswerRefusedError,
    CredentialsRefusedError,
    EndpointGoneError,
    MovedError,
    NotVisibleError,
    SettingMissingError,
    TrackerAwayError,
    TrackerBusyError,
)
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.waiting import http_date, is_limited, seconds_to_wait
from passerelle_schemas.errors import RetryableError
from passerelle_schemas.topics import LARGEST_DELIVERY

Clock = Callable[[], datetime]
log = structlog.get_logger(__name__)

ATTEMPTS = 8
LONGEST_WAIT = 3700.0
"""Seconds. GitHub lifts a spent limit within the hour; who asks for more is refused."""
_PATIENCE = 2 * LONGEST_WAIT
_TIMEOUT = httpx.Timeout(60, connect=10)
_WHOLE_ANSWER = 300.0
"""Seconds for an answer that comes drop by drop."""
_REDIRECTS = range(300, 400)
_FAULTS = range(500, 600)
_AGAIN = frozenset({408, 425})


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a tracker, byte for byte, and read as JSON."""

    path: str
    """With its query, without the host."""
    body: bytes
    content: Any
    next_link: str | None
    received_at: datetime
    tracker_time: datetime
    """By the tracker's clock; by ours when it does not tell."""

    @property
    def id(self) -> str:
        """Made from the bytes: an answer has no id of its own."""
        return content_id(self.body)


@dataclass(frozen=True, slots=True)
class Connection:
    """What every request of a source shares, beside its settings."""

    clock: Clock
    concurrency: int = 8
    transport: httpx.AsyncBaseTransport | None = None
    """Another way to the tracker than the network; for tests."""
    deadline: float = _WHOLE_ANSWER
    """Seconds after which an answer that is not whole yet is given up."""


class Http:
    """Asks one tracker. Raises the named errors of `errors.py`, and nothing else."""

    def __init__(
        self,
        source: SourceSettings,
        connection: Connection,
        headers: Mapping[str, str],
        auth: tuple[str, str] | None = None,
    ) -> None:
        self.source = source
        self.clock = connection.clock
        self.deadline = connection.deadline
        self._client = httpx.AsyncClient(
            base_url=source.api,
            headers={"Accept": "application/json", **headers},
            auth=auth,
            follow_redirects=False,
            timeout=_TIMEOUT,
            limits=httpx.Limits(max_connections=connection.concurrency + 2),
            transport=connection.transport,
            proxy=source.proxy or None,
            verify=_trusted(source),
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def get(
        self, path: str, params: Mapping[str, str | int] | None = None
    ) -> Page:
        """Ask for *path* below the API's address."""
        request = self._client.build_request("GET", path, params=params)
        return await self._answer(request)

    async def post(self, path: str, asked: Mapping[str, Any]) -> Page:
        """Ask with a JSON body, where a query would be too long. Changes nothing."""
        return await self._answer(self._client.build_request("POST", path, json=asked))

    async def follow(self, link: str) -> Page:
        """Follow a link of an answer, if it stays where the answer came from."""
        try:
            request = self._client.build_request("GET", link)
        except httpx.InvalidURL as error:
            why = "its Link is no address"
            raise AnswerRefusedError(self.source.id, why) from error
        home = httpx.URL(self.source.api)
        there = request.url
        if (there.scheme, there.host, there.port) != (
            home.scheme,
            home.host,
            home.port,
        ):
            why = "its Link leads to another host"
            raise AnswerRefusedError(self.source.id, why)
        return await self._answer(request)

    async def _answer(self, request: httpx.Request) -> Page:
        async for attempt in stamina.retry_context(
            on=wait_for, attempts=ATTEMPTS, timeout=_PATIENCE, wait_max=60.0
        ):
            with attempt:
                return await self._once(request)
        raise AssertionError  # pragma: no cover - the context returns or raises

    async def _once(self, request: httpx.Request) -> Page:
        path = request.url.raw_path.decode("ascii", "replace")
        where = f"{self.source.id} {path.partition('?')[0]}"
        try:
            async with asyncio.timeout(self.deadline):
                response = await self._client.send(request, stream=True)
                try:
                    body = await self._bounded(response, where)
                finally:
                    await response.aclose()
        except (httpx.HTTPError, TimeoutError) as error:
            raise TrackerAwayError(where, type(error).__name__) from error
        self._check(response, where, body)
        try:
            content = parsed(body)
        except ValueError as error:
            cause = "half an answer, or no JSON"
            raise TrackerAwayError(where, cause) from error
        now = self.clock()
        return Page(
            path=path,
            body=body,
            content=content,
            next_link=response.links.get("next", {}).get("url"),
            received_at=now,
            tracker_time=http_date(response.headers) or now,
        )

    async def _bounded(self, response: httpx.Response, where: str) -> bytes:
        pieces, size = [], 0
        async for piece in response.aiter_bytes():
            size += len(piece)
            if size > LARGEST_DELIVERY:
                why = f"it is longer than {LARGEST_DELIVERY} bytes"
                raise AnswerRefusedError(where, why)
            pieces.append(piece)
        return b"".join(pieces)

    def _check(self, response: httpx.Response, where: str, body: bytes) -> None:
        status = response.status_code
        if status == httpx.codes.OK:
            if _is_anonymous(response.headers):
                raise CredentialsRefusedError(where, status)
            return
        if is_limited(status, response.headers, body):
            seconds = seconds_to_wait(response.headers, self.clock())
            raise TrackerBusyError(where, seconds)
        if status in _FAULTS or status in _AGAIN:
            raise TrackerAwayError(where, f"status {status}")
        if status in _REDIRECTS:
            raise MovedError(where, status)
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise CredentialsRefusedError(where, status)
        if status == httpx.codes.NOT_FOUND:
            raise NotVisibleError(where)
        if status == httpx.codes.GONE:
            raise EndpointGoneError(where)
        why = f"it has status {status}"
        raise AnswerRefusedError(where, why)


def _is_anonymous(headers: Mapping[str, str]) -> bool:
    """Whether Jira answers as it would answer anybody: fewer issues, and no error."""
    refused = headers.get("x-seraph-loginreason", "").upper()
    named = headers.get("x-ausername", "").lower()
    return named == "anonymous" or "AUTHENTICATED_FAILED" in refused


def _trusted(source: SourceSettings) -> ssl.SSLContext | bool:
    """The site's own certificates, else those that come with the library."""
    own = source.ca_file
    if not own:
        return True
    try:
        return ssl.create_default_context(cafile=own)
    except OSError as error:
        why = "it is no file of certificates that we can read"
        raise SettingMissingError(source.id, f"ca_file {own}", why) from error


def wait_for(error: Exception) -> bool | float:
    """Say whether to try again, and in how many seconds when the tracker told."""
    if not isinstance(error, RetryableError):
        return False
    log.info(events.TRACKER_WAITED_FOR, reason=error.code)
    if isinstance(error, TrackerBusyError) and error.seconds is not None:
        return error.seconds if error.seconds <= LONGEST_WAIT else False
    return True
