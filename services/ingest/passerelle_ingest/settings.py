"""What ingest follows, and how; whoever builds these knows the file and environment."""

import re
from collections.abc import Iterable
from typing import Literal, Self, assert_never

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    SecretStr,
    field_validator,
    model_validator,
)

from passerelle_ingest import settings_checks as checks
from passerelle_ingest.neighbours import Neighbour
from passerelle_schemas.facts import Language
from passerelle_schemas.identity import SourceId, Tracker
from passerelle_schemas.topics import LARGEST_DELIVERY

GITHUB_API = "https://api.github.com"
ATLASSIAN_API = "https://api.atlassian.com/ex/jira"
ATLASSIAN_TOKENS = "https://auth.atlassian.com/oauth/token"
_URL = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
"""An address without user, query and fragment."""
DATA_RESIDENCY = ".ghe.com"
"""GitHub serves `api.NAME.ghe.com` as it serves github.com; people open NAME.ghe.com.
"""
_PROXY = re.compile(r"https?://[^\s/?#]+:\d{1,5}/?")
_HEADER = re.compile(r"[!-~]+")
"""What a header can carry: visible ASCII. Errors about others would quote them."""


_SECRETIVE = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
"""Errors about secrets would quote them else."""


class Mark(BaseModel):
    """A word that, followed by a colon, marks a line for the business."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    word: str = Field(min_length=1, max_length=40, description="As in `Métier`.")
    language: Language = Field(description="The language of the marked line.")

    @field_validator("word")
    @classmethod
    def _is_a_word(cls, word: str) -> str:
        return checks.mark(word)


class SourceSettings(BaseModel):
    """One tracker site, with the projects to follow."""

    model_config = _SECRETIVE

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
    cloud_id: str = Field(
        default="",
        pattern=r"^[0-9A-Za-z-]*$",
        description="Jira Cloud asked through api.atlassian.com, as OAuth 2.0 and "
        "scoped tokens need it: the site's id. Leave api_url empty then, and say "
        "web_url.",
    )
    web_url: str = Field(
        default="",
        description="Where people open its items, when that is not the API's host.",
    )
    projects: tuple[str, ...] = Field(
        default=(),
        description="Jira project keys, or GitHub owner/repository. Empty: webhooks of "
        "any project are taken, nothing can be backfilled, and its objectives stay "
        "Cannot tell.",
    )
    accept_webhooks: bool = Field(
        default=True, description="Whether /webhooks/ID is served; else it is polled."
    )
    webhook_secrets: tuple[SecretStr, ...] = Field(
        default=(),
        description="Every secret that is alive: the old and the new one in a change. "
        'A "file:/path" may hold several, each on a line of its own, and is read again '
        "when it changes.",
    )
    webhook_url: str = Field(
        default="",
        description="Our /webhooks/ID as the tracker reaches it, as "
        "https://hooks.example/webhooks/ID. For `doctor`, and to register webhooks.",
    )
    register_webhooks: bool = Field(
        default=False,
        description="Jira Cloud with client_id: register the webhooks of the projects "
        "by ourselves when we start, and keep them alive. Else `passerelle ingest "
        "register` does it once.",
    )
    token: SecretStr | None = Field(
        default=None,
        description="GitHub token, or Jira Data Center personal access token.",
    )
    app_id: str = Field(
        default="", description="GitHub App: its client id (or the older app id)."
    )
    app_key: SecretStr | None = Field(
        default=None,
        description="GitHub App: its private key, as file:/path/to/key.pem.",
    )
    installation_id: int | None = Field(
        default=None,
        ge=1,
        description="GitHub App: the number of its installation at the repositories' "
        "owner; it stands at the end of the address of the installation's page.",
    )
    email: str = Field(default="", description="Jira Cloud: the token's account.")
    api_token: SecretStr | None = Field(default=None, description="Jira Cloud.")
    client_id: str = Field(
        default="",
        description="Jira Cloud by OAuth 2.0, instead of email and api_token: the "
        "client of a service account.",
    )
    client_secret: SecretStr | None = Field(
        default=None,
        description="The client's secret. Jira shows it with webhooks that an OAuth "
        "2.0 app registered; without client_id it serves to check these alone.",
    )
    token_url: str = Field(
        default=ATLASSIAN_TOKENS, description="Where client_id gets its tokens."
    )
    epic_link_field: str = Field(
        default="",
        pattern=r"^(customfield_\d+)?$",
        description="Jira's epic link, as customfield_10014; empty when unused.",
    )
    sprint_field: str = Field(
        default="",
        pattern=r"^(customfield_\d+)?$",
        description="Jira's field of sprints, as customfield_10020; without it no "
        "sprint is read.",
    )
    fields: tuple[str, ...] = Field(
        default=(), description="Jira custom fields to keep, as customfield_10042."
    )
    blocking_links: tuple[str, ...] = Field(
        default=("Blocks",),
        description="Jira's types of link whose inward end waits for the other, by id "
        "or name, as in Blocks.",
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
    _neighbours: tuple[Neighbour, ...] = PrivateAttr(default=())

    @field_validator("webhook_secrets")
    @classmethod
    def _is_secret(cls, secrets: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        return checks.each_apart(secrets)

    @field_validator("token", "api_token", "client_secret")
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

    @field_validator("app_key")
    @classmethod
    def _is_a_key(cls, key: SecretStr | None) -> SecretStr | None:
        return checks.private_key(key)

    @model_validator(mode="after")
    def _has_addresses(self) -> Self:
        if not self.api:
            why = f"source {self.id} needs api_url: the address of its Jira"
            raise ValueError(why)
        addresses = {
            "api_url": self.api,
            "web_url": self.web,
            "token_url": self.token_url,
            "webhook_url": self.webhook_url or self.web,
        }
        for name, url in addresses.items():
            if not _URL.fullmatch(url):
                why = f"{name} must be http(s)://HOST[/PATH], without a user"
                raise ValueError(why)
        return self

    @model_validator(mode="after")
    def _is_known_in_one_way(self) -> Self:
        checks.known_in_one_way(self)
        return self

    @property
    def api(self) -> str:
        """Where its API is, without a slash at the end."""
        return self.api_url.rstrip("/") or self._usual_api

    @property
    def _usual_api(self) -> str:
        match self.tracker:
            case Tracker.GITHUB:
                return GITHUB_API
            case Tracker.JIRA:
                return f"{ATLASSIAN_API}/{self.cloud_id}" if self.cloud_id else ""
            case never:
                assert_never(never)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What a webhook may be signed with."""
        return tuple(secret.get_secret_value() for secret in self.webhook_secrets)

    @property
    def takes_bearers(self) -> bool:
        """Whether webhooks may show a bearer made with the client secret."""
        return self.tracker is Tracker.JIRA and bool(self.client_secret)

    @property
    def is_app(self) -> bool:
        """Whether we are known as a GitHub App."""
        return bool(self.app_id)

    @property
    def is_client(self) -> bool:
        """Whether we are known as an OAuth 2.0 client of Atlassian."""
        return bool(self.client_id)

    @property
    def web(self) -> str:
        """Where people open its items, without a slash at the end."""
        default = "https://github.com" if self.api == GITHUB_API else self.api
        if default.endswith(DATA_RESIDENCY):
            default = default.replace("://api.", "://", 1)
        return self.web_url.rstrip("/") or default.removesuffix("/api/v3")

    @property
    def neighbours(self) -> tuple[Neighbour, ...]:
        """The other sources whose issues people name by a key, as they are set."""
        return self._neighbours

    def beside(self, sources: Iterable["SourceSettings"]) -> "SourceSettings":
        """Return the same source, which knows what stands beside it."""
        known = self.model_copy()
        known._neighbours = tuple(  # noqa: SLF001 - our own, before anybody has it
            Neighbour(other.id, other.web, tuple(p.upper() for p in other.projects))
            for other in sources
            if other.id != self.id and other.tracker is Tracker.JIRA and other.projects
        )
        return known

    def follows(self, project: str) -> bool:
        """Whether *project* is one of those to follow; case does not matter."""
        wanted = {name.casefold() for name in self.projects}
        return not wanted or project.casefold() in wanted


class IngestSettings(BaseModel):
    """All sources, and how ingest serves and reads."""

    model_config = _SECRETIVE

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
    trailing_hours: float = Field(
        default=12,
        ge=0,
        le=14 * 24,
        description="How far back each poll looks once more for what the tracker "
        "showed late, as Jira's search index may; 0 for not.",
    )
    census_hours: float = Field(
        default=24,
        ge=0,
        description="Hours between two censuses, which hold all that a tracker lists "
        "against all that we know; 0 for never.",
    )
    census_absent_share: float = Field(
        default=0.1,
        ge=0,
        le=1,
        description="A census in which a greater share of a project's items is absent "
        "stops and removes nothing.",
    )
    concurrency: int = Field(
        default=16,
        ge=1,
        le=64,
        description="Requests at a time to one source, whatever they are for, where "
        "its limits leave so many.",
    )
    unsaid_wait_seconds: float = Field(
        default=60,
        gt=0,
        le=900,
        description="How long nobody asks a source that says later and not when, as "
        "GitHub advises; twice as long each time that follows.",
    )
    body_limit: int = Field(
        default=LARGEST_DELIVERY,
        ge=1024,
        le=LARGEST_DELIVERY,
        description="Bytes of a webhook at most.",
    )
    worker: str = Field(
        default="ingest",
        pattern=r"^[a-z0-9][a-z0-9-]{0,39}$",
        description="What this worker is called among several; each needs another "
        "name, for the figures of its refusals and waits go on under it.",
    )
    webhook_patience_seconds: float = Field(
        default=8,
        gt=0,
        le=30,
        description="How long a webhook may wait for the broker before it is answered "
        "503, when kafka.patience_seconds is not shorter. GitHub gives up after 10 s.",
    )

    @field_validator("sources")
    @classmethod
    def _know_each_other(
        cls, sources: tuple[SourceSettings, ...]
    ) -> tuple[SourceSettings, ...]:
        return tuple(source.beside(sources) for source in sources)

    def newest(self, source: SourceSettings) -> SourceSettings:
        """Return *source* as it is set here; as it was, where it no longer is."""
        return next((one for one in self.sources if one.id == source.id), source)

    @model_validator(mode="after")
    def _names_each_source_once(self) -> Self:
        names = [source.id for source in self.sources]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            why = f"two sources are called {', '.join(twice)}"
            raise ValueError(why)
        return self
