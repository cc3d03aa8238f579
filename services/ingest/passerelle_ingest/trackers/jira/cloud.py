"""Asks Jira Cloud: tokens lead from page to page, histories are asked for in bulk.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/
"""

from collections import defaultdict
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Mapping,
    Sequence,
)
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from passerelle_ingest.delivery import Json
from passerelle_ingest.errors import AnswerRefusedError, NotVisibleError
from passerelle_ingest.http import Connection, Page
from passerelle_ingest.memory import Memory
from passerelle_ingest.reading import Errand, Read
from passerelle_ingest.rolls import Listed, Roll, Window
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.jira.answers import (
    BulkChanges,
    Count,
    Found,
    FoundIssue,
    FoundPage,
    checked,
    found_issues,
)
from passerelle_ingest.trackers.jira.asking import JiraClient, listed
from passerelle_ingest.trackers.jira.auth import jira_http
from passerelle_ingest.trackers.jira.chain import Chain
from passerelle_ingest.trackers.jira.jql import Search, query
from passerelle_ingest.trackers.jira.wholes import MOST_PAGES, PAGE, Histories, joined
from passerelle_schemas.facts import RemovalReason
from passerelle_schemas.identity import ItemId

NAME = "Jira"
LISTED = 1000
"""Rows of a page that show nothing but their last change."""
CUT_FROM = 40
"""With so many changes or more, a search may have cut them without saying so."""


class CloudClient(JiraClient):
    """Reads the projects of one Cloud site."""

    version = "3"
    absent = RemovalReason.NOT_VISIBLE
    """Cloud answers 404 for what was deleted and for what we may not see."""

    def __init__(self, source: SourceSettings, connection: Connection) -> None:
        super().__init__(source, jira_http(source, connection))

    async def errands(
        self, project: str, window: Window, site: Site, memory: Memory
    ) -> AsyncGenerator[Errand, None]:
        """List the pages of issues that changed in *window*, oldest change first.

        Whoever may not browse a project is shown no issue of it, and no error. Raises
        NotVisibleError then, so that nobody believes that nothing changed.
        """
        name = site.name_of(project)
        jql = query(name, window.start, window.until)
        async with self._whole(jql) as chain:
            async for page, found in self._search(chain.page):
                # Its rows are read by the errand: meanwhile the next page comes.
                yield partial(self._fresh, site, page, found.rows, memory)
        if not await self._may_browse(name):
            where = f"{self.source.id} {name}"
            raise NotVisibleError(where)

    async def _fresh(
        self, site: Site, page: Page, rows: Sequence[Any], memory: Memory
    ) -> Read:
        """Read the issues of a page that are not known as they are."""
        shown = found_issues(page, rows)
        return await self._page(site, shown.without(memory.knows))

    async def _search_planned(self, search: Search) -> AsyncIterator[FoundPage]:
        chain = self._whole(search(None))
        async for page, found in self._search(chain.only):
            yield found_issues(page, found.rows)

    def _whole(self, jql: str) -> Chain:
        """A search that shows issues whole."""
        asked = {"maxResults": PAGE, "fields": self.fields, "expand": "changelog"}
        return self._chain(jql, asked)

    def _chain(self, jql: str, asked: Mapping[str, Any]) -> Chain:
        return Chain(self.http, self._path("search/jql"), {"jql": jql, **asked})

    async def count(self, project: str, window: Window) -> int | None:
        """Ask about how many issues there are."""
        name = self.names.get(project.lower(), project)
        asked = {"jql": query(name, window.start, window.until)}
        page = await self.http.post(self._path("search/approximate-count"), asked)
        return checked(Count, page).count

    async def roll(self, project: str, site: Site) -> Roll:
        """List every issue in order of creation, which never changes."""
        asked = {"maxResults": LISTED, "fields": ["updated"]}
        items: dict[ItemId, Listed] = {}
        taken_at: datetime | None = None
        jql = query(site.name_of(project), None, by="created")
        async with self._chain(jql, asked) as chain:
            async for page, found in self._search(chain.page):
                taken_at = taken_at or page.tracker_time
                items |= listed(site, found_issues(page, found.rows))
        name, at = site.name_of(project), taken_at or self.http.clock()
        targets = await self._versions(name)
        return Roll(items, at, names=frozenset({name}), targets=targets)

    async def _search(
        self, turned: Callable[[str], Awaitable[Page]]
    ) -> AsyncIterator[tuple[Page, Found]]:
        """Each page of a search. A short page is not the last one."""
        tokens: set[str] = set()
        token = ""
        for _ in range(MOST_PAGES):
            page = await turned(token)
            found = checked(Found, page)
            yield page, found
            if found.is_last or not found.next_token:
                return
            token = _new(found.next_token, tokens)
        raise AnswerRefusedError(self.source.id, "its pages do not end")

    async def _page(self, site: Site, found: FoundPage) -> Read:
        """The page with its histories: inline ones, and in bulk those that are cut.

        Where even these are fewer than Jira counts, the issue is asked for its own.
        """
        histories = {one.id: inline(one) for one, _ in found.issues}
        cut = [issue for issue, known in histories.items() if not known.whole]
        bulk, pages = await self._histories(cut)
        for one, _ in found.issues:
            if one.id not in cut:
                continue
            histories[one.id] = with_bulk(one, bulk.get(one.id, ()))
            if not histories[one.id].whole:
                histories[one.id], more = await self._whole_history(one)
                pages += more
        read = await self._read(site, found, histories)
        return replace(read, pages=(found.page, *pages, *read.pages))

    async def _histories(
        self, ids: Sequence[str]
    ) -> tuple[Mapping[str, Sequence[Json]], list[Page]]:
        """The history of each issue, which may be split over several pages."""
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
        return changes, pages


def inline(issue: FoundIssue) -> Histories:
    """The history as the search showed it; not whole when it may have been cut."""
    told = issue.changelog
    if told is None:
        return Histories(whole=False)
    shown = tuple(told.histories)
    return Histories(shown, whole=told.total <= len(shown) < CUT_FROM)


def with_bulk(issue: FoundIssue, more: Sequence[Json]) -> Histories:
    """The history of an issue out of both answers, held against Jira's own count."""
    told = issue.changelog
    shown = told.histories if told else ()
    return joined(shown, more, told.total if told else 0)


def _new(token: str, known: set[str]) -> str:
    if token in known:
        why = "it gave a page token a second time, so its pages do not end"
        raise AnswerRefusedError(NAME, why)
    known.add(token)
    return token
