"""What the simulated Jira holds of an issue; frozen: an index may keep an old one."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One field of one change; its name is looked up when it is shown."""

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
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment of an issue."""

    id: int
    created: datetime
    updated: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as it is at one moment."""

    id: int
    project: str
    number: int
    type: str
    title: str
    description: str
    created: datetime
    updated: datetime
    status: str
    due: date | None
    parent: int | None
    labels: tuple[str, ...]
    components: tuple[str, ...]
    versions: tuple[str, ...]
    option: str | None
    mapped: bool = False
    """Whether it has its status by no change of its history."""
    hidden: bool = False
    """By a security level that our account is not on."""
    histories: tuple[History, ...] = ()
    comments: tuple[Comment, ...] = ()

    @property
    def key(self) -> str:
        """The key people know; a move changes it."""
        return f"{self.project}-{self.number}"
