"""Turns the pages of Cloud's search, each of which leads to the next by its token.

What stands between an answer and the next request is waited for once a page, so the
next one is asked for before the answer is read as JSON, which takes far longer.
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from functools import partial
from types import TracebackType
from typing import Any, Self

from passerelle_ingest.http import Ahead, Http, Page

_END = re.compile(
    rb',\s*(?:"nextPageToken"\s*:\s*"([^"\\]*)"\s*,\s*"isLast"\s*:\s*false'
    rb'|"isLast"\s*:\s*false\s*,\s*"nextPageToken"\s*:\s*"([^"\\]*)")\s*\}\s*\Z'
)
_LONGEST_END = 4096
"""Bytes: a token of Jira's has a few hundred."""
_PATIENCE = 0.05
"""Seconds that the page in hand waits for the next to be asked for: it may not be our
turn."""


def token_at_the_end(body: bytes) -> str:
    """The token of the next page, where an answer ends in it; else nothing.

    No guess: within a string each quote has a backslash before it, so one behind a
    comma begins a name; and as no brace but the last follows, it is a name of the
    answer itself. What is no JSON is found out when it is read.
    """
    found = _END.search(body, max(0, len(body) - _LONGEST_END))
    return (found[1] or found[2]).decode("utf-8", "replace") if found else ""


def nobody() -> None:
    """Nobody waits until a request is on its way."""


class Chain:
    """The pages of one search, each asked for while the one ahead of it is read."""

    def __init__(self, http: Http, path: str, asked: Mapping[str, Any]) -> None:
        self._http = http
        self._path = path
        self._asked = asked
        self._wanted: str | None = None
        """The token of the page that somebody waits for."""
        self._ahead: tuple[str, asyncio.Task[Page]] | None = None
        """The page after that: one, so that memory holds few."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._leave()

    async def page(self, token: str) -> Page:
        """Return the page that *token* leads to; the first one, without any."""
        self._wanted = token
        if self._ahead is None or self._ahead[0] != token:
            await self._leave()
            return await self._ask(token, self._leading(token))
        (_, asking), self._ahead = self._ahead, None
        page = await asking
        if self._ahead is None:
            await self._go_on(token, page.body)
        return page

    async def only(self, token: str) -> Page:
        """Return the page that *token* leads to, and ask for none after it."""
        return await self._ask(token, None)

    async def _ask(self, token: str, ahead: Ahead | None) -> Page:
        asked = {**self._asked, **({"nextPageToken": token} if token else {})}
        return await self._http.post(self._path, asked, ahead)

    def _leading(self, token: str, sent: Callable[[], None] = nobody) -> Ahead:
        return Ahead(sent, partial(self._go_on, token))

    async def _go_on(self, token: str, body: bytes) -> None:
        """Ask for what follows *body*; return once that request is on its way."""
        if token != self._wanted:
            return  # Nobody waits for this page yet.
        await self._leave()
        follows = token_at_the_end(body)
        if not follows:
            return
        sent = asyncio.Event()
        ahead = self._leading(follows, sent.set)
        asking = asyncio.create_task(self._ask(follows, ahead))
        asking.add_done_callback(_heard)
        self._ahead = follows, asking
        waiting = asyncio.create_task(sent.wait())
        either = {asking, waiting}
        first = asyncio.FIRST_COMPLETED
        await asyncio.wait(either, timeout=_PATIENCE, return_when=first)
        waiting.cancel()

    async def _leave(self) -> None:
        """Let go of what was asked for ahead and is not wanted."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            ahead[1].cancel()
            await asyncio.wait({ahead[1]})


def _heard(asking: asyncio.Task[Page]) -> None:
    """Take note of an error: whoever wants that page is told, and perhaps nobody."""
    if not asking.cancelled():
        asking.exception()
