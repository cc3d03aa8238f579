"""How the two trackers sign what they send: HMAC-SHA256 over the bytes of the body.

GitHub: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
Jira: https://developer.atlassian.com/cloud/jira/platform/webhooks/#secure-admin-webhooks
"""

import hashlib
import hmac


def signature(secret: str, body: bytes) -> str:
    """Return `sha256=` and the hexadecimal HMAC of *body*."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return f"sha256={digest}"
