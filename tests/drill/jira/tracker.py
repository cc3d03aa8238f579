"""The simulated Jira as the drill holds it: a world, its HTTP, its posts, its truth."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from random import Random
from typing import Literal

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from tests.drill.book import Book, Kind
from tests.drill.jira import events as ev
from tests.drill.jira.catalogue import EPIC_LINK, OPTION, PROJECTS, RENAMED
from tests.drill.jira.cloud import Cloud
from tests.drill.jira.data_center import DataCenter
from tests.drill.jira.doors import (
    CLIENT,
    CLIENT_SECRET,
    PERSONAL,
    Doors,
    Guarded,
    refused,
)
from tests.drill.jira.life import Life
from tests.drill.jira.posts import SECRET, Announcer
from tests.drill.jira.records import Issue
from tests.drill.jira.shapes import Shapes, Zone
from tests.drill.jira.truth import Site, truth
from tests.drill.jira.world import World
from tests.drill.seams import Link, Post, TrueItem

HOME = "https://jira.drill.example"
PAST = timedelta(weeks=8)
_FOLLOWED = tuple(project.key for project in PROJECTS if project.followed)
Deployment = Literal["cloud", "datacenter"]
_CLOUD_REASONS = frozenset({"deleted", "not_visible"})
"""Cloud answers 404 for what was deleted and for what we may not see."""
_FAMILIES = 0.01
"""How likely it is, with each change, that a whole family goes besides."""
_HOT = 16
"""Of so many issues, half of all that happens happens to one: changes meet there."""


class JiraTracker:
    """A simulated Jira of one of the two kinds."""

    late_seconds = (2.0, 25.0)
    """For how long the index may be late."""

    def __init__(
        self,
        source: str,
        book: Book,
        folder: Path,
        *,
        deployment: Deployment = "cloud",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        del folder  # It needs no files.
        self.clock = clock
        self.source, self.book, self.deployment = source, book, deployment
        self.world, self.zone = World(), Zone()
        self.life = Life(self.world)
        cloud = deployment == "cloud"
        shapes = Shapes(self.world, self.zone, HOME, cloud=cloud)
        self.doors = Doors(source, self.world, book, cloud)
        kind = Cloud if cloud else DataCenter
        self.rest: Cloud | DataCenter = kind(
            source, self.world, shapes, self.doors, book, clock
        )
        self.showings = self.rest.showings
        self.announcer = Announcer(source, shapes, book)
        gone = _CLOUD_REASONS if cloud else frozenset({"deleted"})
        self.site = Site(source, HOME, gone)

    def settings(self, api_url: str) -> str:
        """Write the table of passerelle.toml."""
        known = (
            f'client_id = "{CLIENT}"\nclient_secret = "{CLIENT_SECRET}"\n'
            f'token_url = "{api_url}/oauth/token"\n'
            if self.deployment == "cloud"
            else f'token = "{PERSONAL}"\n'
        )
        projects = ", ".join(f'"{key}"' for key in _FOLLOWED)
        return (
            "[[ingest.sources]]\n"
            f'id = "{self.source}"\ntracker = "jira"\n'
            f'deployment = "{self.deployment}"\n'
            f'api_url = "{api_url}"\nweb_url = "{HOME}"\n{known}'
            f"projects = [{projects}]\n"
            f'webhook_secrets = ["{SECRET}"]\n'
            f'epic_link_field = "{EPIC_LINK}"\nfields = ["{OPTION}"]\n'
        )

    def app(self) -> ASGIApp:
        """Return what speaks Jira's HTTP."""
        inner = Starlette(
            routes=self.rest.every_route(),
            exception_handlers={HTTPException: refused},
        )
        return Guarded(inner, self.doors)

    def grow(self, rng: Random, items: int, now: datetime) -> None:
        """Make issues with a past of weeks, some with a very long one."""
        begin = now - PAST
        plan: list[tuple[datetime, int]] = []
        for n in range(items):
            born = begin + rng.random() * (PAST - timedelta(hours=2))
            deeds = rng.choices((rng.randint(0, 8), rng.randint(110, 280)), (99, 1))[0]
            span = (now - born) * 0.99
            plan += [
                (born, n),
                *((born + rng.random() * span, n) for _ in range(deeds)),
            ]
        made: dict[int, int] = {}
        for at, n in sorted(plan):
            if n not in made:
                project = rng.choices((*_FOLLOWED, "OUT"), (30, 25, 25, 20, 2))[0]
                event = self.life.born(rng, at, project)
                self.world.apply(event)
                made[n] = event.issue
                continue
            self._grow(rng, at, made[n])
        self.world.index.settle()

    def _grow(self, rng: Random, at: datetime, issue: int) -> None:
        there = self.world.issues.get(issue)
        if there is not None:
            unusual = rng.random() < 0.1
            decide = self.life.anything if unusual else self.life.ordinary
            self.world.apply(decide(rng, at, there))

    def change(self, rng: Random, now: datetime) -> Sequence[Post]:
        """Let one thing happen now."""
        if self.zone.winter_from > now and self.book.strikes(Kind.DST, self.source):
            self.zone.winter_from = now
        event = self._event(rng, now)
        if RENAMED[0] in self.world.projects and self._renames():
            event = self.life.renamed(now, *RENAMED)
        posts = self._happens(event, rng, now)
        for one in self._family(rng, now):
            posts += self._happens(one, rng, now)
        return posts

    def _happens(self, event: ev.Event, rng: Random, now: datetime) -> list[Post]:
        self._note(event)
        effect = self.world.apply(event, self._shown_at(now))
        if effect.history and self.book.strikes(Kind.LATE_CHANGELOG, self.source):
            late = self.book.dice(Kind.LATE_CHANGELOG).uniform(1, 8)
            self.rest.late[effect.history.id] = now + timedelta(seconds=late)
        return self.announcer.posts(effect, rng)

    def _family(self, rng: Random, now: datetime) -> Sequence[ev.Event]:
        """What happens to a whole family at once, now and then."""
        dice = self.book.dice(Kind.TOGETHER)
        above = {one.parent for one in self.world.issues.values()} - {None}
        there = [one for id_, one in self.world.issues.items() if id_ in above]
        followed = [one for one in there if self._follows(one)]
        if dice.random() >= _FAMILIES or not followed:
            return ()
        found = self.life.together(rng, now, dice.choice(followed))
        if found:
            self.book.count(Kind.TOGETHER, self.source)
        return found

    def _renames(self) -> bool:
        return self.book.strikes(Kind.PROJECT_RENAMED, self.source)

    def _event(self, rng: Random, now: datetime) -> ev.Event:
        dice = rng.random()
        if dice < 0.03:
            return self._by_an_administrator(rng, now)
        if dice < 0.12:
            project = self.world.name_of(rng.choice(_FOLLOWED))
            return self.life.born(rng, now, project)
        issue = self._one_of(rng, away=dice < 0.14)
        return self.life.anything(rng, now, issue)

    def _one_of(self, rng: Random, *, away: bool) -> Issue:
        issues = list(self.world.issues.values())
        gone = [one for one in issues if one.hidden or not self._follows(one)]
        hot = [one for one in issues if one.id % _HOT == 0]
        chosen = gone if away else rng.choice((hot, issues))
        return rng.choice(chosen or issues)

    def _follows(self, issue: Issue) -> bool:
        return self.world.projects[issue.project].followed

    def _by_an_administrator(self, rng: Random, now: datetime) -> ev.Event:
        number = rng.randrange(1000)
        which = rng.randrange(3)
        if which == 0:
            status = rng.choice(sorted(self.world.statuses))
            return ev.StatusRenamed(now, status, f"Étape {number}")
        if which == 1:
            field = rng.choice(sorted(self.world.field_names))
            return ev.FieldRenamed(now, field, f"Champ {number}")
        version = rng.choice(sorted(self.world.versions))
        day = now.date() + timedelta(days=rng.randint(-3, 40))
        return ev.VersionSet(
            now, version, date(day.year, day.month, day.day), day < now.date()
        )

    def _note(self, event: ev.Event) -> None:
        """Count what is a fault of the world itself."""
        kind = {
            ev.Moved: Kind.MOVED,
            ev.Deleted: Kind.DELETED,
            ev.Secured: Kind.HIDDEN,
            ev.Mapped: Kind.STATUS_UNTOLD,
            ev.StatusRenamed: Kind.STATUS_RENAMED,
            ev.FieldRenamed: Kind.FIELD_RENAMED,
        }.get(type(event))
        if kind is not None:
            self.book.count(kind, self.source)

    def _shown_at(self, now: datetime) -> datetime:
        if not self.book.strikes(Kind.LATE_INDEX, self.source):
            return now
        late = self.book.dice(Kind.LATE_INDEX).uniform(*self.late_seconds)
        return now + timedelta(seconds=late)

    def refusal(self, kind: str) -> tuple[int, Mapping[str, str], bytes] | None:
        """Write Jira's answer of a fault of the way."""
        said = b'{"errorMessages":["Rate limit exceeded."],"errors":{}}'
        plain = {"Content-Type": "application/json"}
        page = {"Content-Type": "text/html"}
        soon = self.clock() + timedelta(seconds=2)
        later = {"Retry-After": "1"} if soon.second % 2 else {}
        return {
            Kind.LIMITED.value: (429, plain | {"Retry-After": "1"}, said),
            Kind.LIMITED_SILENTLY.value: (429, plain, said),
            Kind.LIMITED_BY_DATE.value: (429, plain | _until(soon), said),
            Kind.AWAY.value: (503, page | later, b"<html>503</html>"),
        }.get(kind)

    def answered(self, post: Post, status: int) -> None:
        """Jira keeps no list of its failed webhooks that we could ask for."""

    def outbox(self) -> Sequence[Post]:
        """Nothing: Jira sends nothing again because somebody asks for it."""
        return ()

    def truth(self) -> Mapping[str, TrueItem]:
        """Say what is true now of every issue that ever was."""
        return truth(self.site, self.world.log)

    def mentions(self) -> Mapping[str, frozenset[Link]]:
        """Jira's issues name nobody's pull requests."""
        return {}

    def worked(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """Nor does anybody work on them there."""
        return {}

    def keys(self) -> Mapping[str, str]:
        """Say the item id of each key, old ones and those of what has left too."""
        known = self.world.by_key.items()
        return {key: f"{self.source}:{issue}" for key, issue in known}

    def nameable(self) -> list[str]:
        """Say the keys, old ones too, of what is where we look now."""
        known, issues = self.world.by_key.items(), self.world.issues
        return sorted(key for key, issue in known if self._follows(issues[issue]))

    def settle(self, now: datetime) -> None:
        """Let the index catch up; rights return with the end of the fault book."""
        del now
        self.world.index.settle()
        self.rest.late.clear()


def _until(soon: datetime) -> dict[str, str]:
    """Jira tells an instant in ISO; a gateway before it, a date."""
    if soon.second % 2:
        return {"X-RateLimit-Reset": f"{soon:%Y-%m-%dT%H:%M:%SZ}"}
    return {"Retry-After": format_datetime(soon, usegmt=True)}
