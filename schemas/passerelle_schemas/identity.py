"""Who is who: names that never change, made from what the trackers never change."""

import hashlib
import re
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

from pydantic import Field

from passerelle_schemas.contract import Contract, in_utc

SourceId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
"""The configured name of one tracker site, for example `jira-verdier`."""

ItemId = Annotated[str, Field(min_length=3, max_length=200, pattern=r"^[^:\s]+:\S+$")]
"""`source:what the tracker never changes`; see the functions below for each form."""

FactId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


_BY_KEY = "?"
_MILESTONE = "/milestone/"
_SPRINT = ":sprint/"
_GITHUB = re.compile(r"[0-9]+(#|/)")
"""What GitHub's ids begin with: the repository's number, and what is in it."""


class Tracker(StrEnum):
    """The kinds of site we can follow."""

    GITHUB = "github"
    JIRA = "jira"


class ItemKind(StrEnum):
    """What a work item is in its tracker, in words that every tracker shares."""

    ISSUE = "issue"
    PULL_REQUEST = "pull_request"
    MILESTONE = "milestone"
    VERSION = "version"
    RELEASE = "release"


class ItemRef(Contract):
    """A work item as others point to it: its identity and the key people know."""

    id: ItemId
    key: str
    """`PAY-123`, `verdier/web#12`: an attribute, which a move or a rename changes."""


def jira_issue(source: str, issue_id: str) -> str:
    """Jira keeps an issue's id when its key changes in a move."""
    return f"{source}:{issue_id}"


def by_key(source: str, key: str) -> str:
    """Address an item by the key that people wrote, until its source says its id.

    No source is called so: an address is never the id of an item.
    """
    return f"{_BY_KEY}{source}:{key}"


def is_by_key(item: str) -> bool:
    """Whether this is an address, and not the id of an item."""
    return item.startswith(_BY_KEY)


def jira_version(source: str, version_id: str) -> str:
    """Jira keeps a version's id when it is renamed."""
    return f"{source}:version/{version_id}"


def jira_sprint(source: str, sprint_id: str) -> str:
    """Jira keeps a sprint's id when it is renamed."""
    return f"{source}{_SPRINT}{sprint_id}"


def is_sprint(target: str) -> bool:
    """Whether this is the id of a sprint, and not of a version."""
    return _SPRINT in target


def github_numbered(source: str, repository_id: int, number: int) -> str:
    """GitHub numbers issues and pull requests together, and never numbers again.

    The numeric ids of the two APIs differ (an issue's id and its pull request's id for
    the same number), the pair of repository id and number is told by every one of them.
    """
    return f"{source}:{repository_id}#{number}"


def github_milestone(source: str, repository_id: int, number: int) -> str:
    """Milestones have numbers of their own in each repository."""
    return f"{source}:{repository_id}{_MILESTONE}{number}"


def is_milestone(item: str) -> bool:
    """Whether this is the id of a milestone, and not of a version or another item."""
    return _MILESTONE in item


def tracker_of(item: str) -> Tracker:
    """Say which tracker an item is known to, by the form of its id."""
    own = item.partition(":")[2]
    return Tracker.GITHUB if _GITHUB.match(own) else Tracker.JIRA


def github_release(source: str, repository_id: int, release_id: int) -> str:
    """Releases have ids; tags can be moved."""
    return f"{source}:{repository_id}/release/{release_id}"


def fact_id(item: str, kind: str, happened_at: datetime, *content: object) -> str:
    """Name a fact after its content: the same change, however it came, is one fact.

    *content* is the value that was set and, where the tracker has one, the id of the
    change. Two calls with equal arguments give the same 32 hexadecimal digits.
    """
    parts = (item, kind, _instant(in_utc(happened_at)), *map(_written, content))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def _written(value: object) -> str:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return _instant(in_utc(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Contract):
        return value.model_dump_json()
    return str(value)


@lru_cache(maxsize=1024)
def _instant(at: datetime) -> str:
    """The facts of a history share few of them. In UTC: equal ones are the same."""
    return at.isoformat()
