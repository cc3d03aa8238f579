"""What GitHub shows: REST bodies made from the state, field by field.

Shapes after https://docs.github.com/en/rest (API version 2022-11-28, which newer ones
only take fields from); every value is invented.
"""

import base64
from datetime import UTC, date, datetime, time
from typing import Any

from passerelle_demo.company import (
    GITHUB_API,
    GITHUB_SITE,
    ORGANISATION,
    ZONE,
    Person,
)
from passerelle_demo.github_records import (
    Happened,
    Milestone,
    Numbered,
    Release,
    RepositoryState,
)
from passerelle_demo.story.calendar import dice

Json = dict[str, Any]


def instant(moment: datetime) -> str:
    """Write an instant as GitHub does: UTC, whole seconds, Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _maybe(moment: datetime | None) -> str | None:
    return instant(moment) if moment else None


def node(prefix: str, number: int) -> str:
    """Write a GraphQL node id."""
    encoded = base64.urlsafe_b64encode(str(number).encode()).decode().rstrip("=")
    return f"{prefix}_{encoded}"


def user(person: Person) -> Json:
    """Show an account."""
    api = f"{GITHUB_API}/users/{person.login}"
    return {
        "login": person.login,
        "id": person.number,
        "node_id": node("U", person.number),
        "avatar_url": f"{GITHUB_SITE}/avatars/u/{person.number}?v=4",
        "gravatar_id": "",
        "url": api,
        "html_url": f"{GITHUB_SITE}/{person.login}",
        "repos_url": f"{api}/repos",
        "events_url": f"{api}/events{{/privacy}}",
        "type": "User",
        "user_view_type": "public",
        "site_admin": False,
    }


def organisation() -> Json:
    """Show the organisation as webhooks do."""
    return {
        "login": ORGANISATION,
        "id": 188_240_117,
        "node_id": node("O", 188_240_117),
        "url": f"{GITHUB_API}/orgs/{ORGANISATION}",
        "repos_url": f"{GITHUB_API}/orgs/{ORGANISATION}/repos",
        "description": "Vente par correspondance depuis 1926",
    }


def repository(shown: RepositoryState) -> Json:
    """Show a repository."""
    who, pushed = shown.who, [n.updated for n in shown.numbered.values()]
    still_open = sum(n.closed is None for n in shown.numbered.values())
    return {
        "id": who.id,
        "node_id": node("R", who.id),
        "name": who.name,
        "full_name": who.full_name,
        "private": True,
        "owner": {**organisation(), "type": "Organization", "site_admin": False},
        "html_url": f"{GITHUB_SITE}/{who.full_name}",
        "description": who.says,
        "fork": False,
        "url": api_of(shown),
        "issues_url": f"{api_of(shown)}/issues{{/number}}",
        "pulls_url": f"{api_of(shown)}/pulls{{/number}}",
        "milestones_url": f"{api_of(shown)}/milestones{{/number}}",
        "releases_url": f"{api_of(shown)}/releases{{/id}}",
        "created_at": instant(who.born),
        "updated_at": instant(max(pushed, default=who.born)),
        "pushed_at": instant(max(pushed, default=who.born)),
        "has_issues": True,
        "archived": False,
        "disabled": False,
        "visibility": "private",
        "open_issues_count": still_open,
        "open_issues": still_open,
        "default_branch": "main",
        "topics": [],
    }


def api_of(shown: RepositoryState) -> str:
    """Return where a repository is in the API."""
    return f"{GITHUB_API}/repos/{shown.who.full_name}"


def label(name: str) -> Json:
    """Show a label."""
    number = 6_100_000_000 + dice(10**6, "label", name)
    return {
        "id": number,
        "node_id": node("LA", number),
        "url": f"{GITHUB_API}/labels/{name}",
        "name": name,
        "color": f"{dice(1 << 24, name):06x}",
        "default": name == "bug",
        "description": None,
    }


def milestone(where: RepositoryState, shown: Milestone) -> Json:
    """Show a milestone; its due date is a morning in the company's time zone."""
    still_open, closed = where.count(shown)
    at = f"{api_of(where)}/milestones/{shown.number}"
    return {
        "url": at,
        "html_url": f"{GITHUB_SITE}/{where.who.full_name}/milestone/{shown.number}",
        "labels_url": f"{at}/labels",
        "id": shown.id,
        "node_id": node("MI", shown.id),
        "number": shown.number,
        "title": shown.title,
        "description": shown.description or None,
        "creator": user(shown.creator),
        "open_issues": still_open,
        "closed_issues": closed,
        "state": "closed" if shown.closed else "open",
        "created_at": instant(shown.created),
        "updated_at": instant(shown.updated),
        "due_on": day_on(shown.due),
        "closed_at": _maybe(shown.closed),
    }


def day_on(day: date) -> str:
    """Write a day as GitHub stores a milestone's: an instant of that day."""
    return instant(datetime.combine(day, time(9), tzinfo=ZONE))


def issue(shown: Numbered) -> Json:
    """Show an issue, or a pull request as the issues API shows it."""
    where, pull = shown.repository, shown.pull
    at, html = places(shown)
    body: Json = {
        "url": at,
        "repository_url": api_of(where),
        "labels_url": f"{at}/labels{{/name}}",
        "comments_url": f"{at}/comments",
        "events_url": f"{at}/events",
        "html_url": html,
        "id": shown.id,
        "node_id": node("PR" if pull else "I", shown.id),
        "number": shown.number,
        "title": shown.title,
        "user": user(shown.author),
        "labels": [label(name) for name in shown.labels],
        "state": "closed" if shown.closed else "open",
        "locked": False,
        "assignees": [],
        "milestone": milestone(where, shown.milestone) if shown.milestone else None,
        "comments": len(shown.comments),
        "created_at": instant(shown.created),
        "updated_at": instant(shown.updated),
        "closed_at": _maybe(shown.closed),
        "author_association": "MEMBER",
        "active_lock_reason": None,
        "body": shown.body or None,
        "reactions": {"url": f"{at}/reactions", "total_count": 0},
        "timeline_url": f"{at}/timeline",
        "performed_via_github_app": None,
        "state_reason": shown.reason,
    }
    if pull:
        body["draft"] = pull.draft
        body["pull_request"] = {
            "url": at.replace("/issues/", "/pulls/"),
            "html_url": html,
            "diff_url": f"{html}.diff",
            "patch_url": f"{html}.patch",
            "merged_at": _maybe(pull.merged),
        }
    return body


def whole_issue(shown: Numbered) -> Json:
    """Show an issue as `GET …/issues/{n}` does: with who closed it."""
    closer = user(shown.closed_by) if shown.closed_by else None
    return {**issue(shown), "closed_by": closer}


def pull(shown: Numbered) -> Json:
    """Show a pull request as the list of pull requests does."""
    where, change = shown.repository, shown.pull
    if change is None:
        raise TypeError(shown.number)
    at, html = places(shown)
    here = at.replace("/issues/", "/pulls/")
    return {
        "url": here,
        "id": change.id,
        "node_id": node("PR", shown.id),
        "html_url": html,
        "diff_url": f"{html}.diff",
        "patch_url": f"{html}.patch",
        "issue_url": at,
        "number": shown.number,
        "state": "closed" if shown.closed else "open",
        "locked": False,
        "title": shown.title,
        "user": user(shown.author),
        "body": shown.body or None,
        "created_at": instant(shown.created),
        "updated_at": instant(shown.updated),
        "closed_at": _maybe(shown.closed),
        "merged_at": _maybe(change.merged),
        "merge_commit_sha": change.head[::-1] if change.merged else None,
        "assignees": [],
        "requested_reviewers": [],
        "requested_teams": [],
        "labels": [label(name) for name in shown.labels],
        "milestone": milestone(where, shown.milestone) if shown.milestone else None,
        "draft": change.draft,
        "commits_url": f"{here}/commits",
        "comments_url": f"{at}/comments",
        "head": _branch(where, change.branch, change.head, shown.author),
        "base": _branch(where, "main", where.who.name.encode().hex()[:40], None),
        "author_association": "MEMBER",
        "auto_merge": None,
        "active_lock_reason": None,
    }


def whole_pull(shown: Numbered) -> Json:
    """Show a pull request as `GET …/pulls/{n}` does: counted, and who merged it."""
    body, change = pull(shown), shown.pull
    commits = sum(entry.kind == "committed" for entry in shown.timeline)
    merger = change.merged_by if change else None
    return {
        **body,
        "merged": body["merged_at"] is not None,
        "mergeable": None if shown.closed else True,
        "rebaseable": None if shown.closed else True,
        "mergeable_state": "unknown" if shown.closed else "clean",
        "merged_by": user(merger) if merger else None,
        "comments": len(shown.comments),
        "review_comments": 0,
        "maintainer_can_modify": False,
        "commits": commits,
        "additions": 9 + dice(400, shown.id),
        "deletions": 2 + dice(120, shown.id),
        "changed_files": 1 + dice(14, shown.id),
    }


def _branch(where: RepositoryState, ref: str, sha: str, person: Person | None) -> Json:
    return {
        "label": f"{ORGANISATION}:{ref}",
        "ref": ref,
        "sha": sha,
        "user": user(person) if person else organisation(),
        "repo": {
            "id": where.who.id,
            "name": where.who.name,
            "full_name": where.who.full_name,
            "private": True,
            "url": api_of(where),
        },
    }


def comment(item: Numbered, shown: Happened) -> Json:
    """Show a comment of the conversation."""
    at, html = places(item)
    return {
        "url": f"{api_of(item.repository)}/issues/comments/{shown.id}",
        "html_url": f"{html}#issuecomment-{shown.id}",
        "issue_url": at,
        "id": shown.id,
        "node_id": node("IC", shown.id),
        "user": user(shown.actor),
        "created_at": instant(shown.at),
        "updated_at": instant(shown.at),
        "author_association": "MEMBER",
        "body": shown.extra["body"],
        "reactions": {"total_count": 0},
        "performed_via_github_app": None,
    }


def review(item: Numbered, shown: Happened) -> Json:
    """Show a review: it has `submitted_at` and `user`, no `actor`."""
    _, html = places(item)
    return {
        "id": shown.id,
        "node_id": node("PRR", shown.id),
        "user": user(shown.actor),
        "body": "",
        "state": shown.extra["state"].upper(),
        "html_url": f"{html}#pullrequestreview-{shown.id}",
        "pull_request_url": f"{api_of(item.repository)}/pulls/{item.number}",
        "author_association": "MEMBER",
        "submitted_at": instant(shown.at),
        "commit_id": item.pull.head if item.pull else None,
    }


def release(where: RepositoryState, shown: Release) -> Json:
    """Show a release."""
    at = f"{api_of(where)}/releases/{shown.id}"
    return {
        "url": at,
        "assets_url": f"{at}/assets",
        "html_url": f"{GITHUB_SITE}/{where.who.full_name}/releases/tag/{shown.tag}",
        "id": shown.id,
        "author": user(shown.author),
        "node_id": node("RE", shown.id),
        "tag_name": shown.tag,
        "target_commitish": "main",
        "name": shown.tag,
        "draft": False,
        "immutable": False,
        "prerelease": False,
        "created_at": instant(shown.at),
        "updated_at": instant(shown.at),
        "published_at": instant(shown.at),
        "assets": [],
        "tarball_url": f"{api_of(where)}/tarball/{shown.tag}",
        "zipball_url": f"{api_of(where)}/zipball/{shown.tag}",
        "body": shown.notes,
    }


def places(shown: Numbered) -> tuple[str, str]:
    """Return where an item is in the API, and where people see it."""
    kind = "pull" if shown.pull else "issues"
    html = f"{GITHUB_SITE}/{shown.repository.who.full_name}/{kind}/{shown.number}"
    return f"{api_of(shown.repository)}/issues/{shown.number}", html
