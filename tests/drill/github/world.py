"""The drill's GitHub, alive: what can happen, what it changes, and what it posts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from tests.drill.book import Book, Kind
from tests.drill.github import shapes
from tests.drill.github.records import (
    Happened,
    Line,
    Milestone,
    Numbered,
    Pull,
    Release,
    Repo,
    Said,
    Text,
)
from tests.drill.github.shapes import Json
from tests.drill.seams import UNTOLD, Step

OLD_ENOUGH = timedelta(minutes=10)
"""A census believes in the absence of what is older than five minutes."""
UNSEEN = "no delivery"
"""Of what no webhook tells, and REST answers only for a while."""
LABELS = ("bug", "payments", "café", "good first issue", "p1", "@import")
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


@dataclass(slots=True)
class World:
    """Repositories that change. Every method lets one thing happen at *at*."""

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

    # What people write.

    def words(self, rng: Random) -> str:
        return " ".join(rng.choices(_WORDS, k=4)) + f" {rng.randrange(10**6)}"

    def text(self, rng: Random, marked: float = 0.15) -> Text:
        lines: list[Line] = []
        if rng.random() < marked:
            kind, language, said = rng.choice(_BUSINESS)
            lines = [Line(kind, language, f"{said}, step {rng.randrange(1000)}")]
        return Text(f"About {self.words(rng)}.", lines)

    # Issues and pull requests.

    def open_issue(self, rng: Random, repo: Repo, at: datetime) -> list[Hook]:
        item = self._new(rng, repo, at)
        self._status(item, at, None)
        return [self._of_issue("opened", item)]

    def open_pull(self, rng: Random, repo: Repo, at: datetime) -> list[Hook]:
        item = self._new(rng, repo, at)
        item.pull = Pull(branch=f"topic-{item.number}", draft=rng.random() < 0.4)
        issues = [n for n in repo.numbered.values() if n.pull is None]
        if issues and rng.random() < 0.6:
            other = rng.choice(issues)
            item.pull.fixes = [other]
            item.text.prose += f" Fixes #{other.number}"
        keys = self.keys()
        if keys and rng.random() < 0.4:
            key = rng.choice(keys)
            item.pull.mentions = [key]
            item.title = f"{key} {item.title}"
        self._status(item, at, None)
        self._happens(item, at, "committed", "code")
        return [self._of_issue("opened", item)]

    def label(self, rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        self._held(item, at)
        name = rng.choice(LABELS)
        if name in item.labels:
            item.labels.remove(name)
            action, kind = "unlabeled", "unlabeled"
        else:
            item.labels.append(name)
            action, kind = "labeled", "labeled"
        self._happens(item, at, kind, "field")
        return [self._of_issue(action, item)]

    def rename(self, rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        self._held(item, at)
        keys = item.pull.mentions if item.pull else []
        item.title = " ".join([*keys, self.words(rng)])
        self._happens(item, at, "renamed", "field")
        return [self._of_issue("edited", item)]

    def rewrite(self, rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        """Change the description, of which no timeline speaks."""
        self._held(item, at)
        item.text = replace(item.text, lines=self.text(rng, marked=0.7).lines)
        item.updated = at
        hook = self._of_issue("edited", item)
        touched = (at.date().isoformat(), "field")
        item.log.append(Said("touched", touched, hook.delivery))
        return [hook]

    def close(self, rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        self._held(item, at)
        before = item.status
        item.closed_at = at
        if item.pull is None:
            item.reason = rng.choice(("completed", "completed", "not_planned"))
        self._status(item, at, before)
        self._happens(item, at, "closed", "field", reason=item.reason)
        return [self._of_issue("closed", item)]

    def reopen(self, _rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        self._held(item, at)
        item.closed_at, item.reason = None, None
        self._status(item, at, UNTOLD)
        self._happens(item, at, "reopened", "field")
        return [self._of_issue("reopened", item)]

    def merge(self, _rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        if item.pull is None:
            return []
        self._held(item, at)
        before = item.status
        item.closed_at = item.pull.merged_at = at
        self._status(item, at, before)
        self._happens(item, at, "merged", "field")
        self._happens(item, at, "closed", "field")
        hooks = [self._of_issue("closed", item)]
        for fixed in item.pull.fixes:
            if fixed.is_open and not fixed.gone and fixed.updated < at:
                self._held(fixed, at)
                fixed.closed_at, fixed.reason = at, "completed"
                self._status(fixed, at, "open")
                self._happens(fixed, at, "closed", "field", reason="completed")
                hooks.append(self._of_issue("closed", fixed))
        return hooks

    def draft(self, _rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        if item.pull is None:
            return []
        self._held(item, at)
        before = item.status
        item.pull.draft = not item.pull.draft
        self._status(item, at, before)
        kind = "convert_to_draft" if item.pull.draft else "ready_for_review"
        self._happens(item, at, kind, "field")
        action = "converted_to_draft" if item.pull.draft else "ready_for_review"
        return [self._of_issue(action, item)]

    def push(self, _rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        self._held(item, at)
        self._happens(item, at, "committed", "code")
        return [self._of_issue("synchronize", item)]

    def review(self, rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        self._held(item, at)
        seen = self._happens(item, at, "reviewed", "review")
        seen.text = self.text(rng)
        content = {"review": shapes.review(seen), "pull_request": shapes.pull(item)}
        return [self._hook("pull_request_review", "submitted", item.repo, content)]

    def comment(self, rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        self._held(item, at)
        said = self._happens(item, at, "commented", "")
        said.text = self.text(rng, marked=0.4)
        hook = self._of_comment("created", item, said)
        # Once it is taken away, no timeline tells of it.
        touched = (at.date().isoformat(), "discussion")
        item.log.append(Said("touched", touched, hook.delivery))
        return [hook]

    def edit_comment(self, rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        said = self._a_comment(rng, item)
        if said is None or said.at == at:
            return []
        self._held(item, at)
        said.text, said.edited_at, item.updated = self.text(rng, marked=0.6), at, at
        return [self._of_comment("edited", item, said)]

    def delete_comment(self, rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        said = self._a_comment(rng, item)
        if said is None:
            return []
        self._held(item, at)
        item.timeline.remove(said)
        item.updated = at
        hook = self._of_comment("deleted", item, said)
        if said.text and said.text.lines:
            lines = tuple(line.plain for line in said.text.lines)
            item.log.append(Said("deleted_note", (str(said.id), lines), hook.delivery))
        return [hook]

    def put_under(self, rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        """Make it a sub-issue, or no longer one."""
        self._held(item, at)
        above = item.parent
        if above is None:
            others = [
                n
                for n in item.repo.numbered.values()
                if n.pull is None and n.number < item.number and n.parent is None
            ]
            if not others or any(n.parent is item for n in item.repo.numbered.values()):
                return []
            above = item.parent = rng.choice(others)
            action, step = "added", Step(at, None, above.id)
        else:
            item.parent = None
            action, step = "removed", Step(at, above.id, None)
        self._held(above, at)
        item.log.append(Said("parents", step))
        self._happens(item, at, f"parent_issue_{action}", "field").other = above
        self._happens(above, at, f"sub_issue_{action}", "field")
        content = {
            "sub_issue": shapes.issue(item),
            "parent_issue": shapes.issue(above),
            "sub_issue_repo": shapes.repository(item.repo),
            "parent_issue_repo": shapes.repository(above.repo),
        }
        where = item.repo
        return [
            self._hook("sub_issues", f"{name}_{action}", where, content)
            for name in ("parent_issue", "sub_issue")
        ]

    def plan_for(self, rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        """Put it into a milestone, or take it out."""
        there = [m for m in item.repo.milestones.values() if not m.gone]
        if not there:
            return []
        self._held(item, at)
        if item.milestone is None:
            item.milestone, action = rng.choice(there), "milestoned"
            item.milestone.updated = max(at, item.milestone.updated)
            touched = (at.date().isoformat(), "field")
            item.milestone.log.append(Said("touched", touched, UNSEEN))
        else:
            item.milestone, action = None, "demilestoned"
        self._happens(item, at, action, "field")
        return [self._of_issue(action, item)]

    def delete(self, _rng: Random, item: Numbered, _at: datetime) -> list[Hook]:
        hook = self._of_issue("deleted", item)
        self._leaves(item, "deleted", frozenset({"deleted"}))
        self.book.count(Kind.DELETED, self.source)
        return [hook]

    def transfer(self, rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        """Move it to another repository, where it has another number."""
        homes = [r for r in self.repos if r is not item.repo]
        home = rng.choice([*homes, self.away])
        home.last_number += 1
        there = replace(
            item,
            repo=home,
            number=home.last_number,
            updated=at,
            milestone=None,
            labels=[],
            timeline=list(item.timeline),
            log=list(item.log),
            held=None,
        )
        home.numbered[there.number] = there
        self._happens(there, at, "transferred", "field")
        item.updated = at
        content = {
            "issue": shapes.issue(item),
            "changes": {
                "new_issue": shapes.issue(there),
                "new_repository": shapes.repository(home),
            },
        }
        hook = self._hook("issues", "transferred", item.repo, content)
        new_home = f"{home.full_name}#{there.number}"
        self._leaves(item, new_home, frozenset({"moved_out"}))
        self.book.count(Kind.MOVED, self.source)
        return [hook]

    # Milestones.

    def open_milestone(self, rng: Random, repo: Repo, at: datetime) -> list[Hook]:
        number = len(repo.milestones) + 1
        due = self.day(rng, at) if rng.random() < 0.8 else None
        found = Milestone(
            repo, number, f"Milestone {number}", self.text(rng), at, at, due
        )
        repo.milestones[number] = found
        found.log.append(Said("statuses", Step(at, None, "open")))
        hook = self._of_milestone("created", found)
        if due:
            step = Step(at, None, due.isoformat())
            found.log.append(Said("due_dates", step, hook.delivery))
        return [hook]

    def move_milestone(self, rng: Random, found: Milestone, at: datetime) -> list[Hook]:
        was, before = found.due, shapes.milestone(found)["due_on"]
        found.due = self.day(rng, at) if rng.random() < 0.9 else None
        if found.due == was:
            return []
        found.updated = at
        hook = self._of_milestone("edited", found, {"due_on": {"from": before}})
        step = Step(at, _day(was), _day(found.due))
        found.log.append(Said("due_dates", step, hook.delivery))
        return [hook]

    def turn_milestone(
        self, _rng: Random, found: Milestone, at: datetime
    ) -> list[Hook]:
        """Close it, or open it again."""
        found.updated = at
        if found.closed_at is None:
            found.closed_at = at
            hook = self._of_milestone("closed", found)
            step = Step(at, "open", "closed")
        else:
            found.closed_at = None
            hook = self._of_milestone("opened", found)
            step = Step(at, UNTOLD, "open")
        found.log.append(Said("statuses", step, hook.delivery))
        return [hook]

    def delete_milestone(
        self, _rng: Random, found: Milestone, at: datetime
    ) -> list[Hook]:
        hooks = [self._of_milestone("deleted", found)]
        for item in found.repo.numbered.values():
            if item.milestone is found:
                self._held(item, at)
                item.milestone = None
                self._happens(item, at, "demilestoned", "field")
                hooks.append(self._of_issue("demilestoned", item))
        found.gone = True
        self.book.count(Kind.DELETED, self.source)
        return hooks

    # Releases.

    def publish(self, rng: Random, repo: Repo, at: datetime) -> list[Hook]:
        there = list(repo.numbered.values())
        named = rng.sample(there, k=min(len(there), rng.randint(1, 6)))
        early = rng.random() < 0.3
        found = Release(
            repo,
            self.new_id(),
            f"v{len(repo.releases) + 1}.0",
            named,
            at,
            at,
            at,
            early,
        )
        repo.releases[found.number] = found
        hook = self._of_release("published", found)
        self._release_status(found, hook)
        return [hook]

    def promote(self, _rng: Random, found: Release, at: datetime) -> list[Hook]:
        """Make a release of a pre-release."""
        found.prerelease, found.updated = False, at
        hook = self._of_release("released", found)
        self._release_status(found, hook)
        return [hook]

    def edit_release(self, rng: Random, found: Release, at: datetime) -> list[Hook]:
        before = found.body
        there = list(found.repo.numbered.values())
        found.named = [n for n in found.named if rng.random() < 0.6]
        found.named += [n for n in rng.sample(there, k=1) if n not in found.named]
        found.updated = at
        return [self._of_release("edited", found, {"body": {"from": before}})]

    def delete_release(self, _rng: Random, found: Release, _at: datetime) -> list[Hook]:
        hook = self._of_release("deleted", found)
        found.gone = True
        self.book.count(Kind.DELETED, self.source)
        return [hook]

    # How it is written down.

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

    def _of_issue(self, action: str, item: Numbered) -> Hook:
        if item.pull is not None:
            content: Json = {"number": item.number, "pull_request": shapes.pull(item)}
            return self._hook("pull_request", action, item.repo, content)
        return self._hook("issues", action, item.repo, {"issue": shapes.issue(item)})

    def _of_comment(self, action: str, item: Numbered, said: Happened) -> Hook:
        content = {"issue": shapes.issue(item), "comment": shapes.comment(said)}
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


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def living(world: World, at: datetime) -> Iterator[Numbered]:
    """Yield the items that may leave: old ones without anything below or said."""
    above = {n.parent.id for n in world.items() if n.parent is not None}
    for item in world.items():
        said = any(h.kind in {"commented", "reviewed"} for h in item.timeline)
        old = at - item.created > OLD_ENOUGH
        alone = item.id not in above and item.parent is None
        if old and alone and item.pull is None and not said:
            yield item
