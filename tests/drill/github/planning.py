"""Milestones and releases of the drill's GitHub, and what happens to them."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from tests.drill.book import Kind
from tests.drill.github import shapes
from tests.drill.github.ledger import Hook, Ledger
from tests.drill.github.records import Milestone, Release, Repo, Said
from tests.drill.seams import UNTOLD, Step


@dataclass(slots=True)
class Planning(Ledger):
    """Every method lets one thing happen at *at*."""

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


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
