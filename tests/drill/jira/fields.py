"""How the values of an issue's fields are kept in its histories."""

from datetime import date

from tests.drill.jira import events as ev
from tests.drill.jira.catalogue import OPTION, OPTIONS
from tests.drill.jira.records import Issue

Written = tuple[str | None, str | None]
"""A value as a history has it: an id where there is one, and words."""
ATTRIBUTES = {
    "summary": "title",
    "description": "description",
    "status": "status",
    "duedate": "due",
    "parent": "parent",
    "labels": "labels",
    "components": "components",
    "fixVersions": "versions",
    OPTION: "option",
}
"""Where the value of a field stands. A rank stands nowhere."""


def held(issue: Issue, field: str) -> ev.Value:
    known = ATTRIBUTES.get(field)
    value: ev.Value = getattr(issue, known) if known else None
    return value


def day_written(value: ev.Value) -> Written:
    if not isinstance(value, date):
        return None, None
    return value.isoformat(), f"{value.isoformat()} 00:00:00.0"


def option_written(value: ev.Value) -> Written:
    if value is None:
        return None, None
    return str(10900 + OPTIONS.index(str(value))), str(value)


def plainly(value: ev.Value) -> Written:
    said = " ".join(value) if isinstance(value, tuple) else value
    return None, None if said is None else str(said)
