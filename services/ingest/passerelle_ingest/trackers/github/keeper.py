"""Has GitHub send again what we did not take, and looks after its webhooks."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote

from pydantic import TypeAdapter

from passerelle_ingest.errors import (
    AnswerRefusedError,
    CredentialsRefusedError,
    EndpointGoneError,
    MovedError,
    NotVisibleError,
    SettingMissingError,
)
from passerelle_ingest.findings import Finding, guarded
from passerelle_ingest.http import Connection, Page
from passerelle_ingest.keeping import Kept
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.github.auth import app_http, github_http
from passerelle_ingest.trackers.github.examining import look
from passerelle_ingest.trackers.github.hooks import Hook, HookConfig, comes_to_us
from passerelle_ingest.trackers.github.judging import (
    Installation,
    app_findings,
    app_hook,
    hook_findings,
)
from passerelle_ingest.trackers.github.payloads import Repository
from passerelle_ingest.trackers.github.redelivery import KEPT_FOR, Attempt, failed
from passerelle_ingest.trackers.github.repositories import repository
from passerelle_schemas.errors import PasserelleError

T = TypeVar("T")
APP_HOOK = "/app/hook"
_MOST_PAGES = 100
_HOOKS = TypeAdapter(tuple[Hook, ...])
_INSTALLATION = TypeAdapter(Installation)
_ATTEMPTS = TypeAdapter(tuple[Attempt, ...])
_REPOSITORY = TypeAdapter(Repository)
_CLOSED = (CredentialsRefusedError, NotVisibleError, MovedError)
"""What a list of webhooks answers to who may not see it."""


class GitHubKeeper:
    """Keeps the webhooks of one source: the App's own, or those of its repositories."""

    def __init__(self, source: SourceSettings, connection: Connection) -> None:
        self.source = source
        self.clock = connection.clock
        self.reader = github_http(source, connection)
        self.http = app_http(source, connection) if source.is_app else self.reader
        self.names: dict[str, str] = {}
        """What renamed repositories are called now, by their names in the settings."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.reader.__aexit__(kind, error, trace)
        await self.http.__aexit__(kind, error, trace)

    async def register(self) -> Kept:
        """Refuse: webhooks of GitHub are made by hand, once, where their secret is."""
        why = "GitHub's webhooks are set up in its settings; only Jira's are registered"
        raise SettingMissingError(self.source.id, "client_id", why)

    async def keep(self) -> Kept:
        """Have each failed delivery of the last three days sent again, once a round."""
        if not (self.source.accept_webhooks and (self.source.token or self.is_app)):
            return Kept()
        redelivered = left = 0
        for hook in await self._ours():
            chosen = failed([a async for a in self._attempts(hook)], self.clock())
            left += chosen.left
            for attempt in chosen.attempts:
                redelivered += await self._again(hook, attempt)
        return Kept(redelivered=redelivered, left=left)

    async def look(self) -> Sequence[Finding]:
        """Say how it stands with the webhooks, and with what else may fail one day."""
        found = [*await look(self.source, self.reader, self.clock)]
        if self.is_app:
            found += await guarded("app", self._installed)
        if self.source.accept_webhooks:
            found += await guarded("webhooks", self._told)
        return found

    async def _installed(self) -> Sequence[Finding]:
        path = f"/app/installations/{self.source.installation_id}"
        return [*app_findings(_read(_INSTALLATION, await self.http.get(path)))]

    async def _told(self) -> Sequence[Finding]:
        if self.is_app:
            return [app_hook(await self.app_address(), self.source)]
        found = await self.hooks()
        called = {"projects": tuple(map(self._name_of, self.source.projects))}
        return [*hook_findings(found, self.source.model_copy(update=called))]

    @property
    def is_app(self) -> bool:
        """Whether we are known as an App."""
        return self.source.is_app

    async def app_address(self) -> str:
        """Where the App's own webhook goes."""
        page = await self.http.get(f"{APP_HOOK}/config")
        return _read(TypeAdapter(HookConfig), page).url

    async def hooks(self) -> list[tuple[str, Hook]]:
        """List the webhooks of the repositories and their owners, with their paths.

        Raises what keeps us from seeing any, when none is seen.
        """
        found: list[tuple[str, Hook]] = []
        closed: PasserelleError | None = None
        for name in self.source.projects:
            try:
                found += await self._of_repository(name)
            except _CLOSED as error:
                closed = closed or error
        names = map(self._name_of, self.source.projects)
        owners = dict.fromkeys(name.partition("/")[0] for name in names)
        for owner in owners:
            # Closed to most, and not there where the owner is a person.
            with contextlib.suppress(*_CLOSED):
                found += await self._listed(f"/orgs/{quote(owner)}/hooks")
        if closed and not found:
            raise closed
        return found

    def _name_of(self, project: str) -> str:
        return self.names.get(project, project)

    async def _of_repository(self, name: str) -> list[tuple[str, Hook]]:
        """List the webhooks of a repository, also of one that was renamed."""
        try:
            return await self._listed(f"/repos/{quote(self._name_of(name))}/hooks")
        except MovedError:
            page = await repository(self.reader, name)
            self.names[name] = _read(_REPOSITORY, page).full_name
        return await self._listed(f"/repos/{quote(self._name_of(name))}/hooks")

    async def _listed(self, path: str) -> list[tuple[str, Hook]]:
        page = await self.http.get(path, {"per_page": 100})
        return [(f"{path}/{hook.id}", hook) for hook in _read(_HOOKS, page)]

    async def _ours(self) -> list[str]:
        """The paths of the webhooks that come to us."""
        if self.is_app:
            ours = comes_to_us(await self.app_address(), self.source)
            return [APP_HOOK] if ours else []
        return [
            path
            for path, hook in await self.hooks()
            if hook.active and comes_to_us(hook.config.url, self.source)
        ]

    async def _attempts(self, hook: str) -> AsyncIterator[Attempt]:
        """Yield the attempts of the last three days, the newest first."""
        page = await self.http.get(f"{hook}/deliveries", {"per_page": 100})
        for _ in range(_MOST_PAGES):
            found = _read(_ATTEMPTS, page)
            for attempt in found:
                if not self.is_app or attempt.installation_id in {
                    None,
                    self.source.installation_id,
                }:
                    yield attempt
            last = found[-1].delivered_at if found else None
            over = last is None or self.clock() - last > KEPT_FOR
            if over or page.next_link is None:
                return
            page = await self.http.follow(page.next_link)

    async def _again(self, hook: str, attempt: int) -> int:
        """Ask for another attempt; one that GitHub no longer has counts as none."""
        path = f"{hook}/deliveries/{attempt}/attempts"
        try:
            await self.http.send("POST", path, {})
        except (AnswerRefusedError, EndpointGoneError, NotVisibleError):
            return 0
        return 1


def _read(kind: TypeAdapter[T], page: Page) -> T:
    try:
        return kind.validate_python(page.content)
    except (ValueError, OverflowError) as error:
        path = page.path.partition("?")[0]
        why = "it is not as GitHub describes it"
        raise AnswerRefusedError(path, why) from error
