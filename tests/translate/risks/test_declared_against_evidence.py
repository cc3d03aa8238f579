"""The tracker says more of the work than its evidence shows."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.business import Evidence, RiskEpisode, RiskKind, Severity, Stage
from passerelle_schemas.facts import ChangeState, CustomField, Target
from passerelle_schemas.identity import Tracker
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import Saying, SignRule, StageRule
from passerelle_translate.translator import translate
from tests.translate.examples import (
    CREATED,
    DOING,
    DONE,
    REVIEW,
    SOON,
    TO_DO,
    folded,
    included,
    linked,
    observed,
    on,
    removed,
    rules,
    status,
    touch,
)

LIMITS = Limits(declared_days=2, unreleased_days=30, stalled_after_days=14)
BEGUN = status(on(2, 1), TO_DO, DOING)
SAID = on(3, 2)
DONE_SAID = status(SAID, DOING, DONE)
OPENED = linked(on(2, 20), ChangeState.OPEN)
VERSION = Target(id="jira-verdier:version/1", name="26.3", due=date(2026, 3, 20))
DRAWER = Target(id="jira-verdier:version/3", name="Next")
ON_TRACK = SignRule(says=Saying.ON_COURSE, label=("on-track",))


def _risks(*facts: Any, **shown: Any) -> list[RiskEpisode]:  # noqa: ANN401
    fields: dict[str, Any] = {"type_name": "Story"} | shown
    how = {"tracker": fields.pop("tracker", Tracker.JIRA)}
    given = {"signs": (ON_TRACK,), "limits": LIMITS} | fields.pop("rules", {})
    at = fields.get("created_at", CREATED)
    item = folded(observed(at, **fields), *facts, **how)
    meaning = translate(item, rules(**given))
    assert meaning is not None
    return list(meaning.risks)


def _declared(*facts: Any, **shown: Any) -> list[RiskEpisode]:  # noqa: ANN401
    kind = RiskKind.DECLARED_AGAINST_EVIDENCE
    return [risk for risk in _risks(*facts, **shown) if risk.kind is kind]


def _held(*facts: Any, **shown: Any) -> list[Any]:  # noqa: ANN401
    return [(r.limit, r.since, r.until) for r in _declared(*facts, **shown)]


def test_done_while_its_change_is_open_is_a_risk() -> None:
    assert _declared(BEGUN, OPENED, DONE_SAID) == [
        RiskEpisode(
            kind=RiskKind.DECLARED_AGAINST_EVIDENCE,
            severity=Severity.MEDIUM,
            since=on(3, 4),
            learned_at=SAID + SOON,
            days=2,
            limit="declared_days",
            evidence=(
                Evidence(at=SAID, fact=DONE_SAID.id),
                Evidence(at=on(2, 20), item=OPENED.pull_request),
            ),
        )
    ]


@pytest.mark.parametrize(
    "end",
    [
        linked(on(3, 9), ChangeState.MERGED),
        linked(on(3, 9), ChangeState.CLOSED),
        linked(on(3, 9), ChangeState.MERGED, 8),
        status(on(3, 9), DONE, DOING),
        removed(on(3, 9)),
    ],
    ids=["merged", "closed", "another merged", "taken up again", "removed"],
)
def test_it_ends_when_both_agree(end: Any) -> None:  # noqa: ANN401
    found = _held(BEGUN, OPENED, DONE_SAID, end)
    assert found == [("declared_days", on(3, 4), on(3, 9))]


def test_a_draft_is_open_as_well() -> None:
    again = linked(on(3, 5), ChangeState.DRAFT)
    merged = linked(on(3, 9), ChangeState.MERGED)
    found = _held(BEGUN, OPENED, DONE_SAID, again, merged)
    assert found == [("declared_days", on(3, 4), on(3, 9))]


def test_available_by_a_status_is_held_against_its_change_too() -> None:
    live = {"stages": (StageRule(stage=Stage.AVAILABLE, status=(DONE.id,)),)}
    assert len(_held(BEGUN, OPENED, DONE_SAID, rules=live)) == 1


@pytest.mark.parametrize(
    "facts",
    [
        (BEGUN, DONE_SAID),
        (BEGUN, OPENED, linked(on(3, 1), ChangeState.MERGED), DONE_SAID),
        (BEGUN, OPENED, DONE_SAID, linked(on(3, 4), ChangeState.MERGED)),
        (BEGUN, OPENED, linked(on(3, 1), ChangeState.CLOSED), DONE_SAID),
        (BEGUN, DONE_SAID, linked(on(3, 3), ChangeState.OPEN)),
        (BEGUN, OPENED, linked(on(3, 1), ChangeState.MERGED, 8), DONE_SAID),
        (BEGUN, OPENED, status(SAID, DOING, REVIEW), touch(on(3, 9))),
    ],
    ids=[
        "no change",
        "merged before",
        "merged within the limit",
        "closed before",
        "opened afterwards",
        "another merged",
        "never said to be done",
    ],
)
def test_it_is_silent_where_both_agree(facts: tuple[Any, ...]) -> None:
    assert _declared(*facts) == []


def test_what_gathers_other_work_is_held_against_its_parts() -> None:
    assert _declared(BEGUN, OPENED, DONE_SAID, type_name="Epic") == []


def test_finished_work_that_waits_for_its_version_is_a_low_risk() -> None:
    (found,) = _declared(BEGUN, DONE_SAID, targets=(VERSION, DRAWER))
    assert (found.limit, found.severity) == ("unreleased_days", Severity.LOW)
    # Thirty days after the midnight in Paris that ends its version's day.
    assert (found.since, found.until) == (datetime(2026, 4, 19, 23, tzinfo=UTC), None)
    assert found.evidence == (Evidence(at=SAID, fact=DONE_SAID.id),)


def test_what_is_finished_after_its_version_s_day_waits_from_then() -> None:
    late = status(on(5, 1), DOING, DONE)
    (found,) = _declared(BEGUN, late, targets=(VERSION,))
    assert found.since == on(5, 31)


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ((), {}),
        ((), {"targets": (DRAWER,)}),
        ((included(on(3, 5)),), {"targets": (VERSION,)}),
        (
            (),
            {
                "targets": (
                    VERSION,
                    Target(
                        id="jira-verdier:version/2",
                        name="26.2",
                        released=True,
                        released_on=date(2026, 3, 5),
                    ),
                )
            },
        ),
        ((status(on(4, 19), DONE, DOING),), {"targets": (VERSION,)}),
        ((), {"targets": (VERSION,), "tracker": Tracker.GITHUB}),
    ],
    ids=[
        "no version",
        "a drawer",
        "released",
        "one is released",
        "in time",
        "a milestone",
    ],
)
def test_released_work_waits_for_nothing(
    facts: tuple[Any, ...], shown: dict[str, Any]
) -> None:
    assert _declared(BEGUN, DONE_SAID, *facts, **shown) == []


@pytest.mark.parametrize(
    "start", [(status(on(2, 28, 13), TO_DO, DOING),), ()], ids=["begun", "planned"]
)
def test_on_course_while_nothing_moves_is_told_once(start: tuple[Any, ...]) -> None:
    """It takes the place of `stalled`."""
    facts = (*start, touch(on(3, 1)))
    risks = _risks(*facts, labels=("On-Track",), created_at=on(2, 28))
    assert [(r.kind.value, r.limit, r.since, r.severity) for r in risks] == [
        (
            "declared_against_evidence",
            "stalled_after_days",
            datetime(2026, 3, 16, tzinfo=UTC),
            Severity.MEDIUM,
        )
    ]
    (told,) = risks[0].evidence
    assert told.fact == touch(on(3, 1)).id


def test_a_field_can_say_so_and_a_status_has_its_history() -> None:
    field = SignRule(
        says=Saying.ON_COURSE, field=("c7=Green",), tracker=(Tracker.JIRA,)
    )
    green = {"custom": (CustomField(id="c7", value="green"),)}
    moved = (BEGUN, touch(on(2, 2)))
    assert (
        len(_held(*moved, created_at=on(1, 31), **green, rules={"signs": (field,)}))
        == 1
    )
    said = SignRule(says=Saying.ON_COURSE, status=(REVIEW.id,))
    facts = (status(on(2, 1), TO_DO, REVIEW), status(on(3, 2), REVIEW, DOING))
    assert _held(*facts, created_at=on(1, 31), rules={"signs": (said,)}) == [
        (
            "stalled_after_days",
            datetime(2026, 2, 16, tzinfo=UTC),
            datetime(2026, 3, 2, tzinfo=UTC),
        )
    ]


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ((BEGUN,), {"labels": ("urgent",)}),
        ((BEGUN, *(touch(on(2, 1 + 9 * n)) for n in range(3))), {}),
        ((status(on(1, 5), TO_DO, DONE),), {}),
    ],
    ids=["no sign", "moving", "done"],
)
def test_on_course_is_believed_while_something_moves(
    facts: tuple[Any, ...], shown: dict[str, Any]
) -> None:
    end = () if len(facts) == 1 else (status(on(2, 25), DOING, DONE),)
    usual = {"labels": ("on-track",), "created_at": on(1, 1)} | shown
    found = _declared(touch(on(1, 14)), touch(on(1, 25)), *facts, *end, **usual)
    assert found == []


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 2))
def test_a_change_that_is_merged_in_time_says_nothing(
    opened: int, before: int, late: int
) -> None:
    said = on(5, 1)
    start = said - timedelta(days=opened + 1)
    states = (
        linked(start, ChangeState.DRAFT),
        linked(start + timedelta(days=min(before, opened)), ChangeState.OPEN),
        linked(said + timedelta(days=late), ChangeState.MERGED),
    )
    assert _declared(*states, status(said, TO_DO, DONE)) == []
