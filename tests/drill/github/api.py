"""The drill's GitHub over HTTP: lists, items, timelines, and who may see them.

https://docs.github.com/en/rest
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from tests.drill.book import Kind
from tests.drill.github import shapes
from tests.drill.github.records import Numbered, Repo
from tests.drill.github.shapes import Json
from tests.drill.github.world import World
from tests.drill.showing import TRAILING, UNTIL, By, Showings

LARGEST_PAGE = 100
Endpoint = Callable[[Request], Response]


class Doors:
    """Who may come in: tokens that are made, expire and are refused."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._alive: set[str] = set()
        self._made = 0

    def make(self) -> Json:
        """Make a token of the installation, for an hour."""
        self._made += 1
        token = f"ghs_drill{self._made:06}"
        self._alive.add(token)
        ends = datetime.now(UTC) + timedelta(hours=1)
        return {"token": token, "expires_at": shapes.instant(ends)}

    def check(self, request: Request) -> None:
        """Let in who shows a token that is alive; raises 401, 403 and 404 else."""
        shown = request.headers.get("authorization", "").rpartition(" ")[2]
        if request.url.path.startswith("/app/"):
            if shown.count(".") != len("ab"):
                raise HTTPException(401, "A JSON web token could not be decoded")
            return
        book, source = self._world.book, self._world.source
        if shown in self._alive and book.strikes(Kind.TOKEN_EXPIRED, source):
            self._alive.clear()
        if shown not in self._alive:
            raise HTTPException(401, "Bad credentials")
        lost = request.url.path.startswith("/repo")
        if lost and book.holds(Kind.PERMISSION_LOST, source):
            if book.dice(Kind.PERMISSION_LOST).random() < 0.5:
                raise HTTPException(403, "Resource not accessible by integration")
            raise HTTPException(404, "Not Found")


class Api:
    """The endpoints."""

    def __init__(self, world: World, hooks: "Deliveries", showings: Showings) -> None:
        self.world = world
        self.showings = showings
        self.doors = Doors(world)
        self.hooks = hooks

    def app(self) -> ASGIApp:
        """Serve them all."""
        routes = [
            self._route("/user", lambda _: _answer(_, shapes.USER)),
            self._route("/app/installations/{n:int}/access_tokens", self.token, "POST"),
            self._route("/app/hook/config", self.hook),
            self._route("/app/hook/deliveries", self.hooks.listed),
            self._route("/app/hook/deliveries/{n:int}/attempts", self.again, "POST"),
        ]
        for place in ("/repos/{owner}/{name}", "/repositories/{id:int}"):
            routes += [
                self._route(place, self.repository),
                self._route(f"{place}/issues", self.issues),
                self._route(f"{place}/issues/{{n:int}}", self.issue),
                self._route(f"{place}/issues/{{n:int}}/timeline", self.timeline),
                self._route(f"{place}/pulls/{{n:int}}", self.pull),
                self._route(f"{place}/milestones", self.milestones),
                self._route(f"{place}/milestones/{{n:int}}", self.milestone),
                self._route(f"{place}/releases", self.releases),
                self._route(f"{place}/releases/{{n:int}}", self.release),
            ]
        return Starlette(routes=routes, exception_handlers={HTTPException: _refused})

    def _route(self, path: str, endpoint: Endpoint, method: str = "GET") -> Route:
        async def guarded(request: Request) -> Response:
            self.doors.check(request)
            if (there := self._renamed(request)) is not None:
                return _moved(request, there)
            return endpoint(request)

        return Route(path, guarded, methods=[method])

    def token(self, _: Request) -> Response:
        """Answer a token of the installation."""
        return JSONResponse(self.doors.make(), status_code=201, headers=_dated())

    def hook(self, _: Request) -> Response:
        """Answer where the App's webhook goes."""
        url = f"https://hooks.drill.example/webhooks/{self.world.source}"
        return JSONResponse({"url": url, "insecure_ssl": "0"}, headers=_dated())

    def again(self, request: Request) -> Response:
        """Send a delivery again."""
        if not self.hooks.again(request.path_params["n"]):
            raise HTTPException(404, "Not Found")
        return JSONResponse({}, status_code=202, headers=_dated())

    def repository(self, request: Request) -> Response:
        """Answer a repository."""
        return _answer(request, shapes.repository(self._repo(request)))

    def issues(self, request: Request) -> Response:
        """Answer issues and pull requests as the index has them."""
        asked = request.query_params
        now = datetime.now(UTC)
        since = asked.get("since", "")
        rows = [
            row
            for item in self._repo(request).numbered.values()
            if (item.held or shapes.instant(item.updated) >= since)
            and (row := _indexed(item, now))
            and _in_state(row, asked.get("state"))
            and row["updated_at"] >= since
        ]
        by = "updated_at" if asked.get("sort") == "updated" else "created_at"
        rows.sort(key=lambda row: (row[by], row["number"]))
        if asked.get("direction") != "asc":
            rows.reverse()
        return self._paged(request, rows, _order(asked, now))

    def issue(self, request: Request) -> Response:
        """Answer one, as it is."""
        repo, number = self._repo(request), request.path_params["n"]
        if (where := repo.left.get(number)) == "deleted":
            raise HTTPException(410, "This issue was deleted")
        if where:
            home, _, there = where.partition("#")
            return _moved(request, f"repositories/{home}/issues/{there}")
        return _answer(request, self._whole(request, shapes.issue))

    def timeline(self, request: Request) -> Response:
        """Answer what happened to one."""
        item = self._numbered(request)
        return self._paged(request, [shapes.event(h) for h in item.timeline])

    def pull(self, request: Request) -> Response:
        """Answer a pull request."""
        item = self._numbered(request)
        if item.pull is None:
            raise HTTPException(404, "Not Found")
        return _answer(request, self._whole(request, shapes.pull))

    def milestones(self, request: Request) -> Response:
        """Answer milestones; open ones unless asked otherwise."""
        there = [m for m in self._repo(request).milestones.values() if not m.gone]
        rows = [shapes.milestone(m) for m in there]
        state = request.query_params.get("state")
        return self._paged(request, [row for row in rows if _in_state(row, state)])

    def milestone(self, request: Request) -> Response:
        """Answer one."""
        found = self._repo(request).milestones.get(request.path_params["n"])
        if found is None or found.gone:
            raise HTTPException(404, "Not Found")
        return _answer(request, shapes.milestone(found))

    def releases(self, request: Request) -> Response:
        """Answer releases, the newest first."""
        there = [r for r in self._repo(request).releases.values() if not r.gone]
        rows = [shapes.release(r) for r in reversed(there)]
        return self._paged(request, rows)

    def release(self, request: Request) -> Response:
        """Answer one."""
        found = self._repo(request).releases.get(request.path_params["n"])
        if found is None or found.gone:
            raise HTTPException(404, "Not Found")
        return _answer(request, shapes.release(found))

    def _renamed(self, request: Request) -> str | None:
        """Where what is asked for is now, when its repository has another name."""
        at = request.path_params
        named = f"{at.get('owner')}/{at.get('name')}".lower()
        for repo in self.world.repos:
            if named == repo.old_name:
                rest = request.url.path.split("/")[4:]
                return "/".join(["repositories", str(repo.id), *rest])
        return None

    def _repo(self, request: Request) -> Repo:
        at = request.path_params
        for repo in self.world.repos:
            named = f"{at.get('owner')}/{at.get('name')}".lower()
            if repo.id == at.get("id") or repo.full_name == named:
                return repo
        raise HTTPException(404, "Not Found")

    def _numbered(self, request: Request) -> Numbered:
        found = self._repo(request).numbered.get(request.path_params["n"])
        if found is None:
            raise HTTPException(404, "Not Found")
        return found

    def _whole(self, request: Request, show: Callable[[Numbered], Json]) -> Json:
        """One item as it is."""
        row = show(self._numbered(request))
        # Also in the trailing pass, where a list and a timeline do not agree.
        self._shown(request, [row], By.OLD)
        return row

    def _shown(self, request: Request, rows: Sequence[Json], by: By) -> None:
        home, now = self._repo(request).id, datetime.now(UTC)
        for row in rows:
            updated = datetime.fromisoformat(row["updated_at"])
            if by is By.OLD and now - updated < UNTIL:
                continue  # GitHub's lists end with now, whatever was asked for.
            self.showings.show(f"{home}#{row['number']}", updated, by)

    def _paged(
        self, request: Request, rows: Sequence[Json], by: By | None = None
    ) -> Response:
        asked = dict(request.query_params)
        size = min(int(asked.get("per_page", "30")), LARGEST_PAGE)
        page = int(asked.get("page", "1"))
        last = max(1, -(-len(rows) // size))
        shown = rows[(page - 1) * size : page * size]
        if by is not None:
            self._shown(request, shown, by)
        repo, rest = self._repo(request), request.url.path.split("/")
        tail = "/".join(rest[4:] if rest[1] == "repos" else rest[3:])
        base = f"{str(request.base_url).rstrip('/')}/repositories/{repo.id}/{tail}"
        links = [
            f'<{base}?{urlencode({**asked, "page": str(number)})}>; rel="{name}"'
            for name, number in (("next", page + 1), ("last", last))
            if page < last
        ]
        return _answer(request, shown, {"Link": ", ".join(links)} if links else {})


class Deliveries:
    """What GitHub keeps of its webhooks: each attempt, and how it was answered."""

    def __init__(self) -> None:
        self._attempts: list[Json] = []
        self._asked: list[str] = []

    def note(self, guid: str, event: str, status: int) -> None:
        """Keep an attempt."""
        self._attempts.append(
            {
                "id": len(self._attempts) + 1,
                "guid": guid,
                "delivered_at": datetime.now(UTC).isoformat(),
                "status_code": status,
                "event": event,
                "installation_id": 4711,
            }
        )

    def listed(self, request: Request) -> Response:
        """Answer them, the newest first."""
        return _answer(request, self._attempts[::-1][:LARGEST_PAGE])

    def again(self, number: int) -> bool:
        """Take note that one is to be sent again."""
        if not 0 < number <= len(self._attempts):
            return False
        self._asked.append(self._attempts[number - 1]["guid"])
        return True

    def asked(self) -> list[str]:
        """Say, once, which deliveries are to be sent again."""
        asked, self._asked = self._asked, []
        return asked


def _indexed(item: Numbered, now: datetime) -> Json | None:
    """An item as lists show it now; None while they do not."""
    if item.held is None:
        return shapes.issue(item)
    until, row = item.held
    if until > now:
        return row or None
    item.held = None
    return shapes.issue(item)


def _order(asked: QueryParams, now: datetime) -> By | None:
    """Whether a list of issues is of what is new; none where it is a census's."""
    if asked.get("sort") != "updated":
        return None
    since = asked.get("since")
    old = since and datetime.fromisoformat(since) <= now - TRAILING
    return By.OLD if old else By.LIST


def _moved(request: Request, there: str) -> Response:
    """Say where it is, by an id that never changes."""
    query = f"?{request.url.query}" if request.url.query else ""
    address = f"{str(request.base_url).rstrip('/')}/{there}{query}"
    headers = {"Location": address, **_dated()}
    return JSONResponse({"message": "Moved Permanently", "url": address}, 301, headers)


def _in_state(row: Json, state: str | None) -> bool:
    return state == "all" or row["state"] == (state or "open")


def _dated() -> dict[str, str]:
    return {"Date": format_datetime(datetime.now(UTC), usegmt=True)}


def _answer(
    request: Request, content: object, headers: dict[str, str] | None = None
) -> Response:
    """Answer with an ETag; 304 to who has it already."""
    body = json.dumps(content, ensure_ascii=False).encode()
    etag = f'W/"{hashlib.sha256(body).hexdigest()}"'
    told = {"ETag": etag, **_dated(), **(headers or {})}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=told)
    return Response(body, headers=told, media_type="application/json; charset=utf-8")


async def _refused(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else "Server Error"
    return JSONResponse({"message": detail}, status, _dated())
