"""Histories that are long, and days at the edge of the calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest

from passerelle_schemas.errors import ContractBrokenError
from passerelle_schemas.facts import ChangeState, Fact, Target
from passerelle_schemas.rules import Company, Desk
from passerelle_schemas.topics import BUSINESS_ITEMS, WORK_FACTS
from passerelle_translate.fold import fold
from passerelle_translate.translator import translate
from tests.translate.examples import (
    CREATED,
    DOING,
    TO_DO,
    both,
    due,
    folded,
    linked,
    observed,
    on,
    rules,
    status,
    telling,
    touch,
)

LAST = datetime.max.replace(tzinfo=UTC)
OUT = Target(id="jira-verdier:version/1", name="1", released=True, released_on=date.min)
EXTREMES: dict[str, tuple[Fact, ...]] = {
    "promised for never": (observed(due=date.max),),
    "promised for the first day": (observed(due=date.min),),
    "released on the first day": (observed(targets=(OUT,)),),
    "created in the first year": (
        observed(created_at=datetime.min.replace(tzinfo=UTC)),
    ),
    "begun on the last day": (observed(type_name="Story"), status(LAST, TO_DO, DOING)),
    "touched on the last day": (observed(type_name="Story", status=DOING), touch(LAST)),
}


@pytest.mark.parametrize("zone", ["Europe/Paris", "Pacific/Kiritimati", "Pacific/Niue"])
@pytest.mark.parametrize("facts", EXTREMES.values(), ids=EXTREMES.keys())
def test_the_edge_of_the_calendar_is_no_error(
    facts: tuple[Fact, ...], zone: str
) -> None:
    """People write 9999-12-31 for "never"; that is no reason to set an item aside."""
    desk = Desk(name=both("Desk"), address="desk@verdier.example")
    company = Company(name="Verdier", time_zone=zone, desk=desk)
    meaning = translate(folded(*facts, learned_at=on(1, 2)), rules(company=company))
    assert meaning is not None
    assert BUSINESS_ITEMS.decode(BUSINESS_ITEMS.encode(meaning)) == meaning


@pytest.mark.parametrize(
    "instant", ["0001-01-01T00:00:00+02:00", "9999-12-31T23:59:59-05:00"]
)
def test_an_instant_outside_the_calendar_breaks_the_contract(instant: str) -> None:
    """It is the producer's mistake, and no unexpected error of ours."""
    said = WORK_FACTS.encode(telling(observed(), learned_at=on(1, 2)))
    with pytest.raises(ContractBrokenError, match="outside the years 1 to 9999"):
        WORK_FACTS.decode(said.replace(b"2026-01-02T12:00:00Z", instant.encode()))


def test_a_history_of_twenty_thousand_changes_is_translated() -> None:
    """Each change is looked at a few times, not once for every other change."""
    facts: list[Fact] = [observed()]
    for number in range(5000):
        at = CREATED + timedelta(minutes=number)
        was, now = (TO_DO, DOING) if number % 2 else (DOING, TO_DO)
        state = ChangeState.OPEN if number % 2 else ChangeState.MERGED
        day = date(2026, 2, 1) + timedelta(days=number % 500)
        facts += [status(at, was, now), linked(at, state, number), due(at, None, day)]
        facts.append(touch(CREATED + timedelta(days=number)))
    meaning = translate(fold(None, telling(*facts)), rules())
    assert meaning is not None
    assert (len(meaning.promises), len(meaning.changes)) == (5000, 5000)
