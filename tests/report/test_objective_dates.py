"""An objective keeps the first date that it was promised, whatever promised it."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from passerelle_report.contents import DateSaid, Outcome, Promise, WeeklyReport
from passerelle_report.numbers import contradictions
from passerelle_schemas.business import BusinessItem
from passerelle_schemas.rules import Objective, RuleSet
from tests.report import company
from tests.report.company import (
    END,
    REFUND,
    REPLY,
    WEEK,
    dates,
    epic,
    paced,
    report,
    rules,
)

FIRST, SECOND, THIRD = date(2026, 11, 30), date(2026, 12, 18), date(2027, 1, 15)


def by_target(due: date | None, of: Objective = REFUND) -> Objective:
    return of.model_copy(update={"promised_by": None, "target_date": due})


def by_item(key: str, of: Objective = REFUND) -> Objective:
    return of.model_copy(update={"promised_by": key, "target_date": None})


def history(*said: tuple[float, Objective]) -> tuple[RuleSet, ...]:
    """Rule sets that took effect so many days before the end of the week."""
    return tuple(
        rules((REPLY, objective)).model_copy(
            update={
                "version": number,
                "effective_from": END - timedelta(days=ago),
                "reason": "because",
            }
        )
        for number, (ago, objective) in enumerate(said, start=1)
    )


def told(
    published: Sequence[RuleSet], *items: BusinessItem
) -> tuple[Promise | None, WeeklyReport]:
    work = paced("R", REFUND.id, weekly=[2] * 8, left=3)
    found = report([*items, *work], published[-1], history=published)
    assert contradictions(found) == []
    mine = f"objective:{REFUND.id}"
    (one,) = (o for o in found.objectives if o.subject.id == mine)
    return one.promise, found


def said_in(found: WeeklyReport, promise: Promise) -> tuple[DateSaid, ...]:
    (entry,) = (e for e in found.evidence if e.id in promise.refs)
    return entry.dates


def test_a_target_date_that_the_rules_move_keeps_the_first_one() -> None:
    published = history((60, by_target(FIRST)), (3, by_target(THIRD)))
    promise, found = told(published)
    assert promise is not None
    assert (promise.first, promise.latest, promise.postponed) == (FIRST, THIRD, 1)
    assert promise.moved_this_week
    assert (promise.moved_from, promise.outcome) == (FIRST, Outcome.POSTPONED)
    on = (END - timedelta(days=3)).astimezone(company.PARIS).date()
    assert said_in(found, promise) == (
        DateSaid(due=FIRST, on=None),
        DateSaid(due=THIRD, on=on, rules=2),
    )


def test_each_move_counts_and_what_was_never_in_force_does_not() -> None:
    published = history(
        (60, by_target(FIRST)),
        (30, by_target(SECOND)),
        (-9, by_target(date(2028, 1, 1))),
        (8, by_target(THIRD)),
    )
    promise, _ = told(published)
    assert promise is not None
    assert (promise.first, promise.latest, promise.postponed) == (FIRST, THIRD, 2)
    assert promise.earlier == (FIRST, SECOND)
    assert not promise.moved_this_week


def test_a_target_date_that_is_taken_away_is_taken_back_and_not_forgotten() -> None:
    promise, _ = told(history((60, by_target(FIRST)), (3, by_target(None))))
    assert promise is not None
    assert (promise.first, promise.outcome) == (FIRST, Outcome.TAKEN_BACK)


def test_another_item_that_carries_the_promise_keeps_the_first_ones_date() -> None:
    old = epic("REF-1", REFUND.id, promises=dates((FIRST, 80), (SECOND, 50)))
    new = epic("REF-9", REFUND.id, promises=dates((THIRD, 40), (SECOND, 1)))
    published = history((60, by_item("REF-1")), (20, by_item("REF-9")))
    promise, found = told(published, old, new)
    assert promise is not None
    assert (promise.id, promise.first) == (new.id, FIRST)
    assert promise.postponed == 2
    assert [said.due for said in said_in(found, promise)] == [
        FIRST,
        SECOND,
        THIRD,
        SECOND,
    ]
    told_alone = [p.id for p in found.ledger.promises]
    assert old.id not in told_alone  # its dates are told with the objective


def test_an_item_that_takes_over_from_a_target_date_keeps_it() -> None:
    new = epic("REF-1", REFUND.id, promises=dates((THIRD, 5)))
    promise, _ = told(history((60, by_target(FIRST)), (20, by_item("REF-1"))), new)
    assert promise is not None
    assert (promise.first, promise.latest) == (FIRST, THIRD)


def test_an_item_of_which_nobody_knows_any_more_is_spoken_for_by_the_next() -> None:
    """It was moved to another project: another key, and the same promise."""
    same = epic("NEW-1", REFUND.id, promises=dates((FIRST, 80), (THIRD, 50)))
    published = history((60, by_item("REF-1")), (20, by_item("NEW-1")))
    promise, _ = told(published, same)
    assert promise is not None
    assert (promise.first, promise.latest) == (FIRST, THIRD)


def test_where_the_new_carrier_was_never_seen_the_old_promise_stays_on_the_page() -> (
    None
):
    old = epic("REF-1", REFUND.id, promises=dates((FIRST, 80)))
    published = history((60, by_item("REF-1")), (20, by_item("REF-404")))
    promise, found = told(published, old)
    assert promise is None
    assert old.id in [p.id for p in found.ledger.promises]


@pytest.mark.parametrize("later", [by_item("REF-9"), by_target(THIRD)])
def test_what_counts_only_after_the_week_is_not_told_in_it(later: Objective) -> None:
    published = history((60, by_target(FIRST)), (-1, later))
    found = report([], published[0], history=published, week=WEEK)
    mine = f"objective:{REFUND.id}"
    (one,) = (o for o in found.objectives if o.subject.id == mine)
    assert one.promise is not None
    assert (one.promise.first, one.promise.latest) == (FIRST, FIRST)


def test_without_a_history_the_rules_speak_for_themselves() -> None:
    (published,) = history((60, by_target(FIRST)))
    promise, found = told((published,))
    assert promise is not None
    assert found == report(paced("R", REFUND.id, weekly=[2] * 8, left=3), published)
