"""The things that the simulated GitHub keeps: numbered items, milestones, releases."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from passerelle_demo.company import Person, Repository

Extra = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of a timeline. *extra* holds what only this kind of entry has."""

    id: int
    kind: str
    at: datetime
    actor: Person
    extra: Extra


@dataclass(slots=True)
class Milestone:
    """A milestone as it is now; GitHub keeps no history of its due date."""

    id: int
    number: int
    title: str
    description: str
    due: date
    created: datetime
    updated: datetime
    creator: Person
    closed: datetime | None = None


@dataclass(slots=True)
class Pull:
    """What a pull request has that an issue has not."""

    id: int
    branch: str
    head: str
    draft: bool
    fixes: "Numbered | None" = None
    merged: datetime | None = None
    merged_by: Person | None = None
    reviews: list[Happened] = field(default_factory=list)


@dataclass(slots=True)
class Numbered:
    """An issue or a pull request."""

    id: int
    repository: "RepositoryState"
    number: int
    title: str
    body: str
    author: Person
    created: datetime
    updated: datetime
    labels: list[str]
    milestone: Milestone | None = None
    closed: datetime | None = None
    closed_by: Person | None = None
    reason: str | None = None
    pull: Pull | None = None
    timeline: list[Happened] = field(default_factory=list)

    @property
    def comments(self) -> list[Happened]:
        """Its comments, oldest first."""
        return [entry for entry in self.timeline if entry.kind == "commented"]


@dataclass(slots=True)
class Release:
    """A published release."""

    id: int
    tag: str
    notes: str
    at: datetime
    author: Person


@dataclass(slots=True)
class RepositoryState:
    """A repository with all that is in it."""

    who: Repository
    numbered: dict[int, Numbered] = field(default_factory=dict)
    milestones: dict[int, Milestone] = field(default_factory=dict)
    releases: list[Release] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)

    def count(self, milestone: Milestone) -> tuple[int, int]:
        """Return how many of its issues are open and closed."""
        mine = [n for n in self.numbered.values() if n.milestone is milestone]
        closed = sum(n.closed is not None for n in mine)
        return len(mine) - closed, closed


@dataclass(frozen=True, slots=True)
class Change:
    """What one event did, for those who announce it."""

    action: str
    repository: RepositoryState
    at: datetime
    actor: Person
    numbered: Numbered | None = None
    entry: Happened | None = None
    milestone: Milestone | None = None
    release: Release | None = None
    was: date | None = None
    closes: Numbered | None = None
    """The issue that a merge closed with it."""
