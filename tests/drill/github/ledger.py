"""The drill's GitHub as it is written down: what changed, what is posted of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from tests.drill.book import Book, Kind
from tests.drill.github import shapes
from tests.drill.github.records import (
    Happened,
    Line,
    Milestone,
    Numbered,
    Release,
    Repo,
    Said,
    Text,
)
from tests.drill.github.shapes import Json
from tests.drill.seams import Step

UNSEEN = "no delivery"
"""Of what no webhook tells, and REST answers only for a while."""
PAST_NOTES = "past notes"
"""The part of what a text said before: whoever left may have said more, unheard."""
_SHOWN = ("issue", "pull_request", "sub_issue", "parent_issue")
_WORDS = ("checkout", "refund", "basket", "login", "receipt", "search", "stock")
_BUSINESS = (
    ("business", "en", "Customers can pay in three instalments"),
    ("business", "fr", "Les clients paient en trois fois"),
    ("decision", "en", "We launch without gift cards"),
    ("decision", "fr", "Nous ouvrons sans les cartes cadeaux"),
)


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook to send: its delivery id, event and content."""

    delivery: str
    event: str
    content: Json

    @property
    def about(self) -> tuple[str, ...]:
        """The issues and pull requests that it shows."""
        home = self.content["repository"]["id"]
        shown = (self.content.get(name) for name in _SHOWN)
        return tuple(f"{home}#{one['number']}" for one in shown if one)


@dataclass(slots=True)
class Ledger:
    """Repositories, and how each change of them is told."""

    source: str
    book: Book
    repos: list[Repo]
    away: Repo
    """Where issues go that leave us."""
    keys: Callable[[], Sequence[str]] = tuple
    """Keys of another tracker that a pull request may name."""
    told: set[str] = field(default_factory=set)
    """Deliveries that were taken."""
    alive: bool = False
    """Whether anybody watches: in the past, no fault strikes."""
    gone_items: list[Numbered] = field(default_factory=list)
    _ids: int = 1_000
    _deliveries: int = 0

    def items(self) -> list[Numbered]:
        """Every issue and pull request that is there."""
        return [n for repo in self.repos for n in repo.numbered.values()]

    def new_id(self) -> int:
        self._ids += 7
        return self._ids

    def words(self, rng: Random) -> str:
        return " ".join(rng.choices(_WORDS, k=4)) + f" {rng.randrange(10**6)}"

    def text(self, rng: Random, marked: float = 0.15) -> Text:
        lines: list[Line] = []
        if rng.random() < marked:
            kind, language, said = rng.choice(_BUSINESS)
            lines = [Line(kind, language, f"{said}, step {rng.randrange(1000)}")]
        return Text(f"About {self.words(rng)}.", lines)

    def day(self, rng: Random, at: datetime) -> date:
        return at.date() + timedelta(days=rng.randint(-20, 90))

    def _new(self, rng: Random, repo: Repo, at: datetime) -> Numbered:
        repo.last_number += 1
        item = Numbered(repo, repo.last_number, self.words(rng), self.text(rng), at, at)
        repo.numbered[item.number] = item
        item.log.append(Said("touched", (at.date().isoformat(), "field")))
        if self._is_late():
            item.held = (self._until(at), {})
        return item

    def _status(self, item: Numbered, at: datetime, was: str | None) -> None:
        item.log.append(Said("statuses", Step(at, was, item.status)))

    def _release_status(self, found: Release, hook: Hook) -> None:
        now = "prerelease" if found.prerelease else "published"
        step = Step(found.published, None, now)
        found.log.append(Said("statuses", step, hook.delivery))

    def _happens(
        self,
        item: Numbered,
        at: datetime,
        kind: str,
        touch: str,
        *,
        reason: str | None = None,
    ) -> Happened:
        happened = Happened(self.new_id(), kind, at, reason=reason)
        item.timeline.append(happened)
        item.updated = max(at, item.updated)
        if touch:
            item.log.append(Said("touched", (at.date().isoformat(), touch)))
        return happened

    def _held(self, item: Numbered, at: datetime) -> None:
        """Let lists go on showing it as it is now, if the index is late."""
        if item.held is None and self._is_late():
            item.held = (self._until(at), shapes.issue(item))

    def _is_late(self) -> bool:
        return self.alive and self.book.strikes(Kind.LATE_INDEX, self.source)

    def _until(self, at: datetime) -> datetime:
        return at + timedelta(seconds=self.book.dice(Kind.LATE_INDEX).uniform(1, 15))

    def _leaves(self, item: Numbered, where: str, why: frozenset[str]) -> None:
        del item.repo.numbered[item.number]
        item.repo.left[item.number] = where
        item.gone = why
        for other in item.repo.numbered.values():
            if other.parent is item:
                raise RuntimeError(other.id)  # only what has nothing below it leaves
        self.gone_items.append(item)

    @staticmethod
    def _a_comment(rng: Random, item: Numbered) -> Happened | None:
        said = [h for h in item.timeline if h.kind == "commented"]
        return rng.choice(said) if said else None

    def _of_issue(self, action: str, item: Numbered, label: str | None = None) -> Hook:
        told: Json = {"label": {"id": 9, "name": label}} if label else {}
        if item.pull is not None:
            told |= {"number": item.number, "pull_request": shapes.pull(item)}
            return self._hook("pull_request", action, item.repo, told)
        told |= {"issue": shapes.heard(item)}
        return self._hook("issues", action, item.repo, told)

    def _of_comment(self, action: str, item: Numbered, said: Happened) -> Hook:
        content = {"issue": shapes.heard(item), "comment": shapes.comment(said)}
        return self._hook("issue_comment", action, item.repo, content)

    def _of_milestone(
        self, action: str, found: Milestone, changes: Json | None = None
    ) -> Hook:
        content: Json = {"milestone": shapes.milestone(found)}
        if changes:
            content["changes"] = changes
        return self._hook("milestone", action, found.repo, content)

    def _of_release(
        self, action: str, found: Release, changes: Json | None = None
    ) -> Hook:
        content: Json = {"release": shapes.release(found)}
        if changes:
            content["changes"] = changes
        return self._hook("release", action, found.repo, content)

    def _hook(self, event: str, action: str, repo: Repo, content: Json) -> Hook:
        self._deliveries += 1
        told = {"action": action, **content, "repository": shapes.repository(repo)}
        told["sender"] = shapes.USER
        return Hook(f"{self.source}-{self._deliveries:08}", event, told)
