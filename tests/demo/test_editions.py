"""What a report decides for each department is what the story means it to say."""

import asyncio
from collections.abc import Mapping
from datetime import date

import pytest

from passerelle_demo.company import WEEK
from passerelle_report.contents import (
    CauseKind,
    Outcome,
    RiskTold,
    SlipKind,
    Status,
    UnknownKind,
    WeeklyReport,
)
from passerelle_report.numbers import contradictions
from passerelle_report.week import Week
from passerelle_report.weekly import decide
from tests.demo.company_read import CompanyRead, read_company

Reports = Mapping[str, WeeklyReport]


@pytest.fixture(scope="module")
def company() -> CompanyRead:
    return asyncio.run(read_company())


@pytest.fixture(scope="module")
def reports(company: CompanyRead) -> Reports:
    return {
        department.id: decide(
            company.meanings,
            company.rules,
            company.watermarks,
            department.id,
            Week.parse(WEEK),
            gathered=company.wholes,
        )
        for department in company.rules.departments
    }


@pytest.mark.parametrize(
    ("department", "status", "about"),
    [
        ("payments", Status.AT_RISK, "instalments"),
        ("logistics", Status.ON_COURSE, ""),
        ("customer-service", Status.BEHIND, "one-screen"),
        ("finance", Status.CANNOT_TELL, "vat-abroad"),
    ],
)
def test_four_departments_read_differently(
    reports: Reports, department: str, status: Status, about: str
) -> None:
    report = reports[department]
    assert report.status is status
    worst = report.objectives[0]
    assert worst.status is status
    assert about in worst.subject.id


@pytest.mark.parametrize(
    ("department", "objective"),
    [
        ("payments", "express-payment"),
        ("logistics", "parcel-tracking"),
        ("logistics", "stock-count"),
        ("customer-service", "online-returns"),
        ("finance", "month-end"),
    ],
)
def test_on_course_the_cautious_date_is_before_the_promise(
    reports: Reports, department: str, objective: str
) -> None:
    (told,) = [
        o for o in reports[department].objectives if o.subject.id.endswith(objective)
    ]
    assert told.status is Status.ON_COURSE
    assert told.forecast
    assert told.promise
    assert told.promise.latest
    soon = date(2026, 12, 14)
    spread = told.forecast.range
    assert soon < spread.expected <= spread.cautious < told.promise.latest


def test_the_single_screen_is_told_since_its_first_promise(reports: Reports) -> None:
    told = reports["customer-service"].objectives[0].promise
    assert told
    assert (told.first, told.postponed, told.days) == (date(2026, 10, 30), 2, 49)


@pytest.mark.parametrize(
    ("department", "outcomes"),
    [
        ("payments", {Outcome.KEPT, Outcome.LATE, Outcome.POSTPONED, Outcome.NOT_DUE}),
        ("logistics", {Outcome.KEPT, Outcome.LATE, Outcome.NOT_DUE}),
        ("finance", {Outcome.KEPT, Outcome.LATE, Outcome.NOT_DUE}),
    ],
)
def test_promises_have_their_fates(
    reports: Reports, department: str, outcomes: set[Outcome]
) -> None:
    told = {promise.outcome for promise in reports[department].ledger.promises}
    assert told == outcomes


def test_customer_service_has_one_dropped_and_one_overdue(reports: Reports) -> None:
    told = {p.outcome for p in reports["customer-service"].ledger.promises}
    assert {Outcome.DROPPED, Outcome.PASSED} <= told


def test_the_vat_gets_no_date(reports: Reports) -> None:
    (told,) = [
        o for o in reports["finance"].objectives if o.subject.id.endswith("vat-abroad")
    ]
    assert told.forecast is None
    assert told.refusal


def test_something_is_usable_and_something_only_finished(reports: Reports) -> None:
    for report in reports.values():
        assert report.delivered.usable
        assert report.delivered.finished or report.delivered.steps
    assert any(report.delivered.finished for report in reports.values())


def test_five_to_eight_in_a_hundred_tasks_of_the_week_are_nobodys(
    reports: Reports,
) -> None:
    for report in reports.values():
        (told,) = [u for u in report.unknowns if u.kind is UnknownKind.UNMAPPED]
        assert 5 <= told.percent <= 8


def test_no_line_is_withheld(reports: Reports) -> None:
    assert {report.withheld_notes for report in reports.values()} == {0}


def test_no_report_contradicts_itself(reports: Reports) -> None:
    found = {name: contradictions(report) for name, report in reports.items()}
    assert found == {name: [] for name in reports}


def test_the_minute_of_customer_service_tells_every_kind_of_slip(
    reports: Reports,
) -> None:
    slips = reports["customer-service"].minute.slips
    assert [slip.kind for slip in slips] == [
        SlipKind.EXPECTED,
        SlipKind.PASSED,
        SlipKind.DROPPED,
    ]


def test_the_instalments_stand_still_and_their_dates_say_so(reports: Reports) -> None:
    report = reports["payments"]
    assert report.objectives[0].still_days >= 21
    (slip,) = [s for s in report.minute.slips if s.kind is SlipKind.EXPECTED]
    assert slip.if_resumed
    assert UnknownKind.STOOD_STILL in {told.kind for told in report.unknowns}


def test_the_decision_that_stopped_the_instalments_is_told_with_the_weakness(
    reports: Reports,
) -> None:
    """It is written on a security job, in another project, and names the objective."""
    report = reports["payments"]
    decided = report.objectives[0].decided
    assert decided is not None
    assert decided.elsewhere
    assert decided.on == date(2026, 11, 9)
    assert "the card form" in (decided.words.en or "")
    assert "formulaire de carte" in (decided.words.fr or "")
    causes = [cause.words for cause in report.risks.shown[0].causes]
    assert decided.words in causes


def test_all_security_fixes_are_awaited_the_open_one_too(reports: Reports) -> None:
    told = reports["payments"].minute.security
    assert told is not None
    assert (told.ready, told.ready_this_week, told.open) == (3, 2, 1)
    cited = {e.id: e for e in reports["payments"].evidence}
    keys = [item.key for ref in told.refs for item in cited[ref].items]
    assert keys == ["OPS-40", "OPS-41", "OPS-42", "OPS-43"]
    assert reports["logistics"].minute.security is not None
    for report in reports.values():
        weak = [r for r in report.risks.shown if r.told is RiskTold.NOT_PROTECTED]
        assert bool(weak) is (report.minute.security is not None)


@pytest.mark.parametrize(
    ("department", "cause", "count"),
    [
        ("payments", CauseKind.DECLARED_AGAINST_EVIDENCE, 5),
        ("finance", CauseKind.REOPENED_AGAIN, 1),
        ("logistics", CauseKind.PILING_UP_IN_REVIEW, 1),
        ("customer-service", None, 0),
    ],
)
def test_what_the_trackers_hide_is_told_once_and_only_where_it_is(
    reports: Reports, department: str, cause: CauseKind | None, count: int
) -> None:
    hidden = {
        CauseKind.DECLARED_AGAINST_EVIDENCE,
        CauseKind.REOPENED_AGAIN,
        CauseKind.PILING_UP_IN_REVIEW,
    }
    told = [c for risk in reports[department].risks.shown for c in risk.causes]
    found = [(c.kind, c.count) for c in told if c.kind in hidden]
    assert found == ([(cause, count)] if cause else [])


def test_a_task_was_opened_again_in_each_tracker(reports: Reports) -> None:
    report = reports["customer-service"]
    reopened = {o.subject.id: o.progress.reopened_this_week for o in report.objectives}
    assert reopened == {"objective:one-screen": 1, "objective:online-returns": 1}
    assert report.delivered.reopened is not None
    assert report.delivered.reopened.count == 2


def test_last_weeks_edition_and_this_weeks_changes_make_this_week(
    reports: Reports, company: CompanyRead
) -> None:
    week = Week.parse(WEEK).previous()
    for department, now in reports.items():
        was = decide(
            company.meanings, company.rules, company.watermarks, department, week
        )
        assert contradictions(was) == []
        last = {o.subject.id: o.progress for o in was.objectives}
        for objective in now.objectives:
            before, told = last[objective.subject.id], objective.progress
            assert (told.finished_before, told.total_before) == (
                before.finished,
                before.total,
            )


def test_the_return_label_that_was_kept_comes_first(reports: Reports) -> None:
    first = reports["logistics"].minute.forward[0]
    (kept,) = [p for p in reports["logistics"].ledger.promises if p.id == first.promise]
    assert (kept.outcome, kept.days) == (Outcome.KEPT, -2)


def test_a_dropped_promise_with_its_decision_is_no_unknown(reports: Reports) -> None:
    told = {unknown.kind for unknown in reports["customer-service"].unknowns}
    assert UnknownKind.DROPPED not in told
    assert UnknownKind.PASSED in told


def test_two_departments_are_told_that_one_waits_for_the_other(
    reports: Reports,
) -> None:
    """The single screen shows instalments, which payments has not touched for weeks."""
    screen, instalments = (
        next(
            risk
            for risk in reports[name].risks.shown
            if risk.subject.id == f"objective:{objective}"
        )
        for name, objective in (
            ("customer-service", "one-screen"),
            ("payments", "instalments"),
        )
    )
    waits = [c for c in screen.causes if c.kind is CauseKind.DEPENDS_ON_LATE_WORK]
    asked = [c for c in instalments.causes if c.kind is CauseKind.AWAITED]
    assert [(cause.count, cause.other and cause.other.en) for cause in waits] == [
        (1, "Payments")
    ]
    assert [cause.other and cause.other.en for cause in asked] == ["Customer service"]
    others = [
        cause.kind
        for report in reports.values()
        for risk in report.risks.shown
        for cause in risk.causes
        if risk not in (screen, instalments)
    ]
    assert not {CauseKind.DEPENDS_ON_LATE_WORK, CauseKind.AWAITED} & set(others)
