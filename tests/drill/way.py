"""Faults of the way to a tracker, laid over its HTTP: refused, silent, cut in half."""

import asyncio
import json
from collections.abc import Mapping, MutableMapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.drill.book import Book, Kind
from tests.drill.places import cut
from tests.drill.seams import Tracker
from tests.drill.tally import Tally

OK = 200
ANONYMOUS = (b"x-ausername", b"anonymous")
"""By this Jira Data Center says with a 200 that it does not know who asks."""
SHORTEST = 10
"""Bytes of a body of which half is no JSON."""
LONG_SILENCE = 2
"""Which of a run's silences is a long one: it costs a minute."""
REFUSALS = (
    Kind.LIMITED,
    Kind.LIMITED_SILENTLY,
    Kind.LIMITED_BY_DATE,
    Kind.SECONDARY,
    Kind.AWAY,
)


class FaultyWay:
    """An app behind the faults of the way."""

    def __init__(self, tracker: Tracker, book: Book, tally: Tally) -> None:
        self._app: ASGIApp = tracker.app()
        self._where = tracker.source
        self._book = book
        self._tally = tally
        self._refuses = tracker.refusal
        self._refusals = [kind for kind in REFUSALS if tracker.refusal(kind)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in the tracker's place, spoil its answer, or let it pass."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._book.strikes(Kind.TIMEOUT, self._where):
            begun = self._tally.clock()
            await self._silence(scope, receive)
            self._tally.keep_silent(begun)
            return
        for kind in self._refusals:
            if self._book.strikes(kind, self._where):
                # Made now: it may hold a date.
                answer = self._refuses(kind)
                if answer is not None:
                    self._tally.refuse(*answer[:2])
                    await _answered(send, *answer)
                    return
        passing = Passing(send, self._book, self._where, self._tally)
        await self._app(scope, receive, passing)

    async def _silence(self, scope: Scope, receive: Receive) -> None:
        """Say nothing: once for as long as ingest waits, else until a proxy cuts."""
        cutting: asyncio.TimerHandle | None = None
        if self._book.struck[Kind.TIMEOUT] != LONG_SILENCE:
            seconds = self._book.dice(Kind.TIMEOUT).uniform(0.5, 4)
            loop = asyncio.get_running_loop()
            cutting = loop.call_later(seconds, cut, scope)
        while (await receive())["type"] != "http.disconnect":
            pass
        if cutting is not None:
            cutting.cancel()


class Passing:
    """Passes an answer on; sometimes half of it, cut off or said to be whole."""

    def __init__(self, send: Send, book: Book, where: str, tally: Tally) -> None:
        self._send = send
        self._book = book
        self._where = where
        self._tally = tally
        self._start: MutableMapping[str, Any] = {}

    async def __call__(self, message: Message) -> None:
        """Take what the tracker sends, in one piece as our trackers do."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        status: int = self._start["status"]
        body: bytes = message.get("body", b"")
        if ANONYMOUS in self._start["headers"]:
            self._tally.answer_nobody()
            await self._send(self._start)
            await self._send(message)
            return
        whole = status != OK or len(body) < SHORTEST
        if whole or not self._book.strikes(Kind.HALF_BODY, self._where):
            self._tally.answer(status)
            await self._send(self._start)
            await self._send(message)
            return
        self._tally.halve()
        await self._half(body)

    async def _half(self, body: bytes) -> None:
        lies = self._book.dice(Kind.HALF_BODY).random() < 0.5
        half = body[: len(body) // 2]
        length = len(half) if lies else len(body)
        headers = [h for h in self._start["headers"] if h[0] != b"content-length"]
        headers.append((b"content-length", str(length).encode()))
        await self._send({**self._start, "headers": headers})
        await self._send(
            {"type": "http.response.body", "body": half, "more_body": not lies}
        )


async def _answered(
    send: Send, status: int, headers: Mapping[str, str], body: bytes
) -> None:
    told = {"content-type": _kind(body), **headers}
    raw = [(name.lower().encode(), value.encode()) for name, value in told.items()]
    raw.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def _kind(body: bytes) -> str:
    try:
        json.loads(body)
    except ValueError:
        return "text/html"
    return "application/json"
