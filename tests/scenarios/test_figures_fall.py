"""The figures are counted, not claimed: whoever translates worse has worse ones."""

from collections.abc import Iterator, Mapping, Sequence

import pytest

from passerelle_schemas.business import (
    BusinessItem,
    BusinessObjective,
    RiskKind,
    Severity,
    Stage,
)
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.work import WorkItem
from passerelle_translate.objectives.gathered import gathered
from passerelle_translate.objectives.part import Part
from passerelle_translate.translator import translate
from tests.scenarios.reading import stories
from tests.scenarios.scores import HONEST, PROMISE, STAGE, Figures, Translator, run
from tests.scenarios.story import Story

STORIES = [story for story in stories() if not story.known]
EACH = pytest.mark.parametrize("kind", RiskKind)


def figures(by: Translator, told: Sequence[Story] = STORIES) -> Figures:
    """Tell each story once, in each of its worlds."""
    total = Figures()
    for story in told:
        for world in story.told:
            total.add(run(story, world, seed=0, by=by).figures)
    return total


def of_kind(kind: RiskKind) -> list[Story]:
    """The stories that tell this risk, and those that come near to it."""
    return [story for story in STORIES if kind in story.kinds | story.near]


@EACH
def test_a_risk_that_is_muted_is_missed(kind: RiskKind) -> None:
    def muted(item: WorkItem, rules: RuleSet) -> BusinessItem | None:
        told = translate(item, rules)
        left = tuple(r for r in told.risks if r.kind is not kind) if told else ()
        return told.model_copy(update={"risks": left}) if told else None

    def mute(parts: Mapping[str, Part], rules: RuleSet) -> Iterator[BusinessObjective]:
        for told in gathered(parts, rules):
            left = tuple(risk for risk in told.risks if risk.kind is not kind)
            yield told.model_copy(update={"risks": left})

    assert figures(HONEST, of_kind(kind)).recall(kind) == 1
    silent = figures(Translator(muted, mute), of_kind(kind))
    assert silent.recall(kind) == 0
    assert silent.precision(kind) is None


@pytest.fixture(scope="module")
def hurried() -> Figures:
    """The figures of a translator that has hardly any patience."""
    least = {
        "tolerated_slip_days": 0,
        "serious_slip_days": 1,
        "stalled_after_days": 3,
        "reopened_within_days": 400,
        "review_days": 4,
        "declared_days": 0,
        "unreleased_days": 1,
        "blocked_days": 0,
        "scope_days": 90,
        "scope_growth": 0.01,
        "least_progress": 1,
        "least_tasks": 2,
        "depends_late_days": 0,
        "waiting_objectives": 2,
    }

    def spoilt(rules: RuleSet) -> RuleSet:
        limits = rules.limits.model_copy(update=least)
        return rules.model_copy(update={"limits": limits, "department_limits": ()})

    return figures(
        Translator(
            lambda item, rules: translate(item, spoilt(rules)),
            lambda parts, rules: gathered(parts, spoilt(rules)),
        )
    )


@pytest.mark.parametrize(
    "kind", [kind for kind in RiskKind if kind is not RiskKind.PROMISE_PASSED]
)
def test_a_risk_that_is_told_too_early_is_told_wrongly(
    kind: RiskKind, hurried: Figures
) -> None:
    precision = hurried.precision(kind)
    assert precision is not None
    assert precision < 1


def test_a_risk_without_a_limit_is_told_as_before(hurried: Figures) -> None:
    assert hurried.precision(RiskKind.PROMISE_PASSED) == 1


def test_half_the_patience_halves_the_precision() -> None:
    def halved(item: WorkItem, rules: RuleSet) -> BusinessItem | None:
        days = rules.limits.stalled_after_days // 2
        limits = rules.limits.model_copy(update={"stalled_after_days": days})
        return translate(item, rules.model_copy(update={"limits": limits}))

    worse = figures(Translator(halved), of_kind(RiskKind.STALLED))
    precision, recall = worse.precision("stalled"), worse.recall("stalled")
    assert precision is not None
    assert recall is not None
    assert precision < 0.5
    assert recall < 1


def test_another_severity_is_another_answer() -> None:
    def louder(item: WorkItem, rules: RuleSet) -> BusinessItem | None:
        told = translate(item, rules)
        if told is None:
            return None
        loud = tuple(
            risk.model_copy(update={"severity": Severity.HIGH}) for risk in told.risks
        )
        return told.model_copy(update={"risks": loud})

    for kind, recall in ((RiskKind.STALLED, 0), (RiskKind.PROMISE_PASSED, 1)):
        assert figures(Translator(louder), of_kind(kind)).recall(kind) == recall


def test_a_merge_that_counts_as_a_release_is_found() -> None:
    def sanguine(item: WorkItem, rules: RuleSet) -> BusinessItem | None:
        told = translate(item, rules)
        if told is None:
            return None
        stages = tuple(
            reached.model_copy(update={"stage": Stage.AVAILABLE})
            if reached.stage is Stage.FINISHED
            else reached
            for reached in told.stages
        )
        return told.model_copy(update={"stages": stages})

    precision = figures(Translator(sanguine)).precision(STAGE)
    assert precision is not None
    assert precision < 0.9


def test_a_first_date_that_is_forgotten_is_found() -> None:
    def forgetful(item: WorkItem, rules: RuleSet) -> BusinessItem | None:
        told = translate(item, rules)
        if told is None:
            return None
        return told.model_copy(update={"promises": told.promises[-1:]})

    promised = [s for s in STORIES if any(a.promises for a in s.answers())]
    recall = figures(Translator(forgetful), promised).recall(PROMISE)
    assert recall is not None
    assert recall < 0.8
