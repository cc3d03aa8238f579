"""Asks GitHub what `passerelle doctor` wants to know beside what can be read."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from urllib.parse import quote

from passerelle_ingest.errors import NotVisibleError
from passerelle_ingest.findings import Finding, guarded, withdrawn
from passerelle_ingest.http import Http
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.github.auth import version_of
from passerelle_ingest.trackers.github.judging import token_end

_READ = ("issues", "pulls", "releases")
"""Each needs a permission of its own."""


async def look(
    source: SourceSettings, http: Http, clock: Callable[[], datetime]
) -> Sequence[Finding]:
    """Say whether the API still is the one that we speak, and what we may read."""
    found = [*await guarded("API", partial(_version, http, version_of(source)))]
    for project in source.projects:
        look = partial(_readable, http, project, clock)
        found += await guarded(f"permissions for {project}", look)
    return list(dict.fromkeys(found))


async def _version(http: Http, spoken: str) -> Sequence[Finding]:
    try:
        page = await http.get("/versions")
    except NotVisibleError:
        return [Finding("API", "this server tells no versions of its API")]
    listed = page.content if isinstance(page.content, list) else []
    if spoken in listed:
        return [Finding("API", f"version {spoken} is served")]
    words = (
        f"version {spoken}, which we speak, is not served; look for a newer "
        "Passerelle, or update the Enterprise Server"
    )
    return [Finding("API", words, well=False)]


async def _readable(
    http: Http, project: str, clock: Callable[[], datetime]
) -> Sequence[Finding]:
    found: list[Finding] = []
    for name in _READ:
        path = f"/repos/{quote(project, safe='/')}/{name}"
        page = await http.get(path, {"per_page": 1})
        found += withdrawn(f"API, {name}", page.headers)
        found += token_end(page.headers, clock())
    words = f"{', '.join(_READ)} can be read"
    return [*found, Finding(f"permissions for {project}", words)]
