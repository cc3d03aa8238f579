"""GitHub's signature of a webhook.

https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
"""

import hashlib
import hmac
from collections.abc import Sequence

from passerelle_ingest.delivery import Headers
from passerelle_ingest.errors import SignatureRefusedError

HEADER = "x-hub-signature-256"


def verify(headers: Headers, body: bytes, secrets: Sequence[str]) -> None:
    """Return when *body* is signed with one of *secrets*, else raise.

    The raw bytes are signed, also when they are a form. Takes the same time for every
    wrong signature, and tries every secret so that one can be changed at leisure.
    """
    told = headers.get(HEADER, "")
    if not told:
        why = "there is no X-Hub-Signature-256"
        raise SignatureRefusedError(why)
    accepted = False
    for secret in secrets:
        digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        accepted |= hmac.compare_digest(f"sha256={digest}".encode(), told.encode())
    if not accepted:
        why = "it was not made with a secret that we know"
        raise SignatureRefusedError(why)
