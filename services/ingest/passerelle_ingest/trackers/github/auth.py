"""Chooses how GitHub knows us: as an App, by a token, or not at all."""

from collections.abc import Mapping

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
from passerelle_ingest.http import Connection, Http
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.github.app import granted, note, wanted

API_VERSION = "2026-03-10"
HEADERS: Mapping[str, str] = {
    "Accept": "application/vnd.github+json, application/json;q=0.9",
    "X-GitHub-Api-Version": API_VERSION,
}

POINTS_A_MINUTE = 900
"""A GET is one point. Of 5,000 requests an hour that is a burst of a fifth.
https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits"""


def github_http(source: SourceSettings, connection: Connection) -> Http:
    """Ask as who may read the repositories."""
    shown = _credentials(source, connection)
    return _http(source, connection, shown)


def app_http(source: SourceSettings, connection: Connection) -> Http:
    """Ask as the App itself, which reads no repository."""
    itself = Made(lambda: bearer(note(connection.newest(source), connection.clock())))
    return _http(source, connection, itself)


def _http(source: SourceSettings, connection: Connection, shown: Credentials) -> Http:
    return Http(source, connection, HEADERS, shown, points_a_minute=POINTS_A_MINUTE)


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
    path = f"/app/installations/{source.installation_id}/access_tokens"
    async with app_http(source, connection) as http:
        try:
            page = await http.post(path, wanted(source))
        except AnswerRefusedError as error:
            raise GrantRefusedError(source.id, str(error)) from error
    return granted(source.id, page.content)
