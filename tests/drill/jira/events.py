"""What happens on the simulated site: the log that the truth is computed from."""

from dataclasses import dataclass
from datetime import date, datetime

Value = str | int | date | tuple[str, ...] | None
"""What a field is set to; the issue's id for a parent."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An issue was made, with what it showed at once."""

    at: datetime
    issue: int
    project: str
    number: int
    type: str
    title: str
    description: str
    status: str
    due: date | None
    parent: int | None
    labels: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    option: str | None = None
    cloned: int | None = None
    """The issue that it is a copy of: it has a history from the first moment."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One field was set: by the id of the field."""

    at: datetime
    issue: int
    field: str
    value: Value


@dataclass(frozen=True, slots=True)
class Moved:
    """An issue went to another project: its id stays, its key does not."""

    at: datetime
    issue: int
    project: str
    number: int


@dataclass(frozen=True, slots=True)
class Mapped:
    """A new workflow gave an issue another status: no history tells it."""

    at: datetime
    issue: int
    status: str


@dataclass(frozen=True, slots=True)
class Commented:
    """Somebody said something."""

    at: datetime
    issue: int
    comment: int
    text: str


@dataclass(frozen=True, slots=True)
class Reworded:
    """A comment was edited."""

    at: datetime
    issue: int
    comment: int
    text: str


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A comment was deleted."""

    at: datetime
    issue: int
    comment: int


@dataclass(frozen=True, slots=True)
class Linked:
    """Two issues were linked: both get a history, only the first an update."""

    at: datetime
    issue: int
    other: int


@dataclass(frozen=True, slots=True)
class Secured:
    """An issue was hidden from our account alone, or shown to it again."""

    at: datetime
    issue: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Deleted:
    """An issue was deleted."""

    at: datetime
    issue: int


@dataclass(frozen=True, slots=True)
class StatusRenamed:
    """An administrator gave a status another name. No issue is updated."""

    at: datetime
    status: str
    name: str


@dataclass(frozen=True, slots=True)
class FieldRenamed:
    """An administrator gave a field another name. No issue is updated."""

    at: datetime
    field: str
    name: str


@dataclass(frozen=True, slots=True)
class ProjectRenamed:
    """An administrator gave a project another key: so do all its issues have one.

    No issue is updated, and no history tells it. Old keys lead there for ever.
    """

    at: datetime
    project: str
    key: str


@dataclass(frozen=True, slots=True)
class VersionSet:
    """A version was postponed or released. No issue is updated."""

    at: datetime
    version: str
    day: date
    released: bool


OfIssue = (
    Opened
    | Changed
    | Mapped
    | Moved
    | Commented
    | Reworded
    | Unsaid
    | Linked
    | Secured
    | Deleted
)
OfSite = StatusRenamed | FieldRenamed | ProjectRenamed | VersionSet
Event = OfIssue | OfSite
