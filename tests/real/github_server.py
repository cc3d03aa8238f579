"""A recorded repository, served through GitHub's own HTTP paths.

It answers what the recording holds, as it is: null actors, `committed` events without
a time, `line-commented` events without anything. What the recording lacks is derived
from what it has (an issue for each pull request, the milestones that items name).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.real.data import Json

TOKEN = "real-github-token"
_MADE_ISSUE_IDS = 9_000_000_000
"""The recording has no issue id of a pull request: ours lie above all real ones."""


@dataclass(frozen=True, slots=True)
class Repository:
    """What was recorded of one repository."""

    about: Json
    issues: tuple[Json, ...]
    """Pull requests included, as GitHub lists them; oldest update first."""
    pulls: dict[int, Json]
    timelines: dict[int, tuple[Json, ...]]
    reviews: dict[int, tuple[Json, ...]]
    milestones: tuple[Json, ...]

    @classmethod
    def recorded(cls, lines: Iterable[Json]) -> "Repository":
        """Read the lines `{type, issue or pull, events, comments}`."""
        told = list(lines)
        pulls = {o["pull"]["number"]: o["pull"] for o in told if "pull" in o}
        issues = [o["issue"] if "issue" in o else as_issue(o["pull"]) for o in told]
        numbers = [issue["number"] for issue in issues]
        events = [tuple(o["events"]) for o in told]
        comments = [tuple(o.get("comments", ())) for o in told]
        newest = max(pulls.values(), key=lambda pull: str(pull["updated_at"]))
        return cls(
            about=newest["base"]["repo"],
            issues=tuple(sorted(issues, key=lambda i: (i["updated_at"], i["number"]))),
            pulls=pulls,
            timelines=dict(zip(numbers, events, strict=True)),
            reviews=dict(zip(numbers, comments, strict=True)),
            milestones=_milestones(issues),
        )


def as_issue(pull: Json) -> Json:
    """Say a pull request as the issues API does, marked by `pull_request`."""
    shared = ("number", "title", "body", "state", "locked", "user", "labels")
    dates = ("created_at", "updated_at", "closed_at", "milestone", "assignees")
    url = str(pull["issue_url"])
    links = {name: pull[name] for name in ("url", "html_url", "diff_url", "patch_url")}
    return {name: pull.get(name) for name in shared + dates} | {
        "id": _MADE_ISSUE_IDS + pull["number"],
        "url": url,
        "repository_url": url.rpartition("/issues/")[0],
        "html_url": pull["html_url"],
        "comments_url": pull["comments_url"],
        "timeline_url": f"{url}/timeline",
        "comments": pull.get("comments", 0),
        "draft": pull.get("draft", False),
        "state_reason": None,
        "author_association": pull.get("author_association"),
        "pull_request": links | {"merged_at": pull.get("merged_at")},
    }


def _milestones(issues: Iterable[Json]) -> tuple[Json, ...]:
    """Each milestone that an item names, as it was last seen."""
    seen = [issue["milestone"] for issue in issues if issue.get("milestone")]
    newest = {m["number"]: m for m in sorted(seen, key=lambda m: str(m["updated_at"]))}
    return tuple(newest[number] for number in sorted(newest))


class GitHubServer:
    """One repository behind the vendor's paths, by name and by numeric id."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.by_number = {issue["number"]: issue for issue in repository.issues}
        self.requests = 0
        self.not_modified = 0

    def app(self) -> Starlette:
        """Build the server."""
        paths = {
            "": self.about,
            "/issues": self.issues,
            "/issues/{n:int}": self.issue,
            "/issues/{n:int}/timeline": self.timeline,
            "/issues/{n:int}/comments": self.comments,
            "/pulls/{n:int}": self.pull,
            "/pulls/{n:int}/comments": self.review_comments,
            "/milestones": self.milestones,
            "/releases": self.releases,
        }
        name = str(self.repository.about["full_name"])
        roots = (f"/repos/{name}", f"/repositories/{self.repository.about['id']}")
        return Starlette(
            routes=[Route(r + p, answer) for r in roots for p, answer in paths.items()]
        )

    def about(self, request: Request) -> Response:
        """`GET /repos/{owner}/{repo}`."""
        return self._answered(request, self.repository.about)

    def issues(self, request: Request) -> Response:
        """`GET …/issues`: open ones unless `state` says otherwise, as the vendor."""
        asked = request.query_params
        state = asked.get("state", "open")
        found = [
            issue
            for issue in self.repository.issues
            if state in {"all", issue["state"]}
            and issue["updated_at"] >= asked.get("since", "")
        ]
        if asked.get("sort", "created") == "created":
            found.sort(key=lambda issue: (issue["created_at"], issue["number"]))
        if asked.get("direction", "desc") == "desc":
            found.reverse()
        return self._page(request, found)

    def issue(self, request: Request) -> Response:
        """`GET …/issues/{n}`."""
        return self._answered(request, self.by_number.get(request.path_params["n"]))

    def timeline(self, request: Request) -> Response:
        """`GET …/issues/{n}/timeline`."""
        number = request.path_params["n"]
        return self._page(request, self.repository.timelines.get(number))

    def comments(self, request: Request) -> Response:
        """`GET …/issues/{n}/comments`: those of the conversation."""
        events = self.repository.timelines.get(request.path_params["n"])
        if events is None:
            return self._page(request, None)
        return self._page(request, [e for e in events if e["event"] == "commented"])

    def pull(self, request: Request) -> Response:
        """`GET …/pulls/{n}`."""
        return self._answered(
            request, self.repository.pulls.get(request.path_params["n"])
        )

    def review_comments(self, request: Request) -> Response:
        """`GET …/pulls/{n}/comments`: those on lines of code."""
        number = request.path_params["n"]
        known = number in self.repository.pulls
        return self._page(request, self.repository.reviews[number] if known else None)

    def milestones(self, request: Request) -> Response:
        """`GET …/milestones`: open ones unless `state` says otherwise."""
        state = request.query_params.get("state", "open")
        return self._page(
            request,
            [m for m in self.repository.milestones if state in {"all", m["state"]}],
        )

    def releases(self, request: Request) -> Response:
        """`GET …/releases`: the recording has none."""
        return self._page(request, [])

    def _page(self, request: Request, found: Iterable[Json] | None) -> Response:
        """One page, with the `Link` header of the numeric path, as real ones."""
        if found is None:
            return self._answered(request, None)
        rows = list(found)
        size = min(int(request.query_params.get("per_page", "30")), 100)
        page = int(request.query_params.get("page", "1"))
        last = max(1, -(-len(rows) // size))
        answer = self._answered(request, rows[(page - 1) * size : page * size])
        if page < last:
            links = {"next": page + 1, "last": last}
            answer.headers["Link"] = ", ".join(
                f'<{self._numeric(request, number)}>; rel="{rel}"'
                for rel, number in links.items()
            )
        return answer

    def _numeric(self, request: Request, page: int) -> str:
        rest = request.url.path.split("/", 4 if "/repos/" in request.url.path else 3)
        url = request.url.include_query_params(page=page)
        path = f"/repositories/{self.repository.about['id']}/{rest[-1]}"
        return str(url.replace(path=path))

    def _answered(self, request: Request, found: Any) -> Response:  # noqa: ANN401 - JSON
        self.requests += 1
        if request.headers.get("authorization") not in {
            f"Bearer {TOKEN}",
            f"token {TOKEN}",
        }:
            return self._said(401, {"message": "Bad credentials"})
        if found is None:
            return self._said(404, {"message": "Not Found"})
        answer = self._said(200, found)
        etag = f'W/"{hashlib.sha256(answer.body).hexdigest()}"'
        if request.headers.get("if-none-match") == etag:
            self.not_modified += 1
            answer = Response(status_code=304)
        answer.headers["ETag"] = etag
        return self._counted(answer)

    def _said(self, status: int, content: object) -> Response:
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        kind = "application/json; charset=utf-8"
        return self._counted(Response(body, status, media_type=kind))

    def _counted(self, answer: Response) -> Response:
        used = (self.requests - self.not_modified) % 5000
        answer.headers["X-RateLimit-Limit"] = "5000"
        answer.headers["X-RateLimit-Remaining"] = str(5000 - used)
        answer.headers["X-RateLimit-Used"] = str(used)
        answer.headers["X-RateLimit-Reset"] = "4102444800"
        answer.headers["X-RateLimit-Resource"] = "core"
        return answer
