"""Asks Jira what `passerelle doctor` wants to know beside what can be read."""

from collections.abc import Sequence
from functools import partial

from pydantic import TypeAdapter

from passerelle_ingest.errors import (
    AnswerRefusedError,
    CredentialsRefusedError,
    EndpointGoneError,
    NotVisibleError,
)
from passerelle_ingest.findings import Finding, guarded, withdrawn
from passerelle_ingest.http import Http, Page
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.jira.answers import Found, checked
from passerelle_ingest.trackers.jira.jql import query
from passerelle_ingest.trackers.jira.judging import (
    BROWSE,
    WEBHOOK,
    ByHand,
    Permissions,
    Server,
    deployed,
    hand_made,
    may_browse,
)

_BY_HAND = "/rest/webhooks/1.0/webhook"
_BY_HAND_SINCE_10 = "/rest/jira-webhook/1.0/webhooks"
"""Where Data Center moved the list to."""
_BY_HANDS = TypeAdapter(tuple[ByHand, ...])
_CLOSED = (
    AnswerRefusedError,
    CredentialsRefusedError,
    EndpointGoneError,
    NotVisibleError,
)


async def look(source: SourceSettings, http: Http) -> Sequence[Finding]:
    """Say whether the API still is the one that we speak, and what we may read."""
    found = [*await guarded("API", partial(_server, source, http))]
    found += await guarded("API, search", partial(_search, source, http))
    for project in source.projects:
        allowed = partial(_allowed, source, http, project)
        found += await guarded(f"permissions for {project}", allowed)
    return list(dict.fromkeys(found))


async def by_hand(source: SourceSettings, http: Http) -> Sequence[Finding]:
    """Say how it stands with the webhook that an administrator made.

    Administrators alone can list them: for us, not to see them is no fault.
    """
    for path in (_BY_HAND, _BY_HAND_SINCE_10):
        try:
            page = await http.get(path)
        except _CLOSED:
            continue
        try:
            listed = _BY_HANDS.validate_python(page.content)
        except ValueError:
            continue
        return [hand_made(listed, source)]
    words = "could not be looked at: only an administrator of Jira sees webhooks"
    return [Finding(WEBHOOK, words)]


async def _server(source: SourceSettings, http: Http) -> Sequence[Finding]:
    page = await http.get(f"{_api(source)}/serverInfo")
    return [deployed(checked(Server, page), source)]


async def _search(source: SourceSettings, http: Http) -> Sequence[Finding]:
    """Search as a reading does: what is withdrawn answers 410."""
    if not source.projects:
        return []
    asked = {"jql": query(source.projects[0], None), "maxResults": 1}
    name = "search/jql" if source.deployment == "cloud" else "search"
    page = await http.post(f"{_api(source)}/{name}", {**asked, "fields": ["id"]})
    pages: dict[str, Page] = {name: page}
    rows = checked(Found, page).rows
    if source.deployment == "cloud" and rows and isinstance(rows[0], dict):
        bulk = {"issueIdsOrKeys": [str(rows[0].get("id", ""))], "maxResults": 1}
        path = f"{_api(source)}/changelog/bulkfetch"
        pages["changelog/bulkfetch"] = await http.post(path, bulk)
    ends = [f for n, p in pages.items() for f in withdrawn(f"API, {n}", p.headers)]
    return ends or [Finding("API, search", "what we ask is served")]


async def _allowed(
    source: SourceSettings, http: Http, project: str
) -> Sequence[Finding]:
    asked = {"projectKey": project, "permissions": BROWSE}
    page = await http.get(f"{_api(source)}/mypermissions", asked)
    return [may_browse(checked(Permissions, page), project)]


def _api(source: SourceSettings) -> str:
    return f"/rest/api/{3 if source.deployment == 'cloud' else 2}"
