"""Jira's signature of a webhook: the method stands in the header.

https://developer.atlassian.com/cloud/jira/platform/webhooks/#secure-admin-webhooks
"""

import hmac
from collections.abc import Sequence

from passerelle_ingest.delivery import Headers
from passerelle_ingest.errors import SignatureRefusedError

HEADER = "x-hub-signature"
METHODS = ("sha256", "sha384", "sha512")
"""What is strong enough. MD5 and SHA-1 are refused, and so is what we do not know."""


def verify(headers: Headers, body: bytes, secrets: Sequence[str]) -> None:
    """Return when *body* is signed with one of *secrets*, else raise.

    Takes the same time for every wrong signature, and tries every secret.
    """
    method, _, told = headers.get(HEADER, "").partition("=")
    if not told:
        why = "there is no X-Hub-Signature"
        raise SignatureRefusedError(why)
    if method.lower() not in METHODS:
        why = f"its method is none of {', '.join(METHODS)}"
        raise SignatureRefusedError(why)
    accepted = False
    for secret in secrets:
        digest = hmac.new(secret.encode(), body, method.lower()).hexdigest()
        accepted |= hmac.compare_digest(digest.encode(), told.lower().encode())
    if not accepted:
        why = "it was not made with a secret that we know"
        raise SignatureRefusedError(why)
