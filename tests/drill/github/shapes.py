"""What the drill's GitHub shows: REST bodies, as far as somebody may read them.

After https://docs.github.com/en/rest; people are invented, and must reach no fact.
"""

from datetime import UTC, datetime
from typing import Any

from tests.drill.github.records import (
    WEB,
    Happened,
    Milestone,
    Numbered,
    Release,
    Repo,
)

Json = dict[str, Any]
USER: Json = {"login": "mona-drill", "id": 77, "type": "User"}


def instant(at: datetime) -> str:
    """Write an instant in whole seconds, as GitHub does."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _maybe(at: datetime | None) -> str | None:
    return instant(at) if at else None


def repository(repo: Repo) -> Json:
    """Show a repository."""
    owner, _, name = repo.full_name.partition("/")
    return {
        "id": repo.id,
        "name": name,
        "full_name": repo.full_name,
        "private": True,
        "owner": {"login": owner, "id": 5, "type": "Organization"},
        "permissions": {"admin": False, "push": False, "pull": True},
    }


def milestone(shown: Milestone) -> Json:
    """Show a milestone; its day is a midnight of San Francisco."""
    due = shown.due
    return {
        "id": 40_000 + shown.number,
        "number": shown.number,
        "title": shown.title,
        "description": shown.text.body or None,
        "creator": USER,
        "state": "open" if shown.closed_at is None else "closed",
        "created_at": instant(shown.created),
        "updated_at": instant(shown.updated),
        "closed_at": _maybe(shown.closed_at),
        "due_on": f"{due.isoformat()}T{shown.due_hour:02}:00:00Z" if due else None,
    }


def issue(shown: Numbered) -> Json:
    """Show an issue, or a pull request as the issues API does."""
    kind = "pull" if shown.pull else "issues"
    body: Json = {
        "id": shown.repo.id * 100_000 + shown.number,
        "number": shown.number,
        "html_url": f"{WEB}/{shown.repo.full_name}/{kind}/{shown.number}",
        "title": shown.title,
        "user": USER,
        "assignees": [USER],
        "labels": [{"id": 9, "name": name, "color": "ededed"} for name in shown.labels],
        "state": "open" if shown.is_open else "closed",
        "state_reason": shown.reason,
        "milestone": milestone(shown.milestone) if shown.milestone else None,
        "created_at": instant(shown.created),
        "updated_at": instant(shown.updated),
        "closed_at": _maybe(shown.closed_at),
        "body": shown.text.body or None,
    }
    if shown.parent is not None:
        above = shown.parent
        path = f"repos/{above.repo.full_name}/issues/{above.number}"
        body["parent_issue_url"] = f"https://api.drill.example/{path}"
    if shown.pull:
        body["draft"] = shown.pull.draft
        body["pull_request"] = {"merged_at": _maybe(shown.pull.merged_at)}
        body["state_reason"] = None
    return body


def heard(shown: Numbered) -> Json:
    """Show an issue in a webhook of it or its comments: without its parent."""
    return {k: told for k, told in issue(shown).items() if k != "parent_issue_url"}


def pull(shown: Numbered) -> Json:
    """Show a pull request as its own API does; its id is another one."""
    if shown.pull is None:
        raise TypeError(shown.number)
    told = issue(shown)
    for name in ("pull_request", "state_reason"):
        told.pop(name)
    return {
        **told,
        "id": shown.repo.id * 900_000 + shown.number,
        "draft": shown.pull.draft,
        "merged_at": _maybe(shown.pull.merged_at),
        "merged": shown.pull.merged_at is not None,
        "head": {"ref": shown.pull.branch, "sha": f"{shown.number:040x}"},
        "base": {"ref": "main", "sha": "0" * 40},
    }


def comment(shown: Happened) -> Json:
    """Show a comment."""
    return {
        "id": shown.id,
        "user": USER,
        "body": shown.text.body if shown.text else "",
        "created_at": instant(shown.at),
        "updated_at": instant(shown.edited_at or shown.at),
    }


def review(shown: Happened) -> Json:
    """Show a review, which has `submitted_at` and no `actor`."""
    return {
        "id": shown.id,
        "user": USER,
        "body": shown.text.body if shown.text else "",
        "state": "approved",
        "submitted_at": instant(shown.at),
    }


def event(shown: Happened) -> Json:
    """Show an event of a timeline, each kind with its own oddities."""
    if shown.kind == "commented":
        return {"event": "commented", "actor": USER, **comment(shown)}
    if shown.kind == "reviewed":
        return {"event": "reviewed", **review(shown)}
    if shown.kind == "committed":
        who = {"name": "Mona", "email": "mona@drill.example", "date": instant(shown.at)}
        return {"event": "committed", "sha": f"{shown.id:040x}", "committer": who}
    body: Json = {
        "id": shown.id,
        "event": shown.kind,
        "actor": None,
        "created_at": instant(shown.at),
    }
    if shown.kind == "closed":
        body["state_reason"] = shown.reason
    if shown.label is not None:
        body["label"] = {"name": shown.label, "color": "ededed"}
    if shown.other is not None:
        body["parent_issue"] = {
            "number": shown.other.number,
            "repository": repository(shown.other.repo),
        }
    return body


def release(shown: Release) -> Json:
    """Show a release."""
    return {
        "id": shown.number,
        "tag_name": shown.tag,
        "name": shown.tag,
        "author": USER,
        "draft": shown.published is None,
        "prerelease": shown.prerelease,
        "created_at": instant(shown.created),
        "published_at": _maybe(shown.published),
        "updated_at": instant(shown.updated),
        "body": shown.body,
    }
