"""How Jira proves that a webhook is its own: a signature, or an app's bearer."""

from datetime import datetime

from passerelle_ingest.delivery import Headers
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.jira import bearer, signature


def verify(
    headers: Headers, body: bytes, source: SourceSettings, now: datetime
) -> None:
    """Return when the webhook is proven, else raise SignatureRefusedError.

    A signature, which covers the body, goes before a bearer, which does not.
    """
    unsigned = signature.HEADER not in headers
    if unsigned and source.takes_bearers and bearer.is_shown(headers):
        secret = source.client_secret
        bearer.verify(headers, [secret.get_secret_value()] if secret else [], now)
        return
    signature.verify(headers, body, source.secrets)
