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
    """As many connections as there ever were requests at a time."""

    def __init__(self, proxy: str, verify: ssl.SSLContext) -> None:
        self._proxy = proxy or None
        self._verify = verify
        self._all: list[httpx.AsyncHTTPTransport] = []
        self._free: list[httpx.AsyncHTTPTransport] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it on the connection that was free last: the likeliest to be open."""
        lane = self._free.pop() if self._free else self._new()
        try:
            response = await lane.handle_async_request(request)
        except BaseException:
            self._free.append(lane)
            raise
        assert isinstance(response.stream, httpx.AsyncByteStream)  # noqa: S101 - mypy
        response.stream = _Answer(response.stream, self._free, lane)
        return response

    async def aclose(self) -> None:
        """Close every connection."""
        for lane in self._all:
            await lane.aclose()

    def _new(self) -> httpx.AsyncHTTPTransport:
        lane = httpx.AsyncHTTPTransport(
            verify=self._verify, proxy=self._proxy, limits=_ONE, trust_env=False
        )
        self._all.append(lane)
        return lane


class _Answer(httpx.AsyncByteStream):
    """The bytes of an answer; whoever closes it leaves the connection to the next."""

    def __init__(
        self,
        stream: httpx.AsyncByteStream,
        free: list[httpx.AsyncHTTPTransport],
        lane: httpx.AsyncHTTPTransport,
    ) -> None:
        self._stream = stream
        self._free = free
        self._lane: httpx.AsyncHTTPTransport | None = lane

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._stream)

    async def aclose(self) -> None:
        lane, self._lane = self._lane, None
        try:
            await self._stream.aclose()
        finally:
            if lane is not None:
                self._free.append(lane)
