"""Asks GitHub's REST API for all of a repository.

https://docs.github.com/en/rest/issues
"""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote

from passerelle_ingest.delivery import Json
from passerelle_ingest.errors import (
    AnswerRefusedError,
    CredentialsRefusedError,
    EndpointGoneError,
    MovedError,
    NotVisibleError,
    TrackerAwayError,
)
from passerelle_ingest.http import Connection, Page
from passerelle_ingest.keyset import KeySet, Row
from passerelle_ingest.outcomes import Told
from passerelle_ingest.reading import Errand, Examined, Item, Read, unreadable
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.github.auth import github_http
from passerelle_ingest.trackers.github.normalise.milestones import milestone_read
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.releases import release_read
from passerelle_ingest.trackers.github.normalise.rest import item_read
from passerelle_ingest.trackers.github.payloads import (
    Listed,
    Milestone,
    Payload,
    Release,
    Repository,
)
from passerelle_schemas.deliveries import RawDelivery

P = TypeVar("P", bound=Payload)
NAME = "GitHub"
MOST_PAGES = 10_000
_GONE = (NotVisibleError, EndpointGoneError, MovedError)
"""What a single item answers that was deleted or transferred since it was listed."""


_NOT_TOLD = (CredentialsRefusedError, AnswerRefusedError, TrackerAwayError)
"""What a repository answers that keeps us from reading it, and it alone."""


class GitHubClient:
    """Reads the repositories of one source."""

    def __init__(self, source: SourceSettings, connection: Connection) -> None:
        self.source = source
        self.http = github_http(source, connection)

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
        """Ask for the id of each followed repository, as far as they can be read."""
        site = Site(self.source)
        for project in self.source.projects:
            try:
                page = await self.http.get(_path(project))
                site = site.with_repository(project, self._repository(page).id)
            except (*_GONE, *_NOT_TOLD):
                continue  # Reading that repository will say so.
        return site

    async def examine(self) -> Examined:
        """See whether the token reads each followed repository."""
        pages = [await self.http.get(_path(name)) for name in self.source.projects]
        words = f"{len(pages)} repositories can be read"
        return Examined(words, pages[-1].tracker_time if pages else None)

    async def errands(
        self, project: str, since: datetime | None, site: Site
    ) -> AsyncIterator[Errand]:
        """List the repository itself, its issues, its milestones and its releases."""
        about = await self.http.get(_path(project))
        yield partial(_kept, about)
        place = Place(site, self._repository(about))
        async for found in self._issues(project, since):
            yield partial(_page_kept, found)
            for listed in found.fresh:
                yield partial(self._issue, place, project, found.page, listed)
        async for page in self._all(f"{_path(project)}/milestones", {"state": "all"}):
            yield partial(_listed, page, partial(_milestone, place, since))
        async for page in self._all(f"{_path(project)}/releases", {}):
            yield partial(_listed, page, partial(_release, place, since))

    async def _issues(
        self, project: str, since: datetime | None
    ) -> AsyncIterator["IssuePage"]:
        """Pages of issues and pull requests, each item once, oldest update first.

        Whether `since` includes its own instant is not documented: ask one second
        earlier.
        """
        keys = KeySet(since, margin=timedelta(seconds=1))
        page = await self._issue_page(project, keys)
        followed: set[str] = set()
        for _ in range(MOST_PAGES):
            listed, bad = _readable(page)
            rows = [row for row, _ in listed]
            fresh = keys.fresh(rows)
            yield IssuePage(page, [issue for row, issue in listed if row in fresh], bad)
            link = page.next_link
            if link is None:
                return
            if fresh and keys.advances(rows):
                page = await self._issue_page(project, keys)
            else:
                page = await self.http.follow(self._new(link, followed))
        raise AnswerRefusedError(self.source.id, "its pages do not end")

    async def _issue_page(self, project: str, keys: KeySet) -> Page:
        asked: dict[str, str | int] = {
            "state": "all",
            "sort": "updated",
            "direction": "asc",
            "per_page": 100,
        }
        if keys.since is not None:
            asked["since"] = keys.since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return await self.http.get(f"{_path(project)}/issues", asked)

    async def _issue(
        self, place: Place, project: str, page: Page, listed: Json
    ) -> Read:
        """Ask for the timeline of an item, and for the pull request if it is one."""
        number = int(listed["number"])
        pages: list[Page] = []
        timeline: list[Json] = []
        pull: Json | None = None
        try:
            path = f"{_path(project)}/issues/{number}/timeline"
            async for part in self._all(path, {}):
                pages.append(part)
                timeline += _rows(part)
            if listed.get("pull_request"):
                answer = await self.http.get(f"{_path(project)}/pulls/{number}")
                pages.append(answer)
                pull = answer.content
        except _GONE:
            pass  # The list showed it; the census will tell what became of it.
        tell = partial(_told, place, listed, timeline, pull)
        return Read(tuple(pages), (Item(page, tell),))

    async def _all(
        self, path: str, params: Mapping[str, str | int]
    ) -> AsyncIterator[Page]:
        page = await self.http.get(path, {**params, "per_page": 100})
        followed: set[str] = set()
        while len(followed) < MOST_PAGES:
            yield page
            if page.next_link is None:
                return
            page = await self.http.follow(self._new(page.next_link, followed))
        raise AnswerRefusedError(self.source.id, "its pages do not end")

    def _new(self, link: str, followed: set[str]) -> str:
        if link in followed:
            why = "it links to a page a second time, so its pages do not end"
            raise AnswerRefusedError(self.source.id, why)
        followed.add(link)
        return link

    def _repository(self, page: Page) -> Repository:
        return _valid(Repository, page.content, "a repository")


@dataclass(frozen=True, slots=True)
class IssuePage:
    """A page of the list, and what of it did not come before."""

    page: Page
    fresh: list[Json]
    unreadable: tuple[Item, ...]


def _path(project: str) -> str:
    return f"/repos/{quote(project, safe='/')}"


def _rows(page: Page) -> list[Any]:
    if not isinstance(page.content, list):
        raise AnswerRefusedError(page.path.partition("?")[0], "it is no list")
    return page.content


def _readable(page: Page) -> tuple[list[tuple[Row, Json]], tuple[Item, ...]]:
    """The rows of a page of issues; a page of which none can be read is refused."""
    listed: list[tuple[Row, Json]] = []
    bad: list[Item] = []
    for issue in _rows(page):
        try:
            row = Listed.model_validate(issue)
        except (ValueError, OverflowError) as error:
            bad.append(unreadable(page, error))
        else:
            listed.append(((str(row.number), row.updated_at), issue))
    if bad and not listed:
        why = "it is no list of issues as GitHub describes it"
        raise AnswerRefusedError(NAME, why)
    return listed, tuple(bad)


def _valid(kind: type[P], content: object, what: str) -> P:
    """Read what the reading itself needs; without it, nothing more can be asked."""
    try:
        return kind.model_validate(content)
    except (ValueError, OverflowError) as error:
        why = f"it is not {what} as GitHub describes it"
        raise AnswerRefusedError(NAME, why) from error


async def _kept(page: Page) -> Read:
    return Read((page,))


async def _page_kept(found: IssuePage) -> Read:
    return Read((found.page,), found.unreadable)


async def _listed(page: Page, tell: Callable[[Json, RawDelivery], Told]) -> Read:
    return Read((page,), tuple(Item(page, partial(tell, row)) for row in _rows(page)))


def _told(
    place: Place,
    listed: Json,
    timeline: list[Json],
    pull: Json | None,
    origin: RawDelivery,
) -> Told:
    return item_read(origin, place, listed, timeline, pull)


def _milestone(
    place: Place, since: datetime | None, row: Json, origin: RawDelivery
) -> Told:
    milestone = Milestone.model_validate(row)
    if since and milestone.updated_at < since:
        return Told(())
    return milestone_read(origin, place, milestone)


def _release(
    place: Place, since: datetime | None, row: Json, origin: RawDelivery
) -> Told:
    release = Release.model_validate(row)
    if since and release.updated_at and release.updated_at < since:
        return Told(())
    return release_read(origin, place, release)
