"""The small part of Jira's query language that a careful reader of changes needs.

Anything else is refused, as Jira refuses what it cannot parse: a wrong query must not
be an empty answer.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from tests.real.data import Json

_CLAUSE = re.compile(
    r"""\s*(?P<field>project|updated|created|issuetype|key|id)\s*
        (?P<op>>=|<=|!=|=|>|<|\bin\b)\s*
        (?P<value>\([^)]*\)|"[^"]*"|'[^']*'|-?[\w-]+)\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_ORDER = re.compile(
    r"^\s*(updated|created|key|id)(?:\s+(asc|desc))?\s*$", re.IGNORECASE
)

Condition = Callable[[Json], bool]


class QueryError(Exception):
    """The query is not in the language that this server understands."""


def parsed(jql: str) -> tuple[list[Condition], list[tuple[str, bool]]]:
    """Read a query: its conditions, and the fields to sort by (True: descending)."""
    where, _, order = re.sub(r"\s+", " ", jql).partition("ORDER BY")
    conditions = [_condition(clause) for clause in _clauses(where)]
    return conditions, [_sorting(part) for part in order.split(",") if part.strip()]


def _clauses(where: str) -> Iterable[str]:
    return [part for part in re.split(r"\bAND\b", where) if part.strip()]


def _condition(clause: str) -> Condition:
    found = _CLAUSE.fullmatch(clause)
    if found is None:
        raise QueryError(f"Error in the JQL Query near '{clause.strip()}'.")
    field, op = found["field"].lower(), found["op"].lower()
    if op == "in":
        values = [_plain(value) for value in found["value"].strip("()").split(",")]
        return lambda issue: str(_value(issue, field)) in values
    wanted = _wanted(field, _plain(found["value"]))
    compare: dict[str, Callable[[Any, Any], bool]] = {
        ">=": lambda a, b: bool(a >= b),
        "<=": lambda a, b: bool(a <= b),
        ">": lambda a, b: bool(a > b),
        "<": lambda a, b: bool(a < b),
        "=": lambda a, b: bool(a == b),
        "!=": lambda a, b: bool(a != b),
    }
    return lambda issue: compare[op](_value(issue, field), wanted)


def _plain(value: str) -> str:
    return value.strip().strip("\"'")


def _wanted(field: str, value: str) -> object:
    """A bare number is epoch milliseconds; else minutes, here in UTC."""
    if field not in {"updated", "created"}:
        return value
    if re.fullmatch(r"-?\d+", value):
        return datetime.fromtimestamp(int(value) / 1000, UTC)
    try:
        return datetime.strptime(value, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    except ValueError:
        raise QueryError(
            f"Date value '{value}' for field '{field}' is invalid."
        ) from None


def _sorting(part: str) -> tuple[str, bool]:
    found = _ORDER.match(part)
    if found is None:
        raise QueryError(f"Cannot sort by '{part.strip()}'.")
    return found[1].lower(), (found[2] or "asc").lower() == "desc"


def _value(issue: Json, field: str) -> Any:  # noqa: ANN401 - compared with its like
    if field in {"updated", "created"}:
        return datetime.fromisoformat(issue["fields"][field])
    if field in {"project", "issuetype"}:
        told = issue["fields"][field]
        return told["key"] if field == "project" else told["name"]
    return str(issue[field])


def sort_key(issue: Json, field: str) -> Any:  # noqa: ANN401 - compared with its like
    if field == "key":
        project, _, number = issue["key"].rpartition("-")
        return project, int(number)
    return int(issue["id"]) if field == "id" else _value(issue, field)
