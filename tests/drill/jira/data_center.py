"""Jira Data Center's own: pages by number, totals, whole histories inline."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.drill.jira.rest import Rest, told

LARGEST_PAGE = 1000


@dataclass
class DataCenter(Rest):
    """The endpoints of `/rest/api/2`."""

    def every_route(self) -> list[Route]:
        """All that is served."""
        api = "/rest/api/2"
        search = Route(f"{api}/search", self.search, methods=["POST"])
        return [search, *self.routes(api)]

    async def search(self, request: Request) -> Response:
        """Answer a page of a search: found in the index, shown as it is now.

        What was deleted since the index last looked is counted, and not shown.
        """
        asked = await told(request)
        query = self.query(asked.get("jql"))
        unseen = [key for key in query.projects if not self.doors.sees(key)]
        if unseen:
            said = f"The value '{unseen[0]}' does not exist for the field 'project'."
            raise HTTPException(400, said)
        found = self.seen(query)
        start, size = int(asked.get("startAt", 0)), int(asked.get("maxResults", 50))
        size = min(size, LARGEST_PAGE)
        page = found[start : start + size]
        there = [now for one in page if (now := self.world.issues.get(one.id))]
        return JSONResponse(
            {
                "startAt": start,
                "maxResults": size,
                "total": len(found),
                "issues": self.rows(query, there, asked),
            }
        )
