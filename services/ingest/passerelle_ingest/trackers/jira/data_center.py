"""Asks Jira Data Center: pages by time of change, histories inline.

https://developer.atlassian.com/server/jira/platform/rest/
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import quote

from passerelle_ingest.delivery import Json
from passerelle_ingest.errors import (
    AnswerRefusedError,
    EndpointGoneError,
    NotVisibleError,
)
from passerelle_ingest.http import Connection, Page
from passerelle_ingest.keyset import KeySet, Row
from passerelle_ingest.reading import Errand, Read
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.jira.answers import (
    Found,
    FoundIssue,
    FoundPage,
    HistoryPage,
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


class DataCenterClient(JiraClient):
    """Reads the projects of one Data Center."""

    version = "2"

    def __init__(self, source: SourceSettings, connection: Connection) -> None:
        super().__init__(source, jira_http(source, connection))

    async def errands(
        self, project: str, since: datetime | None, site: Site
    ) -> AsyncIterator[Errand]:
        """List the pages of issues that changed since then, oldest change first."""
        keys = KeySet(since, margin=timedelta(0))
        start = 0
        for _ in range(MOST_PAGES):
            page = await self.http.post(
                self._path("search"),
                {
                    "jql": query(project, keys.since),
                    "startAt": start,
                    "maxResults": PAGE,
                    "fields": self.fields,
                    "expand": ["changelog"],
                },
            )
            found = checked(Found, page)
            if found.total is None:
                why = "it does not say how many issues there are"
                raise AnswerRefusedError(self.source.id, why)
            shown = found_issues(page, found.rows)
            rows: list[Row] = [(issue.id, issue.updated) for issue, _ in shown.issues]
            fresh = keys.fresh(rows)
            both = zip(rows, shown.issues, strict=True)
            new = tuple(issue for row, issue in both if row in fresh)
            yield partial(self._page, site, replace(shown, issues=new))
            # Issues that were deleted meanwhile are counted, and not shown.
            end = start + (len(found.rows) or max(1, min(found.size, PAGE)))
            if end >= found.total:
                return
            advanced = bool(fresh) and keys.advances(rows)
            start = 0 if advanced else end
        raise AnswerRefusedError(self.source.id, "its pages do not end")

    async def _page(self, site: Site, found: FoundPage) -> Read:
        histories: dict[str, Histories] = {}
        pages: list[Page] = []
        for issue, _ in found.issues:
            histories[issue.id], more = await self._history(issue)
            pages += more
        read = await self._read(site, found, histories)
        return replace(read, pages=(found.page, *pages, *read.pages))

    async def _history(self, issue: FoundIssue) -> tuple[Histories, list[Page]]:
        """The inline history; the rest of it where the answer cut it."""
        inline = issue.changelog
        if inline is None or len(inline.histories) >= inline.total:
            changes = tuple(inline.histories) if inline else ()
            return Histories(changes, whole=inline is not None), []
        path = self._path(f"issue/{quote(issue.id, safe='')}/changelog")
        pages: list[Page] = []
        found: list[Json] = []
        try:
            for _ in range(MOST_PAGES):
                asked = {"startAt": len(found), "maxResults": PAGE}
                pages.append(await self.http.get(path, asked))
                part = checked(HistoryPage, pages[-1])
                found += part.values
                if not part.values or len(found) >= part.total:
                    break
        except (NotVisibleError, EndpointGoneError):
            return Histories(tuple(inline.histories), whole=False), pages
        return Histories(tuple(found)), pages
