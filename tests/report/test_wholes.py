"""Risks over whole objectives: told to whom they endanger, once, and in figures."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from passerelle_report.budget import budgets
from passerelle_report.contents import (
    Cause,
    CauseKind,
    Edition,
    ReasonKind,
    RiskTold,
    Status,
    WeeklyReport,
)
from passerelle_report.numbers import contradictions
from passerelle_report.wording.compose import compose, texts
from passerelle_schemas.business import (
    BusinessItem,
    BusinessObjective,
    Evidence,
    Figures,
    ObjectiveRisk,
    RiskKind,
    Severity,
    Stage,
)
from passerelle_schemas.facts import Language
from passerelle_schemas.identity import ItemRef
from tests.report import company
from tests.report.company import (
    REPLY,
    at,
    begun,
    dates,
    epic,
    item,
    paced,
    report,
    risk,
    rules,
    stages,
)

PARIS = ZoneInfo("Europe/Paris")
DUE = date(2026, 12, 18)
CARRIER = epic("SC-1", REPLY.id, promises=dates((DUE, 90)))
FEW = [CARRIER, *(begun(f"SC-{n}", 3, objective=REPLY.id) for n in range(10, 20))]
"""Ten tasks, nothing finished: no forecast can be given."""
PACED = [CARRIER, *paced("SC", REPLY.id, weekly=[2, 3, 2, 3] * 3, left=3)]
"""It will be done long before its day."""


def whole(kind: RiskKind, days_ago: float = 10, **more: object) -> ObjectiveRisk:
    usual: dict[str, object] = {
        "kind": kind,
        "severity": Severity.MEDIUM,
        "since": at(days_ago),
        "learned_at": at(days_ago),
        "figures": (Figures(at=at(days_ago), count=9, total=4),),
    }
    return ObjectiveRisk.model_validate(usual | more)


GROWING = whole(RiskKind.SCOPE_GROWING, days=28)
SLOW = whole(
    RiskKind.TOO_LITTLE_PROGRESS,
    now=DUE,
    counted_from=at(90),
    figures=(Figures(at=at(10), count=1, total=10),),
)
POINT = whole(RiskKind.SINGLE_POINT_OF_FAILURE, part="SC/inbox")
LATE = item(
    "LOG-7",
    department="logistics",
    stages=stages((Stage.STARTED, 60)),
    risks=(risk(RiskKind.STALLED, Severity.MEDIUM, 30, days=14),),
)
WAITS = whole(
    RiskKind.DEPENDS_ON_LATE_WORK,
    waits_for="logistics",
    figures=(Figures(at=at(10), count=1, total=1),),
    evidence=(
        Evidence(at=at(30), item=ItemRef(id=LATE.id, key=LATE.key)),
        Evidence(at=at(40), item=ItemRef(id=FEW[1].id, key=FEW[1].key)),
    ),
)


def told_of(
    *risks: ObjectiveRisk,
    items: list[BusinessItem] | None = None,
    department: str = "customer-service",
) -> WeeklyReport:
    gathered = [BusinessObjective(objective=REPLY.id, rule_set=14, risks=risks)]
    made = report(
        [*(FEW if items is None else items), LATE],
        rules([REPLY]),
        department,
        gathered=gathered,
    )
    assert not contradictions(made)
    return made


def causes(told: WeeklyReport) -> dict[CauseKind, Cause]:
    return {c.kind: c for shown in told.risks.shown for c in shown.causes}


def pages(told: WeeklyReport) -> dict[str, str]:
    """All that the pages say, by language."""
    said = {}
    for language in Language:
        edition = Edition(
            language=language.value, edition=1, content_hash="a" * 64, report=told
        )
        said[language.value] = (
            " ".join(texts(compose(edition, next(budgets(told)))))
            .replace("\u00a0", " ")
            .replace("\u202f", " ")
        )
    return said


def test_without_them_nobody_can_tell() -> None:
    (told,) = told_of().objectives
    assert told.status is Status.CANNOT_TELL


@pytest.mark.parametrize(
    ("held", "english", "french"),
    [
        (
            GROWING,
            "9 tasks came in within 28 days",
            "9 tâches sont arrivées en 28 jours",
        ),
        (
            SLOW,
            "of 10 tasks is finished, and 78% of the time to 18 December has gone",
            "sur 10 est terminée, et 78 % du temps jusqu’au 18 décembre est écoulé",
        ),
        (
            WAITS,
            "waits for work of another department that is late (Logistics)",
            "attend un travail en retard d’une autre direction (Logistique)",
        ),
        (
            POINT,
            "work of 9 objectives waits on the same part of the software",
            "du travail de 9 objectifs attend la même partie du logiciel",
        ),
    ],
    ids=lambda one: one.kind.value if isinstance(one, ObjectiveRisk) else "",
)
def test_each_is_told_with_its_figures_where_no_chance_speaks(
    held: ObjectiveRisk, english: str, french: str
) -> None:
    told = told_of(held)
    (objective,) = told.objectives
    assert (objective.status, objective.reason.kind) == (
        Status.AT_RISK,
        ReasonKind.RISK,
    )
    assert objective.reason.risk is held.kind
    assert told.risks.shown[0].told is RiskTold.MAY_MISS
    said = pages(told)
    assert english in said["en"]
    assert french in said["fr"]
    assert "SC/inbox" not in said["en"]


def test_they_are_told_as_they_stood_at_the_end_of_the_week() -> None:
    """Not before they began, not once they ended, and with the figures of that day."""
    later = whole(RiskKind.SCOPE_GROWING, -1)
    over = whole(RiskKind.SINGLE_POINT_OF_FAILURE, 20, until=at(3))
    assert not causes(told_of(later, over)).keys() - {CauseKind.SLOW}
    figures = tuple(Figures(at=at(d), count=n) for d, n in ((10, 3), (2, 5), (-2, 8)))
    told = causes(told_of(whole(RiskKind.SCOPE_GROWING, figures=figures)))
    assert told[CauseKind.SCOPE_GROWING].count == 5


def test_a_chance_speaks_for_progress_and_has_counted_the_growth() -> None:
    told = told_of(SLOW, GROWING, items=PACED)
    (objective,) = told.objectives
    assert objective.status is Status.ON_COURSE
    assert objective.forecast is not None
    assert not causes(told)


def test_a_dependency_endangers_what_its_own_speed_would_reach() -> None:
    told = told_of(WAITS, items=PACED)
    (objective,) = told.objectives
    assert objective.status is Status.AT_RISK
    assert causes(told).keys() >= {CauseKind.DEPENDS_ON_LATE_WORK}


def test_speed_is_told_once() -> None:
    assert CauseKind.SLOW in causes(told_of(POINT))
    assert CauseKind.SLOW not in causes(told_of(GROWING))


def test_both_departments_are_told_of_what_one_waits_for() -> None:
    told = told_of(WAITS, department="logistics")
    (late,) = told.risks.shown
    assert [cause.kind for cause in late.causes] == [
        CauseKind.STALLED,
        CauseKind.AWAITED,
    ]
    said = pages(told)
    assert "Customer service waits for it, for the four-hour reply" in said["en"]
    assert "une autre direction (Service client) l’attend" in said["fr"]


def test_what_is_waited_for_comes_before_what_endangers_nobody() -> None:
    loud = [
        item(
            f"LOG-{n}",
            department="logistics",
            capability="messages",
            stages=stages((Stage.STARTED, 60)),
            risks=(risk(RiskKind.BLOCKED, Severity.HIGH, 30, days=5),),
        )
        for n in range(20, 24)
    ]
    told = told_of(WAITS, items=[*FEW, *loud], department="logistics")
    first, second = told.risks.shown
    assert CauseKind.AWAITED in {cause.kind for cause in first.causes}
    assert first.severity is Severity.MEDIUM
    assert second.severity is Severity.HIGH


def test_what_is_declared_of_a_whole_is_told_by_its_status() -> None:
    """The page has said it since before the risk did: once is enough."""
    carrier = CARRIER.model_copy(
        update={"stages": stages((Stage.STARTED, 90), (Stage.FINISHED, 9))}
    )
    declared = whole(RiskKind.DECLARED_AGAINST_EVIDENCE, limit="declared_days")
    told = told_of(declared, items=[carrier, *FEW[1:]])
    (objective,) = told.objectives
    assert objective.reason.kind is ReasonKind.SAID_FINISHED
    assert CauseKind.SAID_FINISHED in causes(told)
    assert CauseKind.DECLARED_AGAINST_EVIDENCE not in causes(told)


def test_an_objective_without_a_day_may_come_later_and_is_not_at_risk() -> None:
    low = GROWING.model_copy(update={"severity": Severity.LOW})
    told = told_of(low, items=[epic("SC-1", REPLY.id), *FEW[1:]])
    (objective,) = told.objectives
    assert objective.status is not Status.AT_RISK
    (shown,) = told.risks.shown
    assert shown.told is RiskTold.STANDS_STILL
    assert [cause.kind for cause in shown.causes] == [CauseKind.SCOPE_GROWING]


def test_an_objective_that_the_rules_do_not_know_is_nobodys() -> None:
    stray = BusinessObjective(objective="unknown", rule_set=14, risks=(WAITS,))
    told = company.report(FEW, rules([REPLY]), gathered=[stray])
    assert CauseKind.DEPENDS_ON_LATE_WORK not in causes(told)
