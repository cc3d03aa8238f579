"""Asks Jira what a project is called now, and which versions it plans.

An old key of a project still leads to it, and is given to no other one.
https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-projects/
https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-project-versions/
"""

from collections.abc import Mapping
from urllib.parse import quote

from pydantic import TypeAdapter

from passerelle_ingest.errors import (
    AnswerRefusedError,
    CredentialsRefusedError,
    EndpointGoneError,
    NotVisibleError,
)
from passerelle_ingest.http import Http
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.jira.answers import NamedProject, checked
from passerelle_ingest.trackers.jira.normalise.issues import target_of
from passerelle_ingest.trackers.jira.payloads import Version
from passerelle_schemas.facts import Target
from passerelle_schemas.identity import ItemId

_NOT_TOLD = (
    AnswerRefusedError,
    CredentialsRefusedError,
    EndpointGoneError,
    NotVisibleError,
)
_VERSIONS = TypeAdapter(tuple[Version, ...])


async def with_names(http: Http, api: str, site: Site) -> Site:
    """Know what each followed project is called now, as far as it can be seen."""
    for project in site.source.projects:
        try:
            page = await http.get(f"{api}/project/{quote(project, safe='')}")
            name = checked(NamedProject, page).key
        except _NOT_TOLD:
            continue  # Reading that project will say so.
        if name:
            site = site.with_name(project, name)
    return site


async def versions(
    http: Http, api: str, source: str, project: str
) -> Mapping[ItemId, Target] | None:
    """The versions of a project as issues show them; None where nobody tells."""
    try:
        page = await http.get(f"{api}/project/{quote(project, safe='')}/versions")
        listed = _VERSIONS.validate_python(page.content)
    except (*_NOT_TOLD, ValueError):
        return None
    targets = (target_of(source, version) for version in listed)
    return {target.id: target for target in targets}
