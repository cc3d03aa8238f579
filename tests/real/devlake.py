"""What another product (Apache DevLake) made of raw tracker rows, as plain text.

Each value is told as `{(item, field): text}`: instants in UTC to the millisecond, days
as days, sets sorted. Ours is told in the same words, so that the two can be compared
item by item and field by field.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from tests.real.data import Json, rows

Told = dict[tuple[str, str], str]
NOTHING = "-"
"""Said where there is no value."""

_CATEGORIES = {"TODO": "new", "IN_PROGRESS": "indeterminate", "DONE": "done"}


def instant(text: str | datetime | None) -> str:
    """Say an instant to the millisecond in UTC."""
    if not text:
        return NOTHING
    read = datetime.fromisoformat(text) if isinstance(text, str) else text
    return read.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def listed(names: Iterable[str]) -> str:
    """Say a set of names."""
    return ", ".join(sorted(names)) or NOTHING


def raw(folder: str, table: str) -> Iterator[tuple[dict[str, str], Json]]:
    """Each raw row with its JSON; one that was recorded twice comes once."""
    seen = set()
    for row in rows(folder, f"raw_tables/{table}"):
        told = (row["input"], row["data"])
        if told not in seen:
            seen.add(told)
            yield row, json.loads(row["data"])


def jira() -> Told:
    """Their answer for the 30 issues of the board, and for 3 with outside epics."""
    told: Told = {}
    keys = {}
    for issue in rows("devlake-jira", "snapshot_tables/issues"):
        key = keys[issue["id"]] = issue["issue_key"]
        parent = issue["parent_issue_id"].rpartition(":")[2]
        told |= {
            (key, "item"): "yes",
            (key, "status"): issue["original_status"],
            (key, "category"): _CATEGORIES.get(issue["status"], issue["status"]),
            (key, "type"): issue["original_type"],
            (key, "created"): instant(issue["created_date"]),
            (key, "resolved"): instant(issue["resolution_date"]),
            (key, "due"): issue["due_date"][:10] or NOTHING,
            (key, "parent"): parent or issue["epic_key"] or NOTHING,
            (key, "fix versions"): listed(
                filter(None, issue["fix_versions"].split(","))
            ),
        }
    for issue in rows(
        "devlake-jira", "snapshot_tables/_tool_jira_issues_for_external_epics"
    ):
        key = issue["issue_key"]
        parent = issue["parent_id"] if issue["parent_id"] != "0" else ""
        told |= {
            (key, "item"): "yes",
            (key, "status"): issue["status_name"],
            (key, "category"): issue["status_key"],
            (key, "type"): issue["type"],
            (key, "created"): instant(issue["created"]),
            (key, "resolved"): instant(issue["resolution_date"]),
            (key, "parent"): parent or NOTHING,
        }
    for issue in rows("devlake-jira", "snapshot_tables/issues_for_due_date"):
        told[issue["issue_key"], "due by a custom field"] = issue["due_date"][:10]
    return told | _labels("devlake-jira", keys) | _changes(keys)


def _labels(folder: str, keys: dict[str, str]) -> Told:
    found: dict[str, set[str]] = {key: set() for key in keys.values()}
    for row in rows(folder, "snapshot_tables/issue_labels"):
        if row["issue_id"] in keys:
            found[keys[row["issue_id"]]].add(row["label_name"])
    return {(key, "labels"): listed(names) for key, names in found.items()}


def _changes(keys: dict[str, str]) -> Told:
    """Each move of status: ids, names and categories; and each day of any change."""
    told: Told = {}
    ids = {
        row["changelog_id"]: (row["from_value"], row["to_value"])
        for row in rows(
            "devlake-jira", "snapshot_tables/_tool_jira_issue_changelog_items"
        )
        if row["field"] == "status"
    }
    for row in rows("devlake-jira", "snapshot_tables/issue_changelogs"):
        key, at = keys[row["issue_id"]], instant(row["created_date"])
        told[key, f"changed on {at[:10]}"] = "yes"
        if row["field_name"] == "status":
            change = row["id"].split(":")[3]
            names = (row["original_from_value"], row["original_to_value"])
            ends = (row["from_value"], row["to_value"])
            categories = (_CATEGORIES.get(end, end or NOTHING) for end in ends)
            told |= {
                (key, f"status at {at}"): " > ".join(ids[change]),
                (key, f"status name at {at}"): " > ".join(names),
                (key, f"category at {at}"): " > ".join(categories),
            }
        elif row["field_name"] in {"Parent", "Epic Link"}:
            told[key, f"parent at {at}"] = row["original_to_value"] or NOTHING
    return told


def github() -> Told:
    """Their answer for the issues and the pull requests of a repository."""
    told: Told = {}
    keys = {}
    sprints = {
        row["issue_id"]: row["sprint_id"]
        for row in rows("devlake-github", "snapshot_tables/sprint_issue")
    }
    titles = {
        row["id"]: row["name"]
        for row in rows("devlake-github", "snapshot_tables/sprints")
    }
    for issue in rows("devlake-github", "snapshot_tables/issues"):
        key = keys[issue["id"]] = f"#{issue['issue_key']}"
        told |= {
            (key, "item"): "issue",
            (key, "state"): issue["original_status"],
            (key, "category"): _CATEGORIES[issue["status"]],
            (key, "created"): instant(issue["created_date"]),
            (key, "closed"): instant(issue["resolution_date"]),
            (key, "milestone"): titles.get(sprints.get(issue["id"], ""), NOTHING),
        }
    for pull in rows("devlake-github", "snapshot_tables/pull_requests"):
        key = keys[pull["id"]] = f"#{pull['pull_request_key']}"
        told |= {
            (key, "item"): "pull request",
            (key, "state"): pull["status"].lower(),
            (key, "created"): instant(pull["created_date"]),
            (key, "closed"): instant(pull["closed_date"]),
            (key, "merged at"): instant(pull["merged_date"]),
        }
    for pull in rows("devlake-github", "snapshot_tables/_tool_github_pull_requests"):
        merged = "yes" if pull["merged"] == "1" else "no"
        told[f"#{pull['number']}", "merged, in their tool layer"] = merged
    for link in rows("devlake-github", "snapshot_tables/pull_request_issues"):
        key = f"#{link['issue_key']}"
        told[key, f"named by #{link['pull_request_key']}"] = "yes"
    labels: dict[str, set[str]] = {key: set() for key in keys.values()}
    for table, column in (("issue", "issue_id"), ("pull_request", "pull_request_id")):
        for row in rows("devlake-github", f"snapshot_tables/{table}_labels"):
            labels[keys[row[column]]].add(row["label_name"])
    return told | {(key, "labels"): listed(names) for key, names in labels.items()}
