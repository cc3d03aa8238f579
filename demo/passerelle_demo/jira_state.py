"""The simulated Jira's state: issues with their whole history, as events made them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import singledispatchmethod

from passerelle_demo.company import (
    PEOPLE,
    PROJECTS,
    STATUSES,
    TO_DO,
    IssueType,
    Person,
    Project,
    Status,
)
from passerelle_demo.story.calendar import dice
from passerelle_demo.story.events import (
    Blocked,
    Commented,
    Deleted,
    DueDateSet,
    Event,
    JiraCreated,
    Labelled,
    ParentSet,
    ProjectMoved,
    Ranked,
    StatusMoved,
)

PROJECT_OF = {project.key: project for project in PROJECTS}
STATUS_OF = {status.id: status for status in STATUSES}


@dataclass(frozen=True, slots=True)
class Item:
    """One field of one change; names are localised, ids are not."""

    field: str
    field_id: str
    was: str | None
    was_said: str | None
    now: str | None
    now_said: str | None


@dataclass(frozen=True, slots=True)
class History:
    """One change of an issue."""

    id: int
    at: datetime
    author: Person
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment of an issue."""

    id: int
    at: datetime
    author: Person
    text: str


@dataclass(slots=True)
class Issue:
    """An issue as it is now, and how it came to be so."""

    id: int
    project: Project
    number: int
    type: IssueType
    title: str
    description: str
    created: datetime
    updated: datetime
    reporter: Person
    due: date | None
    parent: "Issue | None"
    labels: list[str]
    components: tuple[str, ...]
    status: Status = TO_DO
    resolved: datetime | None = None
    old_keys: list[str] = field(default_factory=list)
    histories: list[History] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    blocked_by: list["Issue"] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The key people know; a move changes it."""
        return f"{self.project.key}-{self.number}"


@dataclass(frozen=True, slots=True)
class Change:
    """What one event did, for those who announce it."""

    kind: str
    """`created`, `changed`, `commented` or `deleted`."""
    issue: Issue
    at: datetime
    history: History | None = None
    comment: Comment | None = None


class JiraState:
    """All issues of the site. Events come in, changes come out; nothing else."""

    def __init__(
        self,
        reserved: Mapping[str, frozenset[int]],
        named: Callable[[str], str],
        known: Callable[[str, str], None],
    ) -> None:
        self._reserved = reserved
        self._named = named
        self._known = known
        self._handles: dict[str, Issue] = {}
        self._next_number: dict[str, int] = {}
        self._issues = 10400
        self._changes = 31000
        self._comments = 20100
        self.issues: dict[int, Issue] = {}
        self.by_key: dict[str, Issue] = {}

    def find(self, id_or_key: str) -> Issue | None:
        """Find an issue by its id, its key, or a key it had before a move."""
        if id_or_key.isdigit():
            return self.issues.get(int(id_or_key))
        return self.by_key.get(id_or_key.upper())

    def issue(self, handle: str) -> Issue:
        """Return the issue that the story calls *handle*."""
        return self._handles[handle]

    def speaks_of(self, event: Event) -> bool:
        """Say whether *event* happens here."""
        return isinstance(event, JiraCreated) or event.item in self._handles

    @singledispatchmethod
    def apply(self, event: Event) -> Change:
        """Let *event* happen."""
        raise NotImplementedError(type(event).__name__)

    @apply.register
    def _created(self, event: JiraCreated) -> Change:
        self._issues += 1 + dice(3, event.item)
        project = PROJECT_OF[event.project]
        issue = Issue(
            id=self._issues,
            project=project,
            number=event.number or self._free_number(project.key),
            type=event.type,
            title=self._named(event.title),
            description=self._named(event.description),
            created=event.at,
            updated=event.at,
            reporter=_someone(event.item, "reporter"),
            due=event.due,
            parent=self._handles[event.parent] if event.parent else None,
            labels=list(event.labels),
            components=event.components,
        )
        self.issues[issue.id] = issue
        self.by_key[issue.key] = issue
        self._handles[event.item] = issue
        self._known(event.item, issue.key)
        return Change("created", issue, event.at)

    @apply.register
    def _status_moved(self, event: StatusMoved) -> Change:
        issue = self._handles[event.item]
        was, issue.status = issue.status, event.to
        items = [Item("Statut", "status", was.id, was.name, event.to.id, event.to.name)]
        done = event.to.category == "done"
        if done != (issue.resolved is not None):
            issue.resolved = event.at if done else None
            before, after = (None, "10000") if done else ("10000", None)
            says = {None: None, "10000": "Terminé"}
            items.insert(
                0,
                Item(
                    "Résolution", "resolution", before, says[before], after, says[after]
                ),
            )
        return self._changed(issue, event, *items)

    @apply.register
    def _due_date_set(self, event: DueDateSet) -> Change:
        issue = self._handles[event.item]
        was, issue.due = issue.due, event.to
        before, after = (d.isoformat() if d else None for d in (was, event.to))
        item = Item(
            "Date d’échéance",
            "duedate",
            before,
            f"{before} 00:00:00.0" if before else None,
            after,
            f"{after} 00:00:00.0" if after else None,
        )
        return self._changed(issue, event, item)

    @apply.register
    def _ranked(self, event: Ranked) -> Change:
        item = Item("Classement", "customfield_10019", "", "", "", "Mieux classé")
        return self._changed(self._handles[event.item], event, item)

    @apply.register
    def _labelled(self, event: Labelled) -> Change:
        issue = self._handles[event.item]
        was = " ".join(issue.labels)
        issue.labels.append(event.label)
        item = Item("Étiquettes", "labels", None, was, None, " ".join(issue.labels))
        return self._changed(issue, event, item)

    @apply.register
    def _parent_set(self, event: ParentSet) -> Change:
        issue, parent = self._handles[event.item], self._handles[event.to]
        was, issue.parent = issue.parent, parent
        item = Item(
            "IssueParentAssociation",
            "parent",
            str(was.id) if was else None,
            was.key if was else None,
            str(parent.id),
            parent.key,
        )
        return self._changed(issue, event, item)

    @apply.register
    def _blocked(self, event: Blocked) -> Change:
        issue, other = self._handles[event.item], self._handles[event.by]
        issue.blocked_by.append(other)
        words = f"This issue is blocked by {other.key}"
        item = Item("Link", "issuelinks", None, None, other.key, words)
        return self._changed(issue, event, item)

    @apply.register
    def _project_moved(self, event: ProjectMoved) -> Change:
        issue, to = self._handles[event.item], PROJECT_OF[event.to]
        was, key = issue.project, issue.key
        issue.old_keys.append(key)
        issue.project = to
        issue.number = event.number or self._free_number(to.key)
        issue.components = ()
        self.by_key[issue.key] = issue
        self._known(event.item, issue.key)
        return self._changed(
            issue,
            event,
            Item("Projet", "project", str(was.id), was.name, str(to.id), to.name),
            Item("Clé", "issuekey", None, key, None, issue.key),
        )

    @apply.register
    def _commented(self, event: Commented) -> Change:
        issue = self._handles[event.item]
        self._comments += 1 + dice(4, event.item)
        author = _someone(event.item, event.at)
        comment = Comment(self._comments, event.at, author, self._named(event.text))
        issue.comments.append(comment)
        issue.updated = event.at
        return Change("commented", issue, event.at, comment=comment)

    @apply.register
    def _deleted(self, event: Deleted) -> Change:
        issue = self._handles[event.item]
        del self.issues[issue.id]
        for key in (issue.key, *issue.old_keys):
            del self.by_key[key]
        return Change("deleted", issue, event.at)

    def _changed(self, issue: Issue, event: Event, *items: Item) -> Change:
        self._changes += 1 + dice(5, event.item, event.at)
        author = _someone(event.item, event.at)
        history = History(self._changes, event.at, author, items)
        issue.histories.append(history)
        issue.updated = event.at
        return Change("changed", issue, event.at, history=history)

    def _free_number(self, project: str) -> int:
        number = self._next_number.get(project, 1)
        while number in self._reserved.get(project, frozenset()):
            number += 1
        self._next_number[project] = number + 1
        return number


def _someone(*words: object) -> Person:
    return PEOPLE[dice(len(PEOPLE), *words)]
