"""What every request to the simulated Jira passes, and how it is turned away."""

import base64
import hmac

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from passerelle_demo.config import JIRA_EMAIL, JIRA_TOKEN


def too_many() -> Response:
    """Refuse for a second, as Jira does when asked too often."""
    return JSONResponse(
        {"errorMessages": ["Rate limit exceeded."], "errors": {}},
        429,
        {
            "Retry-After": "1",
            "X-RateLimit-NearLimit": "true",
            "RateLimit-Reason": "jira-burst-based",
        },
    )


class Guarded:
    """Lets in who shows the account's e-mail address and token (RFC 7617)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        pair = f"{JIRA_EMAIL}:{JIRA_TOKEN}".encode()
        self._expected = f"Basic {base64.b64encode(pair).decode()}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401, or let the app answer."""
        if scope["type"] == "http":
            shown = Request(scope).headers.get("Authorization", "")
            if not hmac.compare_digest(shown.encode(), self._expected.encode()):
                await unauthorised()(scope, receive, send)
                return
        await self._app(scope, receive, send)


def unauthorised() -> Response:
    """Answer who shows no token, or a wrong one."""
    return Response(
        "Client must be authenticated to access this resource.",
        401,
        {
            "WWW-Authenticate": 'OAuth realm="https%3A%2F%2Fjira.malleposte.example"',
            "X-Seraph-LoginReason": "AUTHENTICATED_FAILED",
        },
        media_type="text/plain",
    )


async def refused(_: Request, error: Exception) -> Response:
    """Answer what a handler raised, as Jira words errors."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    said = error.detail if isinstance(error, HTTPException) else "Internal error"
    return JSONResponse({"errorMessages": [said], "errors": {}}, status)
