"""A promise on an item that no tracker ever showed is never told as no promise."""

import pytest

from passerelle_report.budget import budgets
from passerelle_report.contents import (
    Edition,
    Objective,
    ReasonKind,
    Status,
    WeeklyReport,
)
from passerelle_report.wording.compose import compose
from passerelle_schemas.business import BusinessItem, RiskKind, Severity
from tests.report.company import (
    REPLY,
    at,
    done,
    epic,
    item,
    paced,
    report,
    risk,
    rules,
)


def _told(items: list[BusinessItem]) -> tuple[WeeklyReport, Objective]:
    made = report(items, rules((REPLY,)))
    (objective,) = made.objectives
    return made, objective


def test_work_that_progresses_towards_it_is_not_on_course() -> None:
    _, objective = _told(paced("P", REPLY.id, weekly=[3] * 12, left=4))
    assert objective.status is Status.CANNOT_TELL
    assert objective.reason.kind is ReasonKind.PROMISE_UNSEEN


def test_work_that_is_finished_is_not_said_to_keep_it() -> None:
    _, objective = _told([done("P-1", 3, objective=REPLY.id)])
    assert objective.reason.kind is ReasonKind.PROMISE_UNSEEN


def test_what_is_worse_than_not_knowing_is_still_told() -> None:
    held = risk(RiskKind.STALLED, Severity.MEDIUM, 5, days=14)
    work = [*paced("P", REPLY.id, weekly=[3] * 12, left=4)]
    _, objective = _told([*work, item("S-1", objective=REPLY.id, risks=(held,))])
    assert objective.reason.kind is ReasonKind.RISK
    assert objective.status is Status.AT_RISK


def test_an_item_that_is_made_after_the_week_is_seen() -> None:
    later = epic(
        REPLY.promised_by or "", REPLY.id, created_at=at(-3), learned_at=at(-3)
    )
    items = [*paced("P", REPLY.id, weekly=[3] * 12, left=4), later]
    _, objective = _told(items)
    assert objective.reason.kind is ReasonKind.NO_PROMISE


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "nowhere to be found"), ("fr", "introuvable")],
)
def test_the_page_says_so(language: str, words: str) -> None:
    told, _ = _told(paced("P", REPLY.id, weekly=[3] * 12, left=4))
    edition = Edition(language=language, edition=1, content_hash="a" * 64, report=told)
    view = compose(edition, next(iter(budgets(told))))
    assert words in view.masthead.headline
