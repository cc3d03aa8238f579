"""Lists all of a repository for a census: issues, milestones and releases.

https://docs.github.com/en/rest/issues/milestones#list-milestones
https://docs.github.com/en/rest/releases/releases#list-releases
"""

from collections.abc import AsyncIterator
from typing import TypeVar

from passerelle_ingest.rolls import Listed, Roll
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.github.lists import (
    ALL,
    Lists,
    Params,
    readable,
    repository_path,
    rows_of,
    valid,
)
from passerelle_ingest.trackers.github.normalise.items import named_in, target_of
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.releases import included_in
from passerelle_ingest.trackers.github.payloads import (
    Milestone,
    Payload,
    Release,
    Repository,
)
from passerelle_ingest.trackers.github.repositories import repository
from passerelle_schemas.facts import Target
from passerelle_schemas.identity import ItemId

P = TypeVar("P", bound=Payload)
Rows = dict[ItemId, Listed]
_BY_CREATION: Params = {**ALL, "sort": "created", "direction": "asc"}
"""Which never changes, so that no item slips through between two pages."""


async def roll(lists: Lists, project: str, site: Site) -> Roll:
    """List every issue and pull request, every milestone and every release."""
    about = await repository(lists.http, site.name_of(project))
    place = Place(site, valid(Repository, about.content, "a repository"))
    path = repository_path(place.project)
    items, named = await _issues(lists, place, path)
    targets: dict[ItemId, Target] = {}
    async for milestone in _each(Milestone, lists, f"{path}/milestones", ALL):
        ref = place.milestone(milestone)
        items[ref.id] = Listed(ref.id, ref.key, milestone.updated_at)
        targets[ref.id] = target_of(place, milestone)
    included: dict[ItemId, frozenset[ItemId]] = {}
    async for release in _each(Release, lists, f"{path}/releases", {}):
        ref = place.release(release)
        at = release.updated_at or release.published_at or release.created_at
        items[ref.id] = Listed(ref.id, ref.key, at)
        included[ref.id] = frozenset(one.id for one in included_in(place, release))
    home = place.numbered(0).id.removesuffix("#0")
    return Roll(
        items,
        about.tracker_time,
        prefixes=tuple(f"{home}{kind}" for kind in ("#", "/milestone/", "/release/")),
        targets=targets,
        included=included,
        named=named,
    )


async def _issues(
    lists: Lists, place: Place, path: str
) -> tuple[Rows, dict[ItemId, frozenset[ItemId]]]:
    items: Rows = {}
    named: dict[ItemId, frozenset[ItemId]] = {}
    async for turned in lists.all(f"{path}/issues", _BY_CREATION):
        found, _ = readable(turned.page) if turned.page else ([], ())
        for (number, changed_at), row in found:
            ref = place.numbered(int(number))
            pull = bool(row.get("pull_request"))
            # The two APIs may tell another last change of one pull request.
            items[ref.id] = Listed(ref.id, ref.key, changed_at, exact=not pull)
            if pull and (names := named_in(place, row)):
                named[ref.id] = names
    return items, named


async def _each(
    kind: type[P], lists: Lists, path: str, params: Params
) -> AsyncIterator[P]:
    """Each row of a list; one that cannot be read is looked at by itself."""
    async for turned in lists.all(path, params):
        for row in rows_of(turned.page) if turned.page else ():
            try:
                yield kind.model_validate(row)
            except (ValueError, OverflowError):
                continue
