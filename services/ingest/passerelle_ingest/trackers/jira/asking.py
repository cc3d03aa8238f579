"""What asking Jira's REST API has in common on Cloud and on Data Center."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from passerelle_ingest.delivery import Json
from passerelle_ingest.errors import EndpointGoneError, NotVisibleError
from passerelle_ingest.http import Http, Page
from passerelle_ingest.outcomes import Told
from passerelle_ingest.reading import Examined, Item, Read
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.jira.answers import (
    Comments,
    FoundIssue,
    FoundPage,
    Identified,
    as_catalogue,
    checked,
)
from passerelle_ingest.trackers.jira.normalise.issues import epic_named
from passerelle_ingest.trackers.jira.normalise.rest import (
    issue_read,
    issue_read_in_part,
)
from passerelle_schemas.deliveries import RawDelivery

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


@dataclass(frozen=True, slots=True)
class Histories:
    """The changes of an issue; not whole when a part could not be read."""

    changes: tuple[Json, ...] = ()
    whole: bool = True


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

    async def _with_comments(
        self, issue: FoundIssue, row: Json
    ) -> tuple[Json, list[Page]]:
        """The issue with all its comments, where the answer showed only some.

        One that was deleted since it was found is told as it was found.
        """
        shown = issue.fields.comment
        if shown is None or len(shown.comments) >= shown.total:
            return row, []
        path = self._path(f"issue/{quote(issue.id, safe='')}/comment")
        pages: list[Page] = []
        comments: list[Any] = []
        try:
            for _ in range(MOST_PAGES):
                asked = {"startAt": len(comments), "maxResults": PAGE}
                pages.append(await self.http.get(path, asked))
                part = checked(Comments, pages[-1])
                comments += part.comments
                if not part.comments or len(comments) >= part.total:
                    break
        except (NotVisibleError, EndpointGoneError):
            return row, pages
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
        found: FoundPage,
        histories: Mapping[str, Histories],
    ) -> Read:
        """Put the answers about a page of issues together."""
        knowing = await self._with_epics(site, [row for _, row in found.issues])
        pages: list[Page] = []
        items: list[Item] = [*found.unreadable]
        for issue, row in found.issues:
            answer, more = await self._with_comments(issue, row)
            pages += more
            history = histories.get(issue.id, Histories())
            items.append(Item(found.page, partial(_told, knowing, answer, history)))
        return Read(tuple(pages), tuple(items))


def query(project: str, since: datetime | None) -> str:
    """The JQL for what changed in a project: keys can be words of the language.

    A bare number is epoch milliseconds; dates would be read in the account's zone.
    """
    # A negative number would be read as so long ago.
    bound = f" AND updated >= {max(0, int(since.timestamp() * 1000))}" if since else ""
    return f"project = {json.dumps(project)}{bound} ORDER BY updated ASC, key ASC"


def _told(site: Site, answer: Json, found: Histories, origin: RawDelivery) -> Told:
    tell = issue_read if found.whole else issue_read_in_part
    return tell(origin, site, answer, found.changes)
