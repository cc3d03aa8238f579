"""The part of JQL that readers of a tracker need.

`project in ("PAY", "LOG") AND updated >= 1763900000000 ORDER BY updated ASC` and the
like: clauses joined by AND, one order. Anything else is refused as Jira refuses it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from passerelle_demo.company import ZONE
from passerelle_demo.jira_state import Issue

SortKey = tuple[int | str, ...]
Test = Callable[[Issue], bool]


class JqlRefusedError(Exception):
    """Jira answers 400 with this message."""

    @classmethod
    def of_field(cls, name: str, why: str) -> "JqlRefusedError":
        """Refuse a clause for its field."""
        return cls(f"Field '{name}' {why}.")

    @classmethod
    def of_text(cls, text: str) -> "JqlRefusedError":
        """Refuse what cannot be read."""
        return cls(f"Error in the JQL Query: '{text}'.")


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for, and in which order."""

    tests: tuple[Test, ...]
    order: str = "created"
    descending: bool = True

    def select(self, issues: Iterable[Issue]) -> list[Issue]:
        """Return the issues that match, in order."""
        found = [i for i in issues if all(test(i) for test in self.tests)]
        return sorted(found, key=self.sort_key, reverse=self.descending)

    def sort_key(self, issue: Issue) -> SortKey:
        """Return what *issue* is sorted by: a total order."""
        if self.order == "key":
            return (issue.project.key, issue.number)
        moment = issue.updated if self.order == "updated" else issue.created
        return (int(moment.timestamp() * 1000), issue.id)


_ORDER = re.compile(r"\border\s+by\s+(.*)$", re.IGNORECASE | re.DOTALL)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_CLAUSE = re.compile(
    r"^\(?\s*(?P<field>\w+)\s*(?P<operator>>=|<=|!=|=|>|<|\bin\b)\s*(?P<value>.+?)\s*\)?$",
    re.IGNORECASE | re.DOTALL,
)
_RELATIVE = re.compile(r"^-(\d+)([mhdw])$")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_COMPARE: dict[str, Callable[[datetime, datetime], bool]] = {
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
}


def parse(jql: str, *, now: datetime) -> Query:
    """Read *jql*, or raise JqlRefusedError with what Jira would say."""
    ordered = _ORDER.search(jql)
    clauses = (jql[: ordered.start()] if ordered else jql).strip()
    if not clauses:
        message = (
            "Unbounded JQL queries are not allowed here. "
            "Please add a search restriction to your query."
        )
        raise JqlRefusedError(message)
    tests = tuple(_test(clause, now) for clause in _AND.split(clauses))
    if not ordered:
        return Query(tests)
    return Query(tests, *_order(ordered[1]))


def _order(said: str) -> tuple[str, bool]:
    field, *way = said.split(",", maxsplit=1)[0].lower().split()
    if field in {"key", "issuekey", "id"}:
        field = "key"
    elif field not in {"updated", "created"}:
        raise JqlRefusedError.of_field(field, "cannot be sorted by")
    return field, way == ["desc"]


def _test(clause: str, now: datetime) -> Test:
    read = _CLAUSE.match(clause.strip())
    if not read:
        raise JqlRefusedError.of_text(clause.strip())
    field, operator = read["field"].lower(), read["operator"].lower()
    if field in {"updated", "created"} and operator in _COMPARE:
        bound, compare = _moment(read["value"], now), _COMPARE[operator]
        if field == "updated":
            return lambda issue: compare(issue.updated, bound)
        return lambda issue: compare(issue.created, bound)
    return _membership(field, operator, _values(read["value"]))


def _membership(field: str, operator: str, values: frozenset[str]) -> Test:
    if operator not in {"=", "!=", "in"}:
        message = f"The operator '{operator}' is not supported by the '{field}' field."
        raise JqlRefusedError(message)
    is_wanted = operator != "!="

    def test(issue: Issue) -> bool:
        return bool(_names(field, issue) & values) == is_wanted

    if field not in {"project", "key", "issuekey", "id", "issue", "statuscategory"}:
        raise JqlRefusedError.of_field(field, "does not exist or is hidden")
    return test


def _names(field: str, issue: Issue) -> set[str]:
    if field == "project":
        return {issue.project.key, str(issue.project.id), issue.project.name}
    if field == "statuscategory":
        return {issue.status.category}
    return {issue.key, str(issue.id)}


def _values(said: str) -> frozenset[str]:
    inner = said.strip().removeprefix("(").removesuffix(")")
    return frozenset(value.strip().strip("\"'") for value in inner.split(","))


def _moment(said: str, now: datetime) -> datetime:
    """Read a bound: epoch milliseconds, a relative time, or minutes in local time."""
    value = said.strip().strip("\"'")
    if value.lstrip("-").isdigit():
        return datetime.fromtimestamp(int(value) / 1000, UTC)
    if relative := _RELATIVE.match(value):
        return now - timedelta(**{_UNITS[relative[2]]: int(relative[1])})
    try:
        read = datetime.fromisoformat(value.replace("/", "-"))
    except ValueError as error:
        message = (
            f"Date value '{value}' is invalid. "
            "Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', "
            "'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'."
        )
        raise JqlRefusedError(message) from error
    return read.replace(tzinfo=ZONE).astimezone(UTC)
