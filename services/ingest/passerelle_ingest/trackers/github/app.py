"""How a GitHub App is known: a short note signed by it, against which it gets tokens.

https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app
"""

from datetime import datetime, timedelta
from typing import Any

import jwt
from pydantic import AwareDatetime, BaseModel, ConfigDict, SecretStr

from passerelle_ingest.credentials import Token
from passerelle_ingest.delivery import Json
from passerelle_ingest.errors import AnswerRefusedError, SettingMissingError
from passerelle_ingest.settings import SourceSettings

PERMISSIONS = {
    "contents": "read",
    "issues": "read",
    "metadata": "read",
    "pull_requests": "read",
}
"""What we ask for, and not more than the app has. Releases are read with contents."""
MOST_NAMED = 500
"""GitHub narrows a token to so many repositories by name; more stay unnarrowed."""
_BEFORE = timedelta(seconds=60)
"""GitHub's own advice: a note dated a minute back bears a clock that runs ahead."""
_VALID = timedelta(minutes=9)
"""Ten minutes at most by GitHub's clock."""


class Granted(BaseModel):
    """GitHub's answer to who asks for a token."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    token: SecretStr
    expires_at: AwareDatetime


def note(source: SourceSettings, now: datetime) -> str:
    """Sign that it is us, who are this app, now. Raises SettingMissingError."""
    if source.app_key is None:
        raise _unusable(source)
    claims = {"iat": now - _BEFORE, "exp": now + _VALID, "iss": source.app_id}
    try:
        return jwt.encode(claims, source.app_key.get_secret_value(), "RS256")
    except (ValueError, TypeError, jwt.PyJWTError):
        # Nothing of the cause is shown: it may quote the key.
        raise _unusable(source) from None


def wanted(source: SourceSettings) -> Json:
    """Say to what a token shall be narrowed: our repositories, read only."""
    names = sorted({name.partition("/")[2] for name in source.projects})
    asked: dict[str, Any] = {"permissions": PERMISSIONS}
    if names and len(names) <= MOST_NAMED:
        asked["repositories"] = names
    return asked


def unnamed(asked: Json) -> Json:
    """Ask for the same permissions, of every repository that the installation has."""
    return {name: told for name, told in asked.items() if name != "repositories"}


def granted(where: str, content: object, ahead: timedelta = timedelta(0)) -> Token:
    """Read the token out of GitHub's answer; raises AnswerRefusedError.

    It ends by GitHub's clock, of which ours may be *ahead*.
    """
    try:
        found = Granted.model_validate(content)
    except ValueError:
        why = "it holds no token"
        raise AnswerRefusedError(where, why) from None
    return Token(found.token.get_secret_value(), found.expires_at + ahead)


def _unusable(source: SourceSettings) -> SettingMissingError:
    why = "the private key that GitHub made for the app, whole, as file:/path/to.pem"
    return SettingMissingError(source.id, "app_key", why)
