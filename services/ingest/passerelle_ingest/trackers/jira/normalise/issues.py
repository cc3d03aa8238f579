"""What an issue shows of itself: its snapshot, its parent, its marked lines."""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from passerelle_ingest.delivery import Json
from passerelle_ingest.marked_lines import marked_lines
from passerelle_ingest.people import cleaned_label, cleaned_of_people
from passerelle_ingest.site import Site
from passerelle_ingest.telling import Teller
from passerelle_ingest.trackers.jira.documents import flat
from passerelle_ingest.trackers.jira.normalise.sprints import sprints_of
from passerelle_ingest.trackers.jira.payloads import Comment, Issue, Status, Version
from passerelle_schemas.contract import Instant
from passerelle_schemas.facts import (
    AnyFact,
    CustomField,
    NotesWritten,
    Snapshot,
    StatusCategory,
    StatusRef,
    Target,
    Touch,
    WorkObserved,
)
from passerelle_schemas.identity import ItemKind, ItemRef, jira_issue, jira_version
from passerelle_schemas.text import cleaned

NAME = 100
VALUE = 3 * NAME
_MOST_LINKS = 50
_DEEPEST = 4
"""A list of options that hold another is three."""
_IS_A_PERSON = frozenset({"accountId", "displayName", "emailAddress"})
"""What only a user has, on Cloud or on Data Center."""


class UnknownParentError(Exception):
    """The issue names its epic by a key whose id we do not know yet."""


def teller_of(site: Site, issue_id: str) -> Teller:
    """Speak of an issue."""
    return Teller(jira_issue(site.source.id, issue_id))


def is_whole(issue: Issue) -> bool:
    """Whether all that a snapshot needs is there; comment webhooks bring less."""
    shown = issue.fields.model_fields_set
    needed = {"summary", "status", "issuetype", "project", "created", "updated"}
    return needed <= shown and bool(issue.fields.created and issue.fields.updated)


def status_of(site: Site, status: Status) -> StatusRef:
    """Say a status; its category comes with it, or from the catalogue."""
    known = site.statuses.get(status.id)
    category = status.category.known() if status.category else None
    name = cleaned_of_people(status.name, limit=NAME) or (
        known.name if known else status.id
    )
    if category is None and known:
        category = known.category
    return _status(status.id, name, category)


@lru_cache(maxsize=1024)
def _status(status_id: str, name: str, category: StatusCategory | None) -> StatusRef:
    """Make it once: every change of a long history names the same few."""
    return StatusRef(id=status_id, name=name, category=category)


def project_of(issue: Issue) -> str:
    """The project's key."""
    project = issue.fields.project
    key = project.key if project else issue.key.rpartition("-")[0]
    return cleaned(key, limit=NAME)


def issue_shown(site: Site, issue: Issue) -> WorkObserved:
    """Say the whole issue as it was at its last update.

    Raises ValueError when it is not whole, UnknownParentError when its epic is not
    known by id.
    """
    fields = issue.fields
    if not (fields.status and fields.issuetype and fields.created and fields.updated):
        why = "the issue is not whole"
        raise ValueError(why)
    source = site.source
    key = cleaned(issue.key, limit=NAME)
    kept = ((name, _plain(fields.custom(name))) for name in source.fields)
    snapshot = Snapshot(
        kind=ItemKind.ISSUE,
        key=key,
        url=f"{source.web}/browse/{quote(key, safe='')}",
        project=project_of(issue),
        type_id=fields.issuetype.id,
        type_name=cleaned_of_people(fields.issuetype.name, limit=NAME),
        title=cleaned_of_people(fields.summary or "", limit=300),
        status=status_of(site, fields.status),
        created_at=fields.created,
        labels=_names(iter(fields.labels)),
        components=_names(component.name for component in fields.components),
        due=fields.duedate,
        parent=parent_of(site, issue),
        targets=tuple(target_of(source.id, version) for version in fields.versions),
        custom=tuple(CustomField(id=n, value=value) for n, value in kept if value),
        blocked_by=blocked_by(site, issue),
        sprints=sprints_of(site, _sprint_field(site, issue)),
    )
    return teller_of(site, issue.id).observed(fields.updated, snapshot, rank=1)


def blocked_by(site: Site, issue: Issue) -> tuple[ItemRef, ...]:
    """Say the issues that this one waits for, by the source's type of link."""
    wanted = {name.casefold() for name in site.source.blocking_links}
    found = {
        link.inward.id: cleaned(link.inward.key, limit=NAME)
        for link in issue.fields.links
        if link.inward is not None
        and link.inward.id != issue.id
        and {link.type.id, link.type.name.casefold()} & wanted
    }
    source = site.source.id
    return tuple(
        ItemRef(id=jira_issue(source, one), key=key)
        for one, key in sorted(found.items())[:_MOST_LINKS]
    )


def parent_of(site: Site, issue: Issue) -> ItemRef | None:
    """The parent, else the epic of the epic-link field.

    Raises UnknownParentError for an epic whose key we know and whose id we do not.
    """
    source, parent = site.source, issue.fields.parent
    if parent is not None and parent.id == issue.id:
        return None  # Nothing is its own parent, whatever a tracker's data says.
    if parent is not None:
        key = cleaned(parent.key, limit=NAME)
        return ItemRef(id=jira_issue(source.id, parent.id), key=key)
    epic = epic_key(site, issue)
    if epic is None or epic == cleaned(issue.key, limit=NAME):
        return None
    known = site.issue_ids.get(epic)
    if known is None:
        raise UnknownParentError(epic)
    return ItemRef(id=jira_issue(source.id, known), key=epic) if known else None


def _sprint_field(site: Site, issue: Issue) -> Any:  # noqa: ANN401 - a custom field
    field = site.source.sprint_field
    return issue.fields.custom(field) if field else None


def epic_key(site: Site, issue: Issue) -> str | None:
    """The key in the epic-link field, where the source has one and it is used."""
    field = site.source.epic_link_field
    key = issue.fields.custom(field) if field else None
    return cleaned(key, limit=NAME) or None if isinstance(key, str) else None


def epic_named(site: Site, answer: Json) -> str | None:
    """The key of the epic that an answer names by its key alone; none if it cannot."""
    if not site.source.epic_link_field:
        return None
    try:
        fields = {**answer["fields"], "comment": None}
        issue = Issue.model_validate({**answer, "fields": fields})
    except (ValueError, KeyError, TypeError):
        return None
    return None if issue.fields.parent else epic_key(site, issue)


def description_notes(site: Site, issue: Issue, at: Instant) -> NotesWritten:
    """Say the marked lines of the description, or that it has none."""
    lines = marked_lines(flat(issue.fields.description), site.source)
    return teller_of(site, issue.id).notes(at, "description", lines)


def comment_told(
    site: Site, teller: Teller, comment: Comment, heard_at: Instant
) -> Iterator[AnyFact]:
    """Say a comment's marked lines and that somebody spoke.

    An edited comment may have lost lines that it had, so it says that it has none.
    """
    lines = marked_lines(flat(comment.body), site.source)
    created = comment.created or heard_at
    updated = comment.updated or created
    if lines or updated != created:
        yield teller.notes(updated, comment.id, lines)
    yield teller.touched(created, Touch.DISCUSSION)


def _names(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(sorted({cleaned_label(name, limit=NAME) for name in names} - {""}))


def target_of(source: str, version: Version) -> Target:
    """Say a version as the issues show it that are planned for it."""
    day = version.release_date
    return Target(
        id=jira_version(source, version.id),
        name=cleaned_of_people(version.name, limit=NAME),
        due=day,
        released=version.released,
        released_on=day if version.released else None,
    )


def _plain(value: Any, depth: int = 0) -> str:  # noqa: ANN401 - a custom field may hold anything
    """A custom field as one line: the name of an option, several with commas.

    An object that has no name is not told: it may hold people, however deep.
    """
    if value is None or depth > _DEEPEST:
        return ""
    if isinstance(value, dict):
        if _IS_A_PERSON & value.keys():
            return ""
        known = (value[name] for name in ("value", "name", "key") if name in value)
        return _plain(next(known, None), depth + 1)
    if isinstance(value, list):
        told = ", ".join(filter(None, (_plain(v, depth + 1) for v in value[:50])))
        return cleaned(told, limit=VALUE)
    told = value if isinstance(value, str) else json.dumps(value)
    return cleaned_of_people(told, limit=VALUE)
