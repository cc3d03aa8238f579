"""The drill's GitHub, alive: what can happen, what it changes, and what it posts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from tests.drill.book import Kind
from tests.drill.github import shapes
from tests.drill.github.ledger import PAST_NOTES, UNSEEN, Hook
from tests.drill.github.planning import Planning
from tests.drill.github.records import Numbered, Pull, Repo, Said
from tests.drill.seams import UNTOLD, Step

OLD_ENOUGH = timedelta(minutes=10)
"""A census believes in the absence of what is older than five minutes."""
LABELS = ("bug", "payments", "café", "good first issue", "p1", "@import")


@dataclass(slots=True)
class World(Planning):
    """Repositories that change. Every method lets one thing happen at *at*."""

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
        self._happens(item, at, kind, "field").label = name
        return [self._of_issue(action, item, label=name)]

    def rename(self, rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        self._held(item, at)
        keys = item.pull.mentions if item.pull else []
        item.title = " ".join([*keys, self.words(rng)])
        self._happens(item, at, "renamed", "field")
        return [self._of_issue("edited", item)]

    def rewrite(self, rng: Random, item: Numbered, at: datetime) -> list[Hook]:
        """Change the description, of which no timeline speaks."""
        self._held(item, at)
        item.log.append(Said(PAST_NOTES, ("description", item.text.plain), UNSEEN))
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

    def rename_repo(self, repo: Repo) -> None:
        """Give a repository another name, of which no webhook speaks that we hear."""
        repo.old_name, repo.full_name = repo.full_name, f"{repo.full_name}-2"

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
            "issue": shapes.heard(item),
            "changes": {
                "new_issue": shapes.heard(there),
                "new_repository": shapes.repository(home),
            },
        }
        hook = self._hook("issues", "transferred", item.repo, content)
        new_home = f"{home.id}#{there.number}"
        self._leaves(item, new_home, frozenset({"moved_out"}))
        self.book.count(Kind.MOVED, self.source)
        return [hook]


def living(world: World, at: datetime) -> Iterator[Numbered]:
    """Yield the items that may leave: old ones without anything below or said."""
    above = {n.parent.id for n in world.items() if n.parent is not None}
    for item in world.items():
        said = any(h.kind in {"commented", "reviewed"} for h in item.timeline)
        old = at - item.created > OLD_ENOUGH
        alone = item.id not in above and item.parent is None
        if old and alone and item.pull is None and not said:
            yield item
