"""The way to a tracker's API: one host, bounded answers, patience, no redirects.

Never fetches an address that a payload names, and follows `Link` only where it stays on
the configured host.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import httpx
import stamina
import structlog

from passerelle_ingest import events
from passerelle_ingest.accounts import account_of
from passerelle_ingest.answered import OK, UNAUTHORISED, check
from passerelle_ingest.budget import Use
from passerelle_ingest.credentials import NOTHING, Credentials
from passerelle_ingest.delivery import parsed
from passerelle_ingest.errors import (
    AnswerRefusedError,
    CredentialsRefusedError,
    SettingMissingError,
    TrackerAwayError,
    TrackerBusyError,
)
from passerelle_ingest.lanes import Lanes
from passerelle_ingest.page import Page
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.turns import HALF_ANSWER, LONGEST_WAIT, NO_ANSWER, Budgets
from passerelle_ingest.waiting import Reason, http_date, reason_of
from passerelle_schemas.errors import PasserelleError, RetryableError
from passerelle_schemas.topics import LARGEST_DELIVERY

__all__ = ["ATTEMPTS", "Ahead", "Connection", "Http", "OverHttp", "Page", "wait_for"]

Clock = Callable[[], datetime]
log = structlog.get_logger(__name__)

ATTEMPTS = 8
_PATIENCE = 2 * LONGEST_WAIT
_TIMEOUT = httpx.Timeout(60, connect=10)
_SAYS_GONE = frozenset({404, 410})
"""Of an item that was deleted, that is what was to be known."""
_WHOLE_ANSWER = 300.0
"""Seconds for an answer that comes drop by drop."""


def as_given(source: SourceSettings) -> SourceSettings:
    """Know no other settings of a source than those it has."""
    return source


@dataclass(frozen=True, slots=True)
class Ahead:
    """What somebody does who asks for more while an answer is not even read."""

    sent: Callable[[], None]
    """Called when the request is on its way."""
    came: Callable[[bytes], Awaitable[None]]
    """Awaited with a good answer before it is read as JSON, whenever one comes."""

    async def trace(self, event: str, _: Mapping[str, Any]) -> None:
        """Hear from httpcore how far it is."""
        if event.endswith("send_request_body.complete"):
            self.sent()


@dataclass(frozen=True, slots=True)
class Connection:
    """What every request of a source shares, beside its settings."""

    clock: Clock
    concurrency: int = 8
    transport: httpx.AsyncBaseTransport | None = None
    """Another way to the tracker than the network; for tests."""
    deadline: float = _WHOLE_ANSWER
    """Seconds after which an answer that is not whole yet is given up."""
    use: Use = Use.URGENT
    """What its requests are for: patient ones leave room for the urgent."""
    budgets: Budgets = field(default_factory=Budgets)
    """Shared by every connection to a source: one budget, and one wait for all."""
    newest: Callable[[SourceSettings], SourceSettings] = as_given
    """The source as it is set now: its token or key counts, whoever asks with it."""

    @classmethod
    def of(
        cls,
        settings: IngestSettings,
        clock: Clock,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> "Connection":
        """The way to every tracker of *settings*, with a budget for each source."""
        budgets = Budgets(unsaid=settings.unsaid_wait_seconds)
        return cls(clock, settings.concurrency, transport, budgets=budgets)

    def patient(self) -> "Connection":
        """Return the same way to the tracker for long work."""
        return replace(self, use=Use.PATIENT)


class Http:
    """Asks one tracker. Raises the named errors of `errors.py`, and nothing else."""

    def __init__(  # noqa: PLR0913 - what one way to a tracker is made of
        self,
        source: SourceSettings,
        connection: Connection,
        headers: Mapping[str, str],
        credentials: Credentials = NOTHING,
        *,
        home: str = "",
        points_a_minute: int = 0,
    ) -> None:
        """Ask the source's API, or what else lives at *home*.

        A vendor that limits requests at all allows *points_a_minute*; 0 for any.
        """
        self.source = source
        self.home = home or source.api
        self.credentials = credentials
        self.clock = connection.clock
        self.deadline = connection.deadline
        self.use = connection.use
        self.turns = connection.budgets.of(
            source.id,
            self.home,
            connection.concurrency,
            points_a_minute,
            account_of(connection.newest(source)),
        )
        self.troubles = connection.budgets.met(source.id)
        self._client = httpx.AsyncClient(
            base_url=self.home,
            headers={"Accept": "application/json", **headers},
            follow_redirects=False,
            timeout=_TIMEOUT,
            transport=connection.transport or Lanes(source.proxy, _trusted(source)),
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
        self,
        path: str,
        params: Mapping[str, str | int] | None = None,
        *,
        unless: str = "",
    ) -> Page:
        """Ask for *path* below the API's address.

        The answer may be UNCHANGED, and empty, where it would have the ETag *unless*.
        """
        told = {"If-None-Match": unless} if unless else None
        request = self._client.build_request("GET", path, params=params, headers=told)
        return await self._answer(request)

    async def post(
        self, path: str, asked: Mapping[str, Any], ahead: Ahead | None = None
    ) -> Page:
        """Ask with a JSON body, where a query would be too long. Changes nothing."""
        traced = {"trace": ahead.trace} if ahead else None
        request = self._client.build_request(
            "POST", path, json=asked, extensions=traced
        )
        return await self._answer(request, ahead)

    async def send(self, method: str, path: str, told: Mapping[str, Any]) -> Page:
        """Tell the tracker something that may be told twice."""
        return await self._answer(self._client.build_request(method, path, json=told))

    async def follow(self, link: str, *, unless: str = "") -> Page:
        """Follow a link of an answer, if it stays where the answer came from."""
        told = {"If-None-Match": unless} if unless else None
        try:
            request = self._client.build_request("GET", link, headers=told)
        except httpx.InvalidURL as error:
            why = "its Link is no address"
            raise AnswerRefusedError(self.source.id, why) from error
        ends = (httpx.URL(self.home), request.url)
        home, there = ((url.scheme, url.host, url.port) for url in ends)
        if there != home:
            why = "its Link leads to another host"
            raise AnswerRefusedError(self.source.id, why)
        return await self._answer(request)

    async def _answer(self, request: httpx.Request, ahead: Ahead | None = None) -> Page:
        async for attempt in stamina.retry_context(
            on=wait_for, attempts=ATTEMPTS, timeout=_PATIENCE, wait_max=60.0
        ):
            with attempt:
                return await self._known(request, ahead)
        raise AssertionError  # pragma: no cover - the context returns or raises

    async def _known(self, request: httpx.Request, ahead: Ahead | None) -> Page:
        """Show who we are; once more with a new token, where 401 says it is over."""
        shown = await self.credentials.shown()
        try:
            return await self._once(request, shown, ahead)
        except CredentialsRefusedError as error:
            over = error.status == UNAUTHORISED
            if not (over and self.credentials.refused(shown)):
                raise
        return await self._once(request, await self.credentials.shown(), ahead)

    async def _once(
        self, request: httpx.Request, shown: str, ahead: Ahead | None
    ) -> Page:
        given = self.credentials.given
        path = request.url.raw_path.decode("ascii", "replace")
        where = f"{self.source.id} {path.partition('?')[0]}"
        async with self.turns.turn(self.use, where, given):
            # A wait for the turn may be long enough for another token to be given.
            if shown := given() or shown:
                request.headers["Authorization"] = shown
            response, body = await self._sent(request, where)
            self._heard(response, body, where)
        if ahead:
            await ahead.came(body)
        status = response.status_code
        try:
            content = parsed(body) if body or status == OK else None
        except ValueError as error:
            self.troubles[HALF_ANSWER] += 1
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
            headers=response.headers,
            status=status,
        )

    async def _sent(
        self, request: httpx.Request, where: str
    ) -> tuple[httpx.Response, bytes]:
        trouble = NO_ANSWER
        try:
            async with asyncio.timeout(self.deadline):
                response = await self._client.send(request, stream=True)
                trouble = HALF_ANSWER
                try:
                    return response, await self._bounded(response, where)
                finally:
                    await response.aclose()
        except (httpx.HTTPError, TimeoutError) as error:
            self.troubles[trouble] += 1
            raise TrackerAwayError(where, type(error).__name__) from error

    def _heard(self, response: httpx.Response, body: bytes, where: str) -> None:
        """Tell everybody who asks this source what an answer says to all of them."""
        now, headers, status = self.clock(), response.headers, response.status_code
        self.turns.heard(headers, now)
        try:
            check(status, headers, body, where=where, now=now)
        except PasserelleError as error:
            if status not in _SAYS_GONE:
                self.troubles[str(status)] += 1
            if isinstance(error, TrackerBusyError):
                self._wait(reason_of(status, headers), error.seconds, where)
            raise
        self.turns.went_well()

    def _wait(self, reason: Reason, seconds: float | None, where: str) -> None:
        waits = self.turns.refused(reason, seconds)
        log.info(
            events.TRACKER_TOLD_TO_WAIT,
            where=where,
            reason=reason.value,
            seconds=round(waits, 1),
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


def _trusted(source: SourceSettings) -> ssl.SSLContext:
    """The site's own certificates, else those that come with the library."""
    own = source.ca_file
    if not own:
        return httpx.create_ssl_context(trust_env=False)
    try:
        return ssl.create_default_context(cafile=own)
    except OSError as error:
        why = "it is no file of certificates that we can read"
        raise SettingMissingError(source.id, f"ca_file {own}", why) from error


def wait_for(error: Exception) -> bool | float:
    """Say whether to try again: at once, where the source's budget has us wait."""
    if not isinstance(error, RetryableError):
        return False
    if isinstance(error, TrackerBusyError):
        return False if (error.seconds or 0) > LONGEST_WAIT else 0.0
    log.info(events.TRACKER_WAITED_FOR, reason=error.code)
    return True


class OverHttp:
    """Is open as long as its HTTP is."""

    http: Http

    def asks_as(self, use: Use) -> None:
        """From now on, ask for the sake of *use*."""
        self.http.use = use

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.http.__aexit__(kind, error, trace)
