"""How GitHub proves that a webhook is its own: by its signature."""

from datetime import datetime

from passerelle_ingest.delivery import Headers
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.github import signature


def verify(
    headers: Headers, body: bytes, source: SourceSettings, _now: datetime
) -> None:
    """Return when the webhook is proven, else raise SignatureRefusedError."""
    signature.verify(headers, body, source.secrets)
