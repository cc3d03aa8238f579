"""The final state of each recorded item: read from the recording, and from ours.

The recording is read here by a few lines of their own, so that the two ways to the same
answer share nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from passerelle_schemas.facts import RemovalReason, StatusCategory
from passerelle_schemas.work import WorkItem
from passerelle_translate.histories import ancestor_of, categories_of, statuses_of
from tests.real.data import Json
from tests.real.github_server import Repository

DONE = frozenset({"5", "6"})
"""Of the recorded Jira: resolved and closed."""


@dataclass(frozen=True)
class Final:
    """How an item ended, in words that both trackers share."""

    key: str
    kind: str
    status: str
    created_at: datetime
    done_since: datetime | None
    due: date | None = None
    targets: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    components: frozenset[str] = frozenset()
    parent: str | None = None
    removed: str | None = None

    def near(self, other: "Final", seconds: float) -> bool:
        """Whether both say the same, their ends at most some seconds apart."""
        if (self.done_since is None) != (other.done_since is None):
            return False
        apart = timedelta()
        if self.done_since and other.done_since:
            apart = abs(self.done_since - other.done_since)
        same = replace(self, done_since=None) == replace(other, done_since=None)
        return same and apart <= timedelta(seconds=seconds)


def said(item: WorkItem) -> Final:
    """How we say that an item ended."""
    assert item.observed is not None
    shown, parent = item.observed.snapshot, ancestor_of(item)
    return Final(
        key=shown.key,
        kind=shown.kind.value,
        status=shown.status.id,
        created_at=shown.created_at,
        done_since=_done_since(item),
        due=shown.due,
        targets=frozenset(target.name for target in shown.targets),
        labels=frozenset(shown.labels),
        components=frozenset(shown.components),
        parent=parent.key if parent else None,
        removed=item.presence.removed if item.presence else None,
    )


def _done_since(item: WorkItem) -> datetime | None:
    since, categories = None, categories_of(item)
    for held in statuses_of(item):
        category = held.status.category or categories.get(held.status.id)
        if category is not StatusCategory.DONE:
            since = None
        elif since is None:
            since = held.at
    return since


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def _needed(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def github(repository: Repository, source: str) -> dict[str, Final]:
    """How each issue, pull request and milestone of the recording ended, by its id."""
    name, number = repository.about["full_name"], repository.about["id"]
    found = {}
    for issue in repository.issues:
        n = issue["number"]
        item = repository.pulls.get(n, issue)
        milestone = item.get("milestone")
        events = {event["event"] for event in repository.timelines[n]}
        gone = "converted_to_discussion" in events
        found[f"{source}:{number}#{n}"] = Final(
            key=f"{name}#{n}",
            kind="pull_request" if n in repository.pulls else "issue",
            status=_github_status(item, pull=n in repository.pulls),
            created_at=_needed(item["created_at"]),
            done_since=_instant(item.get("merged_at") or item.get("closed_at")),
            targets=frozenset({milestone["title"]} if milestone else ()),
            labels=frozenset(label["name"] for label in item["labels"]),
            removed=RemovalReason.CONVERTED if gone else None,
        )
    for milestone in repository.milestones:
        n, due = milestone["number"], _instant(milestone.get("due_on"))
        found[f"{source}:{number}/milestone/{n}"] = Final(
            key=f"{name}/milestone/{n}",
            kind="milestone",
            status=milestone["state"],
            created_at=_needed(milestone["created_at"]),
            done_since=_instant(milestone.get("closed_at")),
            due=due.date() if due else None,
        )
    return found


def _github_status(item: Json, *, pull: bool) -> str:
    if pull and item.get("merged_at"):
        return "merged"
    if item["state"] == "open":
        return "draft" if pull and item.get("draft") else "open"
    if pull:
        return "closed"
    dropped = item.get("state_reason") in {"not_planned", "duplicate"}
    return "closed:not_planned" if dropped else "closed:completed"


def jira(issues: Iterable[Json], source: str) -> dict[str, Final]:
    """How each issue of the recording ended, by its id."""
    found = {}
    for issue in issues:
        fields, parent = issue["fields"], issue["fields"].get("parent")
        due = fields.get("duedate")
        found[f"{source}:{issue['id']}"] = Final(
            key=issue["key"],
            kind="issue",
            status=fields["status"]["id"],
            created_at=_needed(fields["created"]),
            done_since=_jira_done_since(issue),
            due=date.fromisoformat(due) if due else None,
            targets=frozenset(version["name"] for version in fields["fixVersions"]),
            labels=frozenset(fields["labels"]),
            components=frozenset(part["name"] for part in fields["components"]),
            parent=parent["key"] if parent else None,
        )
    return found


def _jira_done_since(issue: Json) -> datetime | None:
    """The last move from a status that is not done to one that is."""
    moves = sorted(
        (_needed(history["created"]), int(history["id"]), item["to"])
        for history in issue["changelog"]["histories"]
        for item in history["items"]
        if item["field"] == "status"
    )
    since = None
    for at, _, status in moves:
        if status not in DONE:
            since = None
        elif since is None:
            since = at
    return since
