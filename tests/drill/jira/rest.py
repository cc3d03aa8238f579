"""What Cloud and Data Center answer alike: one issue, who we are, what we may."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.drill.book import Book, Kind
from tests.drill.jira.doors import Doors
from tests.drill.jira.jql import Query, RefusedError, parse
from tests.drill.jira.records import History, Issue
from tests.drill.jira.shapes import Json, Shapes
from tests.drill.jira.world import World
from tests.drill.showing import By, Showings

CUT = 100
"""How many changes Cloud shows of an issue in `expand=changelog`, and says so."""
CUT_SILENTLY = 40
"""How many it was seen to show as if they were all."""
FEW_COMMENTS = 20
PAGE = 100


@dataclass
class Rest:
    """The endpoints that both have."""

    source: str
    world: World
    shapes: Shapes
    doors: Doors
    book: Book
    clock: Callable[[], datetime]
    showings: Showings = field(default_factory=Showings)
    late: dict[int, datetime] = field(default_factory=dict)
    """Until when a change is shown by its issue and by no changelog."""

    def routes(self, api: str) -> list[Route]:
        """Everything below *api* that both have."""
        return [
            Route(f"{api}/issue/{{issue}}", self.issue),
            Route(f"{api}/issue/{{issue}}/changelog", self.changelog),
            Route(f"{api}/issue/{{issue}}/comment", self.comments),
            Route(f"{api}/status", self.statuses),
            Route(f"{api}/field", self.fields),
            Route(f"{api}/myself", self.myself),
            Route(f"{api}/project/{{key}}", self.project),
            Route(f"{api}/project/{{key}}/versions", self.versions),
            Route(f"{api}/mypermissions", self.permissions),
            Route(f"{api}/serverInfo", self.server),
        ]

    async def issue(self, request: Request) -> Response:
        """Answer one issue as it is, also by a key that it had."""
        asked = dict(request.query_params)
        found = self.doors.found(_id(request))
        if "updated" in listed(asked.get("fields")):  # Else it is a key's id alone.
            self.showings.show(str(found.id), found.updated, By.ITEM)
        return JSONResponse(self.shown(found, asked))

    async def changelog(self, request: Request) -> Response:
        """Answer an issue's changes, oldest first, in pages."""
        issue = self.doors.found(_id(request))
        start, size = _page(request)
        known = self.histories(issue)
        shown = [self.shapes.history(one) for one in known[start : start + size]]
        total = len(known)
        body = {"startAt": start, "maxResults": size, "total": total, "values": shown}
        return JSONResponse({**body, "isLast": start + size >= total})

    async def comments(self, request: Request) -> Response:
        """Answer an issue's comments in pages."""
        issue = self.doors.found(_id(request))
        start, size = _page(request)
        part = issue.comments[start : start + size]
        shown = [self.shapes.comment(issue, one) for one in part]
        total = len(issue.comments)
        body = {"startAt": start, "maxResults": size, "total": total}
        return JSONResponse({**body, "comments": shown})

    async def statuses(self, _: Request) -> Response:
        """Answer all statuses, by their names of now."""
        return JSONResponse([self.shapes.status(one) for one in self.world.statuses])

    async def fields(self, _: Request) -> Response:
        """Answer all fields; what a custom one is made of stands in its schema."""
        return JSONResponse([self.shapes.field(one) for one in self.world.field_names])

    async def myself(self, _: Request) -> Response:
        """Answer who is asking."""
        return JSONResponse({**self.shapes.user(), "timeZone": "Europe/Paris"})

    async def project(self, request: Request) -> Response:
        """Answer a project that we may see."""
        return JSONResponse(self.shapes.project(self._project_of(request)))

    async def versions(self, request: Request) -> Response:
        """Answer the versions of a project."""
        known = self.world.versions_of(self._project_of(request))
        return JSONResponse([self.shapes.version(one) for one in known])

    def _project_of(self, request: Request) -> str:
        key = str(request.path_params["key"])
        if not self.doors.sees(key):
            raise HTTPException(404, f"Aucun projet n’a la clé « {key} ».")
        return self.world.name_of(key)

    async def permissions(self, request: Request) -> Response:
        """Answer whether we may browse a project."""
        have = self.doors.sees(request.query_params.get("projectKey", ""))
        told = {"key": "BROWSE_PROJECTS", "havePermission": have}
        return JSONResponse({"permissions": {"BROWSE_PROJECTS": told}})

    async def server(self, _: Request) -> Response:
        """Answer which Jira this is."""
        kind = "Cloud" if self.shapes.cloud else "Server"
        version = "1001.0.0-SNAPSHOT" if self.shapes.cloud else "9.12.4"
        return JSONResponse({"deploymentType": kind, "version": version})

    def query(self, jql: object) -> Query:
        """Read the JQL of a search; raises HTTPException."""
        try:
            names = self.world.names | {key: key for key in self.world.projects}
            return parse(str(jql or ""), self.shapes.zone, names)
        except RefusedError as error:
            raise HTTPException(400, str(error)) from error

    def seen(self, query: Query) -> list[Issue]:
        """What a search finds that we may see, as the index knows it."""
        shown = self.world.index.at(self.clock())
        found = query.select(shown)
        sees = {key: self.doors.sees(key) for key in {one.project for one in found}}
        asked = {key: self.doors.sees(key) for key in query.projects}
        del asked  # Asking is what a lost permission is met with.
        return [one for one in found if sees[one.project] and not one.hidden]

    def rows(self, query: Query, page: Iterable[Issue], asked: Json) -> list[Json]:
        """A page of what a search found."""
        for issue in page if query.by == "updated" else ():
            by = By.PAST if query.is_past else By.LIST
            self.showings.show(str(issue.id), issue.updated, by)
        return [self.shown(issue, asked) for issue in page]

    def shown(self, issue: Issue, asked: Json) -> Json:
        """An issue with what was asked for."""
        few = FEW_COMMENTS if self.shapes.cloud else 10**6
        body = self.shapes.issue(issue, listed(asked.get("fields")), few)
        if "changelog" in listed(asked.get("expand")):
            body["changelog"] = self._inline(issue)
        return body

    def histories(self, issue: Issue) -> tuple[History, ...]:
        """The changes of an issue that changelogs show: none after a late one."""
        now = self.clock()
        behind = (n for n, one in enumerate(issue.histories) if self._is_late(one, now))
        return issue.histories[: next(behind, None)]

    def _is_late(self, history: History, now: datetime) -> bool:
        return self.late.get(history.id, now) > now

    def _inline(self, issue: Issue) -> Json:
        """The newest changes first; Cloud cuts them, and may say nothing of it."""
        newest = self.histories(issue)[::-1]
        total = len(newest)
        if self.shapes.cloud and total > CUT:
            newest = newest[:CUT]
            self.book.count(Kind.TRUNCATED, self.source)
        if self._cuts_silently(total):
            newest = newest[:CUT_SILENTLY]
            total = len(newest)
        shown = [self.shapes.history(one) for one in newest]
        told = {"startAt": 0, "maxResults": len(shown), "total": total}
        return {**told, "histories": shown}

    def _cuts_silently(self, total: int) -> bool:
        long = self.shapes.cloud and total > CUT_SILENTLY
        return long and self.book.strikes(Kind.TRUNCATED, self.source)


async def told(request: Request) -> Json:
    """Read the JSON object of a POST; raises HTTPException."""
    try:
        body: Any = json.loads(await request.body())
    except ValueError as error:
        raise HTTPException(400, "Invalid request payload.") from error
    if not isinstance(body, dict):
        raise HTTPException(400, "Invalid request payload.")
    return body


def listed(said: object) -> list[str]:
    """Read a list that may be written with commas."""
    if isinstance(said, str):
        return [name for name in said.split(",") if name]
    return [str(name) for name in said] if isinstance(said, Iterable) else []


def _id(request: Request) -> str:
    return str(request.path_params["issue"])


def _page(request: Request) -> tuple[int, int]:
    start = int(request.query_params.get("startAt", 0))
    return start, min(PAGE, int(request.query_params.get("maxResults", PAGE)))
