"""Asks Jira Data Center: pages by time of change, histories inline.

https://developer.atlassian.com/server/jira/platform/rest/
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from passerelle_ingest.errors import AnswerRefusedError
from passerelle_ingest.http import Connection, Page
from passerelle_ingest.keyset import KeySet, Row
from passerelle_ingest.memory import Memory
from passerelle_ingest.reading import Errand, Read
from passerelle_ingest.rolls import Listed, Roll, Window
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.jira.answers import (
    Found,
    FoundIssue,
    FoundPage,
    checked,
    found_issues,
)
from passerelle_ingest.trackers.jira.asking import JiraClient, listed
from passerelle_ingest.trackers.jira.auth import jira_http
from passerelle_ingest.trackers.jira.jql import Search, query
from passerelle_ingest.trackers.jira.wholes import MOST_PAGES, PAGE, Histories
from passerelle_schemas.facts import RemovalReason
from passerelle_schemas.identity import ItemId

LISTED = 1000
"""Rows of a page that show nothing but their times; Jira may give fewer."""


class DataCenterClient(JiraClient):
    """Reads the projects of one Data Center."""

    version = "2"
    absent = RemovalReason.DELETED
    """Data Center answers 403 for what is there and not for us."""

    def __init__(self, source: SourceSettings, connection: Connection) -> None:
        super().__init__(source, jira_http(source, connection))

    async def errands(
        self, project: str, window: Window, site: Site, memory: Memory
    ) -> AsyncGenerator[Errand, None]:
        """List the pages of issues that changed in *window*, oldest change first."""
        search = partial(query, site.name_of(project), until=window.until)
        async for found in self._whole(search, window.start):
            yield partial(self._page, site, found.without(memory.knows))

    def _search_planned(self, search: Search) -> AsyncIterator[FoundPage]:
        return self._whole(search, None)

    def _whole(self, jql: Search, start: datetime | None) -> AsyncIterator[FoundPage]:
        """Each page of a search that shows issues whole."""
        asked = {"maxResults": PAGE, "fields": self.fields, "expand": ["changelog"]}
        keys = KeySet(start, margin=timedelta(0))
        return self._search(jql, keys, asked, lambda one: one.updated)

    async def count(self, project: str, window: Window) -> int | None:
        """Ask for no issue, and how many there are."""
        name = self.names.get(project.lower(), project)
        jql = query(name, window.start, window.until)
        asked = {"jql": jql, "startAt": 0, "maxResults": 0, "fields": ["updated"]}
        page = await self.http.post(self._path("search"), asked)
        return checked(Found, page).total

    async def roll(self, project: str, site: Site) -> Roll:
        """List every issue in order of creation, which never changes."""
        asked = {"maxResults": LISTED, "fields": ["updated", "created"]}
        keys = KeySet(None, margin=timedelta(0))
        search = partial(query, site.name_of(project), by="created")
        items: dict[ItemId, Listed] = {}
        taken_at: datetime | None = None
        async for found in self._search(search, keys, asked, lambda one: one.created):
            taken_at = taken_at or found.page.tracker_time
            items |= listed(site, found)
        name, at = site.name_of(project), taken_at or self.http.clock()
        targets = await self._versions(name)
        return Roll(items, at, names=frozenset({name}), targets=targets)

    async def _search(
        self,
        jql: Callable[[datetime | None], str],
        keys: KeySet,
        asked: Mapping[str, Any],
        moment: Callable[[FoundIssue], datetime],
    ) -> AsyncIterator[FoundPage]:
        """Each page of a search, each issue once, in order of *moment*."""
        start = 0
        for _ in range(MOST_PAGES):
            body = {"jql": jql(keys.since), "startAt": start, **asked}
            page = await self.http.post(self._path("search"), body)
            found = checked(Found, page)
            if found.total is None:
                why = "it does not say how many issues there are"
                raise AnswerRefusedError(self.source.id, why)
            shown = found_issues(page, found.rows)
            rows: list[Row] = [(issue.id, moment(issue)) for issue, _ in shown.issues]
            fresh = keys.fresh(rows)
            both = zip(rows, shown.issues, strict=True)
            new = tuple(issue for row, issue in both if row in fresh)
            yield replace(shown, issues=new)
            # Issues that were deleted meanwhile are counted, and not shown.
            size = min(found.size, int(asked["maxResults"]))
            end = start + (len(found.rows) or max(1, size))
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
        if issue.changelog is None:
            return Histories(whole=False), []
        return await self._whole_history(issue)
