"""Which stage work is in since when, and what it is not."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given

from passerelle_schemas.business import Stage, StageReached
from passerelle_schemas.facts import (
    ChangeState,
    Facts,
    StatusCategory,
    StatusRef,
    Target,
)
from passerelle_schemas.identity import ItemKind, Tracker
from passerelle_schemas.rules import StageRule
from passerelle_translate.histories import touched_days
from passerelle_translate.stages import gone_from, stages_of
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
    returned,
    rules,
    stages_as_text,
    status,
    withdrawn,
)
from tests.translate.folding import fold_all
from tests.translate.strategies import seen_histories

START, STARTED, DONE_AT = CREATED, on(1, 5), on(2, 1)
TO_STARTED = status(STARTED, TO_DO, DOING)
TO_DONE = status(DONE_AT, DOING, DONE)
PLANNED_FIRST = ("planned", START)


def _stages(*facts: Any, **rule_fields: Any) -> list[tuple[str, datetime]]:  # noqa: ANN401
    reached = stages_of(folded(*facts), rules(**rule_fields))
    return [(each.stage.value, each.at) for each in reached]


def _github(state: str) -> StatusRef:
    closed = state not in {"open", "draft"}
    category = StatusCategory.DONE if closed else StatusCategory.NEW
    return StatusRef(id=state, name=state, category=category)


def test_each_status_is_a_stage_since_its_change() -> None:
    assert _stages(observed(DONE_AT, status=DONE), TO_STARTED, TO_DONE) == [
        PLANNED_FIRST,
        ("started", STARTED),
        ("finished", DONE_AT),
    ]


def test_a_status_without_changes_was_there_from_the_beginning() -> None:
    assert _stages(observed(on(3, 1), status=DOING)) == [("started", START)]


def test_nothing_is_created_finished() -> None:
    """A tracker that lost the closing tells only that it is closed by now."""
    seen = on(3, 1)
    assert _stages(observed(seen, status=DONE)) == [PLANNED_FIRST, ("finished", seen)]


def test_a_repeated_status_is_one_stage() -> None:
    again = status(on(1, 9), DOING, REVIEW)
    assert _stages(observed(status=REVIEW), TO_STARTED, again) == [
        PLANNED_FIRST,
        ("started", STARTED),
    ]


def test_reopened_work_is_said() -> None:
    back = on(2, 9)
    facts = (observed(back, status=DOING), TO_STARTED, TO_DONE)
    assert _stages(*facts, status(back, DONE, DOING))[-2:] == [
        ("finished", DONE_AT),
        ("started", back),
    ]


def test_a_newer_snapshot_is_right_against_the_changelog() -> None:
    read = on(2, 15)
    assert _stages(observed(read, status=DONE), TO_STARTED)[-1] == ("finished", read)


def test_an_older_snapshot_says_nothing_against_the_changelog() -> None:
    assert _stages(observed(on(1, 2), status=TO_DO), TO_STARTED)[-1] == (
        "started",
        STARTED,
    )


@pytest.mark.parametrize(
    ("kind", "state", "stage"),
    [
        (ItemKind.ISSUE, "open", Stage.PLANNED),
        (ItemKind.ISSUE, "closed:completed", Stage.FINISHED),
        (ItemKind.ISSUE, "closed:not_planned", Stage.DROPPED),
        (ItemKind.PULL_REQUEST, "draft", Stage.STARTED),
        (ItemKind.PULL_REQUEST, "open", Stage.IN_REVIEW),
        (ItemKind.PULL_REQUEST, "merged", Stage.FINISHED),
        (ItemKind.PULL_REQUEST, "closed", Stage.DROPPED),
        (ItemKind.MILESTONE, "open", Stage.PLANNED),
        (ItemKind.MILESTONE, "closed", Stage.FINISHED),
        (ItemKind.RELEASE, "published", Stage.AVAILABLE),
    ],
)
def test_githubs_states_are_known(kind: ItemKind, state: str, stage: Stage) -> None:
    shown = observed(on(1, 2), kind=kind, status=_github(state))
    item = folded(shown, tracker=Tracker.GITHUB)
    assert stages_of(item, rules())[-1].stage is stage


def test_the_rule_set_says_what_a_status_means() -> None:
    review = StageRule(stage=Stage.IN_REVIEW, status=("10105",))
    facts = (observed(status=REVIEW), status(STARTED, TO_DO, REVIEW))
    assert _stages(*facts, stages=(review,))[-1] == ("in_review", STARTED)


def test_the_first_stage_rule_that_fits_wins() -> None:
    other = StageRule(stage=Stage.DROPPED, source=("jira-other",), status=("10105",))
    first = StageRule(stage=Stage.STARTED, tracker=(Tracker.JIRA,), status=("10105",))
    second = StageRule(stage=Stage.IN_REVIEW, status=("10105",))
    facts = (observed(status=REVIEW), status(STARTED, TO_DO, REVIEW))
    assert _stages(*facts, stages=(other, first, second))[-1][0] == "started"


def test_a_status_that_nothing_explains_changes_nothing() -> None:
    strange = StatusRef(id="77", name="?")
    facts = (observed(on(1, 2)), TO_STARTED, status(on(1, 9), DOING, strange))
    assert _stages(*facts) == [PLANNED_FIRST, ("started", STARTED)]


def test_a_category_known_anywhere_is_known_everywhere() -> None:
    nameless = DONE.model_copy(update={"category": None})
    facts = (observed(DONE_AT, status=DONE), status(DONE_AT, TO_DO, nameless))
    assert _stages(*facts)[-1] == ("finished", DONE_AT)


def test_done_with_an_open_change_is_in_review_until_it_is_merged() -> None:
    """No false green: closed in the tracker, unmerged in truth."""
    opened, merged = on(1, 20), on(2, 10)
    facts = (
        observed(DONE_AT, status=DONE),
        TO_STARTED,
        TO_DONE,
        linked(opened, ChangeState.OPEN),
    )
    waiting = [PLANNED_FIRST, ("started", STARTED), ("in_review", opened)]
    assert _stages(*facts) == waiting
    assert _stages(*facts, linked(merged, ChangeState.MERGED)) == [
        *waiting,
        ("finished", merged),
    ]


def test_a_change_that_was_given_up_holds_nothing_back() -> None:
    facts = (observed(DONE_AT, status=DONE), TO_STARTED, TO_DONE)
    change = (
        linked(on(1, 20), ChangeState.OPEN),
        linked(on(1, 25), ChangeState.CLOSED),
    )
    assert _stages(*facts, *change)[-1] == ("finished", DONE_AT)


def test_a_change_that_was_opened_again_holds_back() -> None:
    again = on(2, 5)
    facts = (
        observed(DONE_AT, status=DONE),
        TO_DONE,
        linked(on(1, 20), ChangeState.OPEN),
        linked(on(1, 25), ChangeState.CLOSED),
        linked(again, ChangeState.OPEN),
    )
    assert _stages(*facts)[-1] == ("in_review", again)


@pytest.mark.parametrize(
    ("state", "stage"),
    [
        (ChangeState.DRAFT, "started"),
        (ChangeState.OPEN, "in_review"),
        (ChangeState.MERGED, "started"),
        (ChangeState.CLOSED, "planned"),
    ],
)
def test_planned_work_with_a_change_has_begun(state: ChangeState, stage: str) -> None:
    assert _stages(observed(), linked(on(1, 9), state))[-1][0] == stage


def test_dropped_work_stays_dropped_whatever_is_open() -> None:
    dropped = StageRule(stage=Stage.DROPPED, status=("10002",))
    facts = (
        observed(DONE_AT, status=DONE),
        TO_DONE,
        linked(on(1, 3), ChangeState.OPEN),
    )
    assert _stages(*facts, stages=(dropped,))[-1] == ("dropped", DONE_AT)


@pytest.mark.parametrize("released", [on(2, 10), on(1, 10)])
def test_finished_work_is_available_once_a_release_includes_it(
    released: datetime,
) -> None:
    """A release before the work was finished counts from then."""
    facts = (observed(DONE_AT, status=DONE), TO_DONE, included(released))
    assert _stages(*facts)[-1] == ("available", max(released, DONE_AT))


def test_a_withdrawn_release_takes_it_back() -> None:
    facts = (observed(DONE_AT, status=DONE), TO_DONE)
    gone = on(2, 20)
    assert _stages(*facts, included(on(2, 10)), withdrawn(gone))[-2:] == [
        ("available", on(2, 10)),
        ("finished", gone),
    ]


def test_unfinished_work_is_not_available_whatever_is_released() -> None:
    assert _stages(observed(status=DOING), TO_STARTED, included(on(2, 1)))[-1] == (
        "started",
        STARTED,
    )


def test_a_released_version_counts_from_the_morning_of_its_day() -> None:
    version = Target(
        id="jira-verdier:version/4",
        name="26.3",
        released=True,
        released_on=date(2026, 3, 10),
    )
    shown = observed(on(3, 12), status=DONE, targets=(version,))
    assert _stages(shown, TO_DONE)[-1] == ("available", on(3, 9, 23))
    unreleased = version.model_copy(update={"released": False})
    shown = observed(on(3, 12), status=DONE, targets=(unreleased,))
    assert _stages(shown, TO_DONE)[-1] == ("finished", DONE_AT)


def test_a_later_change_takes_nothing_away_from_users() -> None:
    facts = (observed(DONE_AT, status=DONE), TO_DONE, included(on(2, 10)))
    assert _stages(*facts, linked(on(2, 20), ChangeState.OPEN))[-1] == (
        "available",
        on(2, 10),
    )


def test_a_removed_item_reaches_no_stage_any_more() -> None:
    facts = (observed(on(1, 2)), TO_STARTED, TO_DONE)
    gone = removed(on(1, 20))
    assert _stages(*facts, gone)[-1] == ("started", STARTED)
    assert _stages(*facts, gone, returned(on(1, 21)))[-1] == ("finished", DONE_AT)


def test_a_stage_is_learned_with_what_made_it() -> None:
    facts = (observed(DONE_AT, status=DONE), TO_DONE, included(on(2, 10)))
    reached = stages_of(folded(*facts), rules())
    assert reached[-1] == StageReached(
        stage=Stage.AVAILABLE, at=on(2, 10), learned_at=on(2, 10) + SOON
    )


@given(seen_histories)
def test_stages_only_change_and_only_forward_in_time(history: list[Facts]) -> None:
    item = fold_all(history)
    assert item is not None
    assert item.observed is not None
    reached = stages_of(item, rules())
    instants = [each.at for each in reached]
    assert instants == sorted(set(instants))
    assert all(a.stage is not b.stage for a, b in pairwise(reached))
    if item.presence is None:
        assert reached[0].at == item.observed.snapshot.created_at
    gone = gone_from(item)
    if gone is not None:
        assert all(each.at < gone.happened_at for each in reached)


@given(seen_histories)
def test_an_open_change_never_makes_work_more_finished(history: list[Facts]) -> None:
    """A worse fact never gives a better stage at the end."""
    done = {Stage.FINISHED, Stage.AVAILABLE}
    item = fold_all(history)
    assert item is not None
    last = max(e.happened_at for f in history for e in f.facts) + timedelta(days=9)
    worse = history[-1].model_copy(
        update={"facts": (linked(last, ChangeState.OPEN, 99),), "learned_at": last}
    )
    before = stages_of(item, rules())
    after = stages_of(fold_all([*history, worse]) or item, rules())
    if before and before[-1].stage not in done:
        assert after[-1].stage not in done


def test_a_change_that_is_ready_again_is_in_review_since_then_whoever_looks() -> None:
    """An open one is seen anew with each comment; that it came to it is told once."""
    told = [
        linked(on(1, 5), ChangeState.OPEN, came=True),
        linked(on(1, 8), ChangeState.DRAFT, came=True),
        linked(on(1, 12), ChangeState.OPEN, came=True),
        linked(on(1, 20), ChangeState.OPEN),
    ]
    for facts in (told, told[::-1]):
        item = folded(observed(on(2, 1)), *facts)
        assert stages_as_text(stages_of(item, rules()))[1:] == [
            ("in_review", on(1, 5)),
            ("started", on(1, 8)),
            ("in_review", on(1, 12)),
        ]
        assert on(1, 20).date() not in touched_days(item)


def test_a_change_that_was_named_again_is_in_review_since_it_was_seen_so() -> None:
    """Named no longer means closed to the issue; that it is named again, a look."""
    item = folded(
        observed(on(2, 1)),
        linked(on(1, 5), ChangeState.OPEN, came=True),
        linked(on(1, 8), ChangeState.CLOSED, came=True),
        linked(on(1, 12), ChangeState.OPEN),
    )
    assert stages_as_text(stages_of(item, rules()))[1:] == [
        ("in_review", on(1, 5)),
        ("planned", on(1, 8)),
        ("in_review", on(1, 12)),
    ]
