"""The bearer of webhooks that an OAuth 2.0 app registered: they carry no signature.

Jira shows a JSON Web Token that is signed with the app's client secret. It says that
Jira is the sender and nothing of the body, which TLS alone protects; nor does the
vendor promise other claims than those of every such token of Atlassian's: when it was
issued and when it ends. So both are held against our clock, and an end is demanded.
https://developer.atlassian.com/cloud/jira/platform/webhooks/
https://developer.atlassian.com/cloud/jira/platform/understanding-jwt-for-connect-apps/
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import jwt

from passerelle_ingest.delivery import Headers
from passerelle_ingest.errors import SignatureRefusedError

HEADER = "authorization"
LEEWAY = timedelta(seconds=60)
"""Their clock and ours may differ by so much."""
_SCHEME = "bearer"
_UNCHECKED: jwt.types.Options = {"verify_exp": False, "verify_iat": False}
"""By the library, which asks a clock of its own; and no audience is promised."""
_WAY_OUT = "Give the source the client_secret of the app that registered the webhook."


def is_shown(headers: Headers) -> bool:
    """Whether a bearer token came with the webhook."""
    return headers.get(HEADER, "").lower().startswith(f"{_SCHEME} ")


def verify(headers: Headers, secrets: Sequence[str], now: datetime) -> None:
    """Return when the bearer was made with one of *secrets* and is good now."""
    _, _, token = headers.get(HEADER, "").partition(" ")
    found = [claims for s in secrets if (claims := _claims(token.strip(), s))]
    if not found:
        why = "its bearer was not made with the client secret that we know"
        raise SignatureRefusedError(why, _WAY_OUT)
    if not _is_good(found[0], now):
        why = "its bearer is over, not yet good, or never ends"
        raise SignatureRefusedError(why, "Set this machine's clock, if it is wrong.")


def _claims(token: str, secret: str) -> Mapping[str, Any] | None:
    try:
        options: jwt.types.Options = {**_UNCHECKED, "verify_aud": False}
        return jwt.decode(token, secret, ["HS256"], options=options)
    except (jwt.PyJWTError, ValueError, RecursionError):
        return None


def _is_good(claims: Mapping[str, Any], now: datetime) -> bool:
    ends, issued = _time(claims, "exp"), _time(claims, "iat")
    if ends is None or (issued is None and "iat" in claims):
        return False
    leeway, at = LEEWAY.total_seconds(), now.timestamp()
    return (issued is None or issued - leeway <= at) and at < ends + leeway


def _time(claims: Mapping[str, Any], name: str) -> float | None:
    told = claims.get(name)
    is_one = isinstance(told, int | float) and not isinstance(told, bool)
    return told if is_one else None
