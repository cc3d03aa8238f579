"""What is true of every issue, out of the log of what happened, and of nothing else."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from tests.drill.jira import events as ev
from tests.drill.jira.catalogue import (
    OPTION,
    PROJECTS,
    RANK,
    STATUSES,
    TYPES,
    versions,
)
from tests.drill.jira.texts import notes
from tests.drill.seams import UNTOLD, Step, TrueItem

_FOLLOWED = {project.key for project in PROJECTS if project.followed}
_HIDDEN = {project.key for project in PROJECTS if project.hidden}
_CATEGORIES = {status.id: status.category for status in STATUSES}
_TYPE_NAMES = {kind.id: kind.name for kind in TYPES}
Note = tuple[str, str, str]
Plan = tuple[str | None, bool]
"""The day of a version, and whether it is released."""


@dataclass
class _Told:
    """One issue, as its events tell it so far."""

    opened: ev.Opened
    source: str
    project: str = ""
    key: str = ""
    updated: datetime | None = None
    deleted: bool = False
    hidden: bool = False
    values: dict[str, ev.Value] = field(default_factory=dict)
    steps: dict[str, list[Step]] = field(default_factory=dict)
    untold: list[Step] = field(default_factory=list)
    """Of the statuses: those that no history tells, and another one followed."""
    notes: dict[str, tuple[Note, ...]] = field(default_factory=dict)
    said_on: dict[int, str] = field(default_factory=dict)
    """Of each comment that stands: its day."""
    field_days: set[str] = field(default_factory=set)
    perhaps: set[tuple[str, str]] = field(default_factory=set)
    """Days on which it was touched in a way that may be hidden for ever."""
    past_notes: set[tuple[str, tuple[Note, ...]]] = field(default_factory=set)

    def __post_init__(self) -> None:
        one = self.opened
        self.project, self.updated = one.project, one.at
        self.key = f"{one.project}-{one.number}"
        self.field_days.add(_day(one.at))
        self._write("description", one.description)
        self.values = {
            "summary": one.title,
            "labels": one.labels,
            "components": one.components,
            "fixVersions": one.versions,
            OPTION: one.option,
        }
        self._set(one.at, "status", one.status)
        for name, value in (("duedate", one.due), ("parent", one.parent)):
            self.values[name] = None
            if value is not None:
                self._set(one.at, name, value)

    def _set(self, at: datetime, name: str, value: ev.Value) -> None:
        known = self.steps.get(name, [])
        if known and known[-1].at is None:  # Whoever looks now sees what followed.
            self.untold.append(known.pop())
        was = self._written(name, self.values.get(name))
        self.values[name] = value
        step = Step(at, was, self._written(name, value))
        self.steps.setdefault(name, []).append(step)

    def _written(self, name: str, value: ev.Value) -> str | None:
        if value is None:
            return None
        if name == "parent":
            return f"{self.source}:{value}"
        return value.isoformat() if isinstance(value, date) else str(value)

    def _write(self, origin: str, text: str) -> None:
        self.notes[origin] = tuple(notes(text))
        self.past_notes.add((origin, self.notes[origin]))

    def hear(self, event: ev.OfIssue) -> None:  # noqa: C901 - a case for each event
        """Take note of what happened to it."""
        match event:
            case ev.Changed(at=at, field=name, value=value):
                self._changed(at, name, value)
            case ev.Mapped(at=at, status=status):
                self._mapped(status)
                self.perhaps.add((_day(at), "field"))
            case ev.Moved(at=at):
                self._moved(event)
            case ev.Commented(at=at, comment=comment, text=text):
                self.said_on[comment] = _day(at)
                self._write(str(comment), text)
            case ev.Reworded(comment=comment, text=text):
                self._write(str(comment), text)
            case ev.Unsaid(comment=comment):
                del self.notes[str(comment)]
                self.perhaps.add((self.said_on.pop(comment), "discussion"))
            case ev.Linked(at=at):
                self.field_days.add(_day(at))
            case ev.Secured(at=at, hidden=hidden):
                self.hidden = hidden
                self.field_days.add(_day(at))
            case ev.Deleted():
                self.deleted = True
            case ev.Opened():
                raise AssertionError(event)
        self.updated = event.at

    def _mapped(self, status: str) -> None:
        """It has another status, and nobody says since when."""
        step = Step(None, str(self.values["status"]), status)
        self.values["status"] = status
        self.steps["status"].append(step)

    def linked_to(self, at: datetime) -> None:
        """Another issue was linked to it: it has a history of that, and no update."""
        self.perhaps.add((_day(at), "field"))

    def _changed(self, at: datetime, name: str, value: ev.Value) -> None:
        if name == RANK:
            return
        self.field_days.add(_day(at))
        if name == "description":
            self._write("description", str(value))
        elif name in {"status", "duedate", "parent"}:
            self._set(at, name, value)
        elif name == "fixVersions":
            self._plan(at, value)
        else:
            self.values[name] = value

    def _plan(self, at: datetime, value: ev.Value) -> None:
        """Go into versions and out of others."""
        was, now = set(_names(self.values["fixVersions"])), set(_names(value))
        self.values["fixVersions"] = value
        signs = {**dict.fromkeys(was - now, "-"), **dict.fromkeys(now - was, "+")}
        for version, sign in sorted(signs.items()):
            step = Step(at, UNTOLD, f"{sign}{self.source}:version/{version}")
            self.steps.setdefault("plan", []).append(step)

    def renamed(self, event: ev.ProjectRenamed) -> None:
        """Take note of another key of its project: no change of the issue's own."""
        if self.project == event.project:
            number = self.key.rpartition("-")[2]
            self.project, self.key = event.key, f"{event.key}-{number}"

    def _moved(self, event: ev.Moved) -> None:
        key = f"{event.project}-{event.number}"
        self.steps.setdefault("key", []).append(Step(event.at, self.key, key))
        self.key, self.project = key, event.project
        self._plan(event.at, ())
        self.values["components"] = ()
        self.field_days.add(_day(event.at))


@dataclass(frozen=True, slots=True)
class Site:
    """What the settings of the source promise beside the log."""

    source: str
    web: str
    deletes_as: frozenset[str]
    """What an absent issue may be said to be."""


def truth(site: Site, log: Iterable[ev.Event]) -> dict[str, TrueItem]:
    """Say what is true of each issue after all of *log*."""
    told: dict[int, _Told] = {}
    names: dict[str, str] = {}
    plans: dict[str, Plan] = {}
    for version in versions():
        day = version.day.isoformat() if version.day else None
        plans[version.id] = (day, version.released)
    for event in log:
        if isinstance(event, ev.Opened):
            told[event.issue] = _Told(event, site.source)
        elif isinstance(event, ev.OfIssue):
            told[event.issue].hear(event)
        elif isinstance(event, ev.ProjectRenamed):
            names[event.key] = event.project
            for one in told.values():
                one.renamed(event)
        elif isinstance(event, ev.VersionSet):
            plans[event.version] = (event.day.isoformat(), event.released)
        if isinstance(event, ev.Linked):
            told[event.other].linked_to(event.at)
    items = (_item(site, one, names, plans) for one in told.values())
    return {item.id: item for item in items}


def _item(
    site: Site, one: _Told, names: Mapping[str, str], plans: Mapping[str, Plan]
) -> TrueItem:
    gone = _gone(site, one, names.get(one.project, one.project))
    days = {(day, "field") for day in one.field_days}
    days |= {(day, "discussion") for day in one.said_on.values()}
    perhaps: set[tuple[str, Hashable]] = {("touched", d) for d in one.perhaps - days}
    perhaps |= {("statuses", step) for step in one.untold}
    if gone:  # What was said last may have been said unheard.
        perhaps |= {("notes", said) for said in one.past_notes}
    return TrueItem(
        id=f"{site.source}:{one.opened.issue}",
        gone=gone,
        whole=not gone,
        fields=_fields(site, one, plans),
        statuses=tuple(one.steps.get("status", ())),
        due_dates=tuple(one.steps.get("duedate", ())),
        parents=tuple(one.steps.get("parent", ())),
        keys=tuple(one.steps.get("key", ())),
        plans=tuple(one.steps.get("plan", ())),
        notes={origin: lines for origin, lines in one.notes.items() if lines},
        changes=frozenset(),
        releases=frozenset(),
        touched=frozenset(days),
        perhaps=frozenset(perhaps),
    )


def _gone(site: Site, one: _Told, project: str) -> frozenset[str]:
    """Why it is not where we look; what left first may be deleted later, unseen."""
    away = project not in _FOLLOWED
    reasons: frozenset[str] = frozenset()
    if away:
        reasons |= {"moved_out"}
    if away and project in _HIDDEN:
        reasons |= {"not_visible"}
    if one.hidden:
        reasons |= {"not_visible"}
    if one.deleted:
        reasons |= {"deleted"} | site.deletes_as
    return reasons


def _fields(site: Site, one: _Told, plans: Mapping[str, Plan]) -> dict[str, object]:
    values = one.values
    status, kind, due = str(values["status"]), one.opened.type, values["duedate"]
    parent, option = values["parent"], values[OPTION]
    planned = _names(values["fixVersions"])
    return {
        "kind": "issue",
        "key": one.key,
        "url": f"{site.web}/browse/{one.key}",
        "project": one.project,
        "type_id": kind,
        "type_name": _TYPE_NAMES[kind],
        "title": values["summary"],
        "status": status,
        "category": _CATEGORIES[status],
        "created_at": one.opened.at,
        "updated_at": one.updated,
        "labels": _names(values["labels"]),
        "components": _names(values["components"]),
        "due": due.isoformat() if isinstance(due, date) else None,
        "parent": f"{site.source}:{parent}" if parent else None,
        "targets": tuple(f"{site.source}:version/{v}" for v in planned),
        "plans": tuple(plans[version] for version in planned),
        "custom": ((OPTION, option),) if option else (),
    }


def _names(value: ev.Value) -> tuple[str, ...]:
    return tuple(sorted(value)) if isinstance(value, tuple) else ()


def _day(at: datetime) -> str:
    """The day in UTC, whatever the account's time zone."""
    return at.date().isoformat()


def digest(items: Sequence[TrueItem]) -> str:
    """Name a truth, to see that a seed makes the same world."""
    return sha256(repr(sorted(map(repr, items))).encode()).hexdigest()[:16]
