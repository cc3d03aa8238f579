"""What a department was told stays told, whatever becomes of the work.

But that a version came back to an earlier day is remembered only until it moves again:
the fold knows each day once, and Jira keeps no history of them.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.business import PromisedDate, PromiseOrigin
from passerelle_schemas.facts import Facts, Sprint, Target
from passerelle_translate.promises import line_of, promises_of
from tests.translate.examples import CREATED, due, observed, plan, telling
from tests.translate.folding import fold_all

ZONE = ZoneInfo("Europe/Paris")
VERSIONS = ("jira-verdier:version/1", "jira-verdier:version/2")
SPRINTS = tuple(f"jira-verdier:sprint/{number}" for number in range(1, 9))
Happening = tuple[str, int, int]
"""What happens to a Jira issue, to which version, and to which day."""


class Life:
    """A Jira issue, as its tracker tells of it: each change, and what it shows then."""

    def __init__(self) -> None:
        self.now = self.updated = CREATED
        self.versions = {name: date(2026, 3, 1) for name in VERSIONS}
        self.out: set[str] = set()
        self.planned: list[str] = []
        self.due: date | None = None
        self.sprints: list[Sprint] = []
        self.later: list[str] = list(SPRINTS)

    def told(self, happening: Happening) -> Iterator[Facts]:
        """Yield what is told of one thing that happens."""
        self.now += timedelta(days=1)
        what, number, day = happening
        version = VERSIONS[number % 2]
        when = date(2026, 3, 1) + timedelta(days=day)
        changes = list[Any]()
        match what:
            case "due":
                changes = [due(self.now, self.due, when)]
                self.due = when
            case "plan":
                there = version in self.planned
                changes = [plan(self.now, version, planned=not there)]
                (self.planned.remove if there else self.planned.append)(version)
            case "postpone" if version not in self.out:
                self.versions[version] += timedelta(days=1 + day)
            case "release":
                self.out.add(version)
                self.versions[version] = self.now.date()
            case "sprint":
                changes = [*self._sprint()]
        if changes:
            self.updated = self.now
        yield telling(self._shown(), *changes, learned_at=self._soon())

    def _sprint(self) -> Iterator[Any]:
        """Start the next sprint, with what stood in the one before, and what is new."""
        name = self.later.pop(0) if self.later else ""
        if name:
            yield plan(self.now, name)
            start = self.now + timedelta(hours=1)
            sprint = Sprint(
                id=name, name="S", started_at=start, ends_at=start + timedelta(days=14)
            )
            self.sprints.append(sprint)

    def _soon(self) -> datetime:
        return self.now + timedelta(hours=2)

    def _shown(self) -> Any:  # noqa: ANN401 - a fact
        targets = tuple(
            Target(
                id=name,
                name="V",
                due=self.versions[name],
                released=name in self.out,
                released_on=self.versions[name] if name in self.out else None,
            )
            for name in sorted(self.planned)
        )
        return observed(
            self.updated, due=self.due, targets=targets, sprints=tuple(self.sprints)
        )


happenings = st.tuples(
    st.sampled_from(["due", *["plan"] * 3, *["postpone"] * 2, "release", "sprint"]),
    st.integers(0, 1),
    st.integers(0, 40),
)


def lines(told: list[Facts]) -> dict[PromiseOrigin, tuple[PromisedDate, ...]]:
    item = fold_all(told)
    assert item is not None
    return {origin: line_of(item, origin, ZONE) for origin in PromiseOrigin}


@given(st.lists(happenings, min_size=1, max_size=12), st.data())
def test_whatever_happens_next_no_day_and_no_move_is_taken_away(
    life: list[Happening], data: st.DataObject
) -> None:
    """Nor is the first date: in any order of arrival, and told again."""
    issue, told = Life(), [telling(observed(CREATED))]
    for happening in life:
        before = lines(told)
        told += issue.told(happening)
        again = data.draw(st.permutations(told))
        after = lines([*again, *again[:2]])
        for origin in PromiseOrigin:
            kept = len(before[origin])
            assert _said(after[origin][:kept]) == _said(before[origin]), origin
            # What comes back to a version that was moved meanwhile is told both days.
            assert len(after[origin]) <= kept + 1 + (happening[0] == "plan")


@given(st.lists(happenings, min_size=1, max_size=12))
def test_the_promise_of_several_origins_keeps_the_one_that_spoke_first(
    life: list[Happening],
) -> None:
    issue, told, first = Life(), [telling(observed(CREATED))], None
    for happening in life:
        told += issue.told(happening)
        item = fold_all(told)
        assert item is not None
        line = promises_of(item, tuple(PromiseOrigin), ZONE)
        if first is None and line:
            first = (line[0].origin, line[0].due, line[0].said_at)
        if first is not None:
            assert (line[0].origin, line[0].due, line[0].said_at) == first


@pytest.mark.parametrize("day", [0, 40])
def test_the_day_that_stands_is_the_one_that_the_tracker_shows(day: int) -> None:
    issue, told = Life(), [telling(observed(CREATED))]
    for what in (("plan", 0, 0), ("postpone", 0, 9), ("plan", 1, 0)):
        told += issue.told(what)
    told += issue.told(("postpone", 1, day))
    assert len(issue.planned) == len(VERSIONS)
    shown = max(issue.versions[name] for name in issue.planned)
    assert lines(told)[PromiseOrigin.VERSION][-1].due == shown


def _said(line: tuple[PromisedDate, ...]) -> list[tuple[date | None, datetime]]:
    return [(promise.due, promise.said_at) for promise in line]
