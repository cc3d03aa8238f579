"""A Jira Cloud site over HTTP: the REST v3 endpoints that a careful reader needs."""

import base64
import binascii
import hashlib
import itertools
import json
from collections.abc import Iterator
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from passerelle_demo import jira_shapes as shapes
from passerelle_demo.company import JIRA_SITE, PASSERELLE, PROJECTS, TODAY, Project
from passerelle_demo.dates import Dated
from passerelle_demo.faults import Fault, Faulty, on_request
from passerelle_demo.jira_doors import Guarded, refused, too_many
from passerelle_demo.jira_state import History, Issue, JiraState
from passerelle_demo.jql import JqlRefusedError, Query, parse

Json = dict[str, Any]

LARGEST_PAGE = 100
"""How many issues a page holds when fields are asked for."""
IDS_PAGE = 5000
BULK_HISTORIES = 250
"""How many changes a page of `changelog/bulkfetch` holds: an issue may be split."""
MOST_BULK_ISSUES = 1000


def create_jira_app(
    state: JiraState, *, faults: tuple[Fault, ...] | None = None
) -> ASGIApp:
    """Serve *state* as Jira Cloud does; by default the twelfth request is refused."""
    api = "/rest/api/3"
    site = _Site(state)
    routes = [
        Route(f"{api}/search/jql", site.search, methods=["GET", "POST"]),
        Route(f"{api}/search", site.gone, methods=["GET", "POST"]),
        Route(f"{api}/changelog/bulkfetch", site.bulk_changelog, methods=["POST"]),
        Route(f"{api}/issue/{{issue}}", site.issue),
        Route(f"{api}/issue/{{issue}}/changelog", site.changelog),
        Route(f"{api}/issue/{{issue}}/comment", site.comments),
        Route(f"{api}/status", site.statuses),
        Route(f"{api}/issuetype", site.types),
        Route(f"{api}/field", site.fields),
        Route(f"{api}/myself", site.myself),
        Route(f"{api}/serverInfo", site.server_info),
        Route(f"{api}/project/search", site.projects),
        Route(f"{api}/project/{{key}}", site.project),
        Route(f"{api}/mypermissions", site.my_permissions),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: refused})
    asked = (on_request(12, too_many),) if faults is None else faults
    return Dated(Faulty(Guarded(app), *asked))


class _Site:
    """The endpoints."""

    def __init__(self, state: JiraState) -> None:
        self._state = state

    async def search(self, request: Request) -> Response:
        """Answer `search/jql`: a token for the next page, never a total."""
        asked = await _asked(request)
        jql = str(asked.get("jql") or "")
        try:
            query = parse(jql, now=TODAY)
        except JqlRefusedError as error:
            raise HTTPException(400, str(error)) from error
        names = _names(asked.get("fields")) or ["id"]
        size = _page_size(asked, IDS_PAGE if names == ["id"] else LARGEST_PAGE)
        found = query.select(self._state.issues.values())
        rest = _after(found, query, jql, asked.get("nextPageToken"))
        page = rest[:size]
        more = len(rest) > size
        body: Json = {"issues": [_shown(i, names, asked) for i in page]}
        if more:
            body["nextPageToken"] = _token(jql, query, page[-1])
        return JSONResponse({**body, "isLast": not more})

    async def gone(self, _: Request) -> Response:
        """Answer the withdrawn endpoint: 410 since 2025."""
        said = (
            "The requested API has been removed. "
            "Please migrate to the /rest/api/3/search/jql API."
        )
        raise HTTPException(410, said)

    async def bulk_changelog(self, request: Request) -> Response:
        """Answer changes of many issues; one issue's may be split over pages."""
        asked = await _asked(request)
        wanted = asked.get("issueIdsOrKeys") or []
        if not 0 < len(wanted) <= MOST_BULK_ISSUES:
            raise HTTPException(400, "issueIdsOrKeys must hold 1 to 1000 entries.")
        size = min(_page_size(asked, BULK_HISTORIES, default=1000), BULK_HISTORIES)
        start = _bulk_start(asked.get("nextPageToken"))
        all_of_them = list(self._histories(map(str, wanted)))
        page = all_of_them[start : start + size]
        grouped = itertools.groupby(page, key=lambda pair: pair[0].id)
        body: Json = {
            "issueChangeLogs": [
                {
                    "issueId": str(issue),
                    "changeHistories": [shapes.bulk_history(h) for _, h in pairs],
                }
                for issue, pairs in grouped
            ]
        }
        if start + size < len(all_of_them):
            body["nextPageToken"] = _encoded({"startAt": start + size})
        return JSONResponse(body)

    def _histories(self, wanted: Iterator[str]) -> Iterator[tuple[Issue, History]]:
        found = {i.id: i for i in map(self._state.find, wanted) if i is not None}
        for issue in sorted(found.values(), key=lambda i: i.id):
            for history in issue.histories:
                yield issue, history

    async def issue(self, request: Request) -> Response:
        """Answer one issue, also by a key it had before a move."""
        issue = self._found(request)
        names = _names(request.query_params.get("fields")) or ["*all"]
        return JSONResponse(_shown(issue, names, dict(request.query_params)))

    async def changelog(self, request: Request) -> Response:
        """Answer an issue's changes, oldest first, in pages."""
        issue = self._found(request)
        start = _number(request.query_params.get("startAt"), 0)
        size = _page_size(dict(request.query_params), 100, default=100)
        page = issue.histories[start : start + size]
        body = _page(start, size, len(issue.histories), len(page))
        return JSONResponse({**body, "values": [shapes.history(h) for h in page]})

    async def comments(self, request: Request) -> Response:
        """Answer an issue's comments."""
        issue = self._found(request)
        start = _number(request.query_params.get("startAt"), 0)
        size = _page_size(dict(request.query_params), 5000, default=5000)
        page = issue.comments[start : start + size]
        return JSONResponse(
            {
                "startAt": start,
                "maxResults": size,
                "total": len(issue.comments),
                "comments": [shapes.comment(issue, c) for c in page],
            }
        )

    async def statuses(self, _: Request) -> Response:
        """Answer all statuses."""
        return JSONResponse(shapes.known_statuses())

    async def types(self, _: Request) -> Response:
        """Answer all issue types."""
        return JSONResponse(shapes.known_types())

    async def fields(self, _: Request) -> Response:
        """Answer all fields."""
        return JSONResponse(shapes.known_fields())

    async def myself(self, _: Request) -> Response:
        """Answer who is asking."""
        return JSONResponse({**shapes.user(PASSERELLE), "locale": "fr_FR"})

    async def server_info(self, _: Request) -> Response:
        """Answer which Jira this is."""
        return JSONResponse(
            {
                "baseUrl": JIRA_SITE,
                "version": "1001.0.0-SNAPSHOT",
                "versionNumbers": [1001, 0, 0],
                "deploymentType": "Cloud",
                "buildNumber": 100300,
                "serverTime": shapes.instant(TODAY),
                "serverTitle": "Jira",
                "defaultLocale": {"locale": "fr_FR"},
            }
        )

    async def projects(self, request: Request) -> Response:
        """Answer all projects, in pages."""
        start = _number(request.query_params.get("startAt"), 0)
        size = _page_size(dict(request.query_params), 50)
        shown = [shapes.project(p) for p in PROJECTS][start : start + size]
        body = _page(start, size, len(PROJECTS), len(shown))
        return JSONResponse({**body, "values": shown})

    async def project(self, request: Request) -> Response:
        """Answer a project by its key."""
        return JSONResponse(shapes.project(_project_of(request.path_params["key"])))

    async def my_permissions(self, request: Request) -> Response:
        """Answer what we may do in a project: we may see it, and nothing more."""
        _project_of(request.query_params.get("projectKey", ""))
        asked = request.query_params.get("permissions", "").split(",")
        have = {
            name: {"key": name, "havePermission": name == "BROWSE_PROJECTS"}
            for name in asked
        }
        return JSONResponse({"permissions": have})

    def _found(self, request: Request) -> Issue:
        issue = self._state.find(request.path_params["issue"])
        if issue is None:
            said = "Le ticket n’existe pas ou vous n’êtes pas autorisé à le voir."
            raise HTTPException(404, said)
        return issue


def _project_of(key: str) -> Project:
    found = next((p for p in PROJECTS if p.key == key), None)
    if found is None:
        raise HTTPException(404, f"Aucun projet n’a la clé « {key} ».")
    return found


async def _asked(request: Request) -> Json:
    if request.method == "GET":
        return dict(request.query_params)
    try:
        body = json.loads(await request.body())
    except ValueError as error:
        raise HTTPException(400, "Invalid request payload.") from error
    if not isinstance(body, dict):
        raise HTTPException(400, "Invalid request payload.")
    return body


def _names(said: str | list[str] | None) -> list[str]:
    listed = said.split(",") if isinstance(said, str) else (said or [])
    return [name.strip() for name in listed if name.strip()]


def _shown(issue: Issue, names: list[str], asked: Json) -> Json:
    if names == ["id"]:
        return {"id": str(issue.id)}
    expand = asked.get("expand") or ""
    body = shapes.issue(issue, names)
    if "changelog" in (expand if isinstance(expand, str) else ",".join(expand)):
        body["changelog"] = shapes.changelog(issue)
    return body


def _number(said: object, otherwise: int) -> int:
    try:
        return int(str(said)) if said is not None else otherwise
    except ValueError as error:
        raise HTTPException(400, f"'{said}' is not a number.") from error


def _page_size(asked: Json, most: int, default: int = 50) -> int:
    return max(1, min(_number(asked.get("maxResults"), default), most))


def _page(start: int, size: int, total: int, shown: int) -> Json:
    return {
        "startAt": start,
        "maxResults": size,
        "total": total,
        "isLast": start + shown >= total,
    }


def _digest(jql: str) -> str:
    return hashlib.sha256(jql.encode()).hexdigest()[:12]


def _encoded(body: Json) -> str:
    return base64.urlsafe_b64encode(json.dumps(body).encode()).decode()


def _decoded(token: str) -> Json:
    try:
        body = json.loads(base64.urlsafe_b64decode(token))
    except (binascii.Error, ValueError) as error:
        raise HTTPException(400, "Invalid nextPageToken.") from error
    return body if isinstance(body, dict) else {}


def _token(jql: str, query: Query, last: Issue) -> str:
    return _encoded({"q": _digest(jql), "after": query.sort_key(last)})


def _after(found: list[Issue], query: Query, jql: str, token: object) -> list[Issue]:
    """Go on after the last issue shown, wherever newer changes have put the others."""
    if not token:
        return found
    read = _decoded(str(token))
    if read.get("q") != _digest(jql):
        raise HTTPException(400, "Invalid nextPageToken for this query.")
    last = tuple(read["after"])
    if query.descending:
        return [i for i in found if query.sort_key(i) < last]
    return [i for i in found if query.sort_key(i) > last]


def _bulk_start(token: object) -> int:
    return int(_decoded(str(token)).get("startAt", 0)) if token else 0
