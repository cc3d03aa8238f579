"""What ingest follows, and how; whoever builds these knows the file and environment."""

import re
from typing import Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)

from passerelle_schemas.facts import Language
from passerelle_schemas.identity import SourceId, Tracker
from passerelle_schemas.topics import LARGEST_DELIVERY

GITHUB_API = "https://api.github.com"
_URL = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
"""An address without user, query and fragment."""
_PROXY = re.compile(r"https?://[^\s/?#]+:\d{1,5}/?")
_HEADER = re.compile(r"[!-~]+")
"""What a header can carry: visible ASCII. Errors about others would quote them."""


class Mark(BaseModel):
    """A word that, followed by a colon, marks a line for the business."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    word: str = Field(min_length=1, max_length=40, description="As in `Métier`.")
    language: Language = Field(description="The language of the marked line.")


class SourceSettings(BaseModel):
    """One tracker site, with the projects to follow."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: SourceId = Field(description="A name of your own; it stands in every item id.")
    tracker: Tracker = Field(description="github or jira.")
    deployment: Literal["cloud", "datacenter"] = Field(
        default="cloud", description="Jira only: cloud or datacenter."
    )
    api_url: str = Field(
        default="",
        description="Where its API is: Jira's own address, or GitHub Enterprise's "
        "https://HOST/api/v3. Empty for github.com.",
    )
    web_url: str = Field(
        default="",
        description="Where people open its items, when that is not the API's host.",
    )
    projects: tuple[str, ...] = Field(
        default=(),
        description="Jira project keys, or GitHub owner/repository. Empty: webhooks of "
        "any project are taken, and nothing can be backfilled.",
    )
    accept_webhooks: bool = Field(
        default=True, description="Whether /webhooks/ID is served; else it is polled."
    )
    webhook_secrets: tuple[SecretStr, ...] = Field(
        default=(),
        description="Every secret that is alive: the old and the new one in a change.",
    )
    token: SecretStr | None = Field(
        default=None,
        description="GitHub token, or Jira Data Center personal access token.",
    )
    email: str = Field(default="", description="Jira Cloud: the token's account.")
    api_token: SecretStr | None = Field(default=None, description="Jira Cloud.")
    epic_link_field: str = Field(
        default="",
        pattern=r"^(customfield_\d+)?$",
        description="Jira's epic link, as customfield_10014; empty when unused.",
    )
    fields: tuple[str, ...] = Field(
        default=(), description="Jira custom fields to keep, as customfield_10042."
    )
    proxy: str = Field(
        default="", description="http://HOST:PORT of a proxy on the way to its API."
    )
    ca_file: str = Field(
        default="", description="Certificates to trust, for a site with its own."
    )
    business_marks: tuple[Mark, ...] = Field(
        default=(
            Mark(word="Métier", language=Language.FRENCH),
            Mark(word="Business", language=Language.ENGLISH),
        ),
        description="Words that mark a line for the business.",
    )
    decision_marks: tuple[Mark, ...] = Field(
        default=(
            Mark(word="Décision", language=Language.FRENCH),
            Mark(word="Decision", language=Language.ENGLISH),
        ),
        description="Words that mark a decision.",
    )

    @field_validator("webhook_secrets")
    @classmethod
    def _is_secret(cls, secrets: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if not all(secret.get_secret_value().strip() for secret in secrets):
            why = (
                "one is empty, with which anybody could sign: look at the variable or "
                "the file that it comes from"
            )
            raise ValueError(why)
        return secrets

    @field_validator("token", "api_token")
    @classmethod
    def _fits_a_header(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not _HEADER.fullmatch(secret.get_secret_value()):
            why = "a token is visible ASCII without spaces; this one is not"
            raise ValueError(why)
        return secret

    @field_validator("proxy")
    @classmethod
    def _is_a_proxy(cls, proxy: str) -> str:
        if proxy and not _PROXY.fullmatch(proxy):
            why = "a proxy is http://HOST:PORT or https://HOST:PORT"
            raise ValueError(why)
        return proxy

    @model_validator(mode="after")
    def _has_addresses(self) -> Self:
        if not self.api:
            why = f"source {self.id} needs api_url: the address of its Jira"
            raise ValueError(why)
        for name, url in (("api_url", self.api), ("web_url", self.web)):
            if not _URL.fullmatch(url):
                why = f"{name} must be http(s)://HOST[/PATH], without a user"
                raise ValueError(why)
        return self

    @property
    def api(self) -> str:
        """Where its API is, without a slash at the end."""
        default = GITHUB_API if self.tracker is Tracker.GITHUB else ""
        return self.api_url.rstrip("/") or default

    @property
    def web(self) -> str:
        """Where people open its items, without a slash at the end."""
        default = "https://github.com" if self.api == GITHUB_API else self.api
        return self.web_url.rstrip("/") or default.removesuffix("/api/v3")

    def follows(self, project: str) -> bool:
        """Whether *project* is one of those to follow; case does not matter."""
        wanted = {name.casefold() for name in self.projects}
        return not wanted or project.casefold() in wanted


class IngestSettings(BaseModel):
    """All sources, and how ingest serves and reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sources: tuple[SourceSettings, ...] = Field(
        default=(), description="The tracker sites to follow."
    )
    host: str = Field(default="127.0.0.1", description="Where webhooks are served.")
    port: int = Field(
        default=8080, ge=0, le=65535, description="0 for any that is free."
    )
    poll_minutes: float = Field(
        default=15, ge=0, description="Minutes between two readings; 0 for never."
    )
    overlap_minutes: float = Field(
        default=30,
        ge=0,
        le=24 * 60,
        description="How far back each reading begins before the last one's end.",
    )
    concurrency: int = Field(
        default=8, ge=1, le=64, description="Requests at a time to one tracker."
    )
    body_limit: int = Field(
        default=LARGEST_DELIVERY,
        ge=1024,
        le=LARGEST_DELIVERY,
        description="Bytes of a webhook at most.",
    )

    @model_validator(mode="after")
    def _names_each_source_once(self) -> Self:
        names = [source.id for source in self.sources]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            why = f"two sources are called {', '.join(twice)}"
            raise ValueError(why)
        return self
