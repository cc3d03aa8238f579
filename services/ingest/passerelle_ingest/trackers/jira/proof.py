"""How Jira proves that a webhook is its own: a signature, or an app's bearer."""

from datetime import datetime

from passerelle_ingest.delivery import Headers
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.jira import bearer, signature

SHORTEST = 32
"""Letters of a secret that may sign a bearer (RFC 7518, 3.2); Atlassian's have more."""


def verify(
    headers: Headers, body: bytes, source: SourceSettings, now: datetime
) -> None:
    """Return when the webhook is proven, else raise SignatureRefusedError.

    A signature, which covers the body, goes before a bearer, which does not. While the
    client secret is changed, the other one stands among the webhook secrets.
    """
    unsigned = signature.HEADER not in headers
    if unsigned and source.takes_bearers and bearer.is_shown(headers):
        secret = source.client_secret
        live = (secret.get_secret_value(),) if secret else ()
        others = (one for one in source.secrets if len(one) >= SHORTEST)
        bearer.verify(headers, [*live, *others], now)
        return
    signature.verify(headers, body, source.secrets)
