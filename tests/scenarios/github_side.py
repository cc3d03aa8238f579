"""The GitHub of a story: the drill's simulated one, told what happens line by line."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from random import Random

from passerelle_ingest.outcomes import Told
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.github.normalise.milestones import milestone_read
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.releases import release_read
from passerelle_ingest.trackers.github.normalise.rest import item_read
from passerelle_ingest.trackers.github.payloads import (
    Milestone as MilestoneShown,
)
from passerelle_ingest.trackers.github.payloads import Release as ReleaseShown
from passerelle_ingest.trackers.github.payloads import Repository
from passerelle_schemas.deliveries import RawDelivery
from tests.drill.book import Book
from tests.drill.github import shapes
from tests.drill.github.ledger import Hook
from tests.drill.github.records import Milestone, Numbered, Pull, Release, Repo
from tests.drill.github.tracker import SECRET
from tests.drill.github.world import World
from tests.drill.seams import Post
from tests.scenarios.reading import day
from tests.scenarios.side import Happened, Verb, Words, dice, done, named, options
from tests.scenarios.story import Line

REPOSITORY = "verdier/boutique"
_WEB = "https://git.verdier.example"


class Shop(World):
    """The drill's repositories, where each change is said and none is diced."""

    def opened(self, rng: Random, repo: Repo, at: datetime) -> Numbered:
        """Make an item, of which nobody has heard yet."""
        return self._new(rng, repo, at)

    def of(self, action: str, item: Numbered) -> Hook:
        """Announce what was done to an issue or a pull request."""
        return self._of_issue(action, item)

    def happened(
        self, item: Numbered, at: datetime, kind: str, action: str
    ) -> list[Hook]:
        """Write something into the timeline, and announce it."""
        self._happens(item, at, kind, "field")
        return [self._of_issue(action, item)]

    def labelled(self, item: Numbered, at: datetime, label: str) -> list[Hook]:
        """Put a label on, or take one off that is there."""
        action = "unlabeled" if label in item.labels else "labeled"
        item.labels.remove(label) if label in item.labels else item.labels.append(label)
        self._happens(item, at, action, "field").label = label
        return [self._of_issue(action, item, label=label)]

    def closed(self, item: Numbered, at: datetime, reason: str | None) -> list[Hook]:
        """Close an issue for a reason, or a pull request for none."""
        item.closed_at, item.reason = at, reason
        self._happens(item, at, "closed", "field", reason=reason)
        return [self._of_issue("closed", item)]

    def placed(self, item: Numbered, above: Numbered, at: datetime) -> list[Hook]:
        """Make *item* a sub-issue."""
        item.parent = above
        self._happens(item, at, "parent_issue_added", "field").other = above
        self._happens(above, at, "sub_issue_added", "field")
        content = {
            "sub_issue": shapes.issue(item),
            "parent_issue": shapes.issue(above),
            "sub_issue_repo": shapes.repository(item.repo),
            "parent_issue_repo": shapes.repository(above.repo),
        }
        names = ("parent_issue_added", "sub_issue_added")
        return [self._hook("sub_issues", name, item.repo, content) for name in names]

    def planned(self, found: Milestone, action: str, was: str | None) -> list[Hook]:
        """Announce a milestone; *was* is its day before, where that was edited."""
        changes = {"due_on": {"from": was}} if action == "edited" else None
        return [self._of_milestone(action, found, changes)]

    def published(self, found: Release, action: str) -> list[Hook]:
        """Announce a release."""
        return [self._of_release(action, found)]

    def heard(self, repo: Repo, event: str) -> list[Hook]:
        """Announce something that is no work."""
        return [self._hook(event, "created", repo, {})]


class GitHubSide:
    """A `Side`."""

    def __init__(
        self, source: SourceSettings, seed: object, key_of: Callable[[str], str]
    ) -> None:
        self._source, self._key_of = source, key_of
        self._rng: Random = dice(seed, "github")
        number = self._rng.randrange(600, 9_000_000)
        self._repo = Repo(source.id, number, REPOSITORY)
        self._repo.last_number = self._rng.randrange(4000)
        away = Repo(source.id, number + 1, "verdier/grenier", followed=False)
        self._shop = Shop(source.id, Book(0, {}), [self._repo], away)
        self._items: dict[str, Numbered] = {}
        self._milestones: dict[str, Milestone] = {}
        self._releases: dict[str, Release] = {}
        self.ids: dict[str, str] = {}
        self._verbs = tuple(self._sentences())

    @property
    def site(self) -> Site:
        """With the number of the repository."""
        return Site(self._source, repositories={REPOSITORY: self._repo.id})

    def happen(self, line: Line) -> Happened | None:
        """Let it happen, if it is of GitHub."""
        return done(self._verbs, line)

    def all(self) -> Sequence[str]:
        """Every item that lists show."""
        items = [item.id for item in self._repo.numbered.values()]
        plans = [one.id for one in self._repo.milestones.values() if not one.gone]
        return [*items, *plans, *self._published()]

    def _published(self) -> Iterator[str]:
        return (one.id for one in self._repo.releases.values() if not one.gone)

    def read(self, item: str, origin: RawDelivery) -> Told | None:
        """Read an issue, a pull request, a milestone or a release."""
        place = Place(self.site, Repository(id=self._repo.id, full_name=REPOSITORY))
        for plan in self._repo.milestones.values():
            if plan.id == item and not plan.gone:
                shown = MilestoneShown.model_validate(shapes.milestone(plan))
                return milestone_read(origin, place, shown)
        for out in self._repo.releases.values():
            if out.id == item and not out.gone:
                told = ReleaseShown.model_validate(shapes.release(out))
                return release_read(origin, place, told)
        for one in self._repo.numbered.values():
            if one.id == item:
                timeline = [shapes.event(happened) for happened in one.timeline]
                pull = shapes.pull(one) if one.pull else None
                return item_read(origin, place, shapes.issue(one), timeline, pull)
        return None

    def noise(self, at: datetime) -> Happened | None:
        """Somebody speaks, stars, pushes elsewhere, or opens another issue."""
        there = [item for item in self._repo.numbered.values() if item.updated < at]
        match self._rng.randrange(5):
            case 0 | 1 | 2 if there:
                item = self._rng.choice(there)
                return self._told(at, self._shop.comment(self._rng, item, at), item)
            case 3:
                quiet = self._rng.choice(("star", "push", "check_run", "label"))
                return self._told(at, self._shop.heard(self._repo, quiet))
            case 4:
                return self._issue(at, {"who": f"noise {at}", "with": ""})
        return None

    def _sentences(self) -> Iterator[Verb]:
        """The sentences that GitHub understands."""
        yield Verb.of("issue {who} is opened{with*}", self._issue)
        yield Verb.of("pull request {who} is opened{with*}", self._pull)
        yield Verb.of("milestone {who} is (?P<turn>closed|opened again)", self._turned)
        yield Verb.of("milestone {who} is opened{with*}", self._milestone)
        yield Verb.of("release {who} is published with {names}", self._release)
        yield Verb.of("prerelease {who} is published with {names}", self._early)
        yield Verb.of("{who} is released to everybody", self._promoted)
        yield Verb.of("release {who} is deleted", self._unpublished)
        yield Verb.of("milestone {who} due {day}", self._due)
        yield Verb.of("{who} is closed as {reason}", self._closed)
        yield Verb.of("{who} is closed", self._closed)
        yield Verb.of("{who} is reopened", self._reopened)
        yield Verb.of("{who} gets the label {label}", self._labelled)
        yield Verb.of("{who} loses the label {label}", self._labelled)
        yield Verb.of("{who} is put into milestone {milestone}", self._planned_for)
        yield Verb.of("{who} is put under {parent}", self._under)
        yield Verb.of("{who} is retitled", self._retitled)
        yield Verb.of("{who} is commented(: {text})?", self._commented)
        yield Verb.of("{who} is pushed to", self._pushed)
        yield Verb.of("{who} is reviewed", self._reviewed)
        yield Verb.of("{who} is (?P<to>a draft again|ready for review)", self._drafted)
        yield Verb.of("{who} is merged", self._merged)
        yield Verb.of("{who} is deleted", self._deleted)

    def _told(self, at: datetime, hooks: Sequence[Hook], *shown: Numbered) -> Happened:
        posts = tuple(self._post(hook) for hook in hooks)
        return Happened(at, posts, tuple(item.id for item in shown))

    def _post(self, hook: Hook) -> Post:
        body = json.dumps(hook.content, ensure_ascii=False).encode()
        digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/json",
            "X-GitHub-Event": hook.event,
            "X-GitHub-Delivery": hook.delivery,
            "X-Hub-Signature-256": f"sha256={digest}",
        }
        return Post(self._source.id, headers, body, hook.delivery)

    def _opened(self, at: datetime, words: Words) -> Numbered:
        item = self._shop.opened(self._rng, self._repo, at)
        self._items[words["who"]] = item
        self.ids[words["who"]] = item.id
        return item

    def _issue(self, at: datetime, words: Words) -> Happened:
        item = self._opened(at, words)
        hooks, shown = list[Hook](), [item]
        for word, rest in options(words["with"]):
            match word:
                case "label":
                    for label in named(rest):
                        hooks += self._shop.labelled(item, at, label)
                case "milestone":
                    hooks += self._into(item, rest, at)
                case "under":
                    above = self._items[rest]
                    hooks += self._shop.placed(item, above, at)
                    shown.append(above)
                case _:
                    raise ValueError(f"{word!r} is nothing that it can be opened with")
        return self._told(at, [self._shop.of("opened", item), *hooks], *shown)

    def _pull(self, at: datetime, words: Words) -> Happened:
        item = self._opened(at, words)
        item.pull = Pull(branch=f"topic-{item.number}", draft=False)
        for word, rest in options(words["with"]):
            match word:
                case "fixes":
                    for name in named(rest):
                        item.pull.fixes.append(self._items[name])
                        number = self._items[name].number
                        item.text.prose += f" Fixes #{number}."
                case "names":
                    for name in named(rest):
                        item.title = f"{self._key_of(name)} {item.title}"
                case "as":
                    item.pull.draft = rest == "a draft"
                case "label":
                    item.labels += named(rest)
                case _:
                    raise ValueError(f"{word!r} is nothing that it can be opened with")
        self._shop.push(self._rng, item, at)
        return self._told(at, [self._shop.of("opened", item)], item)

    def _milestone(self, at: datetime, words: Words) -> Happened:
        found = dict(options(words["with"]))
        number = len(self._repo.milestones) + 1
        text = self._shop.text(self._rng)
        due = day(found["due"]) if "due" in found else None
        plan = Milestone(self._repo, number, f"M{number}", text, at, at, due)
        self._repo.milestones[number] = self._milestones[words["who"]] = plan
        self.ids[words["who"]] = plan.id
        return self._of_milestone(at, plan, "created")

    def _of_milestone(
        self, at: datetime, plan: Milestone, action: str, was: str | None = None
    ) -> Happened:
        """Tell of a milestone, of which GitHub keeps no history."""
        plan.updated = at
        posts = tuple(self._post(h) for h in self._shop.planned(plan, action, was))
        return Happened(at, posts, (plan.id,), is_kept=False)

    def _due(self, at: datetime, words: Words) -> Happened:
        plan = self._milestones[words["who"]]
        was = shapes.milestone(plan)["due_on"]
        plan.due = None if words["day"] == "none" else day(words["day"])
        return self._of_milestone(at, plan, "edited", was)

    def _turned(self, at: datetime, words: Words) -> Happened:
        plan = self._milestones[words["who"]]
        closes = words["turn"] == "closed"
        plan.closed_at = at if closes else None
        return self._of_milestone(at, plan, "closed" if closes else "opened")

    def _release(self, at: datetime, words: Words) -> Happened:
        return self._publish(at, words, early=False)

    def _early(self, at: datetime, words: Words) -> Happened:
        return self._publish(at, words, early=True)

    def _publish(self, at: datetime, words: Words, *, early: bool) -> Happened:
        holds = [self._items[name] for name in named(words["names"])]
        number = self._shop.new_id()
        tag = f"v{len(self._repo.releases) + 1}.0"
        out = Release(self._repo, number, tag, holds, at, at, at, early)
        self._repo.releases[number] = self._releases[words["who"]] = out
        self.ids[words["who"]] = out.id
        return self._of_release(at, out, "published")

    def _of_release(self, at: datetime, out: Release, action: str) -> Happened:
        out.updated = at
        posts = tuple(self._post(hook) for hook in self._shop.published(out, action))
        is_kept = action == "published" and not out.prerelease
        return Happened(at, posts, () if out.gone else (out.id,), is_kept)

    def _promoted(self, at: datetime, words: Words) -> Happened:
        out = self._releases[words["who"]]
        out.prerelease = False
        return self._of_release(at, out, "released")

    def _unpublished(self, at: datetime, words: Words) -> Happened:
        out = self._releases[words["who"]]
        hooks = self._shop.published(out, "deleted")
        out.gone = True
        return Happened(at, tuple(map(self._post, hooks)), (), is_kept=False)

    def _closed(self, at: datetime, words: Words) -> Happened:
        item = self._items[words["who"]]
        reason = words.get("reason", "completed").replace(" ", "_")
        hooks = self._shop.closed(item, at, None if item.pull else reason)
        return self._told(at, hooks, item)

    def _reopened(self, at: datetime, words: Words) -> Happened:
        item = self._items[words["who"]]
        return self._told(at, self._shop.reopen(self._rng, item, at), item)

    def _labelled(self, at: datetime, words: Words) -> Happened:
        item = self._items[words["who"]]
        hooks = self._shop.labelled(item, at, words["label"])
        return self._told(at, hooks, item)

    def _into(self, item: Numbered, name: str, at: datetime) -> list[Hook]:
        item.milestone = self._milestones[name]
        return self._shop.happened(item, at, "milestoned", "milestoned")

    def _planned_for(self, at: datetime, words: Words) -> Happened:
        item = self._items[words["who"]]
        return self._told(at, self._into(item, words["milestone"], at), item)

    def _under(self, at: datetime, words: Words) -> Happened:
        item, above = self._items[words["who"]], self._items[words["parent"]]
        return self._told(at, self._shop.placed(item, above, at), item, above)

    def _retitled(self, at: datetime, words: Words) -> Happened:
        item = self._items[words["who"]]
        return self._told(at, self._shop.rename(self._rng, item, at), item)

    def _commented(self, at: datetime, words: Words) -> Happened:
        item = self._items[words["who"]]
        return self._told(at, self._shop.comment(self._rng, item, at), item)

    def _pushed(self, at: datetime, words: Words) -> Happened:
        item = self._items[words["who"]]
        return self._told(at, self._shop.push(self._rng, item, at), item)

    def _reviewed(self, at: datetime, words: Words) -> Happened:
        item = self._items[words["who"]]
        return self._told(at, self._shop.review(self._rng, item, at), item)

    def _drafted(self, at: datetime, words: Words) -> Happened:
        item = self._items[words["who"]]
        return self._told(at, self._shop.draft(self._rng, item, at), item)

    def _merged(self, at: datetime, words: Words) -> Happened:
        item = self._items[words["who"]]
        hooks = self._shop.merge(self._rng, item, at)
        fixed = item.pull.fixes if item.pull else []
        return self._told(at, hooks, item, *fixed)

    def _deleted(self, at: datetime, words: Words) -> Happened:
        item = self._items.pop(words["who"])
        hooks = self._shop.delete(self._rng, item, at)
        return Happened(at, tuple(map(self._post, hooks)), (), is_kept=False)
