"""Who a source is to its tracker, as far as its settings tell. Pure."""

import hashlib

from pydantic import SecretStr

from passerelle_ingest.settings import SourceSettings


def account_of(source: SourceSettings) -> str:
    """Name what a source is known by, never as it is; empty where that is nothing.

    Sources of one name are counted together by a tracker that limits requests.
    """
    shown = (
        (source.app_id, str(source.installation_id or ""))
        if source.is_app
        else (source.client_id,)
        if source.is_client
        else (source.email, _plain(source.api_token), _plain(source.token))
    )
    if not any(shown):
        return ""
    return hashlib.sha256("\n".join(shown).encode()).hexdigest()[:16]


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
