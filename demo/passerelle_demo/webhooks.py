"""What each tracker posts when something changes: a body, and signed headers."""

import json
import uuid
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any

from passerelle_demo import github_records, github_shapes, jira_shapes, jira_state
from passerelle_demo.company import GITHUB_SOURCE, JIRA_SITE, JIRA_SOURCE
from passerelle_demo.config import GITHUB_SECRET, JIRA_SECRET
from passerelle_demo.github_hooks import GITHUB_HOOK
from passerelle_demo.signing import signature

Json = dict[str, Any]
"""A part of a body."""

_DELIVERIES = uuid.UUID("6f0c1f6e-7f0f-4d5e-9a53-2b1a5f0a3c77")


@dataclass(frozen=True, slots=True)
class LiveDelivery:
    """One POST of a tracker, ready to be sent to `/webhooks/{source}`."""

    source: str
    headers: dict[str, str]
    body: bytes


@singledispatch
def announced(change: object) -> tuple[LiveDelivery, ...]:
    """Return what the tracker posts about *change*. Same change, same bytes."""
    raise NotImplementedError(type(change).__name__)


@announced.register
def _by_jira(change: jira_state.Change) -> tuple[LiveDelivery, ...]:
    body = json.dumps(_jira_body(change), ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=UTF-8",
        "User-Agent": "Atlassian Webhook HTTP Client",
        "X-Atlassian-Webhook-Identifier": str(uuid.uuid5(_DELIVERIES, body.hex())),
        "X-Atlassian-Webhook-Flow": "Primary",
        "X-Hub-Signature": signature(JIRA_SECRET, body),
    }
    return (LiveDelivery(JIRA_SOURCE, headers, body),)


@announced.register
def _by_github(change: github_records.Change) -> tuple[LiveDelivery, ...]:
    first = _github_post(change)
    if change.closes is None:
        return (first,)
    closing = change.closes.timeline[-1]
    closed = replace(change, numbered=change.closes, entry=closing, closes=None)
    return (first, _github_post(closed))


def _github_post(change: github_records.Change) -> LiveDelivery:
    event, content = _github_body(change)
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "GitHub-Hookshot/5f2c1a7",
        "Accept": "*/*",
        "X-GitHub-Event": event,
        "X-GitHub-Delivery": str(uuid.uuid5(_DELIVERIES, body.hex())),
        "X-GitHub-Hook-ID": str(GITHUB_HOOK),
        "X-GitHub-Hook-Installation-Target-Type": "organization",
        "X-GitHub-Hook-Installation-Target-ID": "188240117",
        "X-Hub-Signature-256": signature(GITHUB_SECRET, body),
    }
    return LiveDelivery(GITHUB_SOURCE, headers, body)


_JIRA_EVENTS = {
    "created": ("jira:issue_created", "issue_created"),
    "changed": ("jira:issue_updated", "issue_generic"),
    "deleted": ("jira:issue_deleted", None),
}


def _jira_body(change: jira_state.Change) -> Json:
    issue = change.issue
    if change.comment:
        return _jira_comment(change.comment, issue)
    event, kind = _JIRA_EVENTS[change.kind]
    author = change.history.author if change.history else issue.reporter
    if change.history and any(i.field_id == "project" for i in change.history.items):
        kind = "issue_moved"
    body: Json = {
        "timestamp": int(change.at.timestamp() * 1000),
        "webhookEvent": event,
        **({"issue_event_type_name": kind} if kind else {}),
        "user": jira_shapes.user(author),
        "issue": _jira_issue(issue),
    }
    if change.history:
        items = [jira_shapes.item(i) for i in change.history.items]
        body["changelog"] = {"id": str(change.history.id), "items": items}
    return body


def _jira_issue(issue: jira_state.Issue) -> Json:
    """Show an issue as webhooks do: version 2, where texts are plain."""
    fields = jira_shapes.chosen(issue, ["*navigable"])
    fields["description"] = issue.description or None
    address = f"{JIRA_SITE}/rest/api/2/issue/{issue.id}"
    return {
        "id": str(issue.id),
        "self": address,
        "key": issue.key,
        "fields": fields,
    }


def _jira_comment(comment: jira_state.Comment, issue: jira_state.Issue) -> Json:
    """Show a comment with the few fields of its issue that Jira sends along."""
    some = ("summary", "issuetype", "project", "assignee", "priority", "status")
    address = f"{JIRA_SITE}/rest/api/2/issue/{issue.id}"
    return {
        "timestamp": int(comment.at.timestamp() * 1000),
        "webhookEvent": "comment_created",
        "comment": {
            **jira_shapes.comment(issue, comment),
            "self": f"{address}/comment/{comment.id}",
            "body": comment.text,
        },
        "issue": {
            "id": str(issue.id),
            "self": address,
            "key": issue.key,
            "fields": jira_shapes.chosen(issue, some),
        },
        "eventType": "primaryAction",
    }


def _github_body(change: github_records.Change) -> tuple[str, Json]:
    event, told = _github_subject(change)
    return event, {
        "action": change.action,
        **told,
        "repository": github_shapes.repository(change.repository),
        "organization": github_shapes.organisation(),
        "sender": github_shapes.user(change.actor),
    }


def _github_subject(change: github_records.Change) -> tuple[str, Json]:
    where, item = change.repository, change.numbered
    if change.release:
        return "release", {"release": github_shapes.release(where, change.release)}
    if change.milestone:
        return "milestone", _milestone(change, change.milestone)
    if item is None:
        raise TypeError(change.action)
    if change.entry and change.entry.kind == "commented" and change.action == "created":
        said = github_shapes.comment(item, change.entry)
        return "issue_comment", {"issue": github_shapes.issue(item), "comment": said}
    if change.entry and change.entry.kind == "reviewed":
        seen = github_shapes.review(item, change.entry)
        seen["state"] = seen["state"].lower()
        return "pull_request_review", {
            "review": seen,
            "pull_request": github_shapes.pull(item),
        }
    labelled: Json = {}
    if change.action == "labeled" and change.entry:
        labelled = {"label": github_shapes.label(change.entry.extra["label"])}
    if item.pull:
        whole = github_shapes.whole_pull(item)
        return "pull_request", {
            "number": item.number,
            "pull_request": whole,
            **labelled,
        }
    return "issues", {"issue": github_shapes.issue(item), **labelled}


def _milestone(change: github_records.Change, shown: github_records.Milestone) -> Json:
    body: Json = {"milestone": github_shapes.milestone(change.repository, shown)}
    if change.was:
        before = github_shapes.day_on(change.was)
        body["changes"] = {"due_on": {"from": before}}
    return body
