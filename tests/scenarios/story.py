"""A story, and what a director should be told of it, written by hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from passerelle_schemas.business import RiskKind, Severity, Stage


class World(StrEnum):
    """Where a story is told: the two trackers, and both kinds of one."""

    GITHUB = "github"
    CLOUD = "jira cloud"
    DATA_CENTER = "jira data center"


JIRA = (World.CLOUD, World.DATA_CENTER)


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened, in a tracker's words."""

    at: datetime
    words: str
    place: str
    """The file and line, for who has to mend it."""


@dataclass(frozen=True, slots=True, order=True)
class RiskTold:
    """A risk as an edition of that instant would tell it."""

    kind: RiskKind
    since: datetime
    severity: Severity
    until: datetime | None = field(default=None, compare=False)
    ended: str = ""
    """The same as text: what is compared must have an order."""

    @classmethod
    def of(
        cls,
        kind: RiskKind,
        severity: Severity,
        since: datetime,
        until: datetime | None,
    ) -> "RiskTold":
        """Make one; *until* is none while it holds."""
        ended = until.isoformat() if until else ""
        return cls(kind, since, severity, until, ended)

    def __str__(self) -> str:
        """Say it as a story does."""
        end = f" to {told(self.until)}" if self.until else ""
        word = "" if self.until else "since "
        return f"{self.kind} {self.severity} {word}{told(self.since)}{end}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one item at an instant, as far as a story says."""

    stages: tuple[tuple[Stage, datetime], ...]
    promises: tuple[tuple[date | None, datetime], ...] = ()
    risks: frozenset[RiskTold] = frozenset()
    means: str | None = None
    """Its objective, `unmapped` or `excluded`; none where the story does not ask."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An instant at which somebody asks, with all that is to be told by then."""

    at: datetime
    answers: Mapping[str, Answer]
    """By what the story calls each item; of all others no risk is to be told."""
    worlds: frozenset[World]


@dataclass(frozen=True, slots=True)
class Story:
    """What happened in each world, and what is to be told."""

    name: str
    place: str
    told: Mapping[World, tuple[Line, ...]]
    asked: tuple[Asked, ...]
    near: frozenset[RiskKind] = frozenset()
    """The risks that it comes near to, and must not tell."""
    known: Mapping[World, str] = field(default_factory=dict)
    """Where it is not answered rightly yet, and why."""
    rules: Mapping[str, Any] = field(default_factory=dict)
    """What its rule set says otherwise."""

    @property
    def is_silent(self) -> bool:
        """Whether no risk is to be told of anything, ever."""
        return not any(answer.risks for answer in self.answers())

    @property
    def kinds(self) -> frozenset[RiskKind]:
        """The risks that are to be told."""
        return frozenset(r.kind for answer in self.answers() for r in answer.risks)

    def answers(self) -> Iterator[Answer]:
        """Every answer that it asks for."""
        return (answer for asked in self.asked for answer in asked.answers.values())

    def asked_in(self, world: World) -> tuple[Asked, ...]:
        """What is asked in one world, the earliest first."""
        return tuple(asked for asked in self.asked if world in asked.worlds)


def told(at: datetime | None) -> str:
    """Write an instant as stories do."""
    return f"{at.day} {at:%b %H:%M}" if at else "–"
