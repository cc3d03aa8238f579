"""What readers found contradicted is caught: one thing changed, one complaint."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import pytest

from passerelle_report.across import across
from passerelle_report.contents import (
    EvidenceKind,
    Outcome,
    SlipKind,
    Sure,
    TeamWord,
    WeeklyReport,
)
from passerelle_schemas.business import WorkKind
from passerelle_schemas.facts import Language
from tests.report import edges

Change = Callable[[WeeklyReport], WeeklyReport]


@cache
def told() -> WeeklyReport:
    """The whole story, which agrees with itself."""
    report = edges.everything()
    assert list(across(report)) == []
    return report


def _changed(part: object, **update: object) -> object:
    return part.model_copy(update=update)  # type: ignore[attr-defined]


def _evidence(kind: EvidenceKind, **update: object) -> Change:
    def change(report: WeeklyReport) -> WeeklyReport:
        entries = tuple(
            entry.model_copy(update=update) if entry.kind is kind else entry
            for entry in report.evidence
        )
        return report.model_copy(update={"evidence": entries})

    return change


def _late_date(report: WeeklyReport) -> WeeklyReport:
    """A date is given on the day after the week."""
    after = report.sunday + timedelta(days=1)
    entries = tuple(
        entry.model_copy(
            update={"dates": tuple(_changed(d, on=after) for d in entry.dates)}
        )
        for entry in report.evidence
    )
    return report.model_copy(update={"evidence": entries})


def _no_slips(report: WeeklyReport) -> WeeklyReport:
    minute = report.minute.model_copy(update={"slips": ()})
    return report.model_copy(update={"minute": minute})


def _other_kind(report: WeeklyReport) -> WeeklyReport:
    slips = tuple(_changed(s, kind=SlipKind.DROPPED) for s in report.minute.slips)
    minute = report.minute.model_copy(update={"slips": slips})
    return report.model_copy(update={"minute": minute})


def _other_condition(report: WeeklyReport) -> WeeklyReport:
    slips = tuple(_changed(s, if_resumed=True) for s in report.minute.slips)
    minute = report.minute.model_copy(update={"slips": slips})
    return report.model_copy(update={"minute": minute})


def _risk(**update: object) -> Change:
    def change(report: WeeklyReport) -> WeeklyReport:
        shown = tuple(
            _changed(risk, **update) if risk.odds else risk
            for risk in report.risks.shown
        )
        risks = report.risks.model_copy(update={"shown": shown})
        return report.model_copy(update={"risks": risks})

    return change


def _kept(**update: object) -> Change:
    def change(report: WeeklyReport) -> WeeklyReport:
        kept = report.ledger.kept.model_copy(update=update)
        ledger = report.ledger.model_copy(update={"kept": kept})
        return report.model_copy(update={"ledger": ledger})

    return change


def _objective(**update: object) -> Change:
    def change(report: WeeklyReport) -> WeeklyReport:
        first, *rest = report.objectives
        changed = (first.model_copy(update=update), *rest)
        return report.model_copy(update={"objectives": changed})

    return change


def _surer(report: WeeklyReport) -> WeeklyReport:
    reason = report.objectives[0].reason.model_copy(update={"sure": Sure.MAYBE})
    return _objective(reason=reason)(report)


def _whole(report: WeeklyReport) -> WeeklyReport:
    """A line claims a promise that the table does not show as fulfilled."""
    open_ = next(
        p for p in report.ledger.promises if p.outcome is Outcome.POSTPONED_PAST
    )
    lines = tuple(_changed(one, promise=open_.id) for one in report.delivered.usable)
    done = report.delivered.model_copy(update={"usable": lines})
    return report.model_copy(update={"delivered": done})


def _among_advances(report: WeeklyReport) -> WeeklyReport:
    lines = tuple(_changed(x, work=WorkKind.INCIDENT) for x in report.delivered.usable)
    done = report.delivered.model_copy(update={"usable": lines})
    return report.model_copy(update={"delivered": done})


def _uncounted(report: WeeklyReport) -> WeeklyReport:
    minute = report.minute.model_copy(update={"incidents_more": 2})
    return report.model_copy(update={"minute": minute})


def _delivered(**update: object) -> Change:
    def change(report: WeeklyReport) -> WeeklyReport:
        done = report.delivered.model_copy(update=update)
        return report.model_copy(update={"delivered": done})

    return change


def _aimless_step(report: WeeklyReport) -> WeeklyReport:
    """What is no step stands among the steps."""
    return _delivered(steps=report.delivered.usable)(report)


def _step_in_use(report: WeeklyReport) -> WeeklyReport:
    """A step stands in the column of what can be used."""
    return _delivered(usable=report.delivered.steps)(report)


def _step_finished(report: WeeklyReport) -> WeeklyReport:
    """A step stands in the column of what is only finished."""
    return _delivered(finished=report.delivered.steps)(report)


OLD = TeamWord(language=Language.ENGLISH, text="Soon.", on=date(2026, 10, 1))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (_evidence(EvidenceKind.OBJECTIVE, count=3), "3 in the evidence"),
        (_evidence(EvidenceKind.LEDGER, count=3), "other promises than the ratio"),
        (_evidence(EvidenceKind.LEDGER, before=9), "of the twelve weeks before"),
        (_evidence(EvidenceKind.ITEMS, count=9), "other work than its evidence"),
        (_late_date, "given after the week"),
        (_no_slips, "slipped this week, and not in the minute"),
        (_other_kind, "dropped in the minute"),
        (_other_condition, "its condition stands in one place only"),
        (_risk(sure=Sure.MAYBE), "surer than the headline, or less"),
        (_risk(due=date(2027, 5, 5)), "the risk is of another date"),
        (_surer, "surer than its chance"),
        (_kept(missed=()), "the strip's legend and the table"),
        (_kept(open=0), "not due yet are counted wrong"),
        (_kept(kept=0), "are not the promises that came due"),
        (_objective(said=(OLD,)), "a team's word of another time"),
        (_among_advances, "an incident stands among what moved forward"),
        (_uncounted, "counts other incidents than the list"),
        (_aimless_step, "a step leads nowhere"),
        (_step_in_use, "stands among what is finished"),
        (_step_finished, "stands among what is finished"),
        (_whole, "fulfilled, and not so in the table"),
    ],
)
def test_a_contradiction_is_caught(change: Change, complaint: str) -> None:
    found = list(across(change(told())))
    assert any(complaint in one for one in found), found
