"""Work that waits for late work elsewhere."""

from dataclasses import replace

import pytest

from passerelle_schemas.business import ObjectiveRisk, RiskKind, Severity, Stage, State
from passerelle_schemas.limits import Limits
from passerelle_translate.objectives.part import Part
from passerelle_translate.objectives.situation import Wait
from passerelle_translate.risks.depends_on_late_work import depends_on_late_work
from tests.translate.examples import on
from tests.translate.wholes import came, finished, late, part, situation

MINE = part(1)
OTHER = part(
    "jira-v:900", department="logistics", objective=None, risks=(late(on(3, 1)),)
)


def told_of(*waits: Wait, **fields: object) -> list[ObjectiveRisk]:
    tasks = [wait.item for wait in waits]
    return list(depends_on_late_work(situation(tasks, waits=waits, **fields)))


def test_it_is_told_while_both_are_open_and_the_other_is_late() -> None:
    (told,) = told_of(Wait(MINE, OTHER))
    assert (told.since, told.until) == (on(3, 3), None)
    assert (told.waits_for, told.limit) == ("logistics", "depends_late_days")
    assert (told.figures[0].count, told.figures[0].total) == (1, 1)
    assert {e.item.key for e in told.evidence if e.item} == {"PAY-1", OTHER.key}


@pytest.mark.parametrize("kind", sorted({"promise_moved", "promise_passed", "blocked"}))
def test_what_makes_the_other_late(kind: str) -> None:
    other = replace(OTHER, risks=(late(on(3, 1), kind=RiskKind(kind)),))
    assert told_of(Wait(MINE, other))


def test_it_clears_itself_when_either_is_done() -> None:
    done = came(OTHER, (Stage.FINISHED, on(3, 20)))
    assert told_of(Wait(MINE, done))[0].until == on(3, 20)
    mine = came(MINE, (Stage.FINISHED, on(3, 9)))
    assert told_of(Wait(mine, OTHER))[0].until == on(3, 9)


def test_each_department_has_its_own_and_each_is_counted_once() -> None:
    second = replace(OTHER, id="jira-v:901", key="LOG-2")
    third = replace(OTHER, id="jira-v:902", key="FIN-2", department="finance")
    told = told_of(
        Wait(MINE, OTHER), Wait(part(2), OTHER), Wait(MINE, second), Wait(MINE, third)
    )
    assert [(t.waits_for, t.figures[-1].count, t.figures[-1].total) for t in told] == [
        ("finance", 1, 1),
        ("logistics", 2, 2),
    ]


def test_without_a_promised_day_it_endangers_none() -> None:
    (told,) = told_of(Wait(MINE, OTHER), promises=())
    assert told.severity is Severity.LOW


def test_work_towards_the_objective_that_another_department_carries() -> None:
    """It is waited for by itself."""
    theirs = replace(OTHER, objective="pay-in-three")
    (told,) = told_of(Wait(theirs, theirs))
    assert told.figures[0].count == 1
    assert len(told.evidence) == 1


SILENT = {
    "the other is in time": Wait(MINE, replace(OTHER, risks=())),
    "the other is done": Wait(MINE, finished("9", on(2, 1), risks=OTHER.risks)),
    "ours is done": Wait(finished(1, on(2, 1)), OTHER),
    "a week of something else": Wait(
        MINE,
        replace(OTHER, risks=(late(on(3, 1), kind=RiskKind.PILING_UP_IN_REVIEW),)),
    ),
    "not for longer than the limit": Wait(
        MINE, replace(OTHER, risks=(late(on(3, 1), on(3, 3)),))
    ),
    "the other is gone": Wait(MINE, replace(OTHER, removed_at=on(2, 1))),
    "nobody is accountable": Wait(
        MINE, replace(OTHER, department=None, state=State.UNMAPPED)
    ),
}


@pytest.mark.parametrize("wait", SILENT.values(), ids=SILENT)
def test_it_is_silent(wait: Wait) -> None:
    assert not told_of(wait)


def test_lateness_that_is_back_within_a_week_is_one_episode() -> None:
    risks = (late(on(3, 1), on(3, 10)), late(on(3, 12), on(3, 20)))
    other: Part = replace(OTHER, risks=risks)
    (told,) = told_of(Wait(MINE, other), limits=Limits(depends_late_days=0))
    assert (told.since, told.until) == (on(3, 1), on(3, 20))
