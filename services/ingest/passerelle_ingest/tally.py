"""The figures of one source while they are counted, and as its contract says them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from passerelle_schemas.deliveries import Watermark
from passerelle_schemas.health import (
    CameBy,
    Day,
    ProjectHealth,
    Repaired,
    SourceHealth,
    Stop,
)
from passerelle_schemas.identity import Tracker
from passerelle_schemas.progress import Censused

MOST_DAYS = 60
MOST_STOPS = 10
FOUND = (
    "missed",
    "stale",
    "moved",
    "returned",
    "deleted",
    "moved_out",
    "not_visible",
    "restated",
    "silenced",
    "relisted",
)
"""What a census found otherwise than we knew, and mended."""
SEEN = ("still_there", "unreadable")


@dataclass(slots=True)
class Came:
    """What came by one way."""

    deliveries: int = 0
    facts: int = 0
    first_told: int = 0
    delivered_at: datetime | None = None
    changed_at: datetime | None = None


@dataclass(slots=True)
class DayTally:
    """What is counted by day."""

    first_told: Counter[str] = field(default_factory=Counter)
    set_aside: int = 0
    repaired: int = 0
    missed: int = 0


@dataclass(slots=True)
class Tally:
    """What was counted of one source."""

    source: str
    tracker: Tracker | None = None
    ways: dict[str, Came] = field(default_factory=dict)
    twice: int = 0
    late: int = 0
    disagreements: int = 0
    asked_again: int = 0
    said_again: int = 0
    removed: Counter[str] = field(default_factory=Counter)
    silences: Counter[str] = field(default_factory=Counter)
    set_aside: Counter[str] = field(default_factory=Counter)
    set_aside_later: Counter[str] = field(default_factory=Counter)
    repaired: Counter[str] = field(default_factory=Counter)
    projects: dict[str, ProjectHealth] = field(default_factory=dict)
    days: dict[date, DayTally] = field(default_factory=dict)

    def way(self, name: str) -> Came:
        """What came by that way so far."""
        return self.ways.setdefault(name, Came())

    def day(self, day: date) -> DayTally:
        """What is counted of *day*; a day that is too old is counted nowhere."""
        found = self.days.setdefault(day, DayTally())
        while len(self.days) > MOST_DAYS:
            del self.days[min(self.days)]
        return found

    def read_to(self, mark: Watermark) -> None:
        """A project was read to its end."""
        self._project(
            mark.project,
            complete_until=mark.complete_until,
            read_at=mark.read_at,
            items=mark.items,
        )

    def reading(self, project: str, items: int | None) -> None:
        """A whole reading of a project is so far; none when there is none any more."""
        self._project(project, reading=items)

    def is_known(self, taken: Censused) -> bool:
        """Whether a census was counted that is no older, by the tracker's clock."""
        known = self.projects.get(taken.project)
        return bool(known and known.census_at and taken.taken_at <= known.census_at)

    def census(self, taken: Censused) -> None:
        """A census was taken, or stopped."""
        self.repaired["stopped" if taken.stopped_because else "censuses"] += 1
        for name in (*FOUND, *SEEN):
            self.repaired[name] += getattr(taken, name)
        if found := sum(getattr(taken, name) for name in FOUND):
            day = self.day(taken.taken_at.date())
            day.repaired += found
            day.missed += taken.missed + taken.stale
        known = self.projects.get(taken.project)
        if known and known.census_at and taken.taken_at < known.census_at:
            return  # two at a time, and the one that began first ended last
        self._project(
            taken.project,
            census_at=taken.taken_at,
            census_complete_at=taken.completed_at,
            stops=stopped(known.stops if known else (), taken),
        )

    def _project(self, name: str, **told: object) -> None:
        known = self.projects.get(name) or ProjectHealth(project=name)
        self.projects[name] = known.model_copy(update=told)

    def said(self, now: datetime, by: str, *, first: bool) -> SourceHealth:
        """Say it all; *first* tells whether it is known what was told first."""
        return SourceHealth(
            source=self.source,
            tracker=self.tracker,
            said_at=now,
            said_by=by,
            projects=tuple(self.projects[name] for name in sorted(self.projects)),
            ways={n: _came(self.ways[n], first=first) for n in sorted(self.ways)},
            twice=self.twice,
            late=self.late if first else None,
            removed=_told(self.removed) if first else None,
            disagreements=self.disagreements if first else None,
            silences=_told(self.silences),
            asked_again=self.asked_again,
            set_aside=_told(self.set_aside),
            set_aside_later=_told(self.set_aside_later),
            said_again=self.said_again,
            repaired=Repaired(**_told(self.repaired)),
            days=tuple(_day(d, self.days[d], first=first) for d in sorted(self.days)),
        )

    @classmethod
    def of(cls, said: SourceHealth) -> "Tally":
        """Go on from what was said."""
        return cls(
            source=said.source,
            tracker=said.tracker,
            ways={name: _came_back(one) for name, one in said.ways.items()},
            twice=said.twice,
            late=said.late or 0,
            disagreements=said.disagreements or 0,
            asked_again=said.asked_again,
            said_again=said.said_again,
            removed=Counter(said.removed or {}),
            silences=Counter(said.silences),
            set_aside=Counter(said.set_aside),
            set_aside_later=Counter(said.set_aside_later),
            repaired=Counter(said.repaired.model_dump()),
            projects={project.project: project for project in said.projects},
            days={one.day: _day_back(one) for one in said.days},
        )


def stopped(stops: tuple[Stop, ...], taken: Censused) -> tuple[Stop, ...]:
    """Say when censuses were stopped, now that another one was taken."""
    last = stops[-1] if stops and not stops[-1].until else None
    if not taken.stopped_because:
        ended = {"until": taken.taken_at}
        return (*stops[:-1], last.model_copy(update=ended)) if last else stops
    if last:
        why = {"because": taken.stopped_because}
        return (*stops[:-1], last.model_copy(update=why))
    begun = Stop(because=taken.stopped_because, since=taken.taken_at)
    return (*stops, begun)[-MOST_STOPS:]


def _came(one: Came, *, first: bool) -> CameBy:
    return CameBy(
        deliveries=one.deliveries,
        facts=one.facts,
        first_told=one.first_told if first else None,
        delivered_at=one.delivered_at,
        changed_at=one.changed_at,
    )


def _came_back(said: CameBy) -> Came:
    return Came(
        said.deliveries,
        said.facts,
        said.first_told or 0,
        said.delivered_at,
        said.changed_at,
    )


def _day(day: date, one: DayTally, *, first: bool) -> Day:
    return Day(
        day=day,
        first_told=_told(one.first_told) if first else None,
        set_aside=one.set_aside,
        repaired=one.repaired,
        missed=one.missed,
    )


def _day_back(said: Day) -> DayTally:
    return DayTally(
        Counter(said.first_told or {}), said.set_aside, said.repaired, said.missed
    )


def _told(counted: Counter[str]) -> dict[str, int]:
    """In one order, and without what never happened."""
    return {name: counted[name] for name in sorted(counted) if counted[name]}
