"""Decides what happens on the simulated site, by dice alone."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from random import Random

from tests.drill.jira import events as ev
from tests.drill.jira.catalogue import (
    BUG,
    COMPONENTS,
    EPIC,
    LABELS,
    OPTION,
    OPTIONS,
    RANK,
    STORY,
    SUBTASK,
    TASK,
)
from tests.drill.jira.records import Issue
from tests.drill.jira.texts import sentence, text
from tests.drill.jira.world import World

_MILLISECOND = timedelta(milliseconds=1)
_FIRST_ISSUE, _FIRST_COMMENT = 10400, 20100
_LONG_ENOUGH = timedelta(minutes=10)
"""A census does not miss what is younger than a late index: see docs/fault-drill.md."""
MARKED = 0.4
"""The share of texts with a line for the business."""

Choice = tuple[int, Callable[[Random, datetime, Issue], ev.Event | None]]


class Life:
    """Whatever may happen next, given how the world stands."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._issues = _FIRST_ISSUE
        self._comments = _FIRST_COMMENT
        self._numbers: dict[str, int] = {}
        self._usual: tuple[Choice, ...] = (
            (24, self._status),
            (10, self._due),
            (4, self._parent),
            (5, self._labels),
            (3, self._components),
            (5, self._versions),
            (4, self._title),
            (6, self._description),
            (4, self._option),
            (4, self._rank),
            (14, self._comment),
            (5, self._reword),
            (4, self._unsay),
            (3, self._link),
            (1, self._map),
        )
        self._drastic: tuple[Choice, ...] = (
            (3, self._move),
            (2, self._delete),
            (1, self._secure),
        )

    def born(self, rng: Random, at: datetime, project: str) -> ev.Opened:
        """Make an issue; an epic now and then, a sub-task where there is a parent."""
        self._issues += rng.randint(1, 3)
        kind = rng.choices((EPIC, STORY, TASK, BUG, SUBTASK), (6, 30, 24, 20, 20))[0]
        parent = self._parent_for(rng, project, kind)
        if kind == SUBTASK and parent is None:
            kind = TASK
        return ev.Opened(
            at=_exact(at),
            issue=self._issues,
            project=project,
            number=self._number(project),
            type=kind,
            title=sentence(rng),
            description=text(rng, MARKED),
            status=rng.choice(("1", "10010")),
            due=_day(rng, at) if rng.random() < 0.3 else None,
            parent=parent,
            labels=_some(rng, LABELS),
            components=_some(rng, COMPONENTS),
            versions=self._versions_of(rng, project),
            option=rng.choice((None, *OPTIONS)),
            cloned=self._twin(rng, project),
        )

    def ordinary(self, rng: Random, at: datetime, issue: Issue) -> ev.Event:
        """Let something happen to *issue* that leaves it where it is."""
        return self._one_of(rng, at, issue, self._usual)

    def anything(self, rng: Random, at: datetime, issue: Issue) -> ev.Event:
        """Let something happen to *issue* that may take it away, or bring it back."""
        return self._one_of(rng, at, issue, (*self._usual, *self._drastic))

    def _one_of(
        self, rng: Random, at: datetime, issue: Issue, choices: Sequence[Choice]
    ) -> ev.Event:
        moment = max(_exact(at), issue.updated + _MILLISECOND)
        weights = [weight for weight, _ in choices]
        for _ in range(100):
            (_, choose) = rng.choices(choices, weights)[0]
            event = choose(rng, moment, issue)
            if event is not None:
                return event
        raise AssertionError(issue)

    def together(
        self, rng: Random, at: datetime, issue: Issue
    ) -> Sequence[ev.Moved | ev.Deleted]:
        """Move an issue with all below it, or delete it with its sub-tasks."""
        family = self.world.family(issue)
        if len(family) == 1 or any(one.hidden for one in family):
            return ()
        moment = max(_exact(at), *(one.updated + _MILLISECOND for one in family))
        old = all(moment - one.created > _LONG_ENOUGH for one in family)
        if issue.type != EPIC and old and rng.random() < 0.5:
            return [ev.Deleted(moment, one.id) for one in family]
        if issue.project == "OLD":
            return ()  # An epic link does not become a parent on the way.
        there = rng.choice(sorted(set(self.world.projects) - {issue.project, "OLD"}))
        return [ev.Moved(moment, one.id, there, self._number(there)) for one in family]

    def renamed(self, at: datetime, project: str, key: str) -> ev.ProjectRenamed:
        """Give a project another key; its numbers go on."""
        self._numbers[key] = self._numbers.pop(project, 0)
        return ev.ProjectRenamed(at, project, key)

    def _number(self, project: str) -> int:
        self._numbers[project] = self._numbers.get(project, 0) + 1
        return self._numbers[project]

    def _twin(self, rng: Random, project: str) -> int | None:
        known = self.world.of(project, (STORY, TASK)) if rng.random() < 0.1 else []
        return rng.choice(known) if known else None

    def _parent_for(self, rng: Random, project: str, kind: str) -> int | None:
        level = {SUBTASK: (STORY, TASK, BUG), EPIC: ()}.get(kind, (EPIC,))
        if kind != SUBTASK and rng.random() < 0.4:
            return None
        if kind == SUBTASK and self.world.projects[project].by_epic_link:
            return None
        known = self.world.of(project, level)
        return rng.choice(known) if known else None

    def _versions_of(self, rng: Random, project: str) -> tuple[str, ...]:
        return _some(rng, self.world.versions_of(project))

    def _status(self, rng: Random, at: datetime, issue: Issue) -> ev.Event:
        others = sorted(set(self.world.statuses) - {issue.status})
        return ev.Changed(at, issue.id, "status", rng.choice(others))

    def _map(self, rng: Random, at: datetime, issue: Issue) -> ev.Event | None:
        """Give it another status by no change: of two such nobody knows the first.

        Nor does anybody know the first status of an issue of which no change tells any.
        """
        told = any(i.field_id == "status" for h in issue.histories for i in h.items)
        if issue.mapped or not told:
            return None
        others = sorted(set(self.world.statuses) - {issue.status})
        return ev.Mapped(at, issue.id, rng.choice(others))

    def _due(self, rng: Random, at: datetime, issue: Issue) -> ev.Event | None:
        value = None if issue.due and rng.random() < 0.2 else _day(rng, at)
        return (
            None if value == issue.due else ev.Changed(at, issue.id, "duedate", value)
        )

    def _parent(self, rng: Random, at: datetime, issue: Issue) -> ev.Event | None:
        if issue.type in {EPIC, SUBTASK}:
            return None
        epics = self.world.of(issue.project, (EPIC,))
        value = rng.choice([None, *epics])
        if value == issue.parent:
            return None
        return ev.Changed(at, issue.id, "parent", value)

    def _labels(self, rng: Random, at: datetime, issue: Issue) -> ev.Event | None:
        value = _some(rng, LABELS)
        return (
            None if value == issue.labels else ev.Changed(at, issue.id, "labels", value)
        )

    def _components(self, rng: Random, at: datetime, issue: Issue) -> ev.Event | None:
        value = _some(rng, COMPONENTS)
        if value == issue.components:
            return None
        return ev.Changed(at, issue.id, "components", value)

    def _versions(self, rng: Random, at: datetime, issue: Issue) -> ev.Event | None:
        value = self._versions_of(rng, issue.project)
        if value == issue.versions:
            return None
        return ev.Changed(at, issue.id, "fixVersions", value)

    def _title(self, rng: Random, at: datetime, issue: Issue) -> ev.Event:
        return ev.Changed(at, issue.id, "summary", sentence(rng))

    def _description(self, rng: Random, at: datetime, issue: Issue) -> ev.Event:
        return ev.Changed(at, issue.id, "description", text(rng, MARKED))

    def _option(self, rng: Random, at: datetime, issue: Issue) -> ev.Event | None:
        value = rng.choice((None, *OPTIONS))
        return (
            None if value == issue.option else ev.Changed(at, issue.id, OPTION, value)
        )

    def _rank(self, _: Random, at: datetime, issue: Issue) -> ev.Event:
        return ev.Changed(at, issue.id, RANK, None)

    def _comment(self, rng: Random, at: datetime, issue: Issue) -> ev.Event:
        self._comments += rng.randint(1, 4)
        return ev.Commented(at, issue.id, self._comments, text(rng, MARKED))

    def _reword(self, rng: Random, at: datetime, issue: Issue) -> ev.Event | None:
        if not issue.comments:
            return None
        which = rng.choice(issue.comments).id
        return ev.Reworded(at, issue.id, which, text(rng, MARKED))

    def _unsay(self, rng: Random, at: datetime, issue: Issue) -> ev.Event | None:
        if not issue.comments:
            return None
        return ev.Unsaid(at, issue.id, rng.choice(issue.comments).id)

    def _link(self, rng: Random, at: datetime, issue: Issue) -> ev.Event | None:
        others = self.world.of(issue.project, (STORY, TASK, BUG))
        other = rng.choice(others) if others else issue.id
        return None if other == issue.id else ev.Linked(at, issue.id, other)

    def _move(self, rng: Random, at: datetime, issue: Issue) -> ev.Event | None:
        """Move an issue that nobody hangs from; what went out comes back gladly."""
        hangs = issue.type in {EPIC, SUBTASK} or self.world.has_children(issue.id)
        if hangs or issue.hidden:
            return None
        there = sorted(set(self.world.projects) - {issue.project})
        project = rng.choice(there)
        old = {issue.project, project} & {"OLD"}
        if old and issue.parent is not None:
            return None  # An epic link does not become a parent on the way.
        return ev.Moved(at, issue.id, project, self._number(project))

    def _secure(self, _: Random, at: datetime, issue: Issue) -> ev.Event | None:
        """Hide an issue that a census may have seen, or show one that is hidden."""
        if issue.type == EPIC or at - issue.created < _LONG_ENOUGH:
            return None
        return ev.Secured(at, issue.id, hidden=not issue.hidden)

    def _delete(self, _: Random, at: datetime, issue: Issue) -> ev.Event | None:
        """Delete an issue that nobody hangs from, and that a census may have seen."""
        if at - issue.created < _LONG_ENOUGH:
            return None
        if issue.type == EPIC or self.world.has_children(issue.id):
            return None
        return ev.Deleted(at, issue.id)


def _exact(at: datetime) -> datetime:
    """Jira's instants have milliseconds."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def _day(rng: Random, at: datetime) -> date:
    return at.date() + timedelta(days=rng.randint(-10, 60))


def _some(rng: Random, known: Sequence[str]) -> tuple[str, ...]:
    most = min(len(known), rng.choice((0, 0, 1, 1, 2)))
    return tuple(sorted(rng.sample(known, most)))
