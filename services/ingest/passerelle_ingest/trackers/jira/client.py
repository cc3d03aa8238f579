"""Asks Jira's REST API for all issues of a project, with their whole histories.

Cloud: https://developer.atlassian.com/cloud/jira/platform/rest/v3/
Data Center: https://developer.atlassian.com/server/jira/platform/rest/
"""

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from passerelle_ingest.delivery import Json
from passerelle_ingest.errors import (
    AnswerRefusedError,
    EndpointGoneError,
    NotVisibleError,
    SettingMissingError,
)
from passerelle_ingest.http import Connection, Http, Page
from passerelle_ingest.keyset import KeySet, Row
from passerelle_ingest.outcomes import Told
from passerelle_ingest.reading import Errand, Examined, Item, Read, ReadsTracker
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.jira.answers import (
    BulkChanges,
    Comments,
    Found,
    FoundIssue,
    HistoryPage,
    Identified,
    as_catalogue,
    checked,
    found_issues,
)
from passerelle_ingest.trackers.jira.normalise.issues import epic_named
from passerelle_ingest.trackers.jira.normalise.rest import (
    issue_read,
    issue_read_in_part,
)
from passerelle_schemas.deliveries import RawDelivery

NAME = "Jira"
PAGE = 100
MOST_PAGES = 100_000
FIELDS = (
    "summary",
    "status",
    "issuetype",
    "project",
    "created",
    "updated",
    "labels",
    "components",
    "duedate",
    "parent",
    "fixVersions",
    "description",
    "comment",
)


def jira_client(source: SourceSettings, connection: Connection) -> ReadsTracker:
    """Choose the client of the source's deployment."""
    if source.deployment == "cloud":
        return CloudClient(source, connection)
    return DataCenterClient(source, connection)


class JiraClient:
    """What both kinds of Jira have in common."""

    version: str

    def __init__(
        self, source: SourceSettings, http: Http, wanted: Sequence[str] = FIELDS
    ) -> None:
        self.source = source
        self.http = http
        extra = (source.epic_link_field, *source.fields)
        self.fields = [*wanted, *(name for name in extra if name)]
        self._epics: dict[str, str] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.http.__aexit__(kind, error, trace)

    async def site(self) -> Site:
        """Ask for the catalogue of statuses."""
        page = await self.http.get(self._path("status"))
        return Site(self.source, statuses=as_catalogue(page))

    async def examine(self) -> Examined:
        """See who we are to Jira, and whether we may see each followed project.

        An expired session would answer as the anonymous user: fewer issues, no error.
        """
        me = await self.http.get(self._path("myself"))
        for project in self.source.projects:
            await self.http.get(self._path(f"project/{quote(project, safe='')}"))
        words = f"{len(self.source.projects)} projects can be read"
        return Examined(words, me.tracker_time)

    def _path(self, rest: str) -> str:
        return f"/rest/api/{self.version}/{rest}"

    async def _with_comments(self, row: Json) -> tuple[Json, list[Page]]:
        """The issue with all its comments, where the answer showed only some."""
        issue = FoundIssue.model_validate(row)
        shown = issue.fields.comment
        if shown is None or len(shown.comments) >= shown.total:
            return row, []
        path = self._path(f"issue/{quote(issue.id, safe='')}/comment")
        pages: list[Page] = []
        comments: list[Any] = []
        for _ in range(MOST_PAGES):
            asked = {"startAt": len(comments), "maxResults": PAGE}
            pages.append(await self.http.get(path, asked))
            part = checked(Comments, pages[-1])
            comments += part.comments
            if not part.comments or len(comments) >= part.total:
                break
        whole = {"total": len(comments), "comments": comments}
        return {**row, "fields": {**row["fields"], "comment": whole}}, pages

    async def _with_epics(self, site: Site, rows: Sequence[Json]) -> Site:
        """Know the id of each epic that an issue names by its key alone."""
        for row in rows:
            key = epic_named(site, row)
            if key is not None and key not in self._epics:
                self._epics[key] = await self._id_of(key)
        return site.with_issues(self._epics)

    async def _id_of(self, key: str) -> str:
        path = self._path(f"issue/{quote(key, safe='')}")
        try:
            page = await self.http.get(path, {"fields": "summary"})
        except (NotVisibleError, EndpointGoneError):
            return ""
        return checked(Identified, page).id

    async def _read(
        self,
        site: Site,
        page: Page,
        rows: Sequence[Json],
        histories: Mapping[str, "Histories"],
    ) -> Read:
        """Put the answers about a page of issues together."""
        knowing = await self._with_epics(site, rows)
        pages: list[Page] = []
        items: list[Item] = []
        for row in rows:
            answer, more = await self._with_comments(row)
            pages += more
            found = histories.get(str(row["id"]), Histories())
            items.append(Item(page, partial(_told, knowing, answer, found)))
        return Read(tuple(pages), tuple(items))


@dataclass(frozen=True, slots=True)
class Histories:
    """The changes of an issue; not whole when a part could not be read."""

    changes: tuple[Json, ...] = ()
    whole: bool = True


class CloudClient(JiraClient):
    """Jira Cloud: tokens lead from page to page, histories are asked for in bulk."""

    version = "3"

    def __init__(self, source: SourceSettings, connection: Connection) -> None:
        if source.api_token is None or not source.email:
            why = "Jira Cloud knows an API token by its account"
            raise SettingMissingError(source.id, "email and api_token", why)
        auth = (source.email, source.api_token.get_secret_value())
        super().__init__(source, Http(source, connection, {}, auth))

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
            yield partial(self._page, site, page, found.rows)
            token = found.next_token
            if found.is_last or not token:
                return
            asked["nextPageToken"] = _new(token, tokens)
        raise AnswerRefusedError(self.source.id, "its pages do not end")

    async def _page(self, site: Site, page: Page, rows: Sequence[Json]) -> Read:
        ids = [issue.id for issue in found_issues(page, rows)]
        histories, pages = await self._histories(ids)
        read = await self._read(site, page, rows, histories)
        return replace(read, pages=(page, *pages, *read.pages))

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


class DataCenterClient(JiraClient):
    """Jira Data Center: pages by time of change, histories inline."""

    version = "2"

    def __init__(self, source: SourceSettings, connection: Connection) -> None:
        if source.token is None:
            why = "without a personal access token Jira shows what anybody may see"
            raise SettingMissingError(source.id, "token", why)
        headers = {"Authorization": f"Bearer {source.token.get_secret_value()}"}
        super().__init__(source, Http(source, connection, headers))

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
            issues = found_issues(page, found.rows)
            rows: list[Row] = [(issue.id, issue.updated) for issue in issues]
            fresh = keys.fresh(rows)
            shown = zip(rows, found.rows, strict=True)
            new = [answer for row, answer in shown if row in fresh]
            yield partial(self._page, site, page, new)
            if not rows or start + len(rows) >= found.total:
                return
            advanced = bool(fresh) and keys.advances(rows)
            start = 0 if advanced else start + len(rows)
        raise AnswerRefusedError(self.source.id, "its pages do not end")

    async def _page(self, site: Site, page: Page, rows: Sequence[Json]) -> Read:
        histories: dict[str, Histories] = {}
        pages: list[Page] = []
        for issue in found_issues(page, rows):
            histories[issue.id], more = await self._history(issue)
            pages += more
        read = await self._read(site, page, rows, histories)
        return replace(read, pages=(page, *pages, *read.pages))

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


def query(project: str, since: datetime | None) -> str:
    """The JQL for what changed in a project: keys can be words of the language.

    A bare number is epoch milliseconds; dates would be read in the account's zone.
    """
    bound = f" AND updated >= {int(since.timestamp() * 1000)}" if since else ""
    return f"project = {json.dumps(project)}{bound} ORDER BY updated ASC, key ASC"


def _new(token: str, known: set[str]) -> str:
    if token in known:
        why = "it gave a page token a second time, so its pages do not end"
        raise AnswerRefusedError(NAME, why)
    known.add(token)
    return token


def _told(site: Site, answer: Json, found: Histories, origin: RawDelivery) -> Told:
    tell = issue_read if found.whole else issue_read_in_part
    return tell(origin, site, answer, found.changes)
