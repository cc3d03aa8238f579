"""Asks Jira which issue a key means: keys change, and an old one still leads there.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/
"""

from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote

from passerelle_ingest.answered import FORBIDDEN
from passerelle_ingest.errors import (
    CredentialsRefusedError,
    EndpointGoneError,
    NotVisibleError,
)
from passerelle_ingest.http import Connection, Http
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.jira.answers import Answer, NamedProject, checked
from passerelle_ingest.trackers.jira.auth import jira_http
from passerelle_ingest.trackers.jira.payloads import Id, Project

MOST_KNOWN = 50_000
"""Keys remembered of one source; the one not asked for longest is forgotten."""
ABSENT_FOR = timedelta(minutes=15)
"""For how long a key that means no issue is not asked for again."""
_RESTS = 4
"""A key that we may not see is asked for again after a fourth of the time that it could
not be seen."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The issue that a key means."""

    id: str
    project: str


class AskedFields(Answer):
    """The one field that is asked for."""

    project: Project


class Asked(Answer):
    """An issue that was asked for by a key."""

    id: Id
    fields: AskedFields


@dataclass(slots=True)
class Known:
    """What Jira said of keys. A key never comes to mean another issue."""

    keys: OrderedDict[str, tuple[Meant | None, datetime]] = field(
        default_factory=OrderedDict
    )
    unseen: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    """Keys that nobody tells us of: since when, and when they were asked for last."""

    def of(self, key: str, now: datetime) -> tuple[bool, Meant | None]:
        """Say whether *key* is known, and what it means."""
        told = self.keys.get(key)
        if told is None or (told[0] is None and now - told[1] > ABSENT_FOR):
            return False, None
        self.keys.move_to_end(key)
        return True, told[0]

    def rests(self, key: str, now: datetime) -> bool:
        """Whether to leave a key that we may not see unasked: ever longer."""
        since, last = self.unseen.get(key, (now, now))
        return now - last < (last - since) / _RESTS

    def hide(self, key: str, now: datetime) -> None:
        """Nobody tells us of it now."""
        since, _ = self.unseen.get(key, (now, now))
        self.unseen[key] = since, now
        if len(self.unseen) > MOST_KNOWN:
            del self.unseen[next(iter(self.unseen))]

    def learn(self, key: str, meant: Meant | None, now: datetime) -> None:
        """Remember it."""
        self.unseen.pop(key, None)
        self.keys[key] = (meant, now)
        while len(self.keys) > MOST_KNOWN:
            self.keys.popitem(last=False)


class Keys:
    """Asks one source about keys, within one opening of its client."""

    def __init__(self, http: Http, source: SourceSettings) -> None:
        self.http = http
        self.source = source
        self.version = "3" if source.deployment == "cloud" else "2"
        self._proven: set[str] = set()
        self._names: dict[str, str] = {}

    async def meant(self, key: str) -> Meant | None:
        """Say which issue *key* means; None when there is none.

        That it cannot be seen is no proof: who lost a permission sees nothing either.
        It is believed of a project that we do see, and otherwise raised as
        NotVisibleError; so is an issue that Data Center hides from us alone, and one
        of which nobody says whether its project is followed.
        """
        try:
            page = await self.http.get(self._path("issue", key), {"fields": "project"})
        except (NotVisibleError, EndpointGoneError):
            await self._see(key.rpartition("-")[0])
            return None
        except CredentialsRefusedError as error:
            if error.status != FORBIDDEN:
                raise
            await self._see(key.rpartition("-")[0])
            raise NotVisibleError(key) from error
        issue = checked(Asked, page)
        return Meant(issue.id, await self._followed(issue.fields.project.key))

    async def _followed(self, name: str) -> str:
        """Say what the settings call the project that is called *name* now.

        They may know an old key alone, and the issue may have come from elsewhere: so
        each project that is followed is asked for its name. Raises NotVisibleError
        where one of them cannot tell it now.
        """
        if self.source.follows(name):
            return name
        for project in self.source.projects:
            if name == await self._name_of(project):
                return project
        return name

    async def _name_of(self, project: str) -> str:
        """The key of a project now, by a key that it has or had; asked once."""
        if project not in self._names:
            try:
                page = await self.http.get(self._path("project", project))
            except EndpointGoneError as error:
                raise NotVisibleError(project) from error
            self._names[project] = checked(NamedProject, page).key
        return self._names[project]

    async def _see(self, project: str) -> None:
        if project not in self._proven:
            await self.http.get(self._path("project", project))
            self._proven.add(project)

    def _path(self, kind: str, key: str) -> str:
        return f"/rest/api/{self.version}/{kind}/{quote(key, safe='')}"


@asynccontextmanager
async def keys(source: SourceSettings, connection: Connection) -> AsyncIterator[Keys]:
    """Open the source; raises SettingMissingError when it lacks credentials."""
    async with jira_http(source, connection) as http:
        yield Keys(http, source)
