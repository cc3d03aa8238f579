"""The Jira of a story: the drill's simulated site, told what happens line by line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from random import Random
from typing import Any

from passerelle_ingest.outcomes import Told
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.jira.normalise.rest import issue_read
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.facts import StatusCategory, StatusRef
from passerelle_schemas.identity import jira_issue
from tests.drill.book import Book
from tests.drill.jira import events as ev
from tests.drill.jira.catalogue import (
    BUG,
    EPIC,
    OPTION,
    RANK,
    STATUSES,
    STORY,
    SUBTASK,
    TASK,
    Version,
)
from tests.drill.jira.posts import Announcer
from tests.drill.jira.records import Issue
from tests.drill.jira.shapes import Shapes, Zone
from tests.drill.jira.texts import sentence
from tests.drill.jira.world import Effect, World
from tests.scenarios.reading import day
from tests.scenarios.side import Happened, Verb, Words, dice, done, named, options
from tests.scenarios.story import Line

HOME = "https://jira.verdier.example"
_TYPES = {"Epic": EPIC, "Story": STORY, "Task": TASK, "Bug": BUG, "Sub-task": SUBTASK}
_STATUS_IDS = {status.name: status.id for status in STATUSES}
_OTHER_NAMES = ("Zu erledigen", "進行中", "Em andamento", "Wstrzymane")
_VERSIONS = "version/"


class SomeZone(Zone):
    """An account whose clocks stand as many hours away as the seed says."""

    def __init__(self, hours: int) -> None:
        super().__init__()
        self._zone = timezone(timedelta(hours=hours))

    def written(self, at: datetime) -> str:
        """Write an instant in that zone, as Jira does."""
        local = at.astimezone(self._zone)
        return f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond // 1000:03d}{local:%z}"


class JiraSide:
    """A `Side`."""

    def __init__(self, source: SourceSettings, seed: object) -> None:
        self._source = source
        self._rng: Random = dice(seed, "jira")
        self._world = World()
        cloud = source.deployment == "cloud"
        zone = SomeZone(self._rng.randint(-11, 12))
        self._shapes = Shapes(self._world, zone, HOME, cloud=cloud)
        self._announcer = Announcer(source.id, self._shapes, Book(0, {}))
        self._last = 10400 + self._rng.randrange(5000)
        self._number = self._rng.randrange(1, 4000)
        self._known: dict[str, int] = {}
        self._versions: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self._verbs = tuple(self._sentences())

    @property
    def site(self) -> Site:
        """With the catalogue of statuses, and the epics by their key."""
        statuses = {
            one.id: StatusRef(
                id=one.id, name=one.name, category=StatusCategory(one.category)
            )
            for one in self._world.statuses.values()
        }
        keys = {key: str(number) for key, number in self._world.by_key.items()}
        ranks = frozenset({RANK, "Rank"})
        return Site(self._source, statuses=statuses, ranks=ranks, issue_ids=keys)

    def happen(self, line: Line) -> Happened | None:
        """Let it happen, if it is of Jira."""
        return done(self._verbs, line)

    def key_of(self, name: str) -> str:
        """The key of an issue, for who names it elsewhere."""
        return self._world.issues[self._known[name]].key

    def id_of_key(self, key: str) -> str | None:
        """The item id that a key leads to."""
        found = self._world.find(key)
        return jira_issue(self._source.id, str(found.id)) if found else None

    def all(self) -> Sequence[str]:
        """Every issue that is there."""
        return [jira_issue(self._source.id, str(i)) for i in self._world.issues]

    def read(self, item: str, origin: RawDelivery) -> Told | None:
        """Read an issue, or all that is planned for a version."""
        own = item.partition(":")[2]
        if own.startswith(_VERSIONS):
            planned = self._planned(own.removeprefix(_VERSIONS))
            read = [self.read(one, origin) for one in planned]
            return Told(tuple(f for told in read if told for f in told.facts))
        issue = self._world.find(own)
        if issue is None:
            return None
        body = self._shapes.issue(issue, (), 10**6)
        histories = [self._shapes.history(one) for one in issue.histories]
        return issue_read(origin, self.site, body, histories)

    def _planned(self, version: str) -> list[str]:
        there = self._world.issues.values()
        found = [one.id for one in there if version in one.versions]
        return [jira_issue(self._source.id, str(one)) for one in found]

    def noise(self, at: datetime) -> Happened | None:
        """Somebody speaks, drags a card, renames a status or a field, asks for more."""
        there = list(self._world.issues.values())
        if not there:
            return None
        issue = self._rng.choice(there)
        match self._rng.randrange(6):
            case 0 | 1:
                return self._said(at, issue, sentence(self._rng))
            case 2:
                return self._apply(ev.Changed(at, issue.id, RANK, None))
            case 3:
                name = f"{self._rng.choice(_OTHER_NAMES)} {self._rng.randrange(99)}"
                status = self._rng.choice(STATUSES).id
                return self._apply(ev.StatusRenamed(at, status, name))
            case 4:
                return self._apply(ev.FieldRenamed(at, "status", "Статус"))
        return self._opened(at, {"type": "Task", "who": f"noise {at}", "with": ""})

    def _sentences(self) -> Iterator[Verb]:
        """The sentences that Jira understands."""
        kinds = "|".join(_TYPES)
        yield Verb.of(f"(?P<type>{kinds}) {{who}} is opened{{with*}}", self._opened)
        yield Verb.of("{who} status {status}", self._status)
        yield Verb.of("{who} is given another workflow: {status}", self._mapped)
        yield Verb.of("{who} due {day}", self._due)
        yield Verb.of("{who} under {parent}", self._under)
        yield Verb.of("{who} gets the label {label}", self._labelled)
        yield Verb.of("{who} loses the label {label}", self._unlabelled)
        yield Verb.of("{who} is flagged {option}", self._flagged)
        yield Verb.of("{who} is planned for {version}", self._planned_for)
        yield Verb.of("{who} is retitled", self._retitled)
        yield Verb.of("{who} is commented(: {text})?", self._commented)
        yield Verb.of("{who} is moved to {project}", self._moved)
        yield Verb.of("{who} is deleted", self._deleted)
        yield Verb.of("{who} is ranked higher", self._ranked)
        yield Verb.of("version {who} is made(, due {day})?", self._version)
        yield Verb.of("version {who} is released( on {day})?", self._released)
        yield Verb.of("version {who} is postponed to {day}", self._postponed)
        yield Verb.of('status "{status}" is called {name}', self._renamed)

    def _apply(self, event: ev.Event, *, is_kept: bool = True) -> Happened:
        effect: Effect = self._world.apply(event)
        posts = tuple(self._announcer.posts(effect, self._rng))
        there = effect.issue and effect.issue.id in self._world.issues
        shows = (effect.issue.id,) if effect.issue and there else ()
        ids = tuple(jira_issue(self._source.id, str(one)) for one in shows)
        return Happened(event.at, posts, ids, is_kept)

    def _changed(self, at: datetime, who: str, field: str, value: ev.Value) -> Happened:
        return self._apply(ev.Changed(at, self._known[who], field, value))

    def _opened(self, at: datetime, words: Words) -> Happened:
        self._last += self._rng.randint(1, 9)
        self._number += self._rng.randint(1, 4)
        self._known[words["who"]] = self._last
        self.ids[words["who"]] = jira_issue(self._source.id, str(self._last))
        opened = ev.Opened(
            at=at,
            issue=self._last,
            project="PAY",
            number=self._number,
            type=_TYPES[words["type"]],
            title=sentence(self._rng),
            description=sentence(self._rng),
            status=_STATUS_IDS["Ouvert"],
            due=None,
            parent=None,
        )
        return self._apply(replace(opened, **self._with(words["with"])))

    def _with(self, said: str) -> Mapping[str, Any]:
        """Read what an issue shows at once."""
        shown: dict[str, Any] = {}
        for word, rest in options(said):
            match word:
                case "due":
                    shown["due"] = day(rest)
                case "under":
                    shown["parent"] = self._known[rest]
                case "label":
                    shown["labels"] = tuple(named(rest))
                case "component":
                    shown["components"] = (rest,)
                case "for":
                    shown["versions"] = tuple(self._versions[v] for v in named(rest))
                case "in":
                    shown["project"] = rest
                case "as":
                    project, _, number = rest.partition("-")
                    shown |= {"project": project, "number": int(number)}
                case "status":
                    shown["status"] = _STATUS_IDS[rest]
                case _:
                    raise ValueError(f"{word!r} is nothing that it can be opened with")
        return shown

    def _status(self, at: datetime, words: Words) -> Happened:
        status = _STATUS_IDS[words["status"]]
        return self._changed(at, words["who"], "status", status)

    def _mapped(self, at: datetime, words: Words) -> Happened:
        status = _STATUS_IDS[words["status"]]
        event = ev.Mapped(at, self._known[words["who"]], status)
        return self._apply(event, is_kept=False)

    def _due(self, at: datetime, words: Words) -> Happened:
        due: date | None = None if words["day"] == "none" else day(words["day"])
        return self._changed(at, words["who"], "duedate", due)

    def _under(self, at: datetime, words: Words) -> Happened:
        parent = words["parent"]
        above = None if parent == "none" else self._known[parent]
        return self._changed(at, words["who"], "parent", above)

    def _labels(self, who: str) -> tuple[str, ...]:
        return self._world.issues[self._known[who]].labels

    def _labelled(self, at: datetime, words: Words) -> Happened:
        labels = (*self._labels(words["who"]), words["label"])
        return self._changed(at, words["who"], "labels", labels)

    def _unlabelled(self, at: datetime, words: Words) -> Happened:
        left = tuple(x for x in self._labels(words["who"]) if x != words["label"])
        return self._changed(at, words["who"], "labels", left)

    def _flagged(self, at: datetime, words: Words) -> Happened:
        option = None if words["option"] == "none" else words["option"]
        return self._changed(at, words["who"], OPTION, option)

    def _planned_for(self, at: datetime, words: Words) -> Happened:
        said = words["version"]
        planned = (
            () if said == "none" else tuple(self._versions[v] for v in named(said))
        )
        return self._changed(at, words["who"], "fixVersions", planned)

    def _retitled(self, at: datetime, words: Words) -> Happened:
        return self._changed(at, words["who"], "summary", sentence(self._rng))

    def _commented(self, at: datetime, words: Words) -> Happened:
        issue = self._world.issues[self._known[words["who"]]]
        return self._said(at, issue, words.get("text") or sentence(self._rng))

    def _said(self, at: datetime, issue: Issue, text: str) -> Happened:
        number = 20100 + self._rng.randrange(10**6)
        return self._apply(ev.Commented(at, issue.id, number, text))

    def _moved(self, at: datetime, words: Words) -> Happened:
        self._number += self._rng.randint(1, 40)
        issue = self._known[words["who"]]
        return self._apply(ev.Moved(at, issue, words["project"], self._number))

    def _deleted(self, at: datetime, words: Words) -> Happened:
        issue = self._known.pop(words["who"])
        return self._apply(ev.Deleted(at, issue), is_kept=False)

    def _ranked(self, at: datetime, words: Words) -> Happened:
        return self._changed(at, words["who"], RANK, None)

    def _version(self, at: datetime, words: Words) -> Happened:
        number = str(90000 + len(self._versions) * 7 + self._rng.randrange(5))
        due = day(words["day"]) if words["day"] else None
        self._versions[words["who"]] = number
        name = f"{self._rng.randrange(2, 9)}.{len(self._versions)}"
        self._world.versions[number] = Version(number, "PAY", name, due)
        return Happened(at, (), ())

    def _released(self, at: datetime, words: Words) -> Happened:
        out = day(words["day"]) if words["day"] else at.date()
        return self._of_version(at, words["who"], out, released=True)

    def _postponed(self, at: datetime, words: Words) -> Happened:
        return self._of_version(at, words["who"], day(words["day"]), released=False)

    def _of_version(
        self, at: datetime, who: str, on: date, *, released: bool
    ) -> Happened:
        number = self._versions[who]
        done_ = self._apply(ev.VersionSet(at, number, on, released))
        return replace(done_, shows=tuple(self._planned(number)), is_kept=released)

    def _renamed(self, at: datetime, words: Words) -> Happened:
        status = _STATUS_IDS[words["status"]]
        return self._apply(ev.StatusRenamed(at, status, words["name"]))
