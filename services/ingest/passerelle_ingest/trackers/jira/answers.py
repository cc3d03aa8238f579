"""The shapes of Jira's REST answers, as far as the reading itself needs them."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from passerelle_ingest.delivery import Json
from passerelle_ingest.errors import AnswerRefusedError
from passerelle_ingest.http import Page
from passerelle_ingest.keyset import Row
from passerelle_ingest.people import cleaned_of_people
from passerelle_ingest.reading import Item, unreadable
from passerelle_ingest.trackers.jira.payloads import Category, Id, Project, When
from passerelle_schemas.facts import StatusRef

A = TypeVar("A", bound="Answer")


def _listed(value: Any) -> Any:  # noqa: ANN401 - before validation
    return [] if value is None else value


Rows = Annotated[list[Any], BeforeValidator(_listed)]
"""One that is no object is for whoever tells it to leave out."""


class Answer(BaseModel):
    """A part of an answer: what we do not name is kept in the raw delivery only."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Comments(Answer):
    """Comments, perhaps not all of them."""

    total: int = 0
    comments: Rows = []


class InlineHistory(Answer):
    """`changelog` of an issue, perhaps cut."""

    total: int = 0
    histories: Rows = []


class HistoryPage(Answer):
    """One page of `/issue/{id}/changelog`."""

    total: int = 0
    values: Rows = []


class FoundFields(Answer):
    """The fields of a found issue that the reading itself needs."""

    updated: When
    created_at: When | None = Field(default=None, alias="created")
    comment: Comments | None = None


class FoundIssue(Answer):
    """An issue that a search found."""

    id: Id
    key: str = ""
    fields: FoundFields
    changelog: InlineHistory | None = None

    @property
    def updated(self) -> datetime:
        """Its last change."""
        return self.fields.updated

    @property
    def row(self) -> Row:
        """Its place in a list that is sorted by last change."""
        return self.id, self.updated

    @property
    def created(self) -> datetime:
        """When it was created; else its last change, which is no earlier."""
        return self.fields.created_at or self.fields.updated


class Found(Answer):
    """One page of a search. Cloud tells tokens and no total, Data Center a total."""

    rows: list[Any] = Field(alias="issues")
    total: int | None = None
    size: int = Field(default=0, alias="maxResults")
    """How many rows a page has at most, by the tracker."""
    next_token: str | None = Field(default=None, alias="nextPageToken")
    is_last: bool = Field(default=False, alias="isLast")


class NamedProject(Answer):
    """A project, by the key that it has now."""

    key: str = ""


class PlacedFields(Answer):
    """The field of an issue that tells where it is."""

    project: Project | None = None


class Placed(Answer):
    """An issue, of which we want to know where it is."""

    key: str
    fields: PlacedFields = PlacedFields()


class Identified(Answer):
    """Anything with an id."""

    id: Id


class Myself(Answer):
    """Who is asking. Cloud and Data Center name users in different ways."""

    account_id: str = Field(default="", alias="accountId")
    key: str = ""
    name: str = ""

    @property
    def account(self) -> str:
        """What names the account for ever, as far as this Jira tells it."""
        return self.account_id or self.key or self.name


class Permission(Answer):
    """A permission, and whether we have it."""

    have: bool = Field(default=False, alias="havePermission")


class Permissions(Answer):
    """`mypermissions`."""

    permissions: dict[str, Permission] = {}


class Count(Answer):
    """`search/approximate-count`."""

    count: int


class ChangesOf(Answer):
    """Some histories of one issue."""

    issue_id: Id = Field(alias="issueId")
    histories: Rows = Field(default=[], alias="changeHistories")


class BulkChanges(Answer):
    """One page of `changelog/bulkfetch`."""

    logs: tuple[ChangesOf, ...] = Field(default=(), alias="issueChangeLogs")
    next_token: str | None = Field(default=None, alias="nextPageToken")


class ListedStatus(Answer):
    """A status of the catalogue."""

    id: Id
    name: str
    category: Category | None = Field(default=None, alias="statusCategory")


class Schema(Answer):
    """What a field is made of."""

    custom: str = ""


class ListedField(Answer):
    """A field of the catalogue."""

    id: Id
    name: str = ""
    custom: Schema = Field(default=Schema(), alias="schema")


_FIELDS = TypeAdapter(tuple[ListedField, ...])
_RANKS = frozenset({"gh-lexo-rank", "gh-global-rank"})
"""How Jira's boards name the kinds of field that hold an order, on any site."""


def checked(kind: type[A], page: Page) -> A:
    """Read an answer; raises AnswerRefusedError when it is not as Jira describes it."""
    try:
        return kind.model_validate(page.content)
    except (ValueError, OverflowError) as error:
        raise _refused(page) from error


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of a search: its issues with their answers, and what is none."""

    page: Page
    issues: tuple[tuple[FoundIssue, Json], ...]
    unreadable: tuple[Item, ...]

    def without(self, known: Callable[[Row], bool]) -> "FoundPage":
        """Leave out the issues that are known as they are."""
        kept = (
            pair for pair in self.issues if not known((pair[0].id, pair[0].updated))
        )
        return replace(self, issues=tuple(kept))

    def of_projects(self, follows: Callable[[str], bool]) -> "FoundPage":
        """Leave out the issues of projects that are not followed."""
        kept = (pair for pair in self.issues if follows(project_told(pair[1])))
        return replace(self, issues=tuple(kept))


def found_issues(page: Page, rows: Sequence[Any]) -> FoundPage:
    """Read what the reading itself needs of each found issue.

    Raises AnswerRefusedError for a page of which no row can be read.
    """
    issues: list[tuple[FoundIssue, Json]] = []
    bad: list[Item] = []
    for row in rows:
        try:
            issues.append((FoundIssue.model_validate(row), row))
        except (ValueError, OverflowError) as error:
            bad.append(unreadable(page, error))
    if bad and not issues:
        raise _refused(page)
    return FoundPage(page, tuple(issues), tuple(bad))


def project_told(row: Json) -> str:
    """The key of an issue's project; the issue's own key tells it as well."""
    try:
        placed = Placed.model_validate(row)
    except ValueError:
        return ""
    home = placed.fields.project
    return home.key if home else placed.key.rpartition("-")[0]


def as_catalogue(page: Page) -> dict[str, StatusRef]:
    """Every status by its id. `undefined` is a category that means nothing.

    One that cannot be read is left out: issues tell their own with its category.
    """
    if not isinstance(page.content, list):
        raise _refused(page)
    listed = []
    for row in page.content:
        with suppress(ValueError, OverflowError):
            listed.append(ListedStatus.model_validate(row))
    return {
        status.id: StatusRef(
            id=status.id,
            name=cleaned_of_people(status.name, limit=100),
            category=status.category.known() if status.category else None,
        )
        for status in listed
    }


def as_ranks(page: Page) -> frozenset[str]:
    """The ids and the names of the fields that order a list."""
    try:
        listed = _FIELDS.validate_python(page.content)
    except ValueError as error:
        raise _refused(page) from error
    ranks = [f for f in listed if f.custom.custom.rpartition(":")[2] in _RANKS]
    return frozenset(name for field in ranks for name in (field.id, field.name))


def _refused(page: Page) -> AnswerRefusedError:
    path = page.path.partition("?")[0]
    return AnswerRefusedError(path, "it is not as Jira describes it")
