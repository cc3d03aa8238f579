"""The timeline language: what can happen in the two trackers, in one line each.

Items go by a *handle* that only the story knows; the trackers give them their keys
and numbers as they come. In any text `{handle}` stands for that key or number.
"""

from dataclasses import dataclass
from datetime import date, datetime

from passerelle_demo.company import STORY, IssueType, Status


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a tracker."""

    at: datetime
    item: str


@dataclass(frozen=True, slots=True)
class JiraCreated(Event):
    """Somebody created a Jira issue."""

    project: str
    title: str
    type: IssueType = STORY
    number: int | None = None
    """The number in its key, where rules or people cite it; else the next free one."""
    parent: str | None = None
    due: date | None = None
    labels: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class StatusMoved(Event):
    """A Jira issue went to another status."""

    to: Status


@dataclass(frozen=True, slots=True)
class DueDateSet(Event):
    """Someone set, moved or took away a Jira due date."""

    to: date | None


@dataclass(frozen=True, slots=True)
class Ranked(Event):
    """Someone dragged a Jira issue up the backlog."""


@dataclass(frozen=True, slots=True)
class ProjectMoved(Event):
    """A Jira issue went to another project: same id, another key."""

    to: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ParentSet(Event):
    """A Jira issue went under an epic."""

    to: str


@dataclass(frozen=True, slots=True)
class Blocked(Event):
    """Somebody linked a Jira issue to the one that it waits for."""

    by: str


@dataclass(frozen=True, slots=True)
class Deleted(Event):
    """An issue is gone, in either tracker, without a trace in any list."""


@dataclass(frozen=True, slots=True)
class Commented(Event):
    """Somebody wrote a comment, in either tracker."""

    text: str


@dataclass(frozen=True, slots=True)
class Labelled(Event):
    """Somebody put a label on an item, in either tracker."""

    label: str


@dataclass(frozen=True, slots=True)
class IssueOpened(Event):
    """Somebody opened a GitHub issue."""

    repository: str
    title: str
    body: str = ""
    labels: tuple[str, ...] = ()
    milestone: str | None = None


@dataclass(frozen=True, slots=True)
class IssueClosed(Event):
    """A GitHub issue was closed by hand."""

    reason: str = "completed"


@dataclass(frozen=True, slots=True)
class IssueReopened(Event):
    """A GitHub issue was opened again."""


@dataclass(frozen=True, slots=True)
class PullOpened(Event):
    """Somebody opened a pull request."""

    repository: str
    title: str
    branch: str
    body: str = ""
    labels: tuple[str, ...] = ()
    fixes: str | None = None
    """The issue of the same repository that its body closes."""
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Pushed(Event):
    """A commit came to a pull request."""

    message: str


@dataclass(frozen=True, slots=True)
class Readied(Event):
    """A draft became ready for review."""


@dataclass(frozen=True, slots=True)
class Reviewed(Event):
    """Somebody reviewed a pull request: `approved` or `changes_requested`."""

    state: str


@dataclass(frozen=True, slots=True)
class Merged(Event):
    """A pull request was merged, and what it fixes is closed with it."""


@dataclass(frozen=True, slots=True)
class PullClosed(Event):
    """A pull request was closed without being merged."""


@dataclass(frozen=True, slots=True)
class MilestoneOpened(Event):
    """Somebody planned a milestone."""

    repository: str
    title: str
    due: date
    description: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneMoved(Event):
    """A milestone was given another day. GitHub keeps no history of it."""

    due: date


@dataclass(frozen=True, slots=True)
class MilestoneClosed(Event):
    """A milestone was closed."""


@dataclass(frozen=True, slots=True)
class Released(Event):
    """A release was published."""

    repository: str
    tag: str
    notes: str
