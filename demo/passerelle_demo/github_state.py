"""The simulated GitHub's state: what each event of the story makes of it."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import singledispatchmethod

from passerelle_demo.company import PEOPLE, REPOSITORIES, Person
from passerelle_demo.github_records import (
    Change,
    Happened,
    Milestone,
    Numbered,
    Pull,
    Release,
    RepositoryState,
)
from passerelle_demo.story.calendar import dice
from passerelle_demo.story.events import (
    Commented,
    Deleted,
    Event,
    IssueClosed,
    IssueOpened,
    IssueReopened,
    Labelled,
    Merged,
    MilestoneClosed,
    MilestoneMoved,
    MilestoneOpened,
    PullClosed,
    PullOpened,
    Pushed,
    Readied,
    Released,
    Reviewed,
)


class GitHubState:
    """All repositories of the organisation. Events come in, changes come out."""

    def __init__(
        self, named: Callable[[str], str], known: Callable[[str, str], None]
    ) -> None:
        self._named = named
        self._known = known
        self._handles: dict[str, Numbered] = {}
        self._milestones: dict[str, tuple[RepositoryState, Milestone]] = {}
        self._ids = 2_412_000_000
        self.repositories = {who.name: RepositoryState(who) for who in REPOSITORIES}

    def numbered(self, handle: str) -> Numbered:
        """Return the issue or pull request that the story calls *handle*."""
        return self._handles[handle]

    def speaks_of(self, event: Event) -> bool:
        """Say whether *event* happens here."""
        return (
            isinstance(event, IssueOpened | PullOpened | MilestoneOpened | Released)
            or event.item in self._handles
            or event.item in self._milestones
        )

    @singledispatchmethod
    def apply(self, event: Event) -> Change:
        """Let *event* happen."""
        raise NotImplementedError(type(event).__name__)

    @apply.register
    def _issue_opened(self, event: IssueOpened) -> Change:
        issue = self._new(event, event.repository, event.title, event.body)
        for label in event.labels:
            issue.labels.append(label)
            self._entry(issue, event.at, "labeled", label=label)
        if event.milestone:
            _, issue.milestone = self._milestones[event.milestone]
            issue.milestone.updated = event.at
            self._entry(issue, event.at, "milestoned", milestone=issue.milestone.title)
        return self._told("opened", issue, event)

    @apply.register
    def _pull_opened(self, event: PullOpened) -> Change:
        item = self._new(event, event.repository, event.title, event.body)
        item.pull = Pull(
            id=self._id(event.item, "pull"),
            branch=self._named(event.branch),
            head=_sha(event.item, event.at),
            draft=event.draft,
            fixes=self._handles[event.fixes] if event.fixes else None,
        )
        self._commit(item, event.at - timedelta(minutes=3), item.title)
        for label in event.labels:
            item.labels.append(label)
            self._entry(item, event.at, "labeled", label=label)
        if item.pull.fixes:
            self._entry(item.pull.fixes, event.at, "cross-referenced", source=item)
        return self._told("opened", item, event)

    @apply.register
    def _pushed(self, event: Pushed) -> Change:
        item = self._handles[event.item]
        if item.pull:
            item.pull.head = _sha(event.item, event.at)
        self._commit(item, event.at, event.message)
        item.updated = event.at
        return self._told("synchronize", item, event)

    @apply.register
    def _readied(self, event: Readied) -> Change:
        item = self._handles[event.item]
        if item.pull:
            item.pull.draft = False
        self._entry(item, event.at, "ready_for_review")
        return self._told("ready_for_review", item, event)

    @apply.register
    def _reviewed(self, event: Reviewed) -> Change:
        item = self._handles[event.item]
        entry = self._entry(item, event.at, "reviewed", state=event.state)
        if item.pull:
            item.pull.reviews.append(entry)
        return self._told("submitted", item, event, entry)

    @apply.register
    def _merged(self, event: Merged) -> Change:
        item = self._handles[event.item]
        entry = self._entry(item, event.at, "merged")
        self._close(item, event.at, None)
        if item.pull:
            item.pull.merged, item.pull.merged_by = event.at, entry.actor
        fixed = item.pull.fixes if item.pull else None
        if fixed is None or fixed.closed is not None:
            return self._told("closed", item, event)
        self._close(fixed, event.at, "completed")
        return replace(self._told("closed", item, event), closes=fixed)

    @apply.register
    def _closed(self, event: IssueClosed) -> Change:
        item = self._handles[event.item]
        self._close(item, event.at, event.reason)
        return self._told("closed", item, event)

    @apply.register
    def _pull_closed(self, event: PullClosed) -> Change:
        item = self._handles[event.item]
        self._close(item, event.at, None)
        return self._told("closed", item, event)

    @apply.register
    def _reopened(self, event: IssueReopened) -> Change:
        item = self._handles[event.item]
        item.closed = item.closed_by = None
        item.reason = "reopened"
        self._entry(item, event.at, "reopened")
        if item.milestone:
            item.milestone.updated = event.at
        return self._told("reopened", item, event)

    @apply.register
    def _deleted(self, event: Deleted) -> Change:
        item = self._handles[event.item]
        del item.repository.numbered[item.number]
        item.repository.gone.add(item.number)
        return self._told("deleted", item, event)

    @apply.register
    def _labelled(self, event: Labelled) -> Change:
        item = self._handles[event.item]
        item.labels.append(event.label)
        entry = self._entry(item, event.at, "labeled", label=event.label)
        return self._told("labeled", item, event, entry)

    @apply.register
    def _commented(self, event: Commented) -> Change:
        item = self._handles[event.item]
        text = self._named(event.text)
        entry = self._entry(item, event.at, "commented", body=text)
        return self._told("created", item, event, entry)

    @apply.register
    def _milestone_opened(self, event: MilestoneOpened) -> Change:
        repository = self.repositories[event.repository]
        milestone = Milestone(
            id=self._id(event.item) % 100_000_000,
            number=len(repository.milestones) + 1,
            title=event.title,
            description=event.description,
            due=event.due,
            created=event.at,
            updated=event.at,
            creator=_someone(event.item),
        )
        repository.milestones[milestone.number] = milestone
        self._milestones[event.item] = (repository, milestone)
        return self._told_of("created", event, repository, milestone)

    @apply.register
    def _milestone_moved(self, event: MilestoneMoved) -> Change:
        repository, milestone = self._milestones[event.item]
        was, milestone.due = milestone.due, event.due
        milestone.updated = event.at
        return self._told_of("edited", event, repository, milestone, was)

    @apply.register
    def _milestone_closed(self, event: MilestoneClosed) -> Change:
        repository, milestone = self._milestones[event.item]
        milestone.closed = milestone.updated = event.at
        return self._told_of("closed", event, repository, milestone)

    @apply.register
    def _released(self, event: Released) -> Change:
        repository = self.repositories[event.repository]
        release = Release(
            id=self._id(event.item) % 1_000_000_000,
            tag=event.tag,
            notes=self._named(event.notes),
            at=event.at,
            author=_someone(event.item),
        )
        repository.releases.append(release)
        return Change(
            "published", repository, event.at, release.author, release=release
        )

    def _new(self, event: Event, home: str, title: str, body: str) -> Numbered:
        repository = self.repositories[home]
        number = len(repository.numbered) + len(repository.gone) + 1
        item = Numbered(
            id=self._id(event.item),
            repository=repository,
            number=number,
            title=self._named(title),
            body=self._named(body),
            author=_someone(event.item, "author"),
            created=event.at,
            updated=event.at,
            labels=[],
        )
        repository.numbered[number] = item
        self._handles[event.item] = item
        self._known(event.item, f"#{number}")
        return item

    def _close(self, item: Numbered, at: datetime, reason: str | None) -> None:
        entry = self._entry(item, at, "closed", state_reason=reason)
        item.closed, item.closed_by, item.reason = at, entry.actor, reason
        if item.milestone:
            item.milestone.updated = at

    def _commit(self, item: Numbered, at: datetime, message: str) -> None:
        sha = _sha(item.number, message, at)
        self._entry(item, at, "committed", message=message, sha=sha)

    def _entry(
        self, item: Numbered, at: datetime, kind: str, **extra: object
    ) -> Happened:
        actor = _someone(item.id, kind, at)
        entry = Happened(self._id(item.id, kind, at), kind, at, actor, extra)
        item.timeline.append(entry)
        item.updated = max(item.updated, at)
        return entry

    def _told(
        self, action: str, item: Numbered, event: Event, entry: Happened | None = None
    ) -> Change:
        last = entry or (item.timeline[-1] if item.timeline else None)
        actor = last.actor if last else item.author
        return Change(action, item.repository, event.at, actor, item, last)

    def _told_of(
        self,
        action: str,
        event: Event,
        repository: RepositoryState,
        milestone: Milestone,
        was: date | None = None,
    ) -> Change:
        actor = _someone(event.item, event.at)
        return Change(action, repository, event.at, actor, milestone=milestone, was=was)

    def _id(self, *words: object) -> int:
        self._ids += 11 + dice(1700, *words)
        return self._ids


def _sha(*words: object) -> str:
    return hashlib.sha1("/".join(map(str, words)).encode()).hexdigest()  # noqa: S324 - git's own


def _someone(*words: object) -> Person:
    return PEOPLE[dice(len(PEOPLE), *words)]
