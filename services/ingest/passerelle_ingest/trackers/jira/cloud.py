"""Asks Jira Cloud: tokens lead from page to page, histories are asked for in bulk.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from passerelle_ingest.delivery import Json
from passerelle_ingest.errors import AnswerRefusedError
from passerelle_ingest.http import Connection, Page
from passerelle_ingest.reading import Errand, Read
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.jira.answers import (
    BulkChanges,
    Found,
    FoundPage,
    checked,
    found_issues,
)
from passerelle_ingest.trackers.jira.asking import (
    MOST_PAGES,
    PAGE,
    Histories,
    JiraClient,
    query,
)
from passerelle_ingest.trackers.jira.auth import jira_http

NAME = "Jira"


class CloudClient(JiraClient):
    """Reads the projects of one Cloud site."""

    version = "3"

    def __init__(self, source: SourceSettings, connection: Connection) -> None:
        super().__init__(source, jira_http(source, connection))

    async def errands(
        self, project: str, since: datetime | None, site: Site
    ) -> AsyncIterator[Errand]:
        """List the pages of issues that changed since then, oldest change first."""
        asked: dict[str, Any] = {
            "jql": query(project, since),
            "maxResults": PAGE,
            "fields": self.fields,
        }
        tokens: set[str] = set()
        for _ in range(MOST_PAGES):
            page = await self.http.post(self._path("search/jql"), asked)
            found = checked(Found, page)
            yield partial(self._page, site, found_issues(page, found.rows))
            token = found.next_token
            if found.is_last or not token:
                return
            asked["nextPageToken"] = _new(token, tokens)
        raise AnswerRefusedError(self.source.id, "its pages do not end")

    async def _page(self, site: Site, found: FoundPage) -> Read:
        histories, pages = await self._histories([one.id for one, _ in found.issues])
        read = await self._read(site, found, histories)
        return replace(read, pages=(found.page, *pages, *read.pages))

    async def _histories(
        self, ids: Sequence[str]
    ) -> tuple[dict[str, Histories], list[Page]]:
        """The whole history of each issue, which may be split over several pages."""
        pages: list[Page] = []
        changes: defaultdict[str, list[Json]] = defaultdict(list)
        asked: dict[str, Any] = {"issueIdsOrKeys": list(ids), "maxResults": 1000}
        tokens: set[str] = set()
        while ids:
            page = await self.http.post(self._path("changelog/bulkfetch"), asked)
            pages.append(page)
            part = checked(BulkChanges, page)
            for log in part.logs:
                changes[log.issue_id] += log.histories
            if not part.next_token:
                break
            asked["nextPageToken"] = _new(part.next_token, tokens)
        return {i: Histories(tuple(found)) for i, found in changes.items()}, pages


def _new(token: str, known: set[str]) -> str:
    if token in known:
        why = "it gave a page token a second time, so its pages do not end"
        raise AnswerRefusedError(NAME, why)
    known.add(token)
    return token
