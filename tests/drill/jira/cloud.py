"""Jira Cloud's own: tokens lead from page to page, histories come in bulk."""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.drill.book import Kind
from tests.drill.jira.jql import Query
from tests.drill.jira.records import Issue
from tests.drill.jira.rest import Rest, listed, told
from tests.drill.jira.shapes import Json

LARGEST_PAGE = 100
"""Of a search that asks for more than ids."""
BULK = 250
"""Histories on a page of `changelog/bulkfetch`: those of one issue may be split."""


@dataclass
class Cloud(Rest):
    """The endpoints of `/rest/api/3`."""

    def every_route(self) -> list[Route]:
        """All that is served."""
        api = "/rest/api/3"
        count = f"{api}/search/approximate-count"
        return [
            Route("/oauth/token", self.doors.grant, methods=["POST"]),
            Route(f"{api}/search/jql", self.search, methods=["POST"]),
            Route(count, self.count, methods=["POST"]),
            Route(f"{api}/search", self.withdrawn, methods=["GET", "POST"]),
            Route(f"{api}/changelog/bulkfetch", self.bulk, methods=["POST"]),
            *self.routes(api),
        ]

    async def search(self, request: Request) -> Response:
        """Answer a page of a search; a short one need not be the last."""
        asked = await told(request)
        query = self.query(asked.get("jql"))
        token = asked.get("nextPageToken")
        rest = self._after(query, asked, token)
        size = min(int(asked.get("maxResults", 50)), LARGEST_PAGE)
        if len(rest) > 1 and self.book.strikes(Kind.SHORT_PAGE, self.source):
            most = min(size, len(rest) - 1)
            size = self.book.dice(Kind.SHORT_PAGE).randint(0 if token else 1, most)
        page = rest[:size]
        body: Json = {
            "issues": self._rows(query, page, asked),
            "isLast": len(rest) <= size,
        }
        if len(rest) > size:
            body["nextPageToken"] = self._next(query, asked, page, token)
        return JSONResponse(body)

    async def count(self, request: Request) -> Response:
        """Answer about how many issues a search would find."""
        query = self.query((await told(request)).get("jql"))
        return JSONResponse({"count": len(self.seen(query))})

    async def withdrawn(self, _: Request) -> Response:
        """Answer the search of before: it is gone."""
        raise HTTPException(410, "The requested API has been removed.")

    async def bulk(self, request: Request) -> Response:
        """Answer changes of many issues, oldest first, split as it happens to fall."""
        asked = await told(request)
        wanted = [str(one) for one in asked.get("issueIdsOrKeys") or []]
        if not 0 < len(wanted) <= 1000:
            raise HTTPException(400, "issueIdsOrKeys must hold 1 to 1000 entries.")
        found = {i.id: i for one in wanted if (i := self.world.find(one))}
        seen = [i for _, i in sorted(found.items()) if self.doors.shows(i)]
        changes = [(issue, one) for issue in seen for one in self.histories(issue)]
        start = int(_read(asked.get("nextPageToken")).get("from", 0))
        part = changes[start : start + BULK]
        as_number = start // BULK % 2 == 0
        logs = [
            {
                "issueId": str(issue_id),
                "changeHistories": [
                    self.shapes.history(one, as_number=as_number) for _, one in pairs
                ],
            }
            for issue_id, pairs in groupby(part, key=lambda pair: pair[0].id)
        ]
        body: Json = {"issueChangeLogs": logs}
        if start + BULK < len(changes):
            body["nextPageToken"] = _written({"from": start + BULK})
        return JSONResponse(body)

    def _rows(self, query: Query, page: Sequence[Issue], asked: Json) -> list[Json]:
        if not listed(asked.get("fields")):
            return [{"id": str(issue.id)} for issue in page]
        return self.rows(query, page, asked)

    def _after(self, query: Query, asked: Json, token: object) -> list[Issue]:
        """What comes after the last row shown, wherever others stand by now."""
        found = self.seen(query)
        if not token:
            return found
        read = _read(token)
        if read.get("query") != _digest(asked):
            raise HTTPException(400, "The nextPageToken is not of this query.")
        if self.book.strikes(Kind.PAGE_TOKEN_EXPIRED, self.source):
            raise HTTPException(400, "The nextPageToken has expired.")
        last = tuple(read["after"])
        return [issue for issue in found if query.place(issue) > last]

    def _next(
        self, query: Query, asked: Json, page: Sequence[Issue], token: object
    ) -> str:
        if token and self.book.strikes(Kind.PAGE_TOKEN_REPEATED, self.source):
            return str(token)
        last = query.place(page[-1]) if page else _read(token)["after"]
        turn = int(_read(token).get("turn", 0)) + 1
        return _written({"query": _digest(asked), "after": last, "turn": turn})


def _digest(asked: Json) -> str:
    return hashlib.sha256(str(asked.get("jql")).encode()).hexdigest()[:12]


def _written(content: Json) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode()


def _read(token: object) -> dict[str, Any]:
    if not token:
        return {}
    try:
        content = json.loads(base64.urlsafe_b64decode(str(token)))
    except ValueError as error:
        raise HTTPException(400, "Invalid nextPageToken.") from error
    return content if isinstance(content, dict) else {}
