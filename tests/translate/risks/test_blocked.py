"""Work that cannot go on, as a sign says that the rule set names."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.business import Evidence, RiskEpisode, RiskKind, Severity
from passerelle_schemas.facts import CustomField, StatusCategory, StatusRef
from passerelle_schemas.identity import Tracker
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import Saying, SignRule
from passerelle_translate.translator import translate
from tests.translate.examples import (
    CREATED,
    DOING,
    DONE,
    SOON,
    TO_DO,
    folded,
    observed,
    on,
    removed,
    rules,
    sign,
    status,
    touch,
)

LIMITS = Limits(blocked_days=5, stalled_after_days=14)
WAITING = StatusRef(id="10107", name="Bloqué", category=StatusCategory.IN_PROGRESS)
BY_STATUS = SignRule(says=Saying.BLOCKED, status=(WAITING.id,))
BY_LABEL = SignRule(says=Saying.BLOCKED, label=("blocked",))
BY_FLAG = SignRule(says=Saying.BLOCKED, field=("c7=Impediment",))
ON_COURSE = SignRule(says=Saying.ON_COURSE, label=("on-track",))
BEGUN = status(on(2, 1), TO_DO, DOING)
STOPPED = status(on(3, 2), DOING, WAITING)
LABEL: dict[str, Any] = {"labels": ("Blocked",), "status": DOING}


def _risks(*facts: Any, **shown: Any) -> list[RiskEpisode]:  # noqa: ANN401
    at = shown.pop("at", CREATED)
    signs = shown.pop("signs", (BY_STATUS, BY_LABEL, BY_FLAG, ON_COURSE))
    item = folded(observed(at, **{"type_name": "Story"} | shown), *facts)
    meaning = translate(item, rules(limits=LIMITS, signs=signs))
    assert meaning is not None
    return list(meaning.risks)


def _blocked(*facts: Any, **shown: Any) -> list[RiskEpisode]:  # noqa: ANN401
    return [r for r in _risks(*facts, **shown) if r.kind is RiskKind.BLOCKED]


def test_a_status_that_says_so_for_too_long_is_a_risk() -> None:
    assert _blocked(BEGUN, STOPPED) == [
        RiskEpisode(
            kind=RiskKind.BLOCKED,
            severity=Severity.MEDIUM,
            since=on(3, 7),
            learned_at=on(3, 2) + SOON,
            days=5,
            limit="blocked_days",
            evidence=(Evidence(at=on(3, 2), fact=STOPPED.id),),
        )
    ]


@pytest.mark.parametrize(
    "end",
    [
        status(on(3, 9), WAITING, DOING),
        status(on(3, 9), WAITING, DONE),
        removed(on(3, 9)),
    ],
    ids=["goes on", "finished", "removed"],
)
def test_it_ends_with_the_sign_or_with_the_work(end: Any) -> None:  # noqa: ANN401
    (found,) = _blocked(BEGUN, STOPPED, end)
    assert (found.since, found.until) == (on(3, 7), on(3, 9))


@pytest.mark.parametrize(
    "shown",
    [LABEL, {"custom": (CustomField(id="c7", value="impediment"),), "status": DOING}],
    ids=["label", "flag"],
)
def test_a_label_or_a_flag_counts_from_the_last_update(shown: dict[str, Any]) -> None:
    """It may be of that very day; before, nobody can tell."""
    (found,) = _blocked(BEGUN, at=on(3, 2), **shown)
    assert found.since == on(3, 7)
    snapshot = observed(on(3, 2), **{"type_name": "Story"} | shown)
    assert found.evidence == (Evidence(at=on(3, 2), fact=snapshot.id),)


def test_with_the_label_the_risk_is_gone() -> None:
    later = observed(on(3, 20), type_name="Story", status=DOING)
    assert _blocked(BEGUN, later, at=on(3, 2), **LABEL) == []


def test_a_label_counts_from_when_it_was_put_on_whoever_speaks_since() -> None:
    put = sign(on(3, 2), "Blocked", shown=True)
    (risk,) = _blocked(BEGUN, put, **LABEL, at=on(3, 20))
    assert (risk.since, risk.until) == (on(3, 7), None)
    assert risk.evidence == (Evidence(at=on(3, 2), fact=put.id),)
    assert risk.learned_at == on(3, 2) + SOON


def test_a_label_that_was_taken_off_is_remembered() -> None:
    """Also where only that is told, as by the first webhook that we heard."""
    put = sign(on(3, 2), "blocked", shown=True)
    left = sign(on(3, 12), "blocked", shown=False)
    (risk,) = _blocked(BEGUN, put, left, at=on(3, 20))
    assert (risk.since, risk.until) == (on(3, 7), on(3, 12))
    (before,) = _blocked(BEGUN, left, at=on(3, 20), created_at=on(2, 1))
    assert (before.since, before.until) == (on(2, 6), on(3, 12))


def test_the_newest_snapshot_is_right_against_what_was_told_of_a_label() -> None:
    put = sign(on(3, 2), "blocked", shown=True)
    left = sign(on(3, 4), "blocked", shown=False)
    (ended,) = _blocked(BEGUN, put, at=on(3, 20))
    assert (ended.since, ended.until) == (on(3, 7), on(3, 20))
    (again,) = _blocked(BEGUN, put, left, **LABEL, at=on(3, 10))
    assert (again.since, again.until) == (on(3, 15), None)
    (newer,) = _blocked(BEGUN, put, status=DOING, at=on(3, 1))
    assert (newer.since, newer.until) == (on(3, 7), None)


def test_a_label_that_was_put_on_twice_for_three_days_each_says_nothing() -> None:
    told = [sign(on(3, day), "blocked", shown=day % 2 == 0) for day in (2, 5, 8, 11)]
    assert _blocked(BEGUN, *told, at=on(3, 20)) == []


def test_where_a_rule_asks_for_two_signs_both_count() -> None:
    both = SignRule(says=Saying.BLOCKED, label=("blocked",), status=(WAITING.id,))
    put = sign(on(3, 9), "blocked", shown=True)
    (risk,) = _blocked(
        BEGUN,
        STOPPED,
        put,
        labels=("blocked",),
        status=WAITING,
        at=on(3, 9),
        signs=(both,),
    )
    assert risk.since == on(3, 14)


def test_two_signs_at_once_are_one_risk() -> None:
    shown = observed(on(3, 12), **LABEL | {"status": WAITING, "type_name": "Story"})
    found = [(r.since, r.until) for r in _blocked(BEGUN, STOPPED, shown)]
    assert found == [(on(3, 7), None)]


def test_its_silence_is_not_told_as_a_stall_too() -> None:
    kinds = [(r.kind, r.since) for r in _risks(BEGUN, STOPPED, touch(on(2, 14)))]
    assert kinds == [
        (RiskKind.STALLED, datetime(2026, 3, 1, tzinfo=UTC)),
        (RiskKind.BLOCKED, on(3, 7)),
    ]


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ((BEGUN, STOPPED), {"signs": ()}),
        ((BEGUN, STOPPED), {"signs": (BY_LABEL,)}),
        ((BEGUN,), {"labels": ("unblocked",)}),
        ((BEGUN,), {"custom": (CustomField(id="c8", value="Impediment"),)}),
        (
            (BEGUN,),
            {
                "signs": (
                    SignRule(
                        says=Saying.BLOCKED,
                        tracker=(Tracker.GITHUB,),
                        label=("blocked",),
                    ),
                ),
                **LABEL,
            },
        ),
        (
            (BEGUN, status(on(3, 1), DOING, DONE)),
            {"labels": ("blocked",), "status": DONE, "at": on(3, 2)},
        ),
        ((BEGUN, STOPPED, status(on(3, 7), WAITING, DOING)), {}),
    ],
    ids=[
        "no sign",
        "of a label",
        "another label",
        "another field",
        "another tracker",
        "finished",
        "in time",
    ],
)
def test_it_is_silent(facts: tuple[Any, ...], shown: dict[str, Any]) -> None:
    assert _blocked(*facts, **shown) == []


@given(st.lists(st.integers(1, 5), max_size=6))
def test_signs_up_to_the_limit_say_nothing(stops: list[int]) -> None:
    facts, at = [BEGUN], on(2, 2)
    for days in stops:
        facts.append(status(at, DOING, WAITING))
        facts.append(status(at + timedelta(days=days), WAITING, DOING))
        at += timedelta(days=days + 1)
    assert _blocked(*facts) == []
