"""Asks Jira for the rest of what an answer cut: histories and comments.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from passerelle_ingest.delivery import Json
from passerelle_ingest.errors import EndpointGoneError, NotVisibleError
from passerelle_ingest.http import OverHttp, Page
from passerelle_ingest.trackers.jira.answers import (
    Comments,
    FoundIssue,
    HistoryPage,
    checked,
)

PAGE = 100
MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class Histories:
    """The changes of an issue; not whole when a part could not be read."""

    changes: tuple[Json, ...] = ()
    whole: bool = True


def joined(shown: Sequence[Json], more: Sequence[Json], total: int) -> Histories:
    """Join the parts of a split history; whole when no fewer than Jira counted."""
    by_id = by_number((*shown, *more))
    return Histories(tuple(by_id.values()), whole=len(by_id) >= total)


def by_number(rows: Sequence[Any]) -> dict[str, Any]:
    """Each row once; what has no number, and cannot be read, as it stands."""
    return {
        str(row["id"]) if isinstance(row, dict) and "id" in row else repr(row): row
        for row in rows
    }


class Wholes(OverHttp):
    """Makes an issue whole, one request after the other."""

    version: str
    """Of the REST API."""

    def _path(self, rest: str) -> str:
        return f"/rest/api/{self.version}/{rest}"

    async def _whole_history(self, issue: FoundIssue) -> tuple[Histories, list[Page]]:
        """The inline history; the rest of it where the answer cut it."""
        inline = issue.changelog
        shown = tuple(inline.histories) if inline else ()
        if inline is not None and len(shown) >= inline.total:
            return Histories(shown), []
        path = self._path(f"issue/{quote(issue.id, safe='')}/changelog")
        pages: list[Page] = []
        found: list[Json] = []
        total = inline.total if inline else 0
        try:
            for _ in range(MOST_PAGES):
                asked = {"startAt": len(found), "maxResults": PAGE}
                pages.append(await self.http.get(path, asked))
                part = checked(HistoryPage, pages[-1])
                found += part.values
                total = max(total, part.total)
                if not part.values or len(found) >= part.total:
                    break
        except (NotVisibleError, EndpointGoneError):
            return Histories(shown, whole=False), pages
        return joined(shown, found, total), pages

    async def _with_comments(
        self, issue: FoundIssue, row: Json
    ) -> tuple[Json, list[Page]]:
        """The issue with all its comments, where the answer showed only some.

        One that was deleted since it was found is told as it was found. Where fewer
        come than Jira ever counted, its count stays beside them: they are not whole.
        """
        shown = issue.fields.comment
        if shown is None or len(shown.comments) >= shown.total:
            return row, []
        path = self._path(f"issue/{quote(issue.id, safe='')}/comment")
        pages: list[Page] = []
        comments: list[Json] = []
        total = shown.total
        try:
            for _ in range(MOST_PAGES):
                asked = {"startAt": len(comments), "maxResults": PAGE}
                pages.append(await self.http.get(path, asked))
                part = checked(Comments, pages[-1])
                comments += part.comments
                total = max(total, part.total)
                if not part.comments or len(comments) >= part.total:
                    break
        except (NotVisibleError, EndpointGoneError):
            return row, pages
        by_id = by_number(comments)
        read = {"total": total, "comments": list(by_id.values())}
        return {**row, "fields": {**row["fields"], "comment": read}}, pages
