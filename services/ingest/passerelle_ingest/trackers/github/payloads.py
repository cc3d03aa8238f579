"""The parts of GitHub's payloads that we read, as it names them. No person among them.

https://docs.github.com/en/webhooks/webhook-events-and-payloads
https://docs.github.com/en/rest/issues/timeline
"""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from passerelle_schemas.contract import Instant


def _text(value: Any) -> Any:  # noqa: ANN401 - before validation
    return "" if value is None else value


def _named(value: Any) -> Any:  # noqa: ANN401 - before validation
    return value if isinstance(value, dict) else {"name": value}


Text = Annotated[str, BeforeValidator(_text)]
"""GitHub says null where it means no text."""


_FULL_NAME = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}/[A-Za-z0-9_.-]{1,100}$"
"""`owner/name`: it stands in keys and addresses, so it can hold nothing else."""


class Payload(BaseModel):
    """A part of a payload: what we do not name is not read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Repository(Payload):
    """`repository` of a webhook, and `GET /repos/{owner}/{repo}`."""

    id: int
    full_name: Annotated[str, Field(pattern=_FULL_NAME)]


class Label(Payload):
    """A label of an issue."""

    name: Text = ""


Labels = tuple[Annotated[Label, BeforeValidator(_named)], ...]
"""GitHub's description lets each of them be a mere name, or nothing."""


class IssueType(Payload):
    """The organisation's own type of an issue."""

    id: int
    name: Text = ""


class Milestone(Payload):
    """A milestone, whole wherever it appears."""

    number: int
    title: Text
    description: Text = ""
    state: str
    due_on: Instant | None = None
    created_at: Instant
    updated_at: Instant
    closed_at: Instant | None = None


class PullMark(Payload):
    """`pull_request` of an issue that is one; old payloads lack `merged_at`."""

    merged_at: Instant | None = None


class Issue(Payload):
    """An issue; a pull request as the issues API shows it is marked."""

    number: int
    title: Text
    body: Text = ""
    state: str = ""
    """`open` or `closed`; GitHub's own schema lets some webhooks leave it out."""
    state_reason: str | None = None
    draft: bool | None = None
    labels: Labels = ()
    milestone: Milestone | None = None
    type: IssueType | None = None
    pull_request: PullMark | None = None
    parent_issue_url: str | None = None
    created_at: Instant
    updated_at: Instant
    closed_at: Instant | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is open; without a word about it, a closing time tells."""
        return self.state == "open" or (not self.state and self.closed_at is None)


class Branch(Payload):
    """One end of a pull request."""

    ref: Text = ""


class Pull(Payload):
    """A pull request as its own API shows it; the issues API tells no branch."""

    number: int
    title: Text
    body: Text = ""
    state: str
    draft: bool | None = None
    merged_at: Instant | None = None
    labels: Labels = ()
    milestone: Milestone | None = None
    head: Branch | None = None
    created_at: Instant
    updated_at: Instant
    closed_at: Instant | None = None


class Comment(Payload):
    """A comment of the conversation, or of the code under review."""

    id: int
    body: Text = ""
    created_at: Instant
    updated_at: Instant


class Review(Payload):
    """A review; one that is being written has no `submitted_at`."""

    id: int
    body: Text = ""
    submitted_at: Instant | None = None


class Release(Payload):
    """A release. `created_at` is the time of its commit; drafts are not published."""

    id: int
    tag_name: Text
    name: Text = ""
    body: Text = ""
    draft: bool = False
    prerelease: bool = False
    created_at: Instant
    published_at: Instant | None = None
    updated_at: Instant | None = None


class Committer(Payload):
    """Who committed, of which we read the time alone."""

    date: Instant | None = None


class IssueReference(Payload):
    """An issue that an event of a timeline points to."""

    number: int
    repository: Repository


class Rename(Payload):
    """The title before it was changed."""

    before: Text = Field(default="", alias="from")


class TimelineEvent(Payload):
    """One event of a timeline; which fields it has depends on its kind."""

    event: str = ""
    id: int | None = None
    created_at: Instant | None = None
    updated_at: Instant | None = None
    submitted_at: Instant | None = None
    state_reason: str | None = None
    body: Text = ""
    committer: Committer | None = None
    comments: tuple[Comment, ...] = ()
    """Of `line-commented`, which has neither an id nor a time of its own."""
    label: Label | None = None
    """Of `labeled` and `unlabeled`."""
    rename: Rename | None = None
    """Of `renamed`."""
    parent_issue: IssueReference | None = None
    """Of `parent_issue_added` and `parent_issue_removed`."""


class Listed(Payload):
    """What the reading itself needs of a listed issue."""

    number: int
    updated_at: Instant


class ChangedFrom(Payload):
    """The value before an edit."""

    before: str | None = Field(default=None, alias="from")


class Changes(Payload):
    """`changes` of an edited or transferred webhook."""

    title: ChangedFrom | None = None
    body: ChangedFrom | None = None
    due_on: ChangedFrom | None = None
    new_issue: Issue | None = None
    new_repository: Repository | None = None
