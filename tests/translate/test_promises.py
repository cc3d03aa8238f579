"""The days that a department was promised: by what, when first, and each move."""

from datetime import date, datetime
from itertools import pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_schemas.business import PromiseOrigin
from passerelle_schemas.facts import Facts, Sprint, Target
from passerelle_schemas.identity import ItemKind, Tracker
from passerelle_translate.promises import line_of, promises_of
from tests.translate.examples import (
    CREATED,
    due,
    folded,
    observed,
    on,
    plan,
    telling,
)
from tests.translate.folding import fold_all
from tests.translate.strategies import seen_histories

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
ZONE = ZoneInfo("Europe/Paris")
ALL = tuple(PromiseOrigin)
FIRST, SECOND = "jira-verdier:version/1", "jira-verdier:version/2"
S1, S2, S3 = (f"jira-verdier:sprint/{number}" for number in (1, 2, 3))
M1, M2 = "github-verdier:7/milestone/1", "github-verdier:7/milestone/2"


def _said(
    origin: PromiseOrigin,
    *facts: Any,  # noqa: ANN401
    learned_at: datetime | None = None,
    tracker: Tracker = Tracker.JIRA,
) -> list[tuple[date | None, datetime]]:
    item = folded(*facts, learned_at=learned_at, tracker=tracker)
    return [(p.due, p.said_at) for p in line_of(item, origin, ZONE)]


def _promises(*facts: Any) -> list[tuple[date | None, Any]]:  # noqa: ANN401
    return _said(PromiseOrigin.DUE, *facts)


def test_what_the_first_change_replaced_was_promised_at_creation() -> None:
    moved = due(on(1, 20), MARCH, APRIL)
    assert _promises(observed(on(1, 20), due=APRIL), moved) == [
        (MARCH, CREATED),
        (APRIL, on(1, 20)),
    ]


def test_a_day_that_was_set_later_was_promised_then() -> None:
    assert _promises(observed(on(1, 20), due=MARCH), due(on(1, 20), None, MARCH)) == [
        (MARCH, on(1, 20))
    ]


def test_a_day_without_any_change_was_promised_at_creation() -> None:
    assert _promises(observed(on(2, 20), due=MARCH)) == [(MARCH, CREATED)]


def test_the_first_day_stays_though_only_snapshots_showed_it() -> None:
    """GitHub keeps no history of a milestone's day; we do."""
    first, second = observed(on(1, 5), due=MARCH), observed(on(2, 5), due=APRIL)
    assert _promises(second, first) == [(MARCH, CREATED), (APRIL, on(2, 5))]
    unchanged = observed(on(2, 9), due=APRIL)
    assert _promises(second, first, unchanged) == _promises(second, first)


def test_a_day_taken_back_is_said() -> None:
    assert _promises(observed(on(1, 5), due=MARCH), observed(on(2, 5))) == [
        (MARCH, CREATED),
        (None, on(2, 5)),
    ]


def test_the_field_is_right_against_the_last_change() -> None:
    moved = due(on(1, 20), MARCH, APRIL)
    assert _promises(observed(on(2, 1), due=MAY), moved)[-1] == (MAY, on(2, 1))


@pytest.mark.parametrize("fact", [observed(CREATED), due(on(1, 5), None, None)])
def test_where_no_day_was_given_none_was_promised(fact: Any) -> None:  # noqa: ANN401
    assert _promises(observed(CREATED), fact) == []


def test_a_day_seen_before_the_first_change_that_was_heard_stays_the_first() -> None:
    """A poll saw March; then April came unheard, and a webhook moved it to May."""
    moved = due(on(2, 20), APRIL, MAY)
    seen = observed(on(1, 5), due=MARCH)
    assert _promises(seen, moved, observed(on(2, 20), due=MAY)) == [
        (MARCH, CREATED),
        (APRIL, on(2, 20)),
        (MAY, on(2, 20)),
    ]
    assert _promises(seen, observed(on(2, 1), due=APRIL), moved) == [
        (MARCH, CREATED),
        (APRIL, on(2, 1)),
        (MAY, on(2, 20)),
    ]


def test_a_milestone_that_was_seen_without_a_day_had_none() -> None:
    plan = {"kind": ItemKind.MILESTONE}
    none, march = observed(on(1, 5), **plan), observed(on(1, 9), due=MARCH, **plan)
    again, april = observed(on(2, 5), **plan), observed(on(2, 9), due=APRIL, **plan)
    assert _promises(none, march) == [(MARCH, on(1, 9))]
    assert _promises(march, again, april) == [
        (MARCH, CREATED),
        (None, on(2, 5)),
        (APRIL, on(2, 9)),
    ]


def version(name: str, day: date | None, **more: Any) -> Target:  # noqa: ANN401
    return Target(id=name, name=name[-1], due=day, **more)


def in_versions(at: datetime, *targets: Target) -> Any:  # noqa: ANN401
    return observed(at, targets=targets)


def _by_version(*facts: Any) -> list[tuple[date | None, datetime]]:  # noqa: ANN401
    return _said(PromiseOrigin.VERSION, *facts)


def test_a_version_without_a_history_was_planned_from_the_start() -> None:
    assert _by_version(in_versions(on(2, 1), version(FIRST, MARCH))) == [
        (MARCH, CREATED)
    ]


def test_an_item_that_goes_to_another_version_moves_its_promise() -> None:
    facts = (
        in_versions(on(1, 5), version(FIRST, MARCH)),
        plan(on(1, 20), FIRST, planned=False),
        plan(on(1, 20), SECOND),
        in_versions(on(1, 20), version(SECOND, MAY)),
    )
    assert _by_version(*facts) == [(MARCH, CREATED), (MAY, on(1, 20))]


def test_a_version_that_it_left_before_anybody_saw_it_says_no_day() -> None:
    """Jira tells that it was in it, and not which day that version had then."""
    facts = (
        plan(on(1, 20), FIRST, planned=False),
        plan(on(1, 20), SECOND),
        in_versions(on(1, 20), version(SECOND, MAY)),
    )
    assert _by_version(*facts) == [(MAY, on(1, 20))]


def test_a_version_that_is_postponed_moves_the_promise_once_we_learn_of_it() -> None:
    """The issue itself has not changed since."""
    before = telling(in_versions(on(1, 5), version(FIRST, MARCH)))
    seen = on(2, 9)
    after = telling(in_versions(on(1, 5), version(FIRST, APRIL)), learned_at=seen)
    for order in ((before, after), (after, before, after)):
        item = fold_all(order)
        assert item is not None
        line = line_of(item, PromiseOrigin.VERSION, ZONE)
        assert [(p.due, p.said_at) for p in line] == [(MARCH, CREATED), (APRIL, seen)]
        assert line[1].learned_at == seen
        assert line[1].carrier == FIRST
        assert line[1].said_by == after.facts[0].id


def test_a_version_that_comes_back_to_its_day_says_so() -> None:
    shown = [version(FIRST, day) for day in (MARCH, APRIL, MARCH)]
    told = [
        telling(in_versions(on(1, 5), one), learned_at=on(2, 1 + number))
        for number, one in enumerate(shown)
    ]
    item = fold_all(told)
    assert item is not None
    line = line_of(item, PromiseOrigin.VERSION, ZONE)
    assert [p.due for p in line] == [MARCH, APRIL, MARCH]


def test_the_day_of_a_version_that_is_out_is_no_promise() -> None:
    """Jira writes the day of the release over the day that was planned."""
    out = version(FIRST, APRIL, released=True, released_on=APRIL)
    assert _by_version(in_versions(on(2, 1), out)) == []
    promised = in_versions(on(1, 5), version(FIRST, MARCH))
    assert _by_version(promised, in_versions(on(2, 1), out)) == [(MARCH, CREATED)]


def test_of_several_versions_the_last_day_counts() -> None:
    both = (version(FIRST, MARCH), version(SECOND, MAY))
    assert _by_version(in_versions(on(1, 5), *both)) == [(MAY, CREATED)]


def test_an_item_that_leaves_its_version_takes_its_promise_back() -> None:
    facts = (
        in_versions(on(1, 5), version(FIRST, MARCH)),
        plan(on(1, 20), FIRST, planned=False),
        observed(on(1, 20)),
    )
    assert _by_version(*facts) == [(MARCH, CREATED), (None, on(1, 20))]


def test_a_version_without_a_day_promises_nothing() -> None:
    assert _by_version(in_versions(on(1, 5), version(FIRST, None))) == []


def sprint(name: str, start: datetime | None, end: datetime | None) -> Sprint:
    return Sprint(id=name, name=name[-1], started_at=start, ends_at=end)


FIRST_SPRINT = sprint(S1, on(2, 2, 8), on(2, 13, 17))
NEXT_SPRINT = sprint(S2, on(2, 16, 8), on(2, 27, 17))
FRIDAY, NEXT_FRIDAY = date(2026, 2, 13), date(2026, 2, 27)


def _by_sprint(*facts: Any) -> list[tuple[date | None, datetime]]:  # noqa: ANN401
    return _said(PromiseOrigin.SPRINT, *facts)


def in_sprints(at: datetime, *sprints: Sprint) -> Any:  # noqa: ANN401
    return observed(at, sprints=sprints)


def test_the_commitment_is_the_end_of_the_sprint_that_began_with_the_item() -> None:
    facts = (plan(on(1, 28), S1), in_sprints(on(2, 3), FIRST_SPRINT))
    assert _by_sprint(*facts) == [(FRIDAY, on(2, 2, 8))]


def test_what_is_carried_over_into_the_next_sprint_is_a_move() -> None:
    """Jira goes on to show the sprint that was closed."""
    facts = (
        plan(on(1, 28), S1),
        plan(on(2, 13, 18), S2),
        in_sprints(on(2, 17), FIRST_SPRINT, NEXT_SPRINT),
    )
    assert _by_sprint(*facts) == [(FRIDAY, on(2, 2, 8)), (NEXT_FRIDAY, on(2, 16, 8))]


def test_what_is_put_into_a_sprint_that_runs_is_no_commitment() -> None:
    late = plan(on(2, 4), S1)
    assert _by_sprint(late, in_sprints(on(2, 4), FIRST_SPRINT)) == []
    carried = (
        plan(on(2, 13, 18), S2),
        in_sprints(on(2, 17), FIRST_SPRINT, NEXT_SPRINT),
    )
    assert _by_sprint(late, *carried) == [(NEXT_FRIDAY, on(2, 16, 8))]


def test_a_sprint_that_is_only_planned_commits_to_nothing() -> None:
    planned = sprint(S1, None, on(2, 13, 17))
    assert _by_sprint(plan(on(1, 28), S1), in_sprints(on(1, 28), planned)) == []


def test_what_is_taken_out_before_the_end_is_taken_back() -> None:
    facts = (
        plan(on(1, 28), S1),
        in_sprints(on(2, 3), FIRST_SPRINT),
        plan(on(2, 5), S1, planned=False),
        observed(on(2, 5)),
    )
    assert _by_sprint(*facts) == [(FRIDAY, on(2, 2, 8)), (None, on(2, 5))]


def test_what_goes_from_a_sprint_to_the_next_at_its_end_is_moved_not_taken_back() -> (
    None
):
    """Some sites replace the sprint that was closed."""
    facts = (
        plan(on(1, 28), S1),
        in_sprints(on(2, 3), FIRST_SPRINT),
        plan(on(2, 13, 18), S1, planned=False),
        plan(on(2, 13, 18), S2),
        in_sprints(on(2, 17), NEXT_SPRINT),
    )
    assert _by_sprint(*facts) == [(FRIDAY, on(2, 2, 8)), (NEXT_FRIDAY, on(2, 16, 8))]


def test_a_sprint_that_is_prolonged_moves_the_promise_once_we_learn_of_it() -> None:
    began = telling(plan(on(1, 28), S1), in_sprints(on(2, 3), FIRST_SPRINT))
    longer = in_sprints(on(2, 3), sprint(S1, on(2, 2, 8), on(2, 20, 17)))
    prolonged = telling(longer, learned_at=on(2, 11))
    item = fold_all((prolonged, began))
    assert item is not None
    line = line_of(item, PromiseOrigin.SPRINT, ZONE)
    assert [(p.due, p.said_at) for p in line] == [
        (FRIDAY, on(2, 2, 8)),
        (date(2026, 2, 20), on(2, 11)),
    ]
    assert {p.carrier for p in line} == {S1}


def test_the_end_of_a_sprint_is_a_day_of_the_company() -> None:
    """Midnight in Paris is still the day before in UTC."""
    late = sprint(S1, on(2, 2, 8), on(2, 13, 23, 30))
    (said,) = _by_sprint(plan(on(1, 28), S1), in_sprints(on(2, 3), late))
    assert said[0] == date(2026, 2, 14)


def _by_milestone(
    *facts: Any,  # noqa: ANN401
    learned_at: datetime | None = None,
) -> list[tuple[date | None, datetime]]:
    return _said(
        PromiseOrigin.MILESTONE, *facts, learned_at=learned_at, tracker=Tracker.GITHUB
    )


def test_an_issue_has_the_day_of_its_milestone_and_of_the_next_one() -> None:
    facts = (
        in_versions(on(1, 5), version(M1, MARCH)),
        in_versions(on(1, 20), version(M2, MAY)),
    )
    assert _by_milestone(*facts) == [(MARCH, CREATED), (MAY, on(1, 20))]


def test_an_issue_that_was_known_before_went_into_its_milestone_when_seen() -> None:
    facts = (observed(on(1, 5)), in_versions(on(1, 20), version(M1, MARCH)))
    assert _by_milestone(*facts) == [(MARCH, on(1, 20))]
    assert _by_milestone(*facts, learned_at=on(2, 1)) == [(MARCH, CREATED)]


def test_an_issue_that_left_its_milestone_is_promised_no_more() -> None:
    facts = (in_versions(on(1, 5), version(M1, MARCH)), observed(on(1, 20)))
    assert _by_milestone(*facts) == [(MARCH, CREATED), (None, on(1, 20))]


def test_a_milestone_is_no_version_and_a_version_no_milestone() -> None:
    planned = in_versions(on(1, 5), version(M1, MARCH), version(FIRST, MAY))
    assert _by_milestone(planned) == [(MARCH, CREATED)]
    assert _by_version(planned) == [(MAY, CREATED)]


def test_the_origin_that_spoke_first_is_the_promise() -> None:
    item = folded(
        in_versions(on(1, 5), version(FIRST, MAY)),
        observed(on(1, 20), due=MARCH, targets=(version(FIRST, MAY),)),
        due(on(1, 20), None, MARCH),
    )
    both = (PromiseOrigin.DUE, PromiseOrigin.VERSION)
    for origins in (both, both[::-1]):
        (said,) = promises_of(item, origins, ZONE)
        assert (said.due, said.origin, said.carrier) == (
            MAY,
            PromiseOrigin.VERSION,
            FIRST,
        )
    (alone,) = promises_of(item, both[:1], ZONE)
    assert (alone.due, alone.origin) == (MARCH, PromiseOrigin.DUE)


def test_of_two_that_spoke_at_once_the_one_that_is_written_first_counts() -> None:
    item = folded(observed(on(1, 5), due=MARCH, targets=(version(FIRST, MAY),)))
    both = (PromiseOrigin.DUE, PromiseOrigin.VERSION)
    assert promises_of(item, both, ZONE)[0].due == MARCH
    assert promises_of(item, both[::-1], ZONE)[0].due == MAY


@given(seen_histories, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_of_facts_changes_a_promise(
    history: list[Facts], dice: Random
) -> None:
    again = [*history, *history]
    dice.shuffle(again)
    one, other = fold_all(history), fold_all(again)
    assert one is not None
    assert other is not None
    for origin in ALL:
        assert line_of(one, origin, ZONE) == line_of(other, origin, ZONE)
        assert promises_of(one, ALL, ZONE) == promises_of(other, ALL, ZONE)


@given(seen_histories)
def test_a_promise_is_told_in_order_and_only_where_it_changes(
    history: list[Facts],
) -> None:
    item = fold_all(history)
    assert item is not None
    for origin in ALL:
        line = line_of(item, origin, ZONE)
        dues = [said.due for said in line]
        assert all(one != other for one, other in pairwise(dues))
        assert [p.said_at for p in line] == sorted(p.said_at for p in line)
        assert dues[:1] != [None]
        assert {said.origin for said in line} <= {origin}


@pytest.mark.parametrize("origin", ALL)
def test_where_nobody_said_a_day_none_is_promised(origin: PromiseOrigin) -> None:
    assert _said(origin, observed(on(1, 5))) == []
    assert line_of(folded(plan(on(1, 5), S1)), origin, ZONE) == ()
