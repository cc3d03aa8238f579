"""Faults laid over a server: the world stays true, the answers sometimes do not come.

A fault looks at the number of a request and may answer in the server's place. Drills
bring their own; the demo has two polite refusals, so that waiting is seen to work.
"""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

Fault = Callable[[int, Request], Awaitable[Response | None]]
"""Given the number of the request (1 is the first) and the request."""


class Faulty:
    """An app behind faults; the first that answers wins."""

    def __init__(self, app: ASGIApp, *faults: Fault) -> None:
        self._app = app
        self._faults = faults
        self.requests = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in the app's place, or let it answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self.requests += 1
        request = Request(scope, receive)
        for fault in self._faults:
            response = await fault(self.requests, request)
            if response is not None:
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)


def on_request(number: int, answer: Callable[[], Response]) -> Fault:
    """Answer the request with that *number* in the server's place, once."""

    async def fault(count: int, _: Request) -> Response | None:
        return answer() if count == number else None

    return fault
