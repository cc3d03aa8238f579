"""Asks GitHub's REST API for all of a repository.

https://docs.github.com/en/rest/issues
"""

import re
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import replace
from datetime import UTC
from functools import partial

from passerelle_ingest.delivery import Json
from passerelle_ingest.errors import (
    AnswerRefusedError,
    CredentialsRefusedError,
    EndpointGoneError,
    MovedError,
    NotVisibleError,
    TrackerAwayError,
)
from passerelle_ingest.http import Connection, OverHttp, Page
from passerelle_ingest.keyset import Row
from passerelle_ingest.memory import Memory
from passerelle_ingest.outcomes import Told
from passerelle_ingest.reading import Errand, Examined, Item, Read, Seen, Standing
from passerelle_ingest.rolls import Roll, Window
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.github.auth import github_http
from passerelle_ingest.trackers.github.counted import roll
from passerelle_ingest.trackers.github.lists import (
    ALL,
    IssuePage,
    Lists,
    Turned,
    repository_path,
    rows_of,
    valid,
)
from passerelle_ingest.trackers.github.looks import (
    Kind,
    Whereabouts,
    standing,
    whereabouts,
)
from passerelle_ingest.trackers.github.looks import asked as asked_for
from passerelle_ingest.trackers.github.normalise.milestones import milestone_read
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.releases import release_read
from passerelle_ingest.trackers.github.normalise.rest import (
    ends_as_shown,
    item_read,
    item_read_in_part,
    line_comments_read,
)
from passerelle_ingest.trackers.github.payloads import (
    Listed,
    Milestone,
    Release,
    Repository,
)
from passerelle_ingest.trackers.github.repositories import repository
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.facts import RemovalReason
from passerelle_schemas.identity import ItemId

_LAST = re.compile(r'[?&]page=(\d{1,9})[^>]*>;\s*rel="last"')
_GONE = (NotVisibleError, EndpointGoneError, MovedError)
"""What a single item answers that was deleted or transferred since it was listed."""


_NOT_TOLD = (CredentialsRefusedError, AnswerRefusedError, TrackerAwayError)
"""What a repository answers that keeps us from reading it, and it alone."""


class GitHubClient(OverHttp):
    """Reads the repositories of one source."""

    def __init__(self, source: SourceSettings, connection: Connection) -> None:
        self.source = source
        self.http = github_http(source, connection)
        self.names: Mapping[str, str] = {}
        """What followed repositories are called now, once the site was asked for."""

    async def site(self) -> Site:
        """Ask for the id of each followed repository, as far as they can be read."""
        site = Site(self.source)
        for project in self.source.projects:
            try:
                page = await repository(self.http, project)
                found = valid(Repository, page.content, "a repository")
                site = site.with_repository(project, found.id)
                site = site.with_repository(found.full_name, found.id)
                site = site.with_name(project, found.full_name)
            except (*_GONE, *_NOT_TOLD):
                continue  # Reading that repository will say so.
        self.names = site.names
        return site

    async def examine(self) -> Examined:
        """See whether the token reads each followed repository."""
        projects = self.source.projects
        pages = [await repository(self.http, name) for name in projects]
        words = f"{len(pages)} repositories can be read"
        for name, page in zip(projects, pages, strict=True):
            told = page.content if isinstance(page.content, dict) else {}
            now = str(told.get("full_name", name))
            if now.casefold() != name.casefold():
                words += f"; {name} is called {now} now: write that in projects"
        return Examined(words, pages[-1].tracker_time if pages else None)

    async def errands(
        self, project: str, window: Window, site: Site, memory: Memory
    ) -> AsyncGenerator[Errand, None]:
        """List the repository itself, its issues, its milestones and its releases."""
        lists = Lists(self.http, memory)
        project = site.name_of(project)
        path = repository_path(project)
        about = await lists.first(path, {})
        place = Place(site, _repository(about))
        yield partial(_kept, about, place.repository.model_dump())
        async for found in lists.issues(project, window):
            yield partial(_page_kept, found)
            page = found.turned.page
            if page is not None:
                for listed in found.fresh:
                    yield partial(self._issue, place, project, page, listed)
        async for turned in lists.all(f"{path}/milestones", ALL):
            yield partial(_listed, turned, partial(_milestone, place, window))
        async for turned in lists.all(f"{path}/releases", {}):
            yield partial(_listed, turned, partial(_release, place, window))

    async def count(self, project: str, window: Window) -> int | None:
        """Ask for pages of one issue: there are as many as issues."""
        asked: dict[str, str | int] = {**ALL, "per_page": 1}
        if window.start is not None:
            asked["since"] = window.start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        path = repository_path(self.names.get(project.lower(), project))
        page = await self.http.get(f"{path}/issues", asked)
        return last_page(page.headers.get("link", ""))

    async def look(self, item: ItemId, site: Site) -> Seen:
        """Read one issue or pull request with its timeline, a milestone or release."""
        place = whereabouts(item, site)
        if place is None:
            return Seen(item)
        found = await asked_for(self.http, place)
        if isinstance(found, RemovalReason):
            return Seen(item, gone=found, project=place.project)
        home, name = (
            Repository(id=place.repository, full_name=place.project),
            place.project,
        )
        if place.kind is not Kind.ISSUE:
            return Seen(item, _beside(Place(site, home), place, found), project=name)
        row = valid(Listed, found.content, "an issue")
        listed = ((str(row.number), row.updated_at), found.content)
        read = await self._issue(Place(site, home), place.project, found, listed)
        read += await self._line_comments(Place(site, home), found, row.number)
        whole = replace(read, pages=(found, *read.pages))
        return Seen(item, whole, project=place.project)

    async def roll(self, project: str, site: Site) -> Roll:
        """List every issue, pull request, milestone and release."""
        return await roll(Lists(self.http, Memory()), project, site)

    async def standing(self, project: str) -> Standing:
        """Ask who we are, and whether we may read *project*."""
        return await standing(self.http, self.names.get(project.lower(), project))

    async def _issue(
        self, place: Place, project: str, page: Page, listed: tuple[Row, Json]
    ) -> Read:
        """Ask for the timeline of an item, and for the pull request if it is one.

        A history that does not end where the item was shown is asked for once more,
        with the item: most often something happened between two answers.
        """
        row, issue = listed
        path = f"{repository_path(project)}/issues/{int(row[0])}"
        about = page
        pages: list[Page] = []
        timeline: list[Json] = []
        pull: Json | None = None
        told = item_read
        try:
            pages, timeline, pull = await self._history(project, row, issue)
            if not ends_as_shown(place, issue, timeline, pull):
                about = await self.http.get(path)
                valid(Listed, about.content, "an issue")
                issue = about.content
                pages, timeline, pull = await self._history(project, row, issue)
                pages.insert(0, about)
        except _GONE:
            # The list showed it; the census will tell what became of it.
            told = item_read_in_part
        tell = partial(told, place=place, listed=issue, timeline=timeline, pull=pull)
        return Read(tuple(pages), (Item(about, tell),), (row,))

    async def _line_comments(self, place: Place, about: Page, number: int) -> Read:
        """Ask for every comment on the code of a pull request.

        Its timeline tells hardly any of them, so that only who looks knows all.
        """
        if not about.content.get("pull_request"):
            return Read(())
        path = f"{repository_path(place.project)}/pulls/{number}/comments"
        pages: list[Page] = []
        comments: list[Json] = []
        try:
            async for turned in Lists(self.http, Memory()).all(path, {}):
                if turned.page is not None:
                    pages.append(turned.page)
                    comments += rows_of(turned.page)
        except _GONE:
            return Read(tuple(pages))
        listed = about.content
        tell = partial(
            line_comments_read, place=place, listed=listed, comments=comments
        )
        return Read(tuple(pages), (Item(about, tell),))

    async def _history(
        self, project: str, row: Row, issue: Json
    ) -> tuple[list[Page], list[Json], Json | None]:
        """Ask for the pull request, then the timeline: it holds all that led there."""
        path, number = repository_path(project), int(row[0])
        pages: list[Page] = []
        timeline: list[Json] = []
        pull: Json | None = None
        if issue.get("pull_request"):
            answer = await self.http.get(f"{path}/pulls/{number}")
            pages.append(answer)
            pull = answer.content
        lists = Lists(self.http, Memory())
        async for turned in lists.all(f"{path}/issues/{number}/timeline", {}):
            if turned.page is not None:
                pages.append(turned.page)
                timeline += rows_of(turned.page)
        return pages, timeline, pull


def _beside(place: Place, where: Whereabouts, page: Page) -> Read:
    tell = _milestone if where.kind is Kind.MILESTONE else _release
    return Read((page,), (Item(page, partial(tell, place, Window(), page.content)),))


def last_page(link: str) -> int | None:
    """The number of the last page, by the header `Link`; none without one."""
    found = _LAST.search(link)
    return int(found[1]) if found else None


def _repository(turned: Turned) -> Repository:
    known = turned.before.kept if turned.before else None
    content = turned.page.content if turned.page else known
    return valid(Repository, content, "a repository")


async def _kept(turned: Turned, kept: Json) -> Read:
    pages = (turned.page,) if turned.page else ()
    return Read(pages, answers=turned.answer(kept=kept))


async def _page_kept(found: IssuePage) -> Read:
    turned = found.turned
    pages = (turned.page,) if turned.page else ()
    return Read(pages, found.unreadable, answers=found.answers)


async def _listed(turned: Turned, tell: Callable[[Json, RawDelivery], Told]) -> Read:
    page = turned.page
    if page is None:
        return Read(())
    items = tuple(Item(page, partial(tell, row)) for row in rows_of(page))
    return Read((page,), items, answers=turned.answer())


def _milestone(place: Place, window: Window, row: Json, origin: RawDelivery) -> Told:
    milestone = Milestone.model_validate(row)
    if not window.holds(milestone.updated_at):
        return Told(())
    return milestone_read(origin, place, milestone)


def _release(place: Place, window: Window, row: Json, origin: RawDelivery) -> Told:
    release = Release.model_validate(row)
    if release.updated_at and not window.holds(release.updated_at):
        return Told(())
    return release_read(origin, place, release)
