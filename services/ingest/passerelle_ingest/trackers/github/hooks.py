"""A webhook as GitHub tells it, and whether it is the one that comes to us. Pure."""

from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from passerelle_ingest.settings import SourceSettings


def _named(value: Any) -> Any:  # noqa: ANN401 - before validation
    return {} if value is None else value


class HookPart(BaseModel):
    """What we do not name is not read; the secret is, as stars, among it."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class HookConfig(HookPart):
    """Where a webhook goes."""

    url: str = ""
    insecure_ssl: str | int = "0"


class LastResponse(HookPart):
    """How the last delivery was answered."""

    code: int | None = None
    status: str | None = None


class Hook(HookPart):
    """A webhook of a repository or an organisation."""

    id: int
    active: bool = True
    events: tuple[str, ...] = ()
    config: HookConfig = HookConfig()
    last_response: Annotated[LastResponse, BeforeValidator(_named)] = Field(
        default=LastResponse()
    )


def comes_to_us(url: str, source: SourceSettings) -> bool:
    """Whether a webhook with this address is meant for *source*.

    Whoever does not tell our address is found by how all our addresses end.
    """
    if source.webhook_url:
        return url.rstrip("/") == source.webhook_url.rstrip("/")
    return urlsplit(url).path.rstrip("/").endswith(f"/webhooks/{source.id}")
