"""Two small trackers in this process: the vendors' HTTP, and its misbehaviours."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import httpx

Json = dict[str, Any]
Fault = Callable[[httpx.Request], httpx.Response | None]

SPRINTS = "customfield_10020"


class SmallTracker(httpx.MockTransport):
    """Answers by path; a fault that has an answer comes first."""

    def __init__(self) -> None:
        super().__init__(self._handle)
        self.asked: list[httpx.Request] = []
        self.faults: list[Fault] = []

    def _handle(self, request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/field"):
            self.asked.append(request)  # No test counts a catalogue that may lack.
        for fault in self.faults:
            if (answer := fault(request)) is not None:
                return answer
        answer = self.answer(request)
        answer.headers["Date"] = "Mon, 23 Nov 2026 07:59:58 GMT"
        return answer

    def answer(self, request: httpx.Request) -> httpx.Response:
        raise NotImplementedError

    @property
    def paths(self) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(request.url.path for request in self.asked)

    def once(self, path: str, answer: httpx.Response) -> None:
        """Answer the next request to a path ending so with *answer*."""
        left = [answer]

        def fault(request: httpx.Request) -> httpx.Response | None:
            return left.pop() if left and request.url.path.endswith(path) else None

        self.faults.append(fault)

    def always(self, path: str, answer: Callable[[], httpx.Response]) -> None:
        """Answer every request to a path ending so."""
        self.faults.append(
            lambda request: answer() if request.url.path.endswith(path) else None
        )


class SmallGitHub(SmallTracker):
    """One repository, `verdier/boutique`, id 7001; two rows a page."""

    size = 2

    def __init__(self, issues: Sequence[Json]) -> None:
        super().__init__()
        self.issues = list(issues)
        self.full_name = "verdier/boutique"
        self.number = 7001
        self.former: list[str] = []
        """The names that it had; each answers with the address of its id."""
        self.timelines: dict[int, list[Json]] = {}
        self.pulls: dict[int, Json] = {}
        self.line_comments: dict[int, list[Json]] = {}
        """Comments on the code of pull requests."""
        self.milestones: list[Json] = []
        self.unlisted: set[int] = set()
        """Numbers that are there, and that the list leaves out."""
        self.user: Json = {"id": 4004, "login": "reader"}
        self.gone: dict[int, int] = {}
        """What is answered for numbers that are not there: 410 unless it says else."""
        self.releases: list[Json] = []
        self.after_page: Callable[[int], None] = lambda _number: None
        """Called after each page of issues, with its number from 1."""
        self.pages = 0
        self.tells_etags = False
        self.unchanged = 0
        """How many answers were 304."""

    def answer(  # noqa: C901, PLR0911 - one for each path
        self, request: httpx.Request
    ) -> httpx.Response:
        home = f"/repos/{self.full_name}"
        path = request.url.path.replace("/repositories/7001", home)
        rest = path.removeprefix(home)
        if old := next((n for n in self.former if path.startswith(f"/repos/{n}")), ""):
            left = path.removeprefix(f"/repos/{old}")
            there = request.url.copy_with(path=f"/repositories/7001{left}")
            moved = {"message": "Moved Permanently", "url": str(there)}
            return httpx.Response(301, json=moved, headers={"Location": str(there)})
        if path == "/user":
            return httpx.Response(200, json=self.user)
        if rest == path:
            return httpx.Response(404, json={"message": "Not Found"})
        if rest == "":
            told = {"id": self.number, "full_name": self.full_name}
            return httpx.Response(200, json=told)
        if rest == "/issues":
            answer = self._page(request, self._listed(request))
            self.pages += 1
            self.after_page(self.pages)
            return answer
        if found := re.fullmatch(r"/issues/(\d+)/timeline", rest):
            return self._page(request, self.timelines.get(int(found[1]), []))
        if found := re.fullmatch(r"/issues/(\d+)", rest):
            return self._one(int(found[1]))
        if found := re.fullmatch(r"/pulls/(\d+)/comments", rest):
            return self._page(request, self.line_comments.get(int(found[1]), []))
        if found := re.fullmatch(r"/pulls/(\d+)", rest):
            return httpx.Response(200, json=self.pulls[int(found[1])])
        beside = {"/milestones": self.milestones, "/releases": self.releases}
        if found := re.fullmatch(r"(/milestones|/releases)/(\d+)", rest):
            name = "number" if found[1] == "/milestones" else "id"
            rows = [row for row in beside[found[1]] if row[name] == int(found[2])]
            return httpx.Response(200 if rows else 404, json=rows[0] if rows else {})
        return self._page(request, beside[rest])

    def _one(self, number: int) -> httpx.Response:
        for issue in self.issues:
            if issue["number"] == number:
                return httpx.Response(200, json=issue)
        return httpx.Response(self.gone.get(number, 410), json={"message": "gone"})

    def _listed(self, request: httpx.Request) -> list[Json]:
        asked = request.url.params
        assert asked["state"] == "all"
        by = f"{asked.get('sort', 'created')}_at"
        listed = [i for i in self.issues if i["number"] not in self.unlisted]
        found = [i for i in listed if i["updated_at"] >= asked.get("since", "")]
        return sorted(found, key=lambda i: (i[by], i["number"]))

    def _page(self, request: httpx.Request, rows: list[Json]) -> httpx.Response:
        page = int(request.url.params.get("page", "1"))
        size = min(self.size, int(request.url.params["per_page"]))
        shown = rows[(page - 1) * size : page * size]
        headers = {}
        if page * size < len(rows):
            path = request.url.path.replace(
                f"/repos/{self.full_name}", "/repositories/7001"
            )
            after = request.url.copy_set_param("page", page + 1).copy_with(path=path)
            last = after.copy_set_param("page", -(-len(rows) // size))
            headers["Link"] = f'<{after}>; rel="next", <{last}>; rel="last"'
        answer = httpx.Response(200, json=shown, headers=headers)
        if not self.tells_etags:
            return answer
        answer.headers["ETag"] = f'W/"{hashlib.sha256(answer.content).hexdigest()}"'
        if request.headers.get("If-None-Match") != answer.headers["ETag"]:
            return answer
        self.unchanged += 1
        return httpx.Response(304, headers={"ETag": answer.headers["ETag"]})


class SmallJira(SmallTracker):
    """One project, `PAY`, as Cloud (version 3) and as Data Center (version 2)."""

    size = 2

    def __init__(self, issues: Sequence[Json]) -> None:
        super().__init__()
        self.issues = list(issues)
        self.key = "PAY"
        self.former: list[str] = []
        """The keys that the project had; each still leads to it."""
        self.versions: list[Json] | None = None
        """Its versions; nobody tells them when there are none."""
        self.histories: dict[str, list[Json]] = {}
        self.inline = 100
        """How many histories Jira shows with an issue."""
        self.tells_histories = False
        """Whether Cloud's search shows them, too."""
        self.bulk: dict[str, list[Json]] | None = None
        """What `bulkfetch` tells, when it does not tell everything."""
        self.unlisted: set[int] = set()
        """Numbers that are there, and that the search leaves out."""
        self.late: set[str] = set()
        """Ids that the search finds in the project, wherever they are."""
        self.fields: object = None
        """What the catalogue of fields answers; 404 without."""
        self.myself: Json = {"accountId": "5f-reader"}
        self.may_browse = True
        self.gone: dict[str, int] = {}
        """What is answered for ids that are not there: 404 unless it says else."""
        self.comments: dict[str, list[Json]] = {}
        self.after_page: Callable[[int], None] = lambda _number: None
        self.pages = 0

    def answer(  # noqa: C901, PLR0911 - one for each path
        self, request: httpx.Request
    ) -> httpx.Response:
        rest = re.sub(r"^/rest/api/[23]/", "", request.url.path)
        asked = json.loads(request.content) if request.content else {}
        if rest == "status":
            done = {"id": "5", "name": "Fini", "statusCategory": {"key": "done"}}
            odd = {"id": "9", "name": "?", "statusCategory": {"key": "undefined"}}
            return httpx.Response(200, json=[done, odd])
        if rest in {"field", "myself"}:
            told = self.fields if rest == "field" else self.myself
            return httpx.Response(404 if told is None else 200, json=told)
        if found := re.fullmatch(r"project/([^/]+)(/versions)?", rest):
            return self._project(found[1], versions=bool(found[2]))
        if rest == "mypermissions":
            have = {"BROWSE_PROJECTS": {"havePermission": self.may_browse}}
            return httpx.Response(200, json={"permissions": have})
        if rest == "search/approximate-count":
            return httpx.Response(200, json={"count": len(self._found(asked["jql"]))})
        if rest == "search/jql":
            return self._by_token(asked)
        if rest == "search":
            return self._by_offset(asked)
        if rest == "changelog/bulkfetch":
            return self._bulk(asked)
        if found := re.fullmatch(r"issue/([^/]+)/(changelog|comment)", rest):
            return self._rest_of(found[1], found[2], request)
        if found := re.fullmatch(r"issue/([^/]+)", rest):
            return self._one(found[1])
        return httpx.Response(404, json={})

    def _project(self, key: str, *, versions: bool) -> httpx.Response:
        if key not in {self.key, *self.former} or (versions and self.versions is None):
            return httpx.Response(404, json={})
        told: Any = self.versions if versions else {"id": "10000", "key": self.key}
        return httpx.Response(200, json=told)

    def _one(self, name: str) -> httpx.Response:
        for row in self.issues:
            if name in {row["id"], row["key"]}:
                return httpx.Response(
                    200, json=row | {"changelog": self._inline(row["id"])}
                )
        return httpx.Response(self.gone.get(name, 404), json={})

    def _found(self, jql: str) -> list[Json]:
        bound = re.fullmatch(
            r'(?:project = "(\w+)"|(?:fixVersion|sprint) = (\d+))'
            r"(?: AND (?:updated|created) >= (\d+))?"
            r"(?: AND updated <= (\d+))? ORDER BY (updated|created) ASC, key ASC",
            jql,
        )
        assert bound, jql
        assert bound[1] in {None, self.key, *self.former}, jql
        least, most = int(bound[3] or 0) / 1000, int(bound[4] or 10**14) / 1000

        def moment(row: Json) -> datetime:
            return datetime.fromisoformat(row["fields"][bound[5]])

        hidden = {f"{self.key}-{number}" for number in self.unlisted}
        mine = [
            i
            for i in self.issues
            if i["key"].startswith(f"{self.key}-") or i["id"] in self.late
        ]
        if bound[2]:
            mine = [i for i in self.issues if bound[2] in _planned_for(i)]
        shown = [i for i in mine if i["key"] not in hidden]
        rows = [i for i in shown if least <= moment(i).timestamp() <= most]
        return sorted(rows, key=lambda i: (moment(i), i["key"]))

    def _turned(self, answer: Json) -> httpx.Response:
        self.pages += 1
        self.after_page(self.pages)
        return httpx.Response(200, json=answer)

    def _by_token(self, asked: Json) -> httpx.Response:
        rows = self._found(asked["jql"])
        start = int(asked.get("nextPageToken", "0"))
        shown = rows[start : start + self.size]
        more = start + self.size < len(rows)
        token = {"nextPageToken": str(start + self.size)} if more else {}
        if self.tells_histories and asked.get("expand") == "changelog":
            shown = [row | {"changelog": self._inline(row["id"])} for row in shown]
        return self._turned({"issues": shown, "isLast": not more, **token})

    def _by_offset(self, asked: Json) -> httpx.Response:
        rows = self._found(asked["jql"])
        start = asked["startAt"]
        shown = [
            row | {"changelog": self._inline(row["id"])}
            for row in rows[start : start + self.size]
        ]
        return self._turned({"startAt": start, "total": len(rows), "issues": shown})

    def _inline(self, issue: str) -> Json:
        histories = self.histories.get(issue, [])
        return {"total": len(histories), "histories": histories[: self.inline]}

    def _bulk(self, asked: Json) -> httpx.Response:
        """One history a page, so that one issue's are split over several."""
        rows = [
            (issue, history)
            for issue in asked["issueIdsOrKeys"]
            for history in (self.bulk or self.histories).get(issue, [])
        ]
        start = int(asked.get("nextPageToken", "0"))
        logs = [
            {"issueId": i, "changeHistories": [h]} for i, h in rows[start : start + 1]
        ]
        more = start + 1 < len(rows)
        token = {"nextPageToken": str(start + 1)} if more else {}
        return httpx.Response(200, json={"issueChangeLogs": logs, **token})

    def _rest_of(self, issue: str, what: str, request: httpx.Request) -> httpx.Response:
        start = int(request.url.params["startAt"])
        source = self.histories if what == "changelog" else self.comments
        rows = source.get(issue, [])
        name = "values" if what == "changelog" else "comments"
        shown = rows[start : start + self.size]
        return httpx.Response(200, json={"total": len(rows), name: shown})


def _updated(issue: Json) -> datetime:
    return datetime.fromisoformat(issue["fields"]["updated"])


def _planned_for(issue: Json) -> set[str]:
    """The ids of its versions and its sprints, which no test gives twice."""
    fields = issue["fields"]
    rows = [*(fields.get("fixVersions") or ()), *(fields.get(SPRINTS) or ())]
    return {str(row["id"]) for row in rows}
