"""Each item is told once among the risks, and as the ledger tells it."""

from datetime import date

import pytest

from passerelle_report.contents import CauseKind, RiskTold, WeeklyReport
from passerelle_report.numbers import contradictions
from passerelle_schemas.business import RiskKind, Severity, Stage
from tests.report import company
from tests.report.company import dates, item, report, risk, rules, stages

OPEN = stages((Stage.STARTED, 60))


def _told(latest: date) -> WeeklyReport:
    """An item of no objective whose date was moved to *latest*."""
    first = date(2026, 10, 20)
    moved = risk(
        RiskKind.PROMISE_MOVED, Severity.MEDIUM, 30, was=first, now=latest, days=16
    )
    made = item(
        "SC-7",
        type_name="Epic",
        capability="messages",
        promises=dates((first, 60), (latest, 30)),
        stages=OPEN,
        risks=(moved,),
    )
    told = report([made], rules([]))
    assert not contradictions(told)
    return told


@pytest.mark.parametrize("latest", [date(2026, 11, 5), date(2026, 11, 22)])
def test_a_date_that_has_passed_may_not_be_missed_any_more(latest: date) -> None:
    (told,) = _told(latest).risks.shown
    assert told.told is RiskTold.OVERDUE
    assert told.due == latest
    kinds = [cause.kind for cause in told.causes]
    assert kinds == [CauseKind.PASSED, CauseKind.DATES_POSTPONED]


def test_a_date_to_come_may_be_missed() -> None:
    (told,) = _told(date(2026, 11, 23)).risks.shown
    assert told.told is RiskTold.MAY_MISS
    assert [cause.kind for cause in told.causes] == [CauseKind.DATES_POSTPONED]


def test_a_date_that_passes_on_the_last_day_is_a_risk_though_no_episode_holds() -> None:
    made = item(
        "SC-8",
        type_name="Epic",
        capability="messages",
        promises=dates((date(2026, 11, 22), 60)),
        stages=OPEN,
    )
    (told,) = report([made], rules([])).risks.shown
    assert told.told is RiskTold.OVERDUE


def test_a_risk_to_what_counts_more_is_told_first() -> None:
    """Of the same severity; without weights the larger group comes first."""
    other = {"department": "finance", "also": ("customer-service",), "stages": OPEN}
    stalled = risk(RiskKind.STALLED, Severity.MEDIUM, 30, days=14)
    items = [
        item("FIN-1", objective="closing", risks=(stalled,), **other),
        *(item(f"FIN-{n}", risks=(stalled,), **other) for n in (2, 3)),
    ]
    closing = company.REPLY.model_copy(
        update={"id": "closing", "department": "finance", "weight": 1}
    )
    heavy = closing.model_copy(update={"weight": 3})
    plain, weighted = (
        [told.subject.id for told in report(items, rules([one])).risks.shown]
        for one in (closing, heavy)
    )
    assert plain == ["other", "objective:closing"]
    assert weighted == ["objective:closing", "other"]


def test_of_two_objectives_that_stand_alike_the_heavier_comes_first() -> None:
    light, heavy = (
        company.REPLY.model_copy(update={"id": name, "weight": weight})
        for name, weight in (("light", 1), ("heavy", 2))
    )
    told = report([], rules([light, heavy]))
    assert len({o.status for o in told.objectives}) == 1
    assert [o.subject.id for o in told.objectives] == [
        "objective:heavy",
        "objective:light",
    ]
    assert told.about == "objective:heavy"
