"""One part of the software on which several objectives wait."""

from dataclasses import replace

from passerelle_schemas.business import (
    BusinessObjective,
    ObjectiveRisk,
    RiskKind,
    Stage,
)
from passerelle_schemas.identity import Tracker
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import RuleSet
from passerelle_translate.objectives.gathered import gathered
from passerelle_translate.objectives.part import Part
from tests.translate.examples import on, rules
from tests.translate.wholes import came, late, part, ref, rule

OBJECTIVES = ("one", "two", "three")
RULES: RuleSet = rules(objectives=tuple(rule(name) for name in (*OBJECTIVES, "four")))
TILL = ("Caisse",)


def stuck(number: int, objective: str) -> Part:
    risks = (late(on(3, number)),)
    return part(number, objective=objective, components=TILL, risks=risks)


STUCK = [stuck(n, name) for n, name in enumerate(OBJECTIVES, start=1)]
REST = [part(n, objective="four") for n in range(50, 60)]


def told_of(*parts: Part, by: RuleSet = RULES) -> dict[str, list[ObjectiveRisk]]:
    known = {one.id: one for one in parts}
    kind = RiskKind.SINGLE_POINT_OF_FAILURE

    def risks(whole: BusinessObjective) -> list[ObjectiveRisk]:
        return [risk for risk in whole.risks if risk.kind is kind]

    return {w.objective: found for w in gathered(known, by) if (found := risks(w))}


def test_three_objectives_that_wait_in_one_component_are_told_so() -> None:
    told = told_of(*STUCK, *REST)
    assert set(told) == set(OBJECTIVES)
    (risk,) = told["one"]
    assert (risk.since, risk.until) == (on(3, 3), None)
    assert (risk.part, risk.endangers) == ("PAY/Caisse", ("three", "two"))
    assert (risk.figures[0].count, risk.figures[0].total) == (3, 3)
    assert {e.item.key for e in risk.evidence if e.item} == {"PAY-1", "PAY-2", "PAY-3"}


def test_it_clears_itself_when_one_of_them_goes_on() -> None:
    done = came(STUCK[0], (Stage.FINISHED, on(3, 20)))
    told = told_of(done, *STUCK[1:], *REST)
    assert {risk.until for found in told.values() for risk in found} == {on(3, 20)}


def test_what_waits_for_work_in_it_waits_on_it_too() -> None:
    """Two wait for one task there that is open; it need not be late itself."""
    there = part(9, objective="three", components=TILL, risks=(late(on(3, 1)),))
    waiting = [
        part(n, objective=OBJECTIVES[n], blocked_by=(ref(there),)) for n in (0, 1)
    ]
    assert set(told_of(there, *waiting, *REST)) == set(OBJECTIVES)


def test_a_repository_is_a_part_unless_most_work_lies_in_it() -> None:
    here = [
        replace(one, id=f"github-v:7#{n}", tracker=Tracker.GITHUB, project="v/web")
        for n, one in enumerate(STUCK)
    ]
    assert set(told_of(*here, *REST)) == set(OBJECTIVES)
    assert not told_of(*here, *REST[:2])


def test_two_objectives_are_not_several_unless_the_rules_say_so() -> None:
    assert not told_of(*STUCK[:2], *REST)
    limits = RULES.model_copy(update={"limits": Limits(waiting_objectives=2)})
    assert set(told_of(*STUCK[:2], *REST, by=limits)) == {"one", "two"}


def test_it_is_silent_where_nothing_is_late_or_nothing_in_common() -> None:
    assert not told_of(*(replace(one, risks=()) for one in STUCK), *REST)
    apart = [replace(one, components=(f"C{n}",)) for n, one in enumerate(STUCK)]
    assert not told_of(*apart, *REST)
    assert not told_of(*(replace(one, components=()) for one in STUCK), *REST)


def test_it_names_no_person_and_counts_no_hands() -> None:
    """There is nothing of a person in what it could look at."""
    fields = set(Part.__dataclass_fields__)
    assert not fields & {"assignee", "author", "reporter", "people", "team"}
