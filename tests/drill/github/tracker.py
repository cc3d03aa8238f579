"""The drill's GitHub as the drill knows it: grown, changed, served, and truthful."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from starlette.types import ASGIApp

from tests.drill.book import Book, Kind
from tests.drill.github.api import Api, Deliveries
from tests.drill.github.ledger import Hook
from tests.drill.github.records import WEB, Milestone, Numbered, Release, Repo
from tests.drill.github.truth import mentions, truth, worked
from tests.drill.github.world import World, living
from tests.drill.seams import Link, Post, TrueItem
from tests.drill.showing import Showings

SECRET = "github-drill-secret"
LONG_AGO = timedelta(weeks=8)
_INSTALLATION = 4711
_TRIES = 12


@dataclass(frozen=True, slots=True)
class _Deed:
    """Something that may happen to an item, and when it can."""

    weight: int
    can: Callable[[Numbered], bool]
    do: Callable[[Random, Numbered, datetime], list[Hook]]


class GitHubTracker:
    """A `seams.Tracker`."""

    def __init__(
        self,
        source: str,
        book: Book,
        folder: Path,
        keys: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self.source = source
        self.book = book
        self.folder = folder
        names = {601: "drill/shop", 602: "drill/api", 603: "drill/app"}
        repos = [Repo(source, number, name) for number, name in names.items()]
        away = Repo(source, 699, "drill/attic", followed=False)
        self.world = World(source, book, repos, away, keys)
        self.deliveries = Deliveries()
        self.showings = Showings()
        self._sent: dict[str, Post] = {}
        self._events: dict[str, str] = {}
        self._hot: list[Numbered] = []
        self._deeds = self._all_deeds()

    def settings(self, api_url: str) -> str:
        """Write the source as a GitHub App, with its key in a file."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        written = key.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        ).decode()
        pem = self.folder / "github-app.pem"
        pem.write_text(written)
        projects = ", ".join(f'"{repo.full_name}"' for repo in self.world.repos)
        return f"""
[[ingest.sources]]
id = "{self.source}"
tracker = "github"
api_url = "{api_url}"
web_url = "{WEB}"
projects = [{projects}]
app_id = "Iv23drill"
app_key = "file:{pem}"
installation_id = {_INSTALLATION}
webhook_secrets = ["{SECRET}"]
webhook_url = "https://hooks.drill.example/webhooks/{self.source}"
"""

    def app(self) -> ASGIApp:
        """Serve the API."""
        return Api(self.world, self.deliveries, self.showings).app()

    def grow(self, rng: Random, items: int, now: datetime) -> None:
        """Make a past of eight weeks."""
        world, begin = self.world, now.replace(microsecond=0) - LONG_AGO
        for repo in world.repos:
            for _ in range(max(2, items // 400)):
                world.open_milestone(rng, repo, begin)
        count = items - sum(len(repo.milestones) for repo in world.repos)
        for number in range(count):
            at = begin + (LONG_AGO - timedelta(hours=3)) * number / count
            at = at.replace(microsecond=0)
            self._born(rng, at)
            for item in rng.choices(world.items(), k=2) if number % 3 == 0 else ():
                self._something(rng, item, max(at, item.updated) + timedelta(seconds=1))
            if number % 100 == 99:
                world.publish(rng, rng.choice(world.repos), at)
        world.alive = True

    def change(self, rng: Random, now: datetime) -> Sequence[Post]:
        """Let one thing happen."""
        at = now.replace(microsecond=0)
        if self.book.strikes(Kind.DST, self.source):
            for found in self._milestones():
                found.due_hour = 15 - found.due_hour
        last = self.world.repos[-1]
        if not last.old_name and self.book.strikes(Kind.PROJECT_RENAMED, self.source):
            self.world.rename_repo(last)
        return [self._post(hook) for hook in self._anything(rng, at)]

    def refusal(self, kind: str) -> tuple[int, Mapping[str, str], bytes] | None:
        """Write GitHub's answer of a fault of the way."""
        slow = b'{"message": "You have exceeded a secondary rate limit."}'
        over = b'{"message": "API rate limit exceeded"}'
        told: dict[str, tuple[int, Mapping[str, str], bytes]] = {
            Kind.LIMITED: (429, {"Retry-After": "1"}, over),
            Kind.LIMITED_SILENTLY: (429, {}, over),
            Kind.SECONDARY: (403, _some_left(), slow),
            Kind.AWAY: (503, {}, b"<html>Unicorn!</html>"),
        }
        return told.get(kind)

    def answered(self, post: Post, status: int) -> None:
        """Keep what became of an attempt; every other loss is GitHub's own."""
        if 200 <= status < 300:
            self.world.told.add(post.delivery)
        unsent = status == 0 and self.book.dice(Kind.DROPPED).random() < 0.5
        if not unsent:
            self.deliveries.note(post.delivery, self._events[post.delivery], status)

    def outbox(self) -> Sequence[Post]:
        """Return what is to be sent again."""
        return [self._sent[guid] for guid in self.deliveries.asked()]

    def truth(self) -> Mapping[str, TrueItem]:
        """Say what is true."""
        return {true.id: true for true in truth(self.world)}

    def mentions(self) -> Mapping[str, frozenset[Link]]:
        """Say which keys of others are named."""
        return mentions(self.world)

    def worked(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """Say the days of code and reviews by the keys of others."""
        return worked(self.world)

    def keys(self) -> Mapping[str, str]:
        """Nobody names GitHub's items from elsewhere."""
        return {}

    def settle(self, now: datetime) -> None:
        """Let the index catch up."""
        del now
        for item in self.world.items():
            item.held = None

    def _post(self, hook: Hook) -> Post:
        body = json.dumps(hook.content, ensure_ascii=False).encode()
        digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/json",
            "X-GitHub-Event": hook.event,
            "X-GitHub-Delivery": hook.delivery,
            "X-Hub-Signature-256": f"sha256={digest}",
        }
        post = Post(self.source, headers, body, hook.delivery, about=hook.about)
        self._sent[hook.delivery] = post
        self._events[hook.delivery] = hook.event
        return post

    def _anything(self, rng: Random, at: datetime) -> list[Hook]:
        dice = rng.random()
        world = self.world
        if dice < 0.10:
            return self._born(rng, at)
        if dice < 0.20:
            return self._of_milestones(rng, at)
        if dice < 0.26:
            return self._of_releases(rng, at)
        if dice < 0.31:
            leaving = [item for item in living(world, at) if item.updated < at]
            if leaving:
                way = rng.choice((world.delete, world.transfer))
                return way(rng, rng.choice(leaving), at)
        for _ in range(_TRIES):
            item = self._one(rng)
            if item.updated < at and (hooks := self._something(rng, item, at)):
                self._hot = [item, *self._hot][:20]
                return hooks
        return []

    def _one(self, rng: Random) -> Numbered:
        hot = [item for item in self._hot if not item.gone]
        return rng.choice(hot if hot and rng.random() < 0.3 else self.world.items())

    def _born(self, rng: Random, at: datetime) -> list[Hook]:
        repo = rng.choice(self.world.repos)
        if rng.random() < 0.35:
            return self.world.open_pull(rng, repo, at)
        hooks = self.world.open_issue(rng, repo, at)
        if rng.random() < 0.3:  # a bot labels it within the same second
            newest = repo.numbered[repo.last_number]
            hooks += self.world.label(rng, newest, at)
        return hooks

    def _something(self, rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        can = [deed for deed in self._deeds if deed.can(item)]
        deed = rng.choices(can, [deed.weight for deed in can])[0]
        return deed.do(rng, item, at)

    def _of_milestones(self, rng: Random, at: datetime) -> list[Hook]:
        there = [m for m in self._milestones() if m.updated < at]
        if not there or rng.random() < 0.15:
            return self.world.open_milestone(rng, rng.choice(self.world.repos), at)
        found, dice = rng.choice(there), rng.random()
        few = sum(n.milestone is found for n in found.repo.numbered.values()) < 4
        if few and dice < 0.15 and found.created < at - timedelta(minutes=10):
            return self.world.delete_milestone(rng, found, at)
        if dice < 0.35:
            return self.world.turn_milestone(rng, found, at)
        return self.world.move_milestone(rng, found, at)

    def _of_releases(self, rng: Random, at: datetime) -> list[Hook]:
        there = self._releases(at)
        if not there or rng.random() < 0.4:
            return self.world.publish(rng, rng.choice(self.world.repos), at)
        found = rng.choice(there)
        if found.prerelease and rng.random() < 0.5:
            return self.world.promote(rng, found, at)
        old = found.created < at - timedelta(minutes=10)
        if old and rng.random() < 0.3:
            return self.world.delete_release(rng, found, at)
        return self.world.edit_release(rng, found, at)

    def _milestones(self) -> list[Milestone]:
        repos = self.world.repos
        return [m for r in repos for m in r.milestones.values() if not m.gone]

    def _releases(self, at: datetime) -> list[Release]:
        found = [r for repo in self.world.repos for r in repo.releases.values()]
        return [r for r in found if r.updated < at and not r.gone]

    def _all_deeds(self) -> list[_Deed]:
        world = self.world

        def of_issue(item: Numbered) -> bool:
            return item.pull is None

        def working(item: Numbered) -> bool:
            return item.pull is not None and item.is_open

        def closed(item: Numbered) -> bool:
            merged = item.pull is not None and item.pull.merged_at is not None
            return not item.is_open and not merged

        return [
            _Deed(4, lambda _: True, world.label),
            _Deed(2, lambda _: True, world.rename),
            _Deed(2, lambda _: True, world.rewrite),
            _Deed(4, lambda _: True, world.comment),
            _Deed(2, lambda _: True, world.edit_comment),
            _Deed(2, lambda _: True, world.delete_comment),
            _Deed(3, lambda _: True, world.plan_for),
            _Deed(5, lambda item: item.is_open, world.close),
            _Deed(4, closed, world.reopen),
            _Deed(2, of_issue, world.put_under),
            _Deed(4, working, world.draft),
            _Deed(3, working, world.push),
            _Deed(3, working, world.review),
            _Deed(4, working, world.merge),
        ]


def _some_left() -> dict[str, str]:
    """Requests are left of the hour, of which GitHub tells the end with each answer."""
    ends = datetime.now(UTC) + timedelta(minutes=50)
    reset = str(int(ends.timestamp()))
    return {"X-RateLimit-Remaining": "4711", "X-RateLimit-Reset": reset}
