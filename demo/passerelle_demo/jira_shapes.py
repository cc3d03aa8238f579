"""What Jira Cloud shows: REST v3 bodies made from the state, field by field.

Shapes after https://developer.atlassian.com/cloud/jira/platform/rest/v3/; every value
is invented. Field and status names are French, as on a French site: match the ids.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from passerelle_demo.company import (
    CATEGORIES,
    ISSUE_TYPES,
    JIRA_SITE,
    PROJECTS,
    STATUSES,
    ZONE,
    IssueType,
    Person,
    Project,
    Status,
)
from passerelle_demo.jira_state import Comment, History, Issue, Item

Json = dict[str, Any]

API = f"{JIRA_SITE}/rest/api/3"
SHOWN_HISTORIES = 40
"""How many changes `expand=changelog` shows at most: the newest ones, silently."""


def instant(moment: datetime) -> str:
    """Write an instant as Jira does: `2026-11-17T14:32:05.000+0100`, local offset."""
    local = moment.astimezone(ZONE)
    return f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond // 1000:03}{local:%z}"


def user(person: Person) -> Json:
    """Show an account, e-mail address and all."""
    return {
        "self": f"{API}/user?accountId={person.account_id}",
        "accountId": person.account_id,
        "emailAddress": person.email,
        "avatarUrls": {"48x48": f"{JIRA_SITE}/avatar/{person.number}"},
        "displayName": person.name,
        "active": True,
        "timeZone": "Europe/Paris",
        "accountType": "atlassian",
    }


def status(shown: Status) -> Json:
    """Show a status with its category."""
    number, colour, name = CATEGORIES[shown.category]
    return {
        "self": f"{API}/status/{shown.id}",
        "description": "",
        "iconUrl": f"{JIRA_SITE}/images/icons/statuses/generic.png",
        "name": shown.name,
        "id": shown.id,
        "statusCategory": {
            "self": f"{API}/statuscategory/{number}",
            "id": number,
            "key": shown.category,
            "colorName": colour,
            "name": name,
        },
    }


def issue_type(shown: IssueType) -> Json:
    """Show an issue type."""
    return {
        "self": f"{API}/issuetype/{shown.id}",
        "id": shown.id,
        "description": "",
        "iconUrl": f"{JIRA_SITE}/images/icons/issuetypes/{shown.id}.svg",
        "name": shown.name,
        "subtask": False,
        "hierarchyLevel": shown.level,
    }


def project(shown: Project) -> Json:
    """Show a project."""
    return {
        "self": f"{API}/project/{shown.id}",
        "id": str(shown.id),
        "key": shown.key,
        "name": shown.name,
        "projectTypeKey": "software",
        "simplified": False,
    }


def document(text: str) -> Json | None:
    """Write plain text as an Atlassian document: a paragraph a line."""
    if not text:
        return None
    paragraphs = [
        {"type": "paragraph", "content": [{"type": "text", "text": line}]}
        for line in text.splitlines()
        if line
    ]
    return {"type": "doc", "version": 1, "content": paragraphs}


def item(shown: Item) -> Json:
    """Show one field of a change."""
    return {
        "field": shown.field,
        "fieldtype": "custom" if shown.field_id.startswith("custom") else "jira",
        "fieldId": shown.field_id,
        "from": shown.was,
        "fromString": shown.was_said,
        "to": shown.now,
        "toString": shown.now_said,
    }


def history(shown: History) -> Json:
    """Show a change as an issue's changelog does."""
    return {
        "id": str(shown.id),
        "author": user(shown.author),
        "created": instant(shown.at),
        "items": [item(i) for i in shown.items],
    }


def bulk_history(shown: History) -> Json:
    """Show a change as `changelog/bulkfetch` does: its time is a number."""
    return {**history(shown), "created": int(shown.at.timestamp() * 1000)}


def changelog(issue: Issue) -> Json:
    """Show what `expand=changelog` shows: the newest changes first, then silence."""
    newest = issue.histories[::-1][:SHOWN_HISTORIES]
    return {
        "startAt": 0,
        "maxResults": len(newest),
        "total": len(issue.histories),
        "histories": [history(h) for h in newest],
    }


def comment(issue: Issue, shown: Comment) -> Json:
    """Show a comment."""
    return {
        "self": f"{API}/issue/{issue.id}/comment/{shown.id}",
        "id": str(shown.id),
        "author": user(shown.author),
        "body": document(shown.text),
        "updateAuthor": user(shown.author),
        "created": instant(shown.at),
        "updated": instant(shown.at),
        "jsdPublic": True,
    }


def comments(issue: Issue) -> Json:
    """Show all comments of an issue."""
    shown = [comment(issue, c) for c in issue.comments]
    return {
        "comments": shown,
        "self": f"{API}/issue/{issue.id}/comment",
        "maxResults": len(shown),
        "total": len(shown),
        "startAt": 0,
    }


def fields(issue: Issue) -> Json:
    """Show every field of an issue."""
    moves = [h.at for h in issue.histories for i in h.items if i.field_id == "status"]
    done = issue.resolved
    return {
        "summary": issue.title,
        "issuetype": issue_type(issue.type),
        "project": project(issue.project),
        "status": status(issue.status),
        "statuscategorychangedate": instant(moves[-1] if moves else issue.created),
        "created": instant(issue.created),
        "updated": instant(issue.updated),
        "duedate": issue.due.isoformat() if issue.due else None,
        "labels": list(issue.labels),
        "components": [_component(name) for name in issue.components],
        "fixVersions": [],
        "versions": [],
        "parent": _parent(issue.parent) if issue.parent else None,
        "resolution": {"id": "10000", "name": "Terminé"} if done else None,
        "resolutiondate": instant(done) if done else None,
        "priority": {"id": "3", "name": "Moyenne"},
        "reporter": user(issue.reporter),
        "creator": user(issue.reporter),
        "assignee": user(issue.histories[-1].author) if issue.histories else None,
        "description": document(issue.description),
        "comment": comments(issue),
        "issuelinks": [_link(issue, other) for other in issue.blocked_by],
        "subtasks": [],
        "customfield_10019": f"0|i{issue.id:05x}:",
        "customfield_10020": None,
    }


_NOT_NAVIGABLE = frozenset({"comment"})


def chosen(issue: Issue, names: Iterable[str]) -> Json:
    """Show the fields that a request names; `*all`, `*navigable` and `-name` work."""
    shown, wanted = fields(issue), list(names)
    kept: set[str] = set()
    for name in wanted:
        if name == "*all":
            kept |= shown.keys()
        elif name == "*navigable":
            kept |= shown.keys() - _NOT_NAVIGABLE
        elif name.startswith("-"):
            kept.discard(name[1:])
        else:
            kept.add(name)
    if not issue.parent:
        kept.discard("parent")
    return {name: value for name, value in shown.items() if name in kept}


def issue(shown: Issue, names: Iterable[str]) -> Json:
    """Show an issue with the fields that were asked for."""
    return {
        "expand": "renderedFields,names,schema,operations,editmeta,changelog",
        "id": str(shown.id),
        "self": f"{API}/issue/{shown.id}",
        "key": shown.key,
        "fields": chosen(shown, names),
    }


def _component(name: str) -> Json:
    number = 10200 + _COMPONENTS.index(name)
    return {"self": f"{API}/component/{number}", "id": str(number), "name": name}


_COMPONENTS = tuple(name for known in PROJECTS for name in known.components)


def _link(shown: Issue, other: Issue) -> Json:
    """A link as the issue that waits shows it."""
    number = f"{shown.id}{other.id}"
    return {
        "id": number,
        "self": f"{API}/issueLink/{number}",
        "type": {
            "id": "10000",
            "name": "Blocks",
            "inward": "is blocked by",
            "outward": "blocks",
            "self": f"{API}/issueLinkType/10000",
        },
        "inwardIssue": _parent(other),
    }


def _parent(shown: Issue) -> Json:
    return {
        "id": str(shown.id),
        "key": shown.key,
        "self": f"{API}/issue/{shown.id}",
        "fields": {
            "summary": shown.title,
            "status": status(shown.status),
            "priority": {"id": "3", "name": "Moyenne"},
            "issuetype": issue_type(shown.type),
        },
    }


FIELD_NAMES = {
    "summary": "Résumé",
    "issuetype": "Type de ticket",
    "project": "Projet",
    "status": "Statut",
    "created": "Création",
    "updated": "Mise à jour",
    "duedate": "Date d’échéance",
    "labels": "Étiquettes",
    "components": "Composants",
    "fixVersions": "Versions corrigées",
    "parent": "Parent",
    "resolution": "Résolution",
    "description": "Description",
    "comment": "Commentaire",
    "customfield_10019": "Classement",
    "customfield_10020": "Sprint",
}


def known_fields() -> list[Json]:
    """Show the site's fields: localised names, ids that never change."""
    return [
        {
            "id": field_id,
            "key": field_id,
            "name": name,
            "untranslatedName": name,
            "custom": field_id.startswith("customfield_"),
            "orderable": True,
            "navigable": field_id not in _NOT_NAVIGABLE,
            "searchable": True,
            "clauseNames": [field_id],
        }
        for field_id, name in FIELD_NAMES.items()
    ]


def known_statuses() -> list[Json]:
    """Show the site's statuses."""
    return [status(known) for known in STATUSES]


def known_types() -> list[Json]:
    """Show the site's issue types."""
    return [issue_type(known) for known in ISSUE_TYPES]
