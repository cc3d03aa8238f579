"""Epics: the promises that departments were given, and what became of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from passerelle_demo.company import DOING, EPIC, Status
from passerelle_demo.story.calendar import on_a_working_day, paris
from passerelle_demo.story.events import (
    Commented,
    DueDateSet,
    Event,
    JiraCreated,
    Ranked,
    StatusMoved,
)
from passerelle_demo.story.lines import Line

_EVE = paris("2026-11-20 18:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Epic:
    """A promise with its history."""

    name: str
    project: str
    number: int
    title: str
    created: datetime
    due: date | None
    """The first day promised, given when the epic was written."""
    moved: tuple[tuple[datetime, date], ...] = ()
    ended: datetime | None = None
    ended_as: Status | None = None
    line: Line | None = None
    """What it brings, in the description."""
    word: tuple[datetime, Line] | None = None
    """What the team says of it, in a comment."""
    labels: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    spoken_of_until: datetime | None = None
    """The last weekly round that looked at it; those go on when none is given."""


def epic(told: Epic) -> Iterator[Event]:
    """Tell the life of an epic."""
    yield JiraCreated(
        told.created,
        told.name,
        told.project,
        told.title,
        type=EPIC,
        number=told.number,
        due=told.due,
        labels=told.labels,
        components=told.components,
        description=f"Cadrage dans Confluence.\n{told.line or ''}".strip(),
    )
    started = on_a_working_day(told.created + timedelta(days=9, hours=1))
    yield StatusMoved(started, told.name, DOING)
    for moment, due in told.moved:
        yield DueDateSet(moment, told.name, due)
    yield from _weekly_rounds(told, started)
    if told.word:
        moment, said = told.word
        yield Commented(moment, told.name, str(said))
    if told.ended and told.ended_as:
        yield StatusMoved(told.ended, told.name, told.ended_as)


_WORDS = (
    "Point hebdo : RAS, on déroule le backlog.",
    "Weekly: burndown OK, 2 tickets en review.",
    "Point hebdo : vélocité stable, reste les tests de charge.",
    "Weekly: rebased the epic branch, nothing blocking.",
)


def _weekly_rounds(told: Epic, started: datetime) -> Iterator[Event]:
    last = told.spoken_of_until or told.ended or _EVE
    moment, count = started + timedelta(days=7, minutes=11), 0
    while moment < last:
        spoken = on_a_working_day(moment)
        yield Commented(spoken, told.name, _WORDS[count % len(_WORDS)])
        yield Ranked(spoken + timedelta(minutes=3), told.name)
        moment, count = moment + timedelta(days=7, minutes=13), count + 1
