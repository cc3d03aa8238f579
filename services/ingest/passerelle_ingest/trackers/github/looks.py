"""Looks at single items of GitHub, and at who looks: what a census needs.

https://docs.github.com/en/rest/issues/issues#get-an-issue
"""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any

from passerelle_ingest.answered import FORBIDDEN
from passerelle_ingest.errors import (
    CredentialsRefusedError,
    EndpointGoneError,
    MovedError,
    NotVisibleError,
)
from passerelle_ingest.http import Http, Page
from passerelle_ingest.reading import Standing
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.github.lists import (
    repository_path,
)
from passerelle_ingest.trackers.github.repositories import leads_home, repository
from passerelle_schemas.facts import RemovalReason
from passerelle_schemas.identity import ItemId

_ITEM = re.compile(r"^[^:]+:(\d+)(#|/milestone/|/release/)(\d+)$")


class Kind(Enum):
    """What an item is, by what stands between repository and number in its id."""

    ISSUE = "#"
    MILESTONE = "/milestone/"
    RELEASE = "/release/"


_PATHS = {
    Kind.ISSUE: "issues",
    Kind.MILESTONE: "milestones",
    Kind.RELEASE: "releases",
}
_ABSENT = {
    Kind.ISSUE: RemovalReason.NOT_VISIBLE,
    Kind.MILESTONE: RemovalReason.DELETED,
    Kind.RELEASE: RemovalReason.NOT_VISIBLE,
}
"""What 404 says. A milestone goes nowhere and hides from nobody who sees its issues; a
release may have become a draft, which only those see who may push."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The repository and the number of an item."""

    project: str
    repository: int
    number: int
    kind: Kind = Kind.ISSUE


def whereabouts(item: ItemId, site: Site) -> Whereabouts | None:
    """Where an item is; none for a place that we do not follow."""
    found = _ITEM.match(item)
    if found is None:
        return None
    home, number = int(found[1]), int(found[3])
    for project in site.source.projects:
        if site.repositories.get(project.lower()) == home:
            return Whereabouts(site.name_of(project), home, number, Kind(found[2]))
    return None


async def asked(http: Http, place: Whereabouts) -> Page | RemovalReason:
    """Ask for one item; else say why it is not there, as far as GitHub tells.

    301: transferred, unless it is its repository that moved with all in it. 410:
    deleted. 404 from a repository that we may read: transferred to one that we may not,
    or hidden; that is all that can be said of an issue.
    """
    path = f"{repository_path(place.project)}/{_PATHS[place.kind]}/{place.number}"
    try:
        return await http.get(path)
    except MovedError as moved:
        if leads_home(moved, place.repository):
            return await http.follow(moved.location)
        return RemovalReason.MOVED_OUT
    except EndpointGoneError:
        return RemovalReason.DELETED
    except NotVisibleError:
        return _ABSENT[place.kind]
    except CredentialsRefusedError as error:
        if error.status != FORBIDDEN:
            raise
        return RemovalReason.NOT_VISIBLE


async def standing(http: Http, project: str) -> Standing:
    """Ask who we are: a user by id, an App by its installation."""
    about = await repository(http, project)
    may: Any = (
        about.content.get("permissions") if isinstance(about.content, dict) else {}
    )
    may_read = not isinstance(may, dict) or may.get("pull") is not False
    if http.source.is_app:
        return Standing(f"installation/{http.source.installation_id}", about, may_read)
    user = await http.get("/user")
    number = user.content.get("id") if isinstance(user.content, dict) else None
    return Standing(f"user/{number}", about, may_read)
