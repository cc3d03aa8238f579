"""Progress held against the time that has gone."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.business import Figures, ObjectiveRisk, Stage, Untold
from passerelle_schemas.limits import Limits
from passerelle_translate.objectives.part import Part
from passerelle_translate.risks.too_little_progress import too_little_progress, untold
from tests.translate.examples import CREATED, on
from tests.translate.wholes import DAY, came, finished, part, promised, situation

DUE = date(2026, 4, 10)
END = on(4, 10, 22)
"""Midnight in Paris: a hundred days, less two hours, after CREATED plus 13 hours."""
WHOLE = END - CREATED
BEGUN = [came(part(1), (Stage.STARTED, CREATED))]


def plan(count: int) -> list[Part]:
    return [*BEGUN, *(part(number) for number in range(2, count + 1))]


def told_of(tasks: list[Part], **fields: object) -> list[ObjectiveRisk]:
    usual = {"promises": (promised(DUE),)}
    return list(too_little_progress(situation(tasks, **usual | fields)))


def after(share: float) -> datetime:
    """The whole second at which that share of the time has gone."""
    at = CREATED + share * WHOLE
    whole = at.replace(microsecond=0)
    return whole if whole == at else whole + timedelta(seconds=1)


def test_nothing_finished_is_told_from_the_first_quarter_on() -> None:
    (told,) = told_of(plan(10))
    assert (told.since, told.until) == (after(0.25), END)
    assert (told.figures, told.now) == (
        (Figures(at=after(0.25), count=0, total=10),),
        DUE,
    )
    assert (told.limit, told.counted_from) == ("least_progress", CREATED)


def test_a_share_that_is_too_small_is_told_from_when_it_is() -> None:
    """Three of ten are six tenths of a half; what was done long ago says no speed."""
    done = [finished(f"2{n}", CREATED + DAY + n * DAY) for n in range(3)]
    (told,) = told_of([*plan(7), *done])
    assert told.since == after(0.5)
    assert told.figures == (Figures(at=after(0.5), count=3, total=10),)
    assert len(told.evidence) == 8  # what promised it, and the seven that are open


def test_it_ends_when_enough_is_finished() -> None:
    done = [finished(f"2{n}", on(3, 1, n)) for n in range(9)]
    (told,) = told_of([*plan(1), *done])
    assert told.until is not None
    assert told.until <= on(3, 1, 9)


def test_at_its_own_speed_of_late_it_will_be_done() -> None:
    """Nothing for half the time, then a task a day: it needs nine days, of fifty."""
    slow = told_of([*plan(9), finished("2", on(2, 19))])
    fast = [finished(f"2{n}", on(2, 14 + n)) for n in range(9)]
    assert _held(slow, on(3, 1))
    assert not _held(told_of([*plan(9), *fast]), on(3, 1))
    assert _held(told_of([*plan(9), *fast]), on(4, 1))  # it stopped again


def _held(told: list[ObjectiveRisk], at: datetime) -> bool:
    return any(r.since <= at and (r.until is None or at < r.until) for r in told)


def test_a_day_that_is_moved_is_judged_anew() -> None:
    later = date(2027, 4, 10)
    moved = (promised(DUE), promised(later, on(3, 1)))
    first, second = told_of(plan(10), promises=moved)
    assert (first.now, first.until) == (DUE, on(3, 1))
    assert second.now == later
    assert second.since > on(3, 1)


SILENT = {
    "too few tasks": (plan(7), {}),
    "no promised day": (plan(10), {"promises": ()}),
    "a promise taken back": (plan(10), {"promises": (promised(None),)}),
    "enough": (
        [*plan(5), *(finished(f"2{n}", CREATED + (5 + 9 * n) * DAY) for n in range(9))],
        {"limits": Limits(least_progress=0.5)},
    ),
    "nobody has begun": ([part(number) for number in range(10)], {}),
    "all done in time": ([finished(n, CREATED + DAY) for n in range(10)], {}),
    "a day that lay in the past": (
        plan(10),
        {"promises": (promised(date(2025, 12, 1)),)},
    ),
}


@pytest.mark.parametrize(("tasks", "fields"), SILENT.values(), ids=SILENT)
def test_it_is_silent(tasks: list[Part], fields: dict[str, object]) -> None:
    assert not told_of(tasks, **fields)


@pytest.mark.parametrize(
    ("tasks", "promises", "why"),
    [
        (plan(10), (promised(DUE),), None),
        (plan(10), (), Untold.NO_PROMISE),
        (plan(10), (promised(None),), Untold.NO_PROMISE),
        (plan(7), (promised(DUE),), Untold.TOO_FEW_TASKS),
        ([part(n) for n in range(10)], (promised(DUE),), Untold.NOT_BEGUN),
    ],
)
def test_why_nobody_can_say_it_is_told(
    tasks: list[Part], promises: tuple[object, ...], why: Untold | None
) -> None:
    assert untold(situation(tasks, promises=promises)) is why


def test_a_day_that_never_comes_hurts_nobody() -> None:
    assert not told_of(plan(10), promises=(promised(date.max),))[1:]


@given(st.lists(st.integers(1, 99), min_size=8, max_size=20), st.integers(1, 99))
def test_one_more_task_finished_never_makes_it_worse(days: list[int], one: int) -> None:
    """A worse fact never gives a better word, nor a better fact a worse one."""
    done = [finished(f"2{n}", CREATED + day * DAY) for n, day in enumerate(days)]
    worse = told_of([*plan(9), *done])
    better = told_of([*plan(8), finished(9, CREATED + one * DAY), *done])

    def length(told: list[ObjectiveRisk]) -> timedelta:
        return sum(((r.until or END) - r.since for r in told), timedelta())

    assert length(better) <= length(worse) + timedelta(days=7 * len(worse))
