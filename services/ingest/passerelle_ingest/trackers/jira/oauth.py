"""How a service account of Atlassian gets its tokens: OAuth 2.0 client credentials.

https://support.atlassian.com/user-management/docs/create-oauth-2-0-credential-for-service-accounts/
"""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from passerelle_ingest.credentials import Token
from passerelle_ingest.delivery import Json
from passerelle_ingest.errors import AnswerRefusedError
from passerelle_ingest.settings import SourceSettings


class Granted(BaseModel):
    """Atlassian's answer to who asks for a token."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    access_token: SecretStr = Field(min_length=1)
    expires_in: int = Field(default=3600, ge=1, le=10**9)
    """Seconds; an hour is what is documented."""


def wanted(source: SourceSettings) -> Json:
    """Say who asks. The body holds the secret: it goes to the token URL alone."""
    secret = source.client_secret
    return {
        "grant_type": "client_credentials",
        "client_id": source.client_id,
        "client_secret": secret.get_secret_value() if secret else "",
    }


def granted(where: str, content: object, now: datetime) -> Token:
    """Read the token out of the answer; raises AnswerRefusedError."""
    try:
        found = Granted.model_validate(content)
    except ValueError:
        why = "it holds no token"
        raise AnswerRefusedError(where, why) from None
    ends = now + timedelta(seconds=found.expires_in)
    return Token(found.access_token.get_secret_value(), ends)
