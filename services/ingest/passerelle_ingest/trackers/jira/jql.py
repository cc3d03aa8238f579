"""What Jira is searched with. Pure.

https://support.atlassian.com/jira-software-cloud/docs/jql-fields/
"""

import json
from collections.abc import Callable
from datetime import datetime

Search = Callable[[datetime | None], str]
"""The JQL of a search, from some instant on."""
Planned = Callable[[str, datetime | None], str]
"""The JQL for what something gathers, by its id, from some instant on."""


def query(
    project: str,
    since: datetime | None,
    until: datetime | None = None,
    by: str = "updated",
) -> str:
    """The JQL for what changed in a project: keys can be words of the language."""
    return _bounded(f"project = {json.dumps(project)}", since, until, by)


def planned_for(version: str, since: datetime | None = None) -> str:
    """The JQL for the issues that are planned for a version, by its id."""
    return _bounded(f"fixVersion = {int(version)}", since, None, "updated")


def standing_in(sprint: str, since: datetime | None = None) -> str:
    """The JQL for the issues that stand in a sprint, or stood there at its end."""
    return _bounded(f"sprint = {int(sprint)}", since, None, "updated")


def _bounded(what: str, since: datetime | None, until: datetime | None, by: str) -> str:
    """Bound and order a search.

    A bare number is epoch milliseconds; dates would be read in the account's zone.
    """
    bounds = f" AND {by} >= {_milliseconds(since)}" if since else ""
    if until:
        bounds += f" AND {by} <= {_milliseconds(until) + 1}"
    return f"{what}{bounds} ORDER BY {by} ASC, key ASC"


def _milliseconds(instant: datetime) -> int:
    # A negative number would be read as so long ago.
    return max(0, int(instant.timestamp() * 1000))
