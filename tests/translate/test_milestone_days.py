"""The day of a GitHub milestone reaches the issues that are planned for it."""

from datetime import date, datetime
from functools import partial
from itertools import permutations
from typing import Any

from passerelle_schemas.business import PromisedDate, PromiseOrigin
from passerelle_schemas.facts import AncestryChanged, Facts, Target
from passerelle_schemas.identity import ItemKind, Tracker
from passerelle_schemas.topics import WORK_FACTS
from passerelle_translate.translator import translate
from tests.translate.examples import CREATED, due, observed, on, rules, telling
from tests.translate.families import STEP, Workers, run

ISSUE, MILESTONE = "github-verdier:7#4", "github-verdier:7/milestone/5"
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
RULES = rules(promise_types=("Issue",), promise_origins=(PromiseOrigin.MILESTONE,))
by_milestone = partial(translate, rules=RULES)


def issue(at: datetime, day: date | None, *, planned: bool = True) -> Facts:
    target = Target(id=MILESTONE, name="Autumn", due=day)
    targets = (target,) if planned else ()
    fields: dict[str, Any] = {"type_name": "Issue", "targets": targets}
    return telling(observed(at, **fields), item=ISSUE, tracker=Tracker.GITHUB)


def milestone(at: datetime, day: date | None, *moves: Any) -> Facts:  # noqa: ANN401
    kind = ItemKind.MILESTONE
    shown = observed(at, kind=kind, type_name="Milestone", due=day)
    return telling(shown, *moves, item=MILESTONE, tracker=Tracker.GITHUB)


def promised(*told: Facts) -> tuple[PromisedDate, ...]:
    return run(told, by_milestone).meanings()[ISSUE].promises


def said(*told: Facts) -> list[tuple[date | None, datetime]]:
    return [(p.due, p.said_at) for p in promised(*told)]


def test_a_move_reaches_the_issues_with_its_instant_and_its_event() -> None:
    """No delivery about the issue tells of it."""
    moved = due(on(1, 20), MARCH, APRIL)
    told = (issue(on(1, 5), MARCH), milestone(on(1, 20), APRIL, moved))
    for order in permutations(told):
        first, later = promised(*order)
        assert (first.due, first.said_at) == (MARCH, CREATED)
        assert (later.due, later.said_at) == (APRIL, on(1, 20))
        assert later.said_by == moved.id
        assert {p.carrier for p in (first, later)} == {MILESTONE}


def test_a_day_that_the_issue_did_not_show_counts_from_when_we_learned_it() -> None:
    told = (issue(on(1, 3), None), milestone(on(1, 4), MARCH))
    assert said(*told) == [(MARCH, on(1, 4, 12, 5))]


def test_a_day_that_the_milestone_took_back_is_taken_back() -> None:
    gone = due(on(1, 20), MARCH, None)
    told = (issue(on(1, 5), MARCH), milestone(on(1, 20), None, gone))
    assert said(*told) == [(MARCH, CREATED), (None, on(1, 20))]


def test_the_issue_keeps_the_day_that_it_saw_before_the_milestone_spoke() -> None:
    told = (issue(on(1, 5), MARCH), milestone(on(1, 20), APRIL))
    assert [due for due, _ in said(*told)] == [MARCH, APRIL]


def test_the_newest_reading_of_the_issue_is_right_until_the_milestone_speaks() -> None:
    told = (milestone(on(1, 4), MARCH), issue(on(1, 5), MARCH))
    assert said(*told, issue(on(2, 1), MAY)) == [
        (MARCH, CREATED),
        (MAY, on(2, 1, 12, 5)),
    ]


def test_a_milestone_that_the_issue_left_is_still_heard_of_what_it_promised() -> None:
    """Whatever was read first."""
    moved = due(on(1, 10), MARCH, APRIL)
    told = (
        issue(on(1, 5), MARCH),
        issue(on(1, 20), None, planned=False),
        milestone(on(1, 10), APRIL, moved),
    )
    for order in permutations(told):
        assert said(*order) == [
            (MARCH, CREATED),
            (APRIL, on(1, 10)),
            (None, on(1, 20)),
        ]


def test_a_milestone_that_is_read_again_and_again_hardly_tells_its_issues() -> None:
    """Of the readings that show a day, the one with the smallest id is its event."""
    workers = Workers(by_milestone)
    known = milestone(on(1, 4), MARCH)
    # Of the first records nobody is sure that they were told; see ADR 23.
    workers.say((known, issue(on(1, 5), MARCH), *[known] * STEP))
    workers.until_silence()
    before = workers.told
    workers.say(milestone(on(1, 6, 1, minute), MARCH) for minute in range(60))
    workers.until_silence(size=1)
    assert workers.told - before <= 6
    before = workers.told
    workers.say((milestone(on(1, 20), APRIL, due(on(1, 20), MARCH, APRIL)),))
    workers.until_silence()
    assert workers.told - before == 1


def test_what_is_told_above_an_epic_holds_no_day() -> None:
    """An epic carries its own promise; its tasks have none of it."""
    workers = Workers(by_milestone)
    workers.say((telling(observed(CREATED, due=MARCH)), issue(on(1, 5), MARCH)))
    workers.until_silence()
    records = [r for place in workers.partitions for r in place.facts]
    told = [WORK_FACTS.decode(r.value or b"") for r in records]
    ancestry = [f for t in told for f in t.facts if isinstance(f, AncestryChanged)]
    assert all(not a.days for f in ancestry for a in f.ancestors if a.id != MILESTONE)
