"""Touched days, as an item's facts tell them."""

from datetime import date

from passerelle_schemas.business import Stage
from passerelle_schemas.facts import ChangeState, Touch
from passerelle_translate.histories import (
    statuses_of,
    touched_days,
)
from passerelle_translate.stages import stages_of
from passerelle_translate.witnesses import Witnesses
from tests.translate.examples import (
    CREATED,
    DOING,
    DONE,
    REVIEW,
    TO_DO,
    folded,
    linked,
    observed,
    on,
    rules,
    status,
    telling,
    touch,
)
from tests.translate.folding import fold_all

OPEN = ChangeState.OPEN


def test_who_speaks_on_a_pull_request_moves_nothing() -> None:
    """An open one is told anew with each word, and only its end is a move."""
    opened, spoken = linked(on(1, 5), OPEN), linked(on(1, 20), OPEN)
    merged = linked(on(1, 25), ChangeState.MERGED)
    item = folded(observed(on(2, 1)), opened, spoken, merged)
    assert sorted(touched_days(item)) == [date(2026, 1, 5), date(2026, 1, 25)]
    (moved,) = (s for s in stages_of(item, rules()) if s.stage is Stage.IN_REVIEW)
    assert moved.at == on(1, 5)
    assert Witnesses(item).by(on(1, 24)).at == on(1, 5)


def test_what_was_there_at_first_is_what_was_seen_first() -> None:
    """A new workflow leaves no history: its first change then tells a wrong past."""
    shown = observed(on(3, 9), status=DONE)
    seen = status(CREATED, None, DOING).model_copy(update={"change": "created"})
    wrong = status(CREATED, None, REVIEW).model_copy(update={"change": "created"})
    moved = status(on(3, 9), REVIEW, DONE)
    early = telling(seen, observed(CREATED, status=DOING), learned_at=on(1, 2))
    between = telling(observed(on(2, 2), status=REVIEW), learned_at=on(2, 2))
    late = telling(wrong, moved, shown, learned_at=on(3, 10))
    for tellings in ((early, between, late), (late, between, early)):
        item = fold_all(tellings)
        assert item is not None
        assert [(h.status.id, h.at) for h in statuses_of(item)] == [
            (DOING.id, CREATED),
            (REVIEW.id, on(2, 2)),
            (DONE.id, on(3, 9)),
        ]


def test_talk_moves_nothing() -> None:
    item = folded(
        observed(on(2, 1)),
        touch(on(1, 9), Touch.DISCUSSION),
        touch(on(1, 10), Touch.REVIEW),
        status(on(1, 11), TO_DO, DOING),
    )
    assert sorted(touched_days(item)) == [date(2026, 1, 10), date(2026, 1, 11)]
