"""Gives each request under way a connection of its own, which the next one takes over.

httpcore's pool looks through all of its connections twice for each request: with many
at a time, that is an eighth of what a request costs us. Here a pool holds but one. How
many requests there are at a time is for the turns of the source to say (`turns.py`).
"""

import ssl
from collections.abc import AsyncIterator

import httpx

_ONE = httpx.Limits(max_connections=1)


class Lanes(httpx.AsyncBaseTransport):
    """As many connections as there ever were requests at a time.

    One that was left before its answer was read whole is closed, and never used again:
    of a request that is cancelled at the wrong moment httpcore believes for ever that
    it goes on, and whoever came next would wait for it in vain.
    """

    def __init__(self, proxy: str, verify: ssl.SSLContext) -> None:
        self._proxy = proxy or None
        self._verify = verify
        self._all: set[httpx.AsyncHTTPTransport] = set()
        self._free: list[httpx.AsyncHTTPTransport] = []
        self._left: list[httpx.AsyncHTTPTransport] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it on the connection that was free last: the likeliest to be open."""
        await self._close_left()
        lane = self._free.pop() if self._free else self._new()
        try:
            response = await lane.handle_async_request(request)
        except BaseException:
            self._left.append(lane)
            raise
        assert isinstance(response.stream, httpx.AsyncByteStream)  # noqa: S101 - mypy
        response.stream = _Answer(response.stream, lane, self._free, self._left)
        return response

    async def aclose(self) -> None:
        """Close every connection."""
        while self._all:
            await self._all.pop().aclose()

    async def _close_left(self) -> None:
        while self._left:
            lane = self._left.pop()
            self._all.discard(lane)
            await lane.aclose()

    def _new(self) -> httpx.AsyncHTTPTransport:
        lane = httpx.AsyncHTTPTransport(
            verify=self._verify, proxy=self._proxy, limits=_ONE, trust_env=False
        )
        self._all.add(lane)
        return lane


class _Answer(httpx.AsyncByteStream):
    """The bytes of an answer; whoever read it whole leaves the connection to others."""

    def __init__(
        self,
        stream: httpx.AsyncByteStream,
        lane: httpx.AsyncHTTPTransport,
        free: list[httpx.AsyncHTTPTransport],
        left: list[httpx.AsyncHTTPTransport],
    ) -> None:
        self._stream = stream
        self._lane = lane
        self._free = free
        self._left = left
        self._whole = False
        self._closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            yield piece
        self._whole = True

    async def aclose(self) -> None:
        if self._closed:
            return
        self._closed = True
        try:
            await self._stream.aclose()
        except BaseException:
            self._whole = False
            raise
        finally:
            (self._free if self._whole else self._left).append(self._lane)
