"""As much JQL as a careful reader asks with; the rest is refused as Jira refuses it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.drill.jira.records import Issue
from tests.drill.jira.shapes import Zone, milliseconds

SortKey = tuple[int, str, int]
_RESERVED = frozenset({"AND", "TO", "OR", "NOT", "IN", "IS", "BY", "ORDER", "EMPTY"})
_QUERY = re.compile(
    r"^(?P<clauses>.+?)\s+ORDER\s+BY\s+(?P<by>created|updated)\s+ASC", re.DOTALL
)
_CLAUSE = re.compile(r'\s*(\w+)\s*(>=|<=|=|IN)\s*("[^"]*"|\([^)]*\)|-?[\w/:.]+)\s*')


class RefusedError(Exception):
    """Jira answers 400 with this message."""


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for, and in which order."""

    tests: tuple[Callable[[Issue], bool], ...]
    by: str
    projects: tuple[str, ...]
    is_past: bool = False
    """Whether it asks for what changed until some time alone."""

    def select(self, issues: Iterable[Issue]) -> list[Issue]:
        """The issues that match, in order."""
        found = (i for i in issues if all(test(i) for test in self.tests))
        return sorted(found, key=self.place)

    def place(self, issue: Issue) -> SortKey:
        """Where an issue stands in the order."""
        moment = issue.updated if self.by == "updated" else issue.created
        return milliseconds(moment), issue.project, issue.number


def parse(jql: str, zone: Zone, projects: Mapping[str, str]) -> Query:
    """Read *jql*; raises RefusedError. *projects* says each key's key of now."""
    asked = _QUERY.match(jql.strip())
    if asked is None:
        raise RefusedError("Unbounded JQL queries are not allowed here.")
    tests: list[Callable[[Issue], bool]] = []
    named: list[str] = []
    rest = asked["clauses"]
    while rest:
        clause = _CLAUSE.match(rest)
        if clause is None:
            raise RefusedError(f"Error in the JQL Query: '{rest}'.")
        field, operator, value = clause.groups()
        if field == "project":
            keys = _keys(value, projects)
            named += keys
            tests.append(lambda issue, keys=keys: issue.project in keys)  # type: ignore[misc] # bound now
        elif field == "fixVersion":
            tests.append(lambda issue, one=value: one in issue.versions)  # type: ignore[misc] # bound now
        else:
            tests.append(_bound(field, operator, _moment(value, zone)))
        rest = rest[clause.end() :]
        if rest.startswith("AND "):
            rest = rest[4:]
        elif rest:
            raise RefusedError(f"Error in the JQL Query: '{rest}'.")
    is_past = "<=" in asked["clauses"]
    return Query(tuple(tests), asked["by"], tuple(named), is_past)


def _keys(value: str, known: Mapping[str, str]) -> list[str]:
    found = []
    for told in value.strip("()").split(","):
        key = told.strip()
        if key.upper() in _RESERVED:
            raise RefusedError(f"'{key}' is a reserved JQL word; put it in quotes.")
        name = key.strip('"')
        if name not in known:
            raise RefusedError(f"The value '{name}' does not exist for 'project'.")
        found.append(known[name])
    return found


def _bound(field: str, operator: str, bound: datetime) -> Callable[[Issue], bool]:
    if field not in {"updated", "created"} or operator not in {">=", "<="}:
        raise RefusedError(f"The operator '{operator}' is not supported by '{field}'.")

    def test(issue: Issue) -> bool:
        moment = issue.updated if field == "updated" else issue.created
        return moment >= bound if operator == ">=" else moment <= bound

    return test


def _moment(value: str, zone: Zone) -> datetime:
    """A bare number is epoch milliseconds; a date is local, to the minute."""
    told = value.strip('"')
    if told.isdecimal():
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(told))
    try:
        return zone.read(datetime.strptime(told.replace("/", "-"), "%Y-%m-%d %H:%M"))  # noqa: DTZ007 - the zone is the account's
    except ValueError as error:
        raise RefusedError(f"Date value '{told}' is invalid.") from error
