"""What the tests send to ingest: GitHub's webhooks, signed."""

import hashlib
import hmac
import json
import urllib.error
import urllib.request
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

SECRET = "demo-github-webhook-not-a-secret"
"""As in docker-compose.yml: it opens nothing."""


def opened_issue(number: int) -> dict[str, Any]:
    """An issue that was opened a minute ago."""
    now = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
    told = now.isoformat().replace("+00:00", "Z")
    return {
        "action": "opened",
        "issue": {
            "number": number,
            "title": f"Shop issue {number}",
            "body": "Business: Customers find the shop.",
            "state": "open",
            "labels": [],
            "created_at": told,
            "updated_at": told,
        },
        "repository": {"id": 4001, "full_name": "stack/shop"},
    }


def post(port: str, content: dict[str, Any], *, secret: str = SECRET) -> int:
    """Send one webhook; say the status of the answer, or 0 when there was none."""
    body = json.dumps(content).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/webhooks/github-stack",
        data=body,
        headers={
            "Content-Type": "application/json",
            "X-GitHub-Event": "issues",
            "X-GitHub-Delivery": str(uuid.uuid4()),
            "X-Hub-Signature-256": f"sha256={signature}",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - the same
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0
