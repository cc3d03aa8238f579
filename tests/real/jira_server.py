"""Recorded issues of 21 projects, served as a Jira Data Center serves them.

It answers what the recording holds, as it is.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.real.data import Json
from tests.real.jql import QueryError, parsed, sort_key

TOKEN = "real-jira-token"
MOST = 1000
"""Jira's own `jira.search.views.default.max`."""


class JiraServer:
    """A Jira Data Center of recorded issues."""

    def __init__(self, issues: Iterable[Json]) -> None:
        self.issues = list(issues)
        self.statuses = _statuses(self.issues)
        self.requests = 0

    def app(self) -> Starlette:
        """Build the server."""
        paths = {
            "/search": (self.search, ["GET", "POST"]),
            "/status": (self.status, ["GET"]),
            "/field": (self.field, ["GET"]),
            "/serverInfo": (self.server_info, ["GET"]),
            "/myself": (self.myself, ["GET"]),
            "/issue/{which}": (self.issue, ["GET"]),
            "/issue/{which}/comment": (self.comments, ["GET"]),
            "/project/{key}": (self.project, ["GET"]),
            "/project/{key}/versions": (self.versions, ["GET"]),
        }
        return Starlette(
            routes=[
                Route(f"/rest/api/2{path}", answer, methods=methods)
                for path, (answer, methods) in paths.items()
            ]
        )

    async def search(self, request: Request) -> Response:
        """`GET|POST /rest/api/2/search`."""
        if refused := self._refused(request):
            return refused
        asked = await _asked(request)
        try:
            conditions, order = parsed(str(asked.get("jql", "")))
        except QueryError as error:
            return _said(400, {"errorMessages": [str(error)], "errors": {}})
        found = [i for i in self.issues if all(holds(i) for holds in conditions)]
        for field, descending in reversed(order):
            found.sort(key=partial(sort_key, field=field), reverse=descending)
        start = int(asked.get("startAt", 0))
        size = min(int(asked.get("maxResults", 50)), MOST)
        return _said(
            200,
            {
                "expand": "schema,names",
                "startAt": start,
                "maxResults": size,
                "total": len(found),
                "issues": [_shown(i, asked) for i in found[start : start + size]],
            },
        )

    def issue(self, request: Request) -> Response:
        """`GET /rest/api/2/issue/{id or key}`."""
        if refused := self._refused(request):
            return refused
        issue = self._found(request)
        if issue is None:
            return _gone("Issue Does Not Exist")
        return _said(200, _shown(issue, dict(request.query_params)))

    def comments(self, request: Request) -> Response:
        """`GET /rest/api/2/issue/{id or key}/comment`."""
        if refused := self._refused(request):
            return refused
        issue = self._found(request)
        if issue is None:
            return _gone("Issue Does Not Exist")
        all_of_them = issue["fields"]["comment"]["comments"]
        start = int(request.query_params.get("startAt", 0))
        size = int(request.query_params.get("maxResults", MOST))
        page = {"startAt": start, "maxResults": size, "total": len(all_of_them)}
        return _said(200, page | {"comments": all_of_them[start : start + size]})

    def project(self, request: Request) -> Response:
        """`GET /rest/api/2/project/{key}`."""
        key = request.path_params["key"]
        projects = (issue["fields"]["project"] for issue in self.issues)
        found = next((project for project in projects if project["key"] == key), None)
        return self._refused(request) or (
            _said(200, found) if found else _gone(f"No project has the key '{key}'.")
        )

    def status(self, request: Request) -> Response:
        """`GET /rest/api/2/status`."""
        return self._refused(request) or _said(200, self.statuses)

    def field(self, request: Request) -> Response:
        """`GET /rest/api/2/field`."""
        names = sorted({name for issue in self.issues for name in issue["fields"]})
        fields = [
            {"id": n, "name": n, "custom": n.startswith("customfield_")} for n in names
        ]
        return self._refused(request) or _said(200, fields)

    def versions(self, request: Request) -> Response:
        """`GET /rest/api/2/project/{key}/versions`: those that an issue names."""
        found = {
            version["id"]: version
            for issue in self.issues
            if issue["fields"]["project"]["key"] == request.path_params["key"]
            for name in ("fixVersions", "versions")
            for version in issue["fields"].get(name) or ()
        }
        return self._refused(request) or _said(200, list(found.values()))

    def server_info(self, request: Request) -> Response:
        """`GET /rest/api/2/serverInfo`: open to everybody, as the real one."""
        self.requests += 1
        return _said(
            200,
            {
                "baseUrl": str(request.base_url).rstrip("/"),
                "version": "9.12.4",
                "versionNumbers": [9, 12, 4],
                "deploymentType": "Server",
                "serverTime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
                "serverTitle": "Recorded Jira",
            },
        )

    def myself(self, request: Request) -> Response:
        """`GET /rest/api/2/myself`."""
        me = {"name": "reader", "key": "reader", "active": True, "timeZone": "UTC"}
        return self._refused(request) or _said(200, me)

    def _found(self, request: Request) -> Json | None:
        which = request.path_params["which"]
        return next((i for i in self.issues if which in (i["id"], i["key"])), None)

    def _refused(self, request: Request) -> Response | None:
        self.requests += 1
        if request.headers.get("authorization") == f"Bearer {TOKEN}":
            return None
        return _said(401, {"message": "Client must be authenticated."})


async def _asked(request: Request) -> Json:
    if request.method == "GET":
        return dict(request.query_params)
    told: Json = json.loads(await request.body())
    return told


def _listed(value: object) -> list[str]:
    """`a,b` of a query, or the list of a body."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return [str(part) for part in value] if isinstance(value, list) else []


def _shown(issue: Json, asked: Json) -> Json:
    """The asked fields of an issue, and its changelog when it is expanded."""
    wanted = _listed(asked.get("fields")) or ["*all"]
    fields = issue["fields"]
    if not {"*all", "*navigable"} & set(wanted):
        fields = {name: value for name, value in fields.items() if name in wanted}
    shown = {name: issue[name] for name in ("expand", "id", "self", "key")}
    shown["fields"] = fields
    if "changelog" in _listed(asked.get("expand")):
        shown["changelog"] = issue["changelog"]
    return shown


def _statuses(issues: Iterable[Json]) -> list[Json]:
    """Every status of the recording; `undefined` where no issue shows its category.

    Jira has that category itself ("No Category") for a status that has lost its own.
    """
    found: dict[str, Json] = {}
    for issue in issues:
        found.update(_embedded(issue))
    undefined = {"id": 1, "key": "undefined", "colorName": "medium-gray"}
    for history in (h for i in issues for h in i["changelog"]["histories"]):
        for item in (i for i in history["items"] if i["field"] == "status"):
            for end, name in (("from", "fromString"), ("to", "toString")):
                told = {"id": item[end], "name": item[name]}
                found.setdefault(item[end], told | {"statusCategory": undefined})
    return [found[number] for number in sorted(found, key=int)]


def _embedded(part: Any) -> dict[str, Json]:  # noqa: ANN401 - any part of the JSON
    if isinstance(part, dict):
        own = {part["id"]: part} if "statusCategory" in part else {}
        for value in part.values():
            own.update(_embedded(value))
        return own
    if isinstance(part, list):
        return {k: v for value in part for k, v in _embedded(value).items()}
    return {}


def _gone(why: str) -> Response:
    return _said(404, {"errorMessages": [why], "errors": {}})


def _said(status: int, content: object) -> Response:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, media_type="application/json;charset=UTF-8")
