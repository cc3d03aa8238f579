"""What every request to the simulated GitHub passes: the token, the hour's limit."""

import hashlib
import hmac
from datetime import timedelta
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from passerelle_demo.company import TODAY
from passerelle_demo.config import GITHUB_TOKEN

REQUESTS_AN_HOUR = 5000
DOCS = "https://docs.github.com/rest"


def secondary_limit() -> Response:
    """Refuse for a second although requests remain, as GitHub does now and then."""
    said = {
        "message": "You have exceeded a secondary rate limit. "
        "Please wait a few minutes before you try again.",
        "documentation_url": f"{DOCS}/overview/rate-limits-for-the-rest-api"
        "#about-secondary-rate-limits",
        "status": "403",
    }
    return JSONResponse(said, 403, {"Retry-After": "1"})


async def refused(_: Request, error: Exception) -> Response:
    """Answer what a handler raised."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    said = error.detail if isinstance(error, HTTPException) else "Server Error"
    return refusal(status, said)


def refusal(status: int, said: str) -> Response:
    """Answer an error as GitHub words them."""
    body = {"message": said, "documentation_url": DOCS, "status": str(status)}
    return JSONResponse(body, status)


class Guarded:
    """Lets in who shows the token."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401, or let the app answer."""
        if scope["type"] == "http":
            shown = Request(scope).headers.get("Authorization", "")
            scheme, _, token = shown.partition(" ")
            known = scheme.lower() in {"bearer", "token"}
            if not (
                known and hmac.compare_digest(token.encode(), GITHUB_TOKEN.encode())
            ):
                await refusal(401, "Bad credentials")(scope, receive, send)
                return
        await self._app(scope, receive, send)


class Counted:
    """Counts requests against the hour's limit and writes it on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.used = 0
        self._answers = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer, and write the limits on its answer."""

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                free = (
                    message["status"] == HTTPStatus.NOT_MODIFIED
                    or scope["path"] == "/rate_limit"
                )
                self.used += 0 if free else 1
                self._answers += 1
                message["headers"] = [*message["headers"], *self._headers()]
            await send(message)

        scope["used"] = self.used
        await self._app(scope, receive, counted)

    def _headers(self) -> list[tuple[bytes, bytes]]:
        named = hashlib.sha256(str(self._answers).encode()).hexdigest().upper()
        request_id = f"{named[:4]}:{named[4:10]}:{named[10:17]}:{named[17:24]}"
        told = {
            "X-GitHub-Request-Id": request_id,
            "X-GitHub-Media-Type": "github.v3; format=json",
            "X-RateLimit-Limit": str(REQUESTS_AN_HOUR),
            "X-RateLimit-Remaining": str(max(0, REQUESTS_AN_HOUR - self.used)),
            "X-RateLimit-Used": str(self.used),
            "X-RateLimit-Reset": str(reset()),
            "X-RateLimit-Resource": "core",
        }
        return [(k.lower().encode(), v.encode()) for k, v in told.items()]


def reset() -> int:
    """Return when the hour's requests are counted anew, in epoch seconds."""
    return int((TODAY + timedelta(hours=1)).timestamp())
