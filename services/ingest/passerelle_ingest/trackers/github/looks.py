"""Looks at single items of GitHub, and at who looks: what a census needs.

https://docs.github.com/en/rest/issues/issues#get-an-issue
"""

import re
from dataclasses import dataclass
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
from passerelle_ingest.rolls import Listed as CensusRow
from passerelle_ingest.rolls import Roll
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.github.lists import (
    ALL,
    Lists,
    readable,
    repository_path,
    valid,
)
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.payloads import Repository
from passerelle_ingest.trackers.github.repositories import leads_home, repository
from passerelle_schemas.facts import RemovalReason
from passerelle_schemas.identity import ItemId

_NUMBERED = re.compile(r"^[^:]+:(\d+)#(\d+)$")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The repository and the number of an item."""

    project: str
    repository: int
    number: int


def whereabouts(item: ItemId, site: Site) -> Whereabouts | None:
    """Where an issue or a pull request is; none for other items and places."""
    found = _NUMBERED.match(item)
    if found is None:
        return None
    home, number = int(found[1]), int(found[2])
    for project in site.source.projects:
        if site.repositories.get(project.lower()) == home:
            return Whereabouts(site.name_of(project), home, number)
    return None


async def asked(http: Http, place: Whereabouts) -> Page | RemovalReason:
    """Ask for one item; else say why it is not there, as far as GitHub tells.

    301: transferred, unless it is its repository that moved with all in it. 410:
    deleted. 404 from a repository that we may read: transferred to one that we may not,
    or hidden; that is all that can be said.
    """
    path = f"{repository_path(place.project)}/issues/{place.number}"
    try:
        return await http.get(path)
    except MovedError as moved:
        if leads_home(moved, place.repository):
            return await http.follow(moved.location)
        return RemovalReason.MOVED_OUT
    except EndpointGoneError:
        return RemovalReason.DELETED
    except NotVisibleError:
        return RemovalReason.NOT_VISIBLE
    except CredentialsRefusedError as error:
        if error.status != FORBIDDEN:
            raise
        return RemovalReason.NOT_VISIBLE


async def roll(lists: Lists, project: str, site: Site) -> Roll:
    """List every issue and pull request, in order of creation, which never changes."""
    about = await repository(lists.http, site.name_of(project))
    place = Place(site, valid(Repository, about.content, "a repository"))
    items: dict[ItemId, CensusRow] = {}
    order: dict[str, str | int] = {**ALL, "sort": "created", "direction": "asc"}
    path = repository_path(place.project)
    async for turned in lists.all(f"{path}/issues", order):
        found, _ = readable(turned.page) if turned.page else ([], ())
        for (number, changed_at), row in found:
            ref = place.numbered(int(number))
            pull = bool(row.get("pull_request"))
            # The two APIs may tell another last change of one pull request.
            items[ref.id] = CensusRow(ref.id, ref.key, changed_at, exact=not pull)
    prefix = place.numbered(0).id.removesuffix("0")
    return Roll(items, about.tracker_time, prefix)


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
