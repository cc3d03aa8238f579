"""Chooses how Jira knows us: by OAuth 2.0, an API token, or a personal access token."""

import base64
from urllib.parse import urlsplit

from passerelle_ingest.credentials import Credentials, Given, Renewed, Token, bearer
from passerelle_ingest.errors import (
    AnswerRefusedError,
    GrantRefusedError,
    SettingMissingError,
)
from passerelle_ingest.http import Connection, Http
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.jira.oauth import granted, wanted


def jira_http(source: SourceSettings, connection: Connection) -> Http:
    """Ask as who may read the projects; raises SettingMissingError for nobody."""
    return Http(source, connection, {}, _credentials(source, connection))


def _credentials(source: SourceSettings, connection: Connection) -> Credentials:
    if source.deployment != "cloud":
        _personal(source)
        return Given(lambda: _personal(connection.newest(source)))
    if source.is_client:
        return Renewed(lambda: _obtained(source, connection), connection.clock)
    _account(source)
    return Given(lambda: _account(connection.newest(source)))


def _account(source: SourceSettings) -> str:
    if source.api_token is None or not source.email:
        why = "Jira Cloud knows an API token by its account"
        raise SettingMissingError(source.id, "email and api_token", why)
    return basic(source.email, source.api_token.get_secret_value())


def _personal(source: SourceSettings) -> str:
    if source.token is None:
        why = "without a personal access token Jira shows what anybody may see"
        raise SettingMissingError(source.id, "token", why)
    return bearer(source.token.get_secret_value())


async def _obtained(source: SourceSettings, connection: Connection) -> Token:
    url = urlsplit(source.token_url)
    home = f"{url.scheme}://{url.netloc}"
    async with Http(source, connection, {}, home=home) as http:
        try:
            page = await http.post(url.path, wanted(connection.newest(source)))
        except AnswerRefusedError as error:
            raise GrantRefusedError(source.id, str(error)) from error
    return granted(source.id, page.content, page.received_at)


def basic(account: str, token: str) -> str:
    """Return the `Authorization` that shows an account with its token (RFC 7617)."""
    return f"Basic {base64.b64encode(f'{account}:{token}'.encode()).decode()}"
