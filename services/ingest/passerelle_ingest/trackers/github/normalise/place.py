"""Where in GitHub something is: its repository, and the ids and keys made from it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from passerelle_ingest.site import Site
from passerelle_ingest.trackers.github.payloads import Milestone, Release, Repository
from passerelle_schemas.identity import (
    ItemRef,
    github_milestone,
    github_numbered,
    github_release,
)
from passerelle_schemas.text import cleaned

MOST_NAMED = 500
"""Numbers that one text names at most."""
_NAME = r"[A-Za-z0-9][\w-]*/[\w.-]+"
_NUMBER = r"([1-9][0-9]{0,8})(?!\w)"
_CLOSES = r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+"
"""https://docs.github.com/en/issues/tracking-your-work-with-issues/linking-a-pull-request-to-an-issue"""

_ISSUE_URL = re.compile(rf"/repos/({_NAME})/issues/{_NUMBER}$")


@dataclass(frozen=True, slots=True)
class Place:
    """A repository of a site."""

    site: Site
    repository: Repository

    @property
    def project(self) -> str:
        """`owner/name`."""
        return self.repository.full_name

    @property
    def is_followed(self) -> bool:
        """Whether the source follows it, under this name or, by its id, another one."""
        known = self.site.repositories.values()
        return self.site.follows(self.project) or self.repository.id in known

    def numbered(self, number: int) -> ItemRef:
        """Point to an issue or a pull request of this repository."""
        item = github_numbered(self.site.source.id, self.repository.id, number)
        return ItemRef(id=item, key=f"{self.project}#{number}")

    def milestone(self, milestone: Milestone) -> ItemRef:
        """Point to a milestone of this repository."""
        number = milestone.number
        item = github_milestone(self.site.source.id, self.repository.id, number)
        return ItemRef(id=item, key=f"{self.project}/milestone/{number}")

    def release(self, release: Release) -> ItemRef:
        """Point to a release of this repository."""
        item = github_release(self.site.source.id, self.repository.id, release.id)
        tag = cleaned(release.tag_name, limit=100)
        return ItemRef(id=item, key=f"{self.project}/releases/tag/{tag}")

    def url(self, path: str) -> str:
        """Where people open it; made by us, never taken from a payload."""
        return f"{self.site.source.web}/{self.project}/{path}"

    def closes(self, *texts: str) -> tuple[ItemRef, ...]:
        """The issues that a pull request says it closes, in this and known places."""
        web = re.escape(self.site.source.web)
        address = rf"{web}/({_NAME})/(?:issues|pull)/{_NUMBER}"
        pattern = re.compile(
            rf"{_CLOSES}(?:({_NAME})?#{_NUMBER}|{address})", re.IGNORECASE
        )
        found = (match.groups() for text in texts for match in pattern.finditer(text))
        return _once(
            place.numbered(int(number or at_number))
            for name, number, at_name, at_number in found
            if (place := self._named(name or at_name))
        )

    def names(self, text: str) -> tuple[ItemRef, ...]:
        """The issues and pull requests of this repository that a text names."""
        web = re.escape(f"{self.site.source.web}/{self.project}")
        own = re.escape(self.project)
        pattern = re.compile(
            rf"(?:{web}/(?:issues|pull)/|(?<![\w/.-])(?:{own})?#){_NUMBER}",
            re.IGNORECASE,
        )
        return _once(self.numbered(int(n[1])) for n in pattern.finditer(text))

    def at_url(self, url: str | None) -> ItemRef | None:
        """The issue behind an API address, when its repository is known to us."""
        found = _ISSUE_URL.search(url or "")
        place = self._named(found[1]) if found else None
        return place.numbered(int(found[2])) if found and place else None

    def _named(self, name: str | None) -> "Place | None":
        if not name or name.lower() == self.project.lower():
            return self
        known = self.site.repositories.get(name.lower())
        if known is None or not self.site.follows(name):
            return None
        return Place(self.site, Repository(id=known, full_name=name))


def _once(found: Iterable[ItemRef]) -> tuple[ItemRef, ...]:
    by_id: dict[str, ItemRef] = {}
    for ref in found:
        by_id.setdefault(ref.id, ref)
        if len(by_id) == MOST_NAMED:
            break
    return tuple(by_id.values())
