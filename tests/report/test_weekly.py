"""A whole report: what it says, what it keeps silent; it agrees with itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle_report.contents import (
    Outcome,
    ReasonKind,
    Status,
    Trend,
    UnknownKind,
    WeeklyReport,
)
from passerelle_report.errors import DepartmentUnknownError
from passerelle_report.numbers import contradictions
from passerelle_schemas.business import (
    BusinessItem,
    RiskKind,
    Severity,
    Stage,
    State,
    WorkKind,
)
from passerelle_schemas.facts import Language
from tests.report import company, edges
from tests.report.company import (
    REPLY,
    at,
    begun,
    dates,
    done,
    epic,
    item,
    note,
    paced,
    report,
    risk,
    rules,
    stages,
    usable,
)


@pytest.mark.parametrize("edge", edges.EDGES)
def test_no_edition_contradicts_itself(edge: str) -> None:
    assert contradictions(edges.EDGES[edge]()) == []


def test_the_order_of_items_does_not_matter() -> None:
    items = company.story()
    assert report(items) == report(list(reversed(items)))


def test_what_happens_later_changes_nothing() -> None:
    """An edition printed again a month later is the same edition."""
    items = company.story()
    later = [
        one.model_copy(
            update={
                "stages": (*one.stages, *stages((Stage.AVAILABLE, -5))),
                "promises": (*one.promises, *dates((date(2028, 1, 1), -9))),
                "notes": (*one.notes, note("We went on.", Language.ENGLISH, -3)),
                "risks": (*one.risks, risk(RiskKind.STALLED, Severity.HIGH, -1)),
                "touched_until": date(2026, 12, 24),
            }
        )
        for one in items
    ]
    fresh = company.watermarks(items, at(-30))
    assert report(
        [*later, begun("NEW-1", -4, created_at=at(-5))], watermarks=fresh
    ) == report(items)


def test_an_unknown_department_is_told_with_the_nearest_name() -> None:
    with pytest.raises(DepartmentUnknownError, match="mean 'logistics'"):
        report([], department="logistic")


def test_green_in_the_tracker_and_still_in_truth_is_at_risk() -> None:
    told = report()
    refund = next(o for o in told.objectives if o.subject.id == "objective:refund")
    assert refund.status is Status.AT_RISK
    assert refund.reason.kind is ReasonKind.STOOD_STILL
    assert refund.forecast is None


def test_said_finished_keeps_no_promise_while_tasks_are_open() -> None:
    told = edges.said_finished()
    (promise,) = told.ledger.promises
    assert promise.outcome is Outcome.NOT_DUE
    assert told.objectives[0].reason.kind is ReasonKind.SAID_FINISHED


def test_the_status_is_that_of_the_worst_important_objective() -> None:
    unimportant = REPLY.model_copy(update={"important": False})
    told = report(of=rules((unimportant, company.REFUND, company.RECORD)))
    assert told.objectives[0].status is Status.BEHIND
    assert (told.status, told.about) == (Status.AT_RISK, "objective:refund")


def test_finished_and_usable_are_two_things() -> None:
    told = report(
        [
            usable("A-1", 2, capability="complaints"),
            done("A-2", 2, capability="complaints"),
            usable("A-3", 9, capability="complaints"),
            item(
                "A-4",
                capability="messages",
                stages=stages((Stage.FINISHED, 20), (Stage.AVAILABLE, 1)),
            ),
        ]
    ).delivered
    assert [line.count for line in told.usable] == [1, 1]
    assert [(line.count, line.stage) for line in told.finished] == [(1, Stage.FINISHED)]


def test_alike_work_is_one_line_with_its_count() -> None:
    told = report(
        [
            *[usable(f"A-{n}", 2, capability="complaints") for n in range(4)],
            usable("A-9", 2, capability="complaints", work=WorkKind.REPAIR),
        ]
    ).delivered
    assert [(line.work, line.count) for line in told.usable] == [
        (WorkKind.NEW, 4),
        (WorkKind.REPAIR, 1),
    ]


def test_unmapped_work_is_counted_over_the_whole_company() -> None:
    lost = {"state": State.UNMAPPED, "department": None}
    told = report(
        [
            begun("A-1", 2),
            begun("A-2", 2, department="logistics"),
            begun("A-3", 2, **lost),
            begun("A-4", 20, **lost),
        ],
        department="logistics",
    )
    (unmapped,) = [u for u in told.unknowns if u.kind is UnknownKind.UNMAPPED]
    assert (unmapped.count, unmapped.total, unmapped.percent) == (1, 3, 33)


def test_nothing_is_claimed_complete_unless_every_source_is() -> None:
    items = company.story()
    assert report(items).freshness.complete
    for marks in (
        company.watermarks(items)[1:],
        company.watermarks(items, at(0.01)),
        [],
    ):
        told = report(items, watermarks=marks)
        assert not told.freshness.complete
        assert {u.kind for u in told.unknowns} & {
            UnknownKind.NEVER_READ,
            UnknownKind.TAIL,
        }


def test_a_late_source_is_told_and_its_objectives_are_not_on_course() -> None:
    told = edges.stale()
    assert [place.project for place in told.freshness.late] == ["CRM"]
    record = next(o for o in told.objectives if o.subject.id == "objective:one-record")
    assert record.status is Status.CANNOT_TELL


def test_the_first_week_is_compared_with_nothing() -> None:
    young = [begun("A-1", 2, created_at=at(3), objective=REPLY.id)]
    assert report(young, rules((REPLY,))).comparison.trend is Trend.FIRST


def test_nothing_asked_of_another_department_is_told() -> None:
    told = report(department="logistics").model_dump_json()
    assert "refund" not in told.casefold()


def test_a_department_touched_by_an_item_hears_of_it() -> None:
    shared = usable("A-1", 2, also=("logistics",), capability="complaints")
    assert report([shared], department="logistics").delivered.usable


def test_a_note_that_no_director_could_read_is_withheld_and_counted() -> None:
    told = report()
    assert told.withheld_notes == 1
    assert "controller" not in told.model_dump_json()


DAYS = st.floats(0, 120, allow_nan=False).map(lambda n: round(n, 2))
STAGES = st.lists(st.tuples(st.sampled_from(Stage), DAYS), max_size=4)
DUES = st.lists(
    st.tuples(
        st.none()
        | st.integers(-90, 300).map(lambda n: company.WEEK.sunday + timedelta(days=n)),
        DAYS,
    ),
    max_size=4,
)


@st.composite
def items_(draw: st.DrawFn) -> list[BusinessItem]:
    made = []
    for number in range(draw(st.integers(0, 12))):
        reached = draw(STAGES)
        given = draw(DUES)
        risks = draw(st.lists(st.sampled_from(RiskKind), max_size=2))
        made.append(
            item(
                f"A-{number}",
                objective=draw(st.sampled_from([REPLY.id, company.REFUND.id, None])),
                capability=draw(st.sampled_from(["complaints", "messages", None])),
                state=draw(
                    st.sampled_from([State.MAPPED, State.MAPPED, State.UNMAPPED])
                ),
                type_name=draw(st.sampled_from(["Task", "Epic"])),
                work=draw(st.sampled_from(WorkKind)),
                created_at=at(draw(DAYS)),
                stages=stages(*sorted(reached, key=lambda s: -s[1])),
                promises=dates(*sorted(given, key=lambda g: -g[1])),
                risks=tuple(
                    risk(kind, draw(st.sampled_from(Severity)), draw(DAYS), days=14)
                    for kind in risks
                ),
            )
        )
    return made


@st.composite
def weeks_(draw: st.DrawFn) -> WeeklyReport:
    carrier = draw(
        st.none()
        | st.builds(
            lambda given, reached: epic(
                "SC-1", REPLY.id, promises=dates(*given), stages=stages(*reached)
            ),
            DUES,
            STAGES,
        )
    )
    pace = draw(st.lists(st.integers(0, 4), max_size=12))
    items = [
        *draw(items_()),
        *([carrier] if carrier else []),
        *paced("P", REPLY.id, weekly=pace, left=draw(st.integers(0, 9))),
    ]
    target = draw(st.none() | st.dates(date(2026, 9, 1), date(2027, 9, 1)))
    refund = company.REFUND.model_copy(update={"target_date": target})
    marks = company.watermarks(items, at(draw(st.sampled_from([0.0, 0.5, 3.0]))))
    return report(items, rules((REPLY, refund)), watermarks=marks)


@given(weeks_())
@settings(max_examples=150, deadline=None)
def test_whatever_happened_the_page_agrees_with_itself(told: WeeklyReport) -> None:
    assert contradictions(told) == []


@given(weeks_())
@settings(max_examples=20, deadline=None)
def test_what_is_written_is_read_back(told: WeeklyReport) -> None:
    assert WeeklyReport.model_validate_json(told.model_dump_json()) == told
