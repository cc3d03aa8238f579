"""What is growth, and what only looks like it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.business import Figures, ObjectiveRisk, Severity, Stage
from passerelle_schemas.limits import Limits
from passerelle_translate.objectives.part import Part
from passerelle_translate.risks.scope_growing import scope_growing
from tests.translate.examples import CREATED, on
from tests.translate.wholes import DAY, came, finished, part, situation

PLAN = [
    came(part(1), (Stage.STARTED, on(1, 10))),
    *(part(number) for number in range(2, 11)),
]
"""Ten tasks, of which one was begun on 10 January."""


def grown(*tasks: Part, **fields: object) -> list[ObjectiveRisk]:
    return list(scope_growing(situation([*PLAN, *tasks], **fields)))


def news(count: int, first: datetime, apart: timedelta = DAY) -> list[Part]:
    """Tasks that came in one after another."""
    return [part(100 + n, first + n * apart) for n in range(count)]


def test_it_grows_when_more_comes_in_than_is_finished() -> None:
    """Three of ten are more than a fifth; the first leaves the window after 28 days."""
    (told,) = grown(*news(3, on(3, 1)))
    assert (told.since, told.until) == (on(3, 3), on(3, 29))
    assert told.figures == (Figures(at=on(3, 3), count=3),)
    assert (told.limit, told.days, told.severity) == (
        "scope_growth",
        28,
        Severity.MEDIUM,
    )
    assert [evidence.item.key for evidence in told.evidence if evidence.item] == [
        "PAY-100",
        "PAY-101",
        "PAY-102",
    ]


def test_what_was_finished_is_taken_from_what_came_in() -> None:
    done = [finished(f"20{n}", on(3, 2, n)) for n in range(2)]
    assert not grown(*news(3, on(3, 1)), *done)
    (told,) = grown(*news(5, on(3, 1)), *done)
    assert told.figures[0] == Figures(at=on(3, 5), count=5, total=2)


def test_what_came_in_and_was_given_up_again_is_no_growth() -> None:
    *kept, last = news(3, on(3, 1))
    dropped = came(last, (Stage.DROPPED, on(3, 10)))
    (told,) = grown(*kept, dropped)
    assert (told.since, told.until) == (on(3, 3), on(3, 10))


def test_it_clears_itself_when_the_work_is_finished() -> None:
    *kept, last = news(3, on(3, 1))
    (told,) = grown(*kept, came(last, (Stage.FINISHED, on(3, 12))))
    assert told.until == on(3, 12)


def test_growth_that_is_back_within_a_week_never_went() -> None:
    """Given up and taken up again: one episode, and its figures tell the break."""
    *kept, last = news(3, on(3, 1))
    last = came(last, (Stage.DROPPED, on(3, 10)), (Stage.PLANNED, on(3, 14)))
    (told,) = grown(*kept, last)
    assert (told.since, told.until) == (on(3, 3), on(3, 29))
    last = replace(
        last, stages=(*last.stages[:-1], replace(last.stages[-1], at=on(3, 20)))
    )
    assert len(grown(*kept, last)) == 2


def test_without_a_promised_day_it_endangers_none() -> None:
    (told,) = grown(*news(3, on(3, 1)), promises=())
    assert told.severity is Severity.LOW


def test_the_limit_is_a_share_of_what_there_was() -> None:
    assert not grown(*news(3, on(3, 1)), limits=Limits(scope_growth=0.3))
    assert grown(*news(4, on(3, 1)), limits=Limits(scope_growth=0.3))


SILENT = {
    "two more": news(2, on(3, 1)),
    "the plan of the week in which work begins": news(5, on(1, 11)),
    "old work that was moved here": [part(100 + n, on(1, 2, n)) for n in range(9)],
    "an import: ten and more in one minute": news(12, on(3, 1), timedelta(seconds=4)),
    "written down when it was done": [
        finished(100 + n, on(3, 1 + n, 12, 30), on(3, 1 + n)) for n in range(6)
    ],
    "as much is finished": [
        *news(4, on(3, 1), DAY / 8),
        *(finished(f"20{n}", on(3, 1, 12, 30) + n * DAY / 8) for n in range(4)),
    ],
    "as much is given up": [
        *news(4, on(3, 1), DAY / 8),
        *(
            came(part(f"20{n}"), (Stage.DROPPED, on(3, 1, 12, 30) + n * DAY / 8))
            for n in range(4)
        ),
    ],
    "spread over months": news(6, on(2, 1), 20 * DAY),
}


@pytest.mark.parametrize("tasks", SILENT.values(), ids=SILENT)
def test_it_is_silent(tasks: list[Part]) -> None:
    assert not grown(*tasks)


def test_an_objective_on_which_no_work_began_has_a_plan_and_no_growth() -> None:
    tasks = [part(1), *news(9, on(3, 1))]
    assert not list(scope_growing(situation(tasks)))


@given(st.lists(st.integers(0, 200), max_size=12), st.lists(st.integers(0, 200)))
def test_it_tells_nothing_while_nothing_came_in(
    done: list[int], begun: list[int]
) -> None:
    """Whatever moves on the tasks of the plan."""
    tasks = [finished(f"2{n}", CREATED + d * DAY + DAY) for n, d in enumerate(done)]
    tasks += [
        came(part(f"3{n}"), (Stage.STARTED, CREATED + d * DAY))
        for n, d in enumerate(begun)
    ]
    assert not list(scope_growing(situation(tasks)))


@given(st.permutations(news(5, on(3, 1))))
def test_the_order_of_the_tasks_does_not_matter(tasks: list[Part]) -> None:
    assert grown(*tasks) == grown(*news(5, on(3, 1)))
