"""What the settings of a source must hold beside their types. All raise ValueError.

No message quotes a secret: errors are logged.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, assert_never

from pydantic import SecretStr

from passerelle_schemas.identity import Tracker

if TYPE_CHECKING:
    from passerelle_ingest.settings import SourceSettings

_PEM = "-----BEGIN "


def each_apart(secrets: Iterable[SecretStr]) -> tuple[SecretStr, ...]:
    """Give every line of every secret by itself: a file may hold the old and the new.

    One that is empty is refused: anybody could sign with it.
    """
    found: list[SecretStr] = []
    for secret in secrets:
        lines = [line.strip() for line in secret.get_secret_value().splitlines()]
        told = [line for line in lines if line]
        if not told:
            why = (
                "one is empty, with which anybody could sign: look at the variable or "
                "the file that it comes from"
            )
            raise ValueError(why)
        found += map(SecretStr, told)
    return tuple(found)


def mark(word: str) -> str:
    """See that a mark is what stands before the colon: with one it is never found."""
    if not word.strip() or set(word) & set(":\uff1a\r\n"):
        why = "it is the word alone, without its colon, as in Business"
        raise ValueError(why)
    return word.strip()


def private_key(key: SecretStr | None) -> SecretStr | None:
    """See that a private key looks like one, before it is needed."""
    if key and not key.get_secret_value().lstrip().startswith(_PEM):
        why = "it is no private key in PEM, as GitHub gives it: write file:/path/to.pem"
        raise ValueError(why)
    return key


def known_in_one_way(given: "SourceSettings") -> None:
    """See that the tracker knows us in one way, and that nothing of it is missing."""
    match given.tracker:
        case Tracker.GITHUB:
            _app(given)
        case Tracker.JIRA:
            _client(given)
        case never:
            assert_never(never)
    if given.register_webhooks and not (given.client_id and given.webhook_url):
        why = (
            "register_webhooks needs client_id and webhook_url: only an OAuth 2.0 app "
            "of Jira Cloud may register webhooks, and it must say where they go"
        )
        raise ValueError(why)


def _app(given: "SourceSettings") -> None:
    parts = (given.app_id, given.app_key, given.installation_id)
    if any(parts) and not all(parts):
        why = "a GitHub App needs all of app_id, app_key and installation_id"
        raise ValueError(why)
    if given.app_id and given.token:
        why = "give token or app_id, not both: GitHub must know us in one way"
        raise ValueError(why)
    owners = {name.partition("/")[0].casefold() for name in given.projects}
    if given.app_id and len(owners) > 1:
        why = (
            "an installation of a GitHub App is of one owner; make a source for each "
            f"of {', '.join(sorted(owners))}"
        )
        raise ValueError(why)


def _client(given: "SourceSettings") -> None:
    if given.client_id and given.deployment != "cloud":
        why = "client_id is of Jira Cloud; Data Center takes a token"
        raise ValueError(why)
    if given.client_id and given.api_token:
        why = "give api_token or client_id, not both: Jira must know us in one way"
        raise ValueError(why)
    if given.client_id and not given.client_secret:
        why = "client_id needs client_secret"
        raise ValueError(why)
    if given.client_id and not (given.cloud_id or given.api_url):
        why = "client_id needs cloud_id: tokens are good at api.atlassian.com alone"
        raise ValueError(why)
    if given.cloud_id and not given.web_url:
        why = "cloud_id needs web_url: the site that people open"
        raise ValueError(why)
