"""Turns the pages of GitHub's lists; a page that is as it was costs nothing.

https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from passerelle_ingest.answered import UNCHANGED
from passerelle_ingest.delivery import Json
from passerelle_ingest.errors import AnswerRefusedError
from passerelle_ingest.http import Http, Page
from passerelle_ingest.keyset import KeySet, Row
from passerelle_ingest.memory import Answer, Memory
from passerelle_ingest.reading import Item, unreadable
from passerelle_ingest.rolls import Window
from passerelle_ingest.trackers.github.payloads import Listed, Payload

P = TypeVar("P", bound=Payload)
Params = Mapping[str, str | int]
NAME = "GitHub"
MOST_PAGES = 10_000
ALL = {"state": "all"}
LARGEST = {"per_page": 100}


@dataclass(frozen=True, slots=True)
class Turned:
    """A page of a list, or what is remembered of one that is as it was."""

    address: str
    page: Page | None
    before: Answer | None = None

    @property
    def next_link(self) -> str | None:
        """Where the list goes on."""
        return (
            self.page.next_link if self.page else (self.before or Answer("")).next_link
        )

    def answer(
        self,
        rows: tuple[Row, ...] = (),
        kept: Any = None,  # noqa: ANN401 - of JSON
    ) -> tuple[tuple[str, Answer], ...]:
        """What to remember of it; nothing where GitHub gave no ETag."""
        etag = self.page.headers.get("etag", "") if self.page else ""
        if not etag or self.page is None:
            return ()
        return ((self.address, Answer(etag, rows, self.page.next_link, kept)),)


@dataclass(frozen=True, slots=True)
class IssuePage:
    """A page of the list of issues: what of it is to be read."""

    turned: Turned
    fresh: tuple[tuple[Row, Json], ...] = ()
    unreadable: tuple[Item, ...] = ()
    answers: tuple[tuple[str, Answer], ...] = ()


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of one source's repositories, for one reading."""

    http: Http
    memory: Memory

    async def first(self, path: str, params: Params) -> Turned:
        """Ask for the beginning of a list, or for anything that may be as it was."""
        address = f"{path}?{urlencode(params)}"
        before = self.memory.answer(address)
        etag = before.etag if before else ""
        page = await self.http.get(path, params, unless=etag)
        return _turned(address, page, before)

    async def next(self, link: str, followed: set[str]) -> Turned:
        """Follow a link, once."""
        before = self.memory.answer(link)
        etag = before.etag if before else ""
        page = await self.http.follow(self._new(link, followed), unless=etag)
        return _turned(link, page, before)

    async def all(self, path: str, params: Params) -> AsyncIterator[Turned]:
        """Every page of a list."""
        turned = await self.first(path, {**params, **LARGEST})
        followed: set[str] = set()
        while len(followed) < MOST_PAGES:
            yield turned
            if turned.next_link is None:
                return
            turned = await self.next(turned.next_link, followed)
        raise AnswerRefusedError(self.http.source.id, "its pages do not end")

    async def issues(self, project: str, window: Window) -> AsyncIterator[IssuePage]:
        """Pages of issues and pull requests, each item once, oldest update first.

        Whether `since` includes its own instant is not documented: ask one second
        earlier.
        """
        keys = KeySet(window.start, margin=timedelta(seconds=1))
        turned = await self._issue_page(project, keys)
        followed: set[str] = set()
        for _ in range(MOST_PAGES):
            listed, bad = readable(turned.page) if turned.page else ([], ())
            rows = [row for row, _ in listed]
            if turned.before and turned.page is None:
                rows = list(turned.before.rows)
            fresh = keys.fresh(rows)
            new = (
                (row, issue)
                for row, issue in listed
                if row in fresh and self._wanted(row, window)
            )
            # A page of which a row is left for later is asked for again then.
            whole = not bad and all(window.reaches(row[1]) for row in rows)
            answers = turned.answer(tuple(rows)) if whole else ()
            yield IssuePage(turned, tuple(new), bad, answers)
            link = turned.next_link
            if link is None or _past(rows, window):
                return
            if fresh and keys.advances(rows):
                turned = await self._issue_page(project, keys)
            else:
                turned = await self.next(link, followed)
        raise AnswerRefusedError(self.http.source.id, "its pages do not end")

    def _wanted(self, row: Row, window: Window) -> bool:
        return window.reaches(row[1]) and not self.memory.knows(row)

    async def _issue_page(self, project: str, keys: KeySet) -> Turned:
        asked: dict[str, str | int] = {
            **ALL,
            "sort": "updated",
            "direction": "asc",
            **LARGEST,
        }
        if keys.since is not None:
            asked["since"] = keys.since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return await self.first(f"{repository_path(project)}/issues", asked)

    def _new(self, link: str, followed: set[str]) -> str:
        if link in followed:
            why = "it links to a page a second time, so its pages do not end"
            raise AnswerRefusedError(self.http.source.id, why)
        followed.add(link)
        return link


def _turned(address: str, page: Page, before: Answer | None) -> Turned:
    if before is not None and page.status == UNCHANGED:
        return Turned(address, None, before)
    return Turned(address, page)


def _past(rows: list[Row], window: Window) -> bool:
    """Whether the list has come to changes that nobody asked for."""
    return bool(rows) and not window.reaches(rows[0][1])


def repository_path(project: str) -> str:
    """Where a repository is."""
    return f"/repos/{quote(project, safe='/')}"


def rows_of(page: Page) -> list[Any]:
    """The rows of a page; raises AnswerRefusedError when it is no list."""
    if not isinstance(page.content, list):
        raise AnswerRefusedError(page.path.partition("?")[0], "it is no list")
    return page.content


def readable(page: Page) -> tuple[list[tuple[Row, Json]], tuple[Item, ...]]:
    """The rows of a page of issues; a page of which none can be read is refused."""
    listed: list[tuple[Row, Json]] = []
    bad: list[Item] = []
    for issue in rows_of(page):
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


def valid(kind: type[P], content: object, what: str) -> P:
    """Read what the reading itself needs; without it, nothing more can be asked."""
    try:
        return kind.model_validate(content)
    except (ValueError, OverflowError) as error:
        why = f"it is not {what} as GitHub describes it"
        raise AnswerRefusedError(NAME, why) from error
