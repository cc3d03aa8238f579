"""Who may ask the simulated Jira, and what they may see."""

import secrets
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.drill.book import Book, Kind
from tests.drill.jira.catalogue import FRAIL
from tests.drill.jira.records import Issue
from tests.drill.jira.world import World

CLIENT, CLIENT_SECRET, PERSONAL = "drill-client", "drill-client-secret", "drill-token"
_TOKEN_SECONDS = 3600
_LOSSES = (Kind.PERMISSION_LOST, Kind.PERMISSION_LOST_LONG)


@dataclass
class Doors:
    """The credentials that count now, and the rights of our account."""

    source: str
    world: World
    book: Book
    cloud: bool
    _tokens: set[str] = field(default_factory=set)

    async def grant(self, request: Request) -> Response:
        """Give a client a token (OAuth 2.0 client credentials)."""
        asked = await request.json()
        if (asked.get("client_id"), asked.get("client_secret")) != (
            CLIENT,
            CLIENT_SECRET,
        ):
            return JSONResponse({"error": "access_denied"}, 401)
        token = secrets.token_urlsafe(16)
        self._tokens.add(token)
        given = {"access_token": token, "expires_in": _TOKEN_SECONDS}
        return JSONResponse({**given, "token_type": "Bearer"})

    def stranger(self, request: Request) -> bool:
        """Whether whoever asks shows no token, or one that has just expired."""
        shown = request.headers.get("authorization", "").removeprefix("Bearer ")
        known = shown in self._tokens if self.cloud else shown == PERSONAL
        if known and self.book.strikes(Kind.TOKEN_EXPIRED, self.source):
            self._tokens.discard(shown)
            return True
        return not known

    def sees(self, project: str) -> bool:
        """Whether our account may browse a project now."""
        there = self.world.projects.get(self.world.name_of(project))
        if there is None or there.hidden:
            return False
        kinds = _LOSSES if project == FRAIL else ()
        # Each is asked, so that each that lasts counts.
        return not [kind for kind in kinds if self.book.holds(kind, self.source)]

    def shows(self, issue: Issue) -> bool:
        """Whether our account may see an issue now."""
        return not issue.hidden and self.sees(issue.project)

    def found(self, told: str) -> Issue:
        """Find an issue that we may see, by its id or a key; raises HTTPException."""
        issue = self.world.find(told)
        if issue is None or (self.cloud and not self.shows(issue)):
            raise HTTPException(404, "Le ticket n’existe pas, ou n’est pas visible.")
        if not self.shows(issue):
            raise HTTPException(403, "Vous n’avez pas le droit de voir ce ticket.")
        return issue


class Guarded:
    """Turns strangers away: Cloud with 401, Data Center as if they were anybody."""

    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self._app = app
        self._doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the app answer."""
        if scope["type"] == "http" and scope["path"] != "/oauth/token":
            request = Request(scope, receive)
            if self._doors.stranger(request):
                await self._turned_away(request)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _turned_away(self, request: Request) -> Response:
        if self._doors.cloud or not request.url.path.endswith("/search"):
            said = {"message": "Client must be authenticated to access this resource."}
            return JSONResponse(said, 401)
        empty = {"startAt": 0, "maxResults": 50, "total": 0, "issues": []}
        return JSONResponse(empty, 200, {"X-AUSERNAME": "anonymous"})


async def refused(_: Request, error: Exception) -> Response:
    """Answer what a handler raised, as Jira words errors."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    said = error.detail if isinstance(error, HTTPException) else "Internal error"
    return JSONResponse({"errorMessages": [said], "errors": {}}, status)
