"""What asking Jira's REST API has in common on Cloud and on Data Center."""

import asyncio
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import quote

from passerelle_ingest.answered import FORBIDDEN
from passerelle_ingest.delivery import Json
from passerelle_ingest.errors import (
    AnswerRefusedError,
    CredentialsRefusedError,
    EndpointGoneError,
    NotVisibleError,
)
from passerelle_ingest.http import Http, Page
from passerelle_ingest.reading import Examined, Item, Read, Seen, Standing
from passerelle_ingest.rolls import Listed
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.jira.answers import (
    FoundPage,
    Identified,
    Myself,
    NamedProject,
    Permissions,
    as_catalogue,
    as_ranks,
    checked,
    found_issues,
    project_told,
)
from passerelle_ingest.trackers.jira.jql import (
    Planned,
    Search,
    planned_for,
    standing_in,
)
from passerelle_ingest.trackers.jira.normalise.issues import epic_named
from passerelle_ingest.trackers.jira.normalise.whereabouts import (
    told_left,
    told_where_it_is,
)
from passerelle_ingest.trackers.jira.projects import versions, with_names
from passerelle_ingest.trackers.jira.wholes import Histories, Wholes
from passerelle_schemas.facts import RemovalReason, Target
from passerelle_schemas.identity import ItemId, jira_issue

_GATHERING: Mapping[str, Planned] = {"version/": planned_for, "sprint/": standing_in}
"""What gathers issues, by the beginning of its id, and how they are searched."""
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
    "issuelinks",
)


class JiraClient(Wholes, ABC):
    """What both kinds of Jira have in common."""

    absent: RemovalReason
    """What 404 says of an issue, when all else is well."""

    def __init__(
        self, source: SourceSettings, http: Http, wanted: Sequence[str] = FIELDS
    ) -> None:
        self.source = source
        self.http = http
        extra = (source.epic_link_field, source.sprint_field, *source.fields)
        self.fields = [*wanted, *(name for name in extra if name)]
        self._epics: dict[str, str] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.names: Mapping[str, str] = {}
        """What followed projects are called now, once the site was asked for."""

    async def site(self) -> Site:
        """Ask for statuses, for fields that hold an order, and for projects' names."""
        page = await self.http.get(self._path("status"))
        statuses, ranks = as_catalogue(page), await self._ranks()
        site = Site(self.source, statuses=statuses, ranks=ranks)
        site = await with_names(self.http, self._path("").rstrip("/"), site)
        self.names = site.names
        return site

    async def _ranks(self) -> frozenset[str]:
        """None where nobody tells: then they are known by their usual name."""
        try:
            return as_ranks(await self.http.get(self._path("field")))
        except (AnswerRefusedError, EndpointGoneError, NotVisibleError):
            return frozenset()

    async def examine(self) -> Examined:
        """See who we are to Jira, and whether we may see each followed project.

        An expired session would answer as the anonymous user: fewer issues, no error.
        """
        me = await self.http.get(self._path("myself"))
        words = f"{len(self.source.projects)} projects can be read"
        for name in self.source.projects:
            path = self._path(f"project/{quote(name, safe='')}")
            now = checked(NamedProject, await self.http.get(path)).key or name
            if now.casefold() != name.casefold():
                words += f"; {name} is called {now} now: write that in projects"
        return Examined(words, me.tracker_time)

    async def standing(self, project: str) -> Standing:
        """Ask who we are, and whether we may browse *project*."""
        me = await self.http.get(self._path("myself"))
        who = checked(Myself, me)
        return Standing(who.account, me, await self._may_browse(project))

    async def _may_browse(self, project: str) -> bool:
        asked = {"projectKey": project, "permissions": "BROWSE_PROJECTS"}
        try:
            page = await self.http.get(self._path("mypermissions"), asked)
        except (NotVisibleError, AnswerRefusedError):
            return True  # Nobody says no; the list and the canary will.
        told = checked(Permissions, page).permissions.get("BROWSE_PROJECTS")
        return told is not None and told.have

    async def look(self, item: ItemId, site: Site) -> Seen:
        """Read one issue by its id, wherever it is now, with its whole history."""
        number = item.partition(":")[2]
        for beginning, planned in _GATHERING.items():
            if number.startswith(beginning):
                own = number.removeprefix(beginning)
                search = partial(planned, own) if own.isdecimal() else None
                return Seen(item, shown_by=self._planned_for(item, search, site))
        if not number.isdecimal():
            return Seen(item)
        page = await self._asked(number)
        if isinstance(page, RemovalReason):
            return Seen(item, gone=page)
        found = found_issues(page, [page.content])
        home = project_told(page.content)
        site = await self._called_now(site, [home])
        if not site.follows(home):
            tell = await self._left(site, found)
            return Seen(item, tell, RemovalReason.MOVED_OUT)
        return Seen(item, await self._page(site, found), project=home)

    async def _called_now(self, site: Site, homes: Sequence[str]) -> Site:
        """Ask for names anew where an answer tells of a project that is not followed.

        One may be renamed while it is read: its issues have not left it.
        """
        site = replace(site, names={**site.names, **self.names})
        if all(map(site.follows, homes)):
            return site
        site = await with_names(self.http, self._path("").rstrip("/"), site)
        self.names = site.names
        return site

    async def _asked(self, number: str) -> Page | RemovalReason:
        """Ask for one issue; else say why it is not there, as far as Jira tells."""
        asked = {"fields": ",".join(self.fields), "expand": "changelog"}
        try:
            return await self.http.get(self._path(f"issue/{number}"), asked)
        except NotVisibleError:
            return self.absent
        except EndpointGoneError:
            return RemovalReason.DELETED
        except CredentialsRefusedError as error:
            if error.status != FORBIDDEN:
                raise
            return RemovalReason.NOT_VISIBLE

    async def _planned_for(
        self, item: ItemId, search: Search | None, site: Site
    ) -> AsyncIterator[Seen]:
        """Read every issue of a version or a sprint, page by page.

        To Jira these change alone: what their issues show of them is read anew.
        """
        if search is None:
            return
        begun = False
        try:
            async for found in self._search_planned(search):
                begun = True
                homes = {project_told(row) for _, row in found.issues} - {""}
                if homes and not any(map(site.follows, homes)):
                    site = await self._called_now(site, sorted(homes))
                if homes and not any(map(site.follows, homes)):
                    return  # Their webhooks come of every project there is.
                ours = found.of_projects(site.follows)
                if ours.issues or ours.unreadable:
                    home = next((project_told(row) for _, row in ours.issues), "")
                    yield Seen(item, await self._page(site, ours), project=home)
        except AnswerRefusedError:
            if begun:
                raise
            # JQL refuses the id of what was deleted; no issue shows it then.

    async def _versions(self, name: str) -> Mapping[ItemId, Target] | None:
        api = self._path("").rstrip("/")
        return await versions(self.http, api, self.source.id, name)

    @abstractmethod
    def _search_planned(self, search: Search) -> AsyncIterator[FoundPage]:
        """Each page of the issues of a version or a sprint."""

    async def _left(self, site: Site, found: FoundPage) -> Read:
        """An issue that is in a project which we do not follow: only that it is."""
        pages: list[Page] = [found.page]
        items: list[Item] = []
        for issue, row in found.issues:
            history, more = await self._whole_history(issue)
            pages += more
            told = partial(told_left, site, row, history.changes)
            items.append(Item(found.page, told))
        return Read(tuple(pages), tuple(items))

    @abstractmethod
    async def _page(self, site: Site, found: FoundPage) -> Read:
        """Read the histories of found issues, and what else their answers lack."""

    async def _with_epics(self, site: Site, rows: Sequence[Json]) -> Site:
        """Know the id of each epic that an issue names by its key alone."""
        for row in rows:
            key = epic_named(site, row)
            if key is None or key in self._epics:
                continue
            async with self._asking[key]:  # Pages side by side name the same epics.
                if key not in self._epics:
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
        rows = [row for _, row in found.issues]
        site = await self._called_now(site, [project_told(row) for row in rows])
        knowing = await self._with_epics(site, rows)
        pages: list[Page] = []
        items: list[Item] = [*found.unreadable]
        for issue, row in found.issues:
            answer, more = await self._with_comments(issue, row)
            pages += more
            history = histories.get(issue.id, Histories())
            seen_at = found.page.tracker_time
            tell = partial(
                told_where_it_is,
                knowing,
                project_told(row),
                answer,
                history.changes,
                history.whole,
                seen_at,
            )
            items.append(Item(found.page, tell))
        read = tuple(issue.row for issue, _ in found.issues)
        return Read(tuple(pages), tuple(items), read)


def listed(site: Site, found: FoundPage) -> dict[ItemId, Listed]:
    """The rows of a page as a census compares them."""
    rows = ((jira_issue(site.source.id, i.id), i) for i, _ in found.issues)
    return {item: Listed(item, issue.key, issue.updated) for item, issue in rows}
