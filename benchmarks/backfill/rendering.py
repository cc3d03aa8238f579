"""The answers of the simulated trackers, as bytes, of a size that real ones have. Pure.

Item *n* of *items* was changed last at BEGIN plus *n* seconds, so that a list in order
of change is a list of numbers.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]

BEGIN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
PAGE = 100
PROJECT = "bench/bench"
_REPOSITORY = 7001
EVENTS = 6
"""Of each GitHub timeline; two of them are comments."""
CHANGES = 8
"""Of each Jira issue but the eventful ones."""
EVENTFUL = 50
"""Each fiftieth issue has so many changes that a search cuts them."""
MANY, SHOWN = 130, 100
_FILLER = "Nous avons revu la maquette avec les agents, qui la trouvent plus lisible. "


def _at(number: int, *, days: float = 0) -> str:
    at = BEGIN + timedelta(seconds=number, days=days)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _user(number: int, home: str) -> Json:
    login, api = f"dev-{number % 40}", f"{home}/users/dev-{number % 40}"
    rest = ("followers", "gists", "starred", "subscriptions", "orgs", "repos")
    return {
        "login": login,
        "id": 4000 + number % 40,
        "node_id": "MDQ6VXNlcjQwMDA=",
        "avatar_url": f"https://avatars.example/u/{4000 + number % 40}?v=4",
        "gravatar_id": "",
        "url": api,
        "html_url": f"https://github.example/{login}",
        **{f"{name}_url": f"{api}/{name}" for name in rest},
        "type": "User",
        "site_admin": False,
    }


def github_repository(home: str) -> Json:
    """The repository itself."""
    return {
        "id": _REPOSITORY,
        "node_id": "R_bench",
        "name": "bench",
        "full_name": PROJECT,
        "owner": {**_user(1, home), "login": "bench"},
        "html_url": f"https://github.example/{PROJECT}",
        "url": f"{home}/repos/{PROJECT}",
        "private": True,
        "permissions": {"pull": True},
        "created_at": _at(0, days=-900),
        "updated_at": _at(0),
        "pushed_at": _at(0),
        "default_branch": "main",
        "has_issues": True,
    }


def github_issue(number: int, home: str) -> Json:
    """An issue as the list shows it."""
    closed = number % 3 == 0
    url = f"{home}/repos/{PROJECT}/issues/{number}"
    return {
        "url": url,
        "repository_url": f"{home}/repos/{PROJECT}",
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "html_url": f"https://github.example/{PROJECT}/issues/{number}",
        "id": 1_000_000 + number,
        "node_id": f"I_{number}",
        "number": number,
        "title": f"Étape {number} du paiement en un geste",
        "user": _user(number, home),
        "labels": [_label("paiement"), _label(f"équipe-{number % 5}")],
        "state": "closed" if closed else "open",
        "state_reason": "completed" if closed else None,
        "locked": False,
        "assignees": [_user(number + 1, home)],
        "milestone": None,
        "comments": 2,
        "created_at": _at(number, days=-60),
        "updated_at": _at(number),
        "closed_at": _at(number, days=-1) if closed else None,
        "author_association": "MEMBER",
        "type": None,
        "active_lock_reason": None,
        "body": f"Métier : le client paie sans ressaisir sa carte.\n\n{_FILLER * 4}",
        "closed_by": _user(number + 1, home) if closed else None,
        "reactions": {"url": f"{url}/reactions", "total_count": 0, "+1": 0, "-1": 0},
        "timeline_url": f"{url}/timeline",
        "performed_via_github_app": None,
    }


def _label(name: str) -> Json:
    return {
        "id": 9000,
        "node_id": "LA_1",
        "url": "https://api.github.example/labels/1",
        "name": name,
        "color": "ededed",
        "default": False,
        "description": "Du domaine du paiement",
    }


def github_timeline(number: int, home: str) -> list[Json]:
    """What happened to an issue: labels, an assignee, comments, its end."""

    def event(place: int, kind: str, **more: object) -> Json:
        told: Json = {
            "id": number * 100 + place,
            "node_id": f"EV_{number}_{place}",
            "url": f"{home}/repos/{PROJECT}/issues/events/{number * 100 + place}",
            "actor": _user(number + place, home),
            "event": kind,
            "created_at": _at(number, days=-50 + place),
        }
        return told | more

    comments = [
        event(
            place,
            "commented",
            user=_user(number + place, home),
            body=_FILLER * 3,
            updated_at=_at(number, days=-50 + place),
            author_association="MEMBER",
            html_url=f"https://github.example/{PROJECT}/issues/{number}#{place}",
        )
        for place in (2, 4)
    ]
    ends = "closed" if number % 3 == 0 else "renamed"
    more: Json = {"rename": {"from": "Étape", "to": "Étape du paiement"}}
    return [
        event(0, "labeled", label={"name": "paiement", "color": "ededed"}),
        event(1, "assigned", assignee=_user(number + 1, home)),
        comments[0],
        event(3, "unlabeled", label={"name": "à trier", "color": "ededed"}),
        comments[1],
        event(5, ends, **({} if ends == "closed" else more)),
    ]


GRAPHQL = {
    "data": {
        "repo0": {"nameWithOwner": PROJECT, "databaseId": _REPOSITORY},
        "rateLimit": {"cost": 1},
    }
}

STATUSES = [
    {
        "self": "https://jira.example/rest/api/3/status/1",
        "description": "",
        "iconUrl": "https://jira.example/images/icons/statuses/open.png",
        "name": name,
        "id": number,
        "statusCategory": {
            "self": f"https://jira.example/rest/api/3/statuscategory/{number}",
            "id": int(number),
            "key": key,
            "colorName": "blue-gray",
            "name": name,
        },
    }
    for number, name, key in (
        ("1", "À faire", "new"),
        ("3", "En cours", "indeterminate"),
        ("5", "Terminé", "done"),
    )
]


def jira_issue(number: int) -> Json:
    """An issue as a search shows it, with the fields that were asked for."""
    status = STATUSES[(number // 2) % 3]
    text = {"type": "text", "text": f"Métier : {_FILLER * 3}"}
    described = {
        "type": "doc",
        "version": 1,
        "content": [{"type": "paragraph", "content": [text]}],
    }
    return {
        "expand": "operations,versionedRepresentations,editmeta,changelog",
        "id": str(10_000 + number),
        "self": f"https://jira.example/rest/api/3/issue/{10_000 + number}",
        "key": f"PAY-{number}",
        "changelog": jira_changelog(number),
        "fields": {
            "summary": f"Étape {number} du paiement en un geste",
            "status": status,
            "issuetype": {
                "self": "https://jira.example/rest/api/3/issuetype/10001",
                "id": "10001",
                "name": "Story",
                "subtask": False,
                "hierarchyLevel": 0,
            },
            "project": {
                "self": "https://jira.example/rest/api/3/project/10000",
                "id": "10000",
                "key": "PAY",
                "name": "Paiements",
                "projectTypeKey": "software",
                "avatarUrls": {"48x48": "https://jira.example/avatar/10000"},
            },
            "created": _at(number, days=-60).replace("Z", ".000+0000"),
            "updated": _at(number).replace("Z", ".000+0000"),
            "labels": ["paiement", f"équipe-{number % 5}"],
            "components": [{"id": "10100", "name": "Caisse"}],
            "duedate": "2026-12-18",
            "fixVersions": [],
            "description": described,
            "comment": {"comments": [], "total": 0, "maxResults": 0, "startAt": 0},
        },
    }


def jira_changelog(number: int) -> Json:
    """The changes as a search shows them: cut where there are many, newest first."""
    total = MANY if number % EVENTFUL == 0 else CHANGES
    shown = [jira_history(number, place, total) for place in reversed(range(total))]
    return {
        "startAt": 0,
        "maxResults": min(total, SHOWN),
        "total": total,
        "histories": shown[:SHOWN],
    }


def jira_histories(number: int) -> Json:
    """All changes of an eventful issue, as they are told in bulk."""
    every = [jira_history(number, place, MANY) for place in range(MANY)]
    return {"issueId": str(10_000 + number), "changeHistories": every}


def jira_history(number: int, place: int, total: int) -> Json:
    """One change: a status that moves, or a day that is put off."""
    at = _at(number, days=-50 + 49 * (place + 1) / total).replace("Z", ".000+0000")
    # The last status is the one that the issue shows.
    last = (number // 2) % 3
    now = STATUSES[(last + (total - 1 - place)) % 3]
    was = STATUSES[(last + (total - place)) % 3]
    item = {
        "field": "status",
        "fieldtype": "jira",
        "fieldId": "status",
        "from": was["id"],
        "fromString": was["name"],
        "to": now["id"],
        "toString": now["name"],
    }
    return {
        "id": str(number * 1000 + place),
        "author": {
            "self": f"https://jira.example/rest/api/3/user?accountId=5b10{place}",
            "accountId": f"5b10a2844c20165700ede2{place % 40:02}",
            "avatarUrls": {"48x48": "https://jira.example/avatar/48"},
            "displayName": f"Dev {place % 40}",
            "active": True,
            "timeZone": "Europe/Paris",
            "accountType": "atlassian",
        },
        "created": at,
        "items": [item],
    }


def as_bytes(content: object) -> bytes:
    """Write JSON as the vendors do."""
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
