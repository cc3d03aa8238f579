"""The simulated site: events come in, and issues are what events made of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import singledispatchmethod
from typing import Any

from tests.drill.jira import events as ev
from tests.drill.jira.catalogue import (
    EPIC_LINK,
    FIELD_NAMES,
    OPTION,
    PROJECTS,
    RANK,
    STATUSES,
    versions,
)
from tests.drill.jira.fields import (
    ATTRIBUTES,
    Written,
    day_written,
    held,
    option_written,
    plainly,
)
from tests.drill.jira.index import Index
from tests.drill.jira.records import Comment, History, Issue, Item


@dataclass(frozen=True, slots=True)
class Effect:
    """What one event did, for those who announce it."""

    event: ev.Event
    issue: Issue | None = None
    """As it is afterwards; as it was, when it was deleted."""
    history: History | None = None
    comment: Comment | None = None


class World:
    """Everything on the site."""

    def __init__(self) -> None:
        self.projects = {project.key: project for project in PROJECTS}
        self.names: dict[str, str] = {}
        """What a project is called whose key is an old one."""
        self.statuses = {status.id: status for status in STATUSES}
        self.versions = {version.id: version for version in versions()}
        self.field_names = dict(FIELD_NAMES)
        self.issues: dict[int, Issue] = {}
        self.by_key: dict[str, int] = {}
        """Old keys too: they lead to an issue for ever."""
        self.log: list[ev.Event] = []
        self.index = Index()
        self._histories = 31000
        self._by_project: dict[str, dict[int, None]] = {}

    def find(self, told: str) -> Issue | None:
        """Find an issue by its id, its key, or a key that it had."""
        known = int(told) if told.isdecimal() else self.by_key.get(told.upper())
        return self.issues.get(known) if known is not None else None

    def name_of(self, project: str) -> str:
        """The key of a project now, by a key that it has or had."""
        return self.names.get(project, project)

    def versions_of(self, project: str) -> list[str]:
        """The versions of a project, by the key that it has now."""
        every = self.versions.values()
        return [one.id for one in every if self.name_of(one.project) == project]

    def of(self, project: str, types: tuple[str, ...]) -> list[int]:
        """The issues of a project that are of one of *types*."""
        here = self._by_project.get(project, {})
        return [one for one in here if self.issues[one].type in types]

    def has_children(self, issue: int) -> bool:
        """Whether an issue is the parent of another."""
        return issue in {one.parent for one in self.issues.values()}

    def family(self, issue: Issue) -> list[Issue]:
        """An issue with all below it in its project, the lowest first."""
        here = [self.issues[one] for one in self._by_project[issue.project]]
        family, level = [issue], [issue]
        while level:
            above = {one.id for one in level}
            level = [one for one in here if one.parent in above]
            family += level
        return family[::-1]

    def apply(self, event: ev.Event, shown_at: datetime | None = None) -> Effect:
        """Let *event* happen; searches show it from *shown_at* on, else at once."""
        self.log.append(event)
        effect = self._apply(event)
        if effect.issue is not None:
            now = self.issues.get(effect.issue.id)
            self.index.tell(shown_at or event.at, effect.issue.id, now)
        return effect

    @singledispatchmethod
    def _apply(self, event: ev.Event) -> Effect:
        raise NotImplementedError(type(event).__name__)

    @_apply.register
    def _opened(self, event: ev.Opened) -> Effect:
        issue = Issue(
            id=event.issue,
            project=event.project,
            number=event.number,
            type=event.type,
            title=event.title,
            description=event.description,
            created=event.at,
            updated=event.at,
            status=event.status,
            due=event.due,
            parent=event.parent,
            labels=event.labels,
            components=event.components,
            versions=event.versions,
            option=event.option,
        )
        if event.cloned is None:
            return Effect(event, self._keep(issue))
        twin = self.issues[event.cloned].key
        item = Item("issuelinks", None, None, twin, f"clone de {twin}")
        return self._with_history(event, issue, item)

    @_apply.register
    def _changed(self, event: ev.Changed) -> Effect:
        issue = self.issues[event.issue]
        items = self._items(issue, event.field, event.value)
        known = ATTRIBUTES.get(event.field)
        set_now: dict[str, Any] = {known: event.value} if known else {}
        if known == "status":
            set_now["mapped"] = False
        return self._with_history(event, replace(issue, **set_now), *items)

    @_apply.register
    def _mapped(self, event: ev.Mapped) -> Effect:
        issue = self.issues[event.issue]
        there = replace(issue, status=event.status, mapped=True, updated=event.at)
        return Effect(event, self._keep(there))

    @_apply.register
    def _moved(self, event: ev.Moved) -> Effect:
        issue = self.issues[event.issue]
        there = replace(
            issue,
            project=event.project,
            number=event.number,
            versions=(),
            components=(),
        )
        was, now = self.projects[issue.project], self.projects[event.project]
        items = [
            Item("project", str(was.id), was.name, str(now.id), now.name),
            Item("issuekey", None, issue.key, None, there.key),
        ]
        # Versions and components are of the project that it left.
        own = [n for n in ("fixVersions", "components") if held(issue, n)]
        items += [one for field in own for one in self._items(issue, field, ())]
        return self._with_history(event, there, *items)

    @_apply.register
    def _commented(self, event: ev.Commented) -> Effect:
        issue = self.issues[event.issue]
        said = Comment(event.comment, event.at, event.at, event.text)
        comments = (*issue.comments, said)
        kept = self._keep(replace(issue, comments=comments, updated=event.at))
        return Effect(event, kept, comment=said)

    @_apply.register
    def _reworded(self, event: ev.Reworded) -> Effect:
        issue = self.issues[event.issue]
        (was,) = (c for c in issue.comments if c.id == event.comment)
        said = replace(was, text=event.text, updated=event.at)
        comments = tuple(said if c is was else c for c in issue.comments)
        kept = self._keep(replace(issue, comments=comments, updated=event.at))
        return Effect(event, kept, comment=said)

    @_apply.register
    def _unsaid(self, event: ev.Unsaid) -> Effect:
        """Jira writes the words that are gone into the history, and no id."""
        issue = self.issues[event.issue]
        (was,) = (c for c in issue.comments if c.id == event.comment)
        rest = tuple(c for c in issue.comments if c is not was)
        item = Item("comment", was.text, None, None, None)
        done = self._with_history(event, replace(issue, comments=rest), item)
        return replace(done, comment=was)

    @_apply.register
    def _linked(self, event: ev.Linked) -> Effect:
        """The other end gets its history without an update: polls do not see it."""
        one, other = self.issues[event.issue], self.issues[event.other]
        back = Item("issuelinks", None, None, one.key, f"est bloqué par {one.key}")
        history = self._history(event.at, back)
        self._keep(replace(other, histories=(*other.histories, history)))
        self.index.tell(event.at, other.id, self.issues[other.id])
        item = Item("issuelinks", None, None, other.key, f"bloque {other.key}")
        return self._with_history(event, one, item)

    @_apply.register
    def _secured(self, event: ev.Secured) -> Effect:
        level = ("10300", "Direction")
        ends = (None, None, *level) if event.hidden else (*level, None, None)
        issue = replace(self.issues[event.issue], hidden=event.hidden)
        return self._with_history(event, issue, Item("security", *ends))

    @_apply.register
    def _deleted(self, event: ev.Deleted) -> Effect:
        issue = self.issues.pop(event.issue)
        del self._by_project[issue.project][issue.id]
        gone = [key for key, known in self.by_key.items() if known == issue.id]
        for key in gone:
            del self.by_key[key]
        return Effect(event, issue)

    @_apply.register
    def _status_renamed(self, event: ev.StatusRenamed) -> Effect:
        was = self.statuses[event.status]
        self.statuses[event.status] = replace(was, name=event.name)
        return Effect(event)

    @_apply.register
    def _field_renamed(self, event: ev.FieldRenamed) -> Effect:
        self.field_names[event.field] = event.name
        return Effect(event)

    @_apply.register
    def _project_renamed(self, event: ev.ProjectRenamed) -> Effect:
        was = self.projects.pop(event.project)
        self.projects[event.key] = replace(was, key=event.key)
        self.names[event.project] = event.key
        for one in list(self._by_project.get(event.project, {})):
            renamed = self._keep(replace(self.issues[one], project=event.key))
            self.index.tell(event.at, one, renamed)
        return Effect(event)

    @_apply.register
    def _version_set(self, event: ev.VersionSet) -> Effect:
        was = self.versions[event.version]
        now = replace(was, day=event.day, released=event.released)
        self.versions[event.version] = now
        return Effect(event)

    def _keep(self, issue: Issue) -> Issue:
        before = self.issues.get(issue.id)
        if before and before.project != issue.project:
            del self._by_project[before.project][issue.id]
        self._by_project.setdefault(issue.project, {})[issue.id] = None
        self.issues[issue.id] = issue
        self.by_key[issue.key] = issue.id
        return issue

    def _history(self, at: datetime, *items: Item) -> History:
        self._histories += 3
        return History(self._histories, at, items)

    def _with_history(self, event: ev.OfIssue, issue: Issue, *items: Item) -> Effect:
        history = self._history(event.at, *items)
        histories = (*issue.histories, history)
        kept = self._keep(replace(issue, histories=histories, updated=event.at))
        return Effect(event, kept, history)

    def _items(self, issue: Issue, field: str, value: ev.Value) -> list[Item]:
        """Write one field of a change; of versions Jira keeps each by itself."""
        if field != "fixVersions" or not isinstance(value, tuple):
            return [self._item(issue, field, value)]
        was, now = issue.versions, value
        left = [Item(field, *self._planned(v), None, None) for v in was if v not in now]
        joined = [
            Item(field, None, None, *self._planned(v)) for v in now if v not in was
        ]
        return left + joined

    def _planned(self, version: str) -> Written:
        return version, self.versions[version].name

    def _item(self, issue: Issue, field: str, value: ev.Value) -> Item:
        """Write one field of a change, as Jira keeps it."""
        was = held(issue, field)
        write: Callable[[ev.Value], Written] = {
            "status": self._status_written,
            "duedate": day_written,
            "parent": self._parent_written,
            OPTION: option_written,
        }.get(field, plainly)
        if field == RANK:
            return Item(RANK, "", "", "", "Mieux classé")
        name = field
        if field == "parent" and self.projects[issue.project].by_epic_link:
            name = EPIC_LINK
        return Item(name, *write(was), *write(value))

    def _status_written(self, value: ev.Value) -> Written:
        return str(value), self.statuses[str(value)].name

    def _parent_written(self, value: ev.Value) -> Written:
        if not isinstance(value, int):
            return None, None
        return str(value), self.issues[value].key
