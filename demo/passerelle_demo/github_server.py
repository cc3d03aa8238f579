"""GitHub's REST API over HTTP: the endpoints that a careful reader needs."""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from passerelle_demo import github_shapes as shapes
from passerelle_demo.company import PASSERELLE
from passerelle_demo.dates import Dated
from passerelle_demo.faults import Fault, Faulty, on_request
from passerelle_demo.github_doors import (
    REQUESTS_AN_HOUR,
    Counted,
    Guarded,
    refused,
    reset,
    secondary_limit,
)
from passerelle_demo.github_hooks import hook_routes
from passerelle_demo.github_records import Numbered, RepositoryState
from passerelle_demo.github_state import GitHubState
from passerelle_demo.github_timeline import timeline_entry

Json = dict[str, Any]

LARGEST_PAGE = 100


def create_github_app(
    state: GitHubState, *, faults: tuple[Fault, ...] | None = None
) -> ASGIApp:
    """Serve *state* as GitHub does; by default the twentieth request is refused."""
    api = _Api(state)
    routes = [
        Route("/rate_limit", api.rate_limit),
        Route("/user", api.user),
        *hook_routes(),
    ]
    for place in ("/repos/{owner}/{name}", "/repositories/{id:int}"):
        routes += _routes(api, place)
    app = Starlette(routes=routes, exception_handlers={HTTPException: refused})
    asked = (on_request(20, secondary_limit),) if faults is None else faults
    return Dated(Faulty(Counted(Guarded(app)), *asked))


def _routes(api: "_Api", place: str) -> list[Route]:
    return [
        Route(place, api.repository),
        Route(f"{place}/issues", api.issues),
        Route(f"{place}/issues/{{n:int}}", api.issue),
        Route(f"{place}/issues/{{n:int}}/timeline", api.timeline),
        Route(f"{place}/issues/{{n:int}}/comments", api.comments),
        Route(f"{place}/pulls", api.pulls),
        Route(f"{place}/pulls/{{n:int}}", api.pull),
        Route(f"{place}/pulls/{{n:int}}/reviews", api.reviews),
        Route(f"{place}/milestones", api.milestones),
        Route(f"{place}/milestones/{{n:int}}", api.milestone),
        Route(f"{place}/releases", api.releases),
        Route(f"{place}/releases/{{n:int}}", api.release),
    ]


class _Api:
    """The endpoints."""

    def __init__(self, state: GitHubState) -> None:
        self._by_id = {r.who.id: r for r in state.repositories.values()}
        self._by_name = {r.who.full_name: r for r in state.repositories.values()}

    async def rate_limit(self, request: Request) -> Response:
        """Answer what is left of the hour's requests; asking is free."""
        used = int(request.scope["used"])
        core = {
            "limit": REQUESTS_AN_HOUR,
            "remaining": REQUESTS_AN_HOUR - used,
            "reset": reset(),
            "used": used,
            "resource": "core",
        }
        return JSONResponse({"resources": {"core": core}, "rate": core})

    async def user(self, request: Request) -> Response:
        """Answer who is asking."""
        return _answer(request, shapes.user(PASSERELLE))

    async def repository(self, request: Request) -> Response:
        """Answer a repository."""
        return _answer(request, shapes.repository(self._where(request)))

    async def issues(self, request: Request) -> Response:
        """Answer issues, pull requests among them; open ones unless asked otherwise."""
        asked = request.query_params
        found = _in_state(self._where(request).numbered.values(), asked.get("state"))
        if since := asked.get("since"):
            found = [i for i in found if i.updated >= _moment(since)]
        rows = _sorted(found, asked.get("sort"), asked.get("direction"))
        return self._paged(request, rows, shapes.issue)

    async def issue(self, request: Request) -> Response:
        """Answer an issue, or a pull request as an issue."""
        return _answer(request, shapes.whole_issue(self._numbered(request)))

    async def timeline(self, request: Request) -> Response:
        """Answer what happened to an issue or pull request, oldest first."""
        item = self._numbered(request)
        entries = sorted(item.timeline, key=lambda entry: entry.at)
        return self._paged(request, entries, lambda entry: timeline_entry(item, entry))

    async def comments(self, request: Request) -> Response:
        """Answer the comments of an issue."""
        item = self._numbered(request)
        rows = item.comments
        if since := request.query_params.get("since"):
            rows = [entry for entry in rows if entry.at >= _moment(since)]
        return self._paged(request, rows, lambda entry: shapes.comment(item, entry))

    async def pulls(self, request: Request) -> Response:
        """Answer pull requests; there is no `since` here."""
        asked = request.query_params
        pulls = [i for i in self._where(request).numbered.values() if i.pull]
        found = _in_state(pulls, asked.get("state"))
        way = asked.get("direction") or ("desc" if asked.get("sort") is None else "asc")
        return self._paged(request, _sorted(found, asked.get("sort"), way), shapes.pull)

    async def pull(self, request: Request) -> Response:
        """Answer a pull request."""
        item = self._numbered(request)
        if item.pull is None:
            raise HTTPException(404, "Not Found")
        return _answer(request, shapes.whole_pull(item))

    async def reviews(self, request: Request) -> Response:
        """Answer the reviews of a pull request."""
        item = self._numbered(request)
        rows = item.pull.reviews if item.pull else []
        return self._paged(request, rows, lambda entry: shapes.review(item, entry))

    async def milestones(self, request: Request) -> Response:
        """Answer milestones; open ones unless asked otherwise."""
        where = self._where(request)
        found = _in_state(where.milestones.values(), request.query_params.get("state"))
        rows = sorted(found, key=lambda milestone: (milestone.due, milestone.number))
        return self._paged(request, rows, lambda m: shapes.milestone(where, m))

    async def milestone(self, request: Request) -> Response:
        """Answer a milestone."""
        where = self._where(request)
        found = where.milestones.get(request.path_params["n"])
        if found is None:
            raise HTTPException(404, "Not Found")
        return _answer(request, shapes.milestone(where, found))

    async def releases(self, request: Request) -> Response:
        """Answer releases, the newest first."""
        where = self._where(request)
        rows = sorted(where.releases, key=lambda release: release.at, reverse=True)
        return self._paged(request, rows, lambda r: shapes.release(where, r))

    async def release(self, request: Request) -> Response:
        """Answer a release."""
        where, wanted = self._where(request), request.path_params["n"]
        for found in where.releases:
            if found.id == wanted:
                return _answer(request, shapes.release(where, found))
        raise HTTPException(404, "Not Found")

    def _where(self, request: Request) -> RepositoryState:
        at = request.path_params
        found = (
            self._by_id.get(at["id"])
            if "id" in at
            else self._by_name.get(f"{at['owner']}/{at['name']}".lower())
        )
        if found is None:
            raise HTTPException(404, "Not Found")
        return found

    def _numbered(self, request: Request) -> Numbered:
        where, number = self._where(request), request.path_params["n"]
        if number in where.gone:
            raise HTTPException(410, "This issue was deleted")
        if number not in where.numbered:
            raise HTTPException(404, "Not Found")
        return where.numbered[number]

    def _paged(
        self, request: Request, rows: Sequence[Any], show: Callable[[Any], Json]
    ) -> Response:
        size = min(_number(request, "per_page", 30), LARGEST_PAGE)
        page = _number(request, "page", 1)
        shown = [show(row) for row in rows[(page - 1) * size : page * size]]
        last = max(1, -(-len(rows) // size))
        links = _links(request, self._where(request).who.id, page, last)
        return _answer(request, shown, {"Link": links} if links else {})


def _answer(
    request: Request, content: object, headers: dict[str, str] | None = None
) -> Response:
    """Answer *content* with its ETag; 304 when the reader has it already."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    etag = f'W/"{hashlib.sha256(body).hexdigest()}"'
    told = {
        "ETag": etag,
        "Cache-Control": "private, max-age=60, s-maxage=60",
        "Vary": "Accept, Authorization, Cookie, X-GitHub-OTP",
        **(headers or {}),
    }
    if etag in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=told)
    return Response(body, headers=told, media_type="application/json; charset=utf-8")


def _links(request: Request, repository: int, page: int, last: int) -> str:
    """Write the `Link` header, with the numeric address that GitHub uses."""
    tail = request.url.path.split("/")
    rest = tail[4:] if tail[1] == "repos" else tail[3:]
    base = str(request.base_url).rstrip("/")
    place = f"{base}/repositories/{repository}/{'/'.join(rest)}"
    asked = {k: v for k, v in request.query_params.items() if k != "page"}
    wanted = {
        "prev": page - 1 if page > 1 else None,
        "next": page + 1 if page < last else None,
        "last": last if page < last else None,
        "first": 1 if page > 1 else None,
    }
    return ", ".join(
        f'<{place}?{urlencode({**asked, "page": number})}>; rel="{name}"'
        for name, number in wanted.items()
        if number is not None
    )


def _in_state(rows: Any, state: str | None) -> list[Any]:  # noqa: ANN401 - issues or milestones
    wanted = state or "open"
    if wanted == "all":
        return list(rows)
    return [row for row in rows if (row.closed is not None) == (wanted == "closed")]


def _sorted(
    rows: list[Numbered], by: str | None, direction: str | None
) -> list[Numbered]:
    def key(item: Numbered) -> tuple[datetime | int, int]:
        if by == "comments":
            return (len(item.comments), item.number)
        return (item.updated if by == "updated" else item.created, item.number)

    return sorted(rows, key=key, reverse=direction != "asc")


def _moment(said: str) -> datetime:
    try:
        read = datetime.fromisoformat(said)
    except ValueError as error:
        raise HTTPException(422, "Validation Failed") from error
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _number(request: Request, name: str, otherwise: int) -> int:
    said = request.query_params.get(name, "")
    return max(1, int(said)) if said.isdigit() else otherwise
