"""The parts of Jira's payloads that we read, as it names them. No person among them.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/
https://developer.atlassian.com/server/jira/platform/webhooks/
"""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from passerelle_schemas.contract import Instant
from passerelle_schemas.facts import StatusCategory

_MILLISECONDS_FROM = 100_000_000_000


def _seconds(value: Any) -> Any:  # noqa: ANN401 - before validation
    """Instants come as text with any offset, or as epoch milliseconds or seconds."""
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if isinstance(value, int) and value >= _MILLISECONDS_FROM:
        return value / 1000
    return value


def _listed(value: Any) -> Any:  # noqa: ANN401 - before validation
    return () if value is None else value


Written = Annotated[str, Field(coerce_numbers_to_str=True)]
"""Ids come as numbers or as text."""
Id = Annotated[Written, Field(max_length=100, pattern=r"^[!-~]*$")]
"""Visible and short: it stands in the ids of items and of facts."""
When = Annotated[Instant, BeforeValidator(_seconds)]


class Payload(BaseModel):
    """A part of a payload: what we do not name is not read."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Category(Payload):
    """Jira's category of a status, by key: names are translated."""

    key: str = ""

    def known(self) -> StatusCategory | None:
        """One of the three that mean something; `undefined` is none of them."""
        return StatusCategory(self.key) if self.key in set(StatusCategory) else None


class Status(Payload):
    """A status."""

    id: Id
    name: str = ""
    category: Category | None = Field(default=None, alias="statusCategory")


class Named(Payload):
    """An issue type, a component: an id and a name."""

    id: Id = ""
    name: str = ""


class Project(Payload):
    """The project of an issue."""

    key: str


class Parent(Payload):
    """The parent of an issue."""

    id: Id
    key: str = ""


class LinkType(Payload):
    """What a link between issues means, by id and by name."""

    id: Id = ""
    name: str = ""


class IssueLink(Payload):
    """A link as an issue shows it: the other end stands where it does for this one."""

    type: LinkType = LinkType()
    inward: Parent | None = Field(default=None, alias="inwardIssue")
    """The other end, where this issue is the one that waits ("is blocked by")."""


class Version(Payload):
    """A version that an issue is planned for."""

    id: Id
    name: str = ""
    released: bool = False
    release_date: date | None = Field(default=None, alias="releaseDate")


class ShownSprint(Payload):
    """A sprint as the issues show it that stand in it, or stood in it."""

    id: Id
    name: str = ""
    state: str = ""
    starts_at: When | None = Field(default=None, alias="startDate")
    activated_at: When | None = Field(default=None, alias="activatedDate")
    ends_at: When | None = Field(default=None, alias="endDate")


class Comment(Payload):
    """A comment; its body is text, or a document of Cloud's version 3."""

    id: Id
    body: Any = None
    address: str = Field(default="", alias="self")
    created: When | None = None
    updated: When | None = None


class Comments(Payload):
    """The comments that an issue shows; there may be more than are shown."""

    total: int = 0
    comments: Annotated[tuple[Comment, ...], BeforeValidator(_listed)] = ()


class Fields(BaseModel):
    """The fields of an issue; custom ones by their id in `model_extra`."""

    model_config = ConfigDict(frozen=True, extra="allow")

    summary: str | None = None
    status: Status | None = None
    issuetype: Named | None = None
    project: Project | None = None
    created: When | None = None
    updated: When | None = None
    labels: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ()
    components: Annotated[tuple[Named, ...], BeforeValidator(_listed)] = ()
    duedate: date | None = None
    parent: Parent | None = None
    versions: Annotated[
        tuple[Version, ...], BeforeValidator(_listed), Field(alias="fixVersions")
    ] = ()
    description: Any = None
    comment: Comments | None = None
    links: Annotated[
        tuple[IssueLink, ...], BeforeValidator(_listed), Field(alias="issuelinks")
    ] = ()

    def custom(self, field: str) -> Any:  # noqa: ANN401 - it may hold anything
        """The value of a custom field; None when it has none."""
        return (self.model_extra or {}).get(field)


class Change(Payload):
    """One field that a change touched. Names are translated, ids are not."""

    field: str = ""
    kind: str | None = Field(default=None, alias="fieldtype")
    """`jira`, or `custom` for what an administrator added, whatever its name."""
    field_id: str | None = Field(default=None, alias="fieldId")
    before: Written | None = Field(default=None, alias="from")
    before_text: str | None = Field(default=None, alias="fromString")
    after: Written | None = Field(default=None, alias="to")
    after_text: str | None = Field(default=None, alias="toString")


class History(Payload):
    """One change of an issue: what was touched in one go. Webhooks tell no time."""

    id: Id
    created: When | None = None
    items: Annotated[tuple[Change, ...], BeforeValidator(_listed)] = ()


class Issue(Payload):
    """An issue, whole or in part."""

    id: Id
    key: str
    fields: Fields = Fields()


class Timestamp(Payload):
    """The time that a webhook tells of itself."""

    timestamp: When | None = None


class Identified(Payload):
    """Anything of which we read the id alone."""

    id: Id


class LinkKind(Payload):
    """What a link means."""

    is_of_subtasks: bool = Field(default=False, alias="isSubTaskLinkType")


class Link(Payload):
    """A link between two issues, as its webhooks tell it."""

    origin: Id = Field(alias="sourceIssueId")
    destination: Id = Field(alias="destinationIssueId")
    kind: LinkKind = Field(default=LinkKind(), alias="issueLinkType")
