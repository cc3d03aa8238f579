"""Tasks planned: so many finished each week, so many open, each with its instants."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from passerelle_demo.story.calendar import (
    THIS_WEEK,
    dice,
    on_a_working_day,
    paris,
    working_hour,
)
from passerelle_demo.story.lines import Line
from passerelle_demo.story.titles import title

LAST_FRIDAY = paris("2026-11-20 17:40")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Work toward one aim, as one team does it."""

    name: str
    home: str
    """A Jira project key, or a repository whose issues carry the work."""
    theme: str
    finished: tuple[int, ...] = ()
    """How many tasks were finished each week; the last figure is week `until`."""
    until: int = THIS_WEEK
    planned: int = 0
    along: int = 8
    """One task in so many was thought of along the way; the others were planned before
    the first week. With 1, work comes as it comes."""
    added: int = 0
    """Planned too, but only thought of in the last three weeks."""
    started: int = 0
    in_review: int = 0
    seen: datetime = LAST_FRIDAY
    """When someone last touched what is open."""
    lines: tuple[Line, ...] = ()
    parent: str | None = None
    """The epic (Jira) or the milestone (GitHub)."""
    labels: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    code: str | None = None
    """The repository of the pull requests of a Jira project."""
    shipped: tuple[datetime, ...] = ()
    """When finished Jira work went into users' hands."""


@dataclass(frozen=True, slots=True)
class Task:
    """One task of a stream, with its instants as far as it got."""

    stream: Stream
    number: int
    created: datetime
    started: datetime | None = None
    reviewed: datetime | None = None
    finished: datetime | None = None
    line: Line | None = None

    @property
    def handle(self) -> str:
        """Its name in the story."""
        return f"{self.stream.name}-{self.number}"

    @property
    def title(self) -> str:
        """What the engineers call it."""
        return title(self.stream.theme, self.stream.name, self.number)

    @property
    def is_repair(self) -> bool:
        """Whether it mends something; what has a business line brings something."""
        return self.line is None and self.die(7, "bug") == 0

    def die(self, sides: int, what: str) -> int:
        """Throw this task's own die."""
        return dice(sides, self.handle, what)


def tasks_of(stream: Stream) -> tuple[Task, ...]:
    """Plan the tasks: the finished ones as they ended, then the open ones."""
    moments = _ends(stream)
    lines = _shared_out(stream.lines, len(moments))
    done = [_done(stream, n, end, lines.get(n)) for n, end in enumerate(moments)]
    return (*done, *_open_tasks(stream, len(done)))


def _ends(stream: Stream) -> list[datetime]:
    first = stream.until - len(stream.finished) + 1
    ends = [
        working_hour(
            first + week, (dice(5, stream.name, week) + 2 * n) % 5, stream.name, week, n
        )
        for week, count in enumerate(stream.finished)
        for n in range(count)
    ]
    return sorted(ends)


def _shared_out(lines: tuple[Line, ...], finished: int) -> dict[int, Line]:
    """Give the newest two tasks, then every second one, a line."""
    newest = [finished - 1 - k for k in range(finished) if k == 1 or k % 2 == 0]
    return dict(zip(newest, lines, strict=False))


def _done(stream: Stream, number: int, end: datetime, line: Line | None) -> Task:
    hours = 3 + dice(22, stream.name, number, "review")
    review = on_a_working_day(end - timedelta(hours=hours))
    days = 1 + dice(6, stream.name, number, "work")
    start = on_a_working_day(review - timedelta(days=days))
    wait = 3 + dice(26, stream.name, number, "wait")
    created = _created(stream, number, start - timedelta(days=wait))
    return Task(stream, number, created, start, review, end, line)


def _created(stream: Stream, number: int, along: datetime) -> datetime:
    """When a task was planned: before the first week, or *along* the way."""
    week = stream.until - len(stream.finished) + 1
    first = working_hour(week, 0, stream.name, number)
    if number % stream.along < stream.along - 1:
        days = 10 + dice(3, stream.name, number, "planned")
        return on_a_working_day(first - timedelta(days=days))
    return on_a_working_day(max(along, first - timedelta(days=12)))


def _open_tasks(stream: Stream, first: int) -> Iterator[Task]:
    number = first
    for count, stage in (
        (stream.in_review, 2),
        (stream.started, 1),
        (stream.planned, 0),
    ):
        for _ in range(count):
            yield _open(stream, number, stage)
            number += 1
    for n in range(stream.added):
        late = stream.seen - timedelta(days=1 + 2 * n, hours=dice(7, stream.name, n))
        yield Task(stream, number + n, on_a_working_day(late))


def _open(stream: Stream, number: int, stage: int) -> Task:
    review = on_a_working_day(
        stream.seen - timedelta(hours=20 + dice(40, stream.name, number, "r"))
    )
    start = on_a_working_day(
        review - timedelta(days=1 + dice(5, stream.name, number, "s"))
    )
    wait = 40 + dice(60, stream.name, number, "w")
    created = _created(stream, number, start - timedelta(days=wait))
    return Task(
        stream,
        number,
        created,
        start if stage else None,
        review if stage > 1 else None,
    )
