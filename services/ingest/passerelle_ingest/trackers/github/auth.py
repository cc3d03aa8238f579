"""Chooses how GitHub knows us: as an App, by a token, or not at all."""

from urllib.parse import urlsplit

import structlog

from passerelle_ingest import events
from passerelle_ingest.credentials import (
    NOTHING,
    Credentials,
    Given,
    Made,
    Renewed,
    Token,
    bearer,
)
from passerelle_ingest.errors import AnswerRefusedError, GrantRefusedError
from passerelle_ingest.http import Connection, Http, Page
from passerelle_ingest.settings import DATA_RESIDENCY, GITHUB_API, SourceSettings
from passerelle_ingest.trackers.github.app import granted, note, unnamed, wanted

log = structlog.get_logger(__name__)

API_VERSION = "2026-03-10"
SERVER_API_VERSION = "2022-11-28"
"""Of Enterprise Server, which answers 400 to a version that its release lacks.

Each newer version is served beside it for two years, and tells us no more.
https://docs.github.com/en/enterprise-server@3.19/rest/about-the-rest-api/api-versions
"""
_ACCEPT = "application/vnd.github+json, application/json;q=0.9"

POINTS_A_MINUTE = 900
"""A GET is one point. Of 5,000 requests an hour that is a burst of a fifth.
https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits"""


def github_http(source: SourceSettings, connection: Connection) -> Http:
    """Ask as who may read the repositories."""
    shown = _credentials(source, connection)
    return _http(source, connection, shown)


def app_http(source: SourceSettings, connection: Connection) -> Http:
    """Ask as the App itself, which reads no repository.

    It says when, by GitHub's clock as we last heard it: a note of a machine whose clock
    is wrong would be refused, and its 401 tells the time.
    """

    def itself() -> str:
        ahead = connection.budgets.ahead(source.id)
        return bearer(note(connection.newest(source), connection.clock() + ahead))

    return _http(source, connection, Made(itself))


def _http(source: SourceSettings, connection: Connection, shown: Credentials) -> Http:
    spoken = {"Accept": _ACCEPT, "X-GitHub-Api-Version": version_of(source)}
    return Http(source, connection, spoken, shown, points_a_minute=POINTS_A_MINUTE)


def version_of(source: SourceSettings) -> str:
    """The version of the API that we speak with a source."""
    host = (urlsplit(source.api).hostname or "").lower()
    in_the_cloud = source.api == GITHUB_API or host.endswith(DATA_RESIDENCY)
    return API_VERSION if in_the_cloud else SERVER_API_VERSION


def _credentials(source: SourceSettings, connection: Connection) -> Credentials:
    if source.is_app:
        return Renewed(lambda: _installed(source, connection), connection.clock)
    if source.token:
        return Given(lambda: _token(source, connection))
    return NOTHING


def _token(source: SourceSettings, connection: Connection) -> str:
    token = connection.newest(source).token or source.token
    return bearer(token.get_secret_value()) if token else ""


async def _installed(source: SourceSettings, connection: Connection) -> Token:
    """Ask for a token of the installation, narrowed to what we read."""
    async with app_http(source, connection) as http:
        try:
            page = await _answered(source, http)
        except AnswerRefusedError as error:
            raise GrantRefusedError(source.id, str(error)) from error
    return granted(source.id, page.content, page.received_at - page.tracker_time)


async def _answered(source: SourceSettings, http: Http) -> Page:
    """Name our repositories, and none of them where GitHub refuses that.

    It does for the sake of a single one that was renamed, transferred or deleted, or
    taken from the installation; the others are to be read all the same.
    """
    path = f"/app/installations/{source.installation_id}/access_tokens"
    asked = wanted(source)
    try:
        return await http.post(path, asked)
    except AnswerRefusedError:
        if asked == unnamed(asked):
            raise
    log.warning(events.GRANT_NOT_NARROWED, source=source.id)
    return await http.post(path, unnamed(asked))
