"""Status: each rule of thumb, and never a better one from a worse fact."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_report.assessment import subject
from passerelle_report.contents import (
    Forecast,
    Mark,
    Outcome,
    Progress,
    Promise,
    Range,
    ReasonKind,
    Refusal,
    RefusedBecause,
    Status,
)
from passerelle_report.likelihood import chance_of
from passerelle_report.status import (
    WORST_FIRST,
    Evidence,
    HeldRisk,
    decide_status,
    worst,
)
from passerelle_schemas.business import RiskKind, Severity, Stage
from tests.report.company import REPLY

DUE = date(2026, 12, 18)


def _progress(finished: int = 10, left: int = 5) -> Progress:
    return Progress(
        total=finished + left,
        finished=finished,
        open=left,
        added=0,
        finished_this_week=0,
        dropped_this_week=0,
    )


def _promise(outcome: Outcome = Outcome.NOT_DUE, days: int = 0) -> Promise:
    return Promise(
        id="a:1",
        subject=subject(REPLY),
        first=DUE,
        latest=DUE,
        outcome=outcome,
        mark=Mark.OPEN,
        days=days,
    )


def _forecast(percent: int | None) -> Forecast:
    return Forecast(
        range=Range(expected=DUE, cautious=DUE),
        chance=None if percent is None else chance_of(percent),
        finished=20,
        weeks=12,
        runs=10_000,
    )


REFUSED = Refusal(because=RefusedBecause.TOO_LITTLE_FINISHED)
FACTS = Evidence(
    progress=_progress(),
    promise=_promise(),
    carried_by=Stage.STARTED,
    outlook=_forecast(90),
)
MEDIUM = HeldRisk(RiskKind.STALLED, Severity.MEDIUM, 1, 14)
LOW = HeldRisk(RiskKind.STALLED, Severity.LOW, 1, 14)


@pytest.mark.parametrize(
    ("facts", "status", "kind"),
    [
        (FACTS, Status.ON_COURSE, ReasonKind.CHANCE),
        (replace(FACTS, outlook=_forecast(85)), Status.ON_COURSE, ReasonKind.CHANCE),
        (replace(FACTS, outlook=_forecast(84)), Status.AT_RISK, ReasonKind.CHANCE),
        (replace(FACTS, outlook=_forecast(33)), Status.AT_RISK, ReasonKind.CHANCE),
        (replace(FACTS, outlook=_forecast(32)), Status.BEHIND, ReasonKind.CHANCE),
        (replace(FACTS, risks=(LOW,)), Status.ON_COURSE, ReasonKind.CHANCE),
        (replace(FACTS, risks=(MEDIUM,)), Status.AT_RISK, ReasonKind.RISK),
        (replace(FACTS, still_days=16), Status.AT_RISK, ReasonKind.STOOD_STILL),
        (replace(FACTS, outlook=REFUSED), Status.CANNOT_TELL, ReasonKind.REFUSED),
        (replace(FACTS, too_old=True), Status.CANNOT_TELL, ReasonKind.TOO_OLD),
        (
            replace(FACTS, too_old=True, never_read=True),
            Status.CANNOT_TELL,
            ReasonKind.NEVER_READ,
        ),
        (
            replace(FACTS, outlook=REFUSED, risks=(MEDIUM,)),
            Status.AT_RISK,
            ReasonKind.RISK,
        ),
        (
            replace(FACTS, promise=_promise(Outcome.PASSED, 9)),
            Status.BEHIND,
            ReasonKind.PASSED,
        ),
        (
            replace(FACTS, promise=_promise(Outcome.TAKEN_BACK)),
            Status.AT_RISK,
            ReasonKind.CHANCE,
        ),
        (
            replace(FACTS, carried_by=Stage.FINISHED),
            Status.AT_RISK,
            ReasonKind.SAID_FINISHED,
        ),
        (
            replace(FACTS, carried_by=Stage.AVAILABLE, progress=_progress(15, 0)),
            Status.ON_COURSE,
            ReasonKind.FINISHED,
        ),
        (replace(FACTS, carried_by=Stage.DROPPED), Status.BEHIND, ReasonKind.DROPPED),
        (
            replace(FACTS, promise=None, outlook=_forecast(None)),
            Status.ON_COURSE,
            ReasonKind.NO_PROMISE,
        ),
    ],
)
def test_the_worst_that_holds_decides(
    facts: Evidence, status: Status, kind: ReasonKind
) -> None:
    if facts.promise and facts.promise.outcome is Outcome.TAKEN_BACK:
        facts, kind = replace(facts, outlook=_forecast(None)), ReasonKind.TAKEN_BACK
    told, reason = decide_status(facts)
    assert (told, reason.kind) == (status, kind)


EVIDENCE = st.builds(
    Evidence,
    progress=st.builds(_progress, st.integers(0, 20), st.integers(0, 20)),
    promise=st.none()
    | st.builds(_promise, st.sampled_from([Outcome.NOT_DUE, Outcome.POSTPONED])),
    carried_by=st.none() | st.sampled_from(Stage),
    outlook=st.builds(_forecast, st.integers(0, 100)) | st.just(REFUSED),
    risks=st.lists(st.sampled_from([LOW, MEDIUM]), max_size=2).map(tuple),
    still_days=st.sampled_from([0, 16]),
    too_old=st.booleans(),
)


def _place(facts: Evidence) -> int:
    return WORST_FIRST.index(decide_status(facts)[0])


@given(EVIDENCE)
def test_a_worse_fact_never_gives_a_better_status(facts: Evidence) -> None:
    worse = [
        replace(facts, risks=(*facts.risks, MEDIUM)),
        replace(facts, still_days=16),
        replace(facts, too_old=True),
    ]
    if isinstance(facts.outlook, Forecast) and facts.outlook.chance:
        less = max(0, facts.outlook.chance.percent - 30)
        worse.append(replace(facts, outlook=_forecast(less)))
    if facts.promise:
        worse.append(replace(facts, promise=_promise(Outcome.PASSED, 9)))
    for one in worse:
        assert _place(one) <= _place(facts)


def test_a_department_without_objective_cannot_be_told() -> None:
    assert worst([]) is Status.CANNOT_TELL
    assert worst([Status.ON_COURSE, Status.BEHIND, Status.AT_RISK]) is Status.BEHIND
