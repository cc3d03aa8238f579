"""From business items to objectives: whatever comes when, however often."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from dataclasses import fields as fields_of
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.records import Incoming, Outgoing
from passerelle_schemas.business import (
    BusinessItem,
    BusinessObjective,
    RiskEpisode,
    RiskKind,
    Severity,
    Stage,
    StageReached,
    State,
)
from passerelle_schemas.identity import ItemKind, ItemRef, Tracker
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.topics import BUSINESS_ITEMS, BUSINESS_OBJECTIVES
from passerelle_translate.objectives.gathered import gathered, situations
from passerelle_translate.objectives.part import Part, part_from, part_of
from passerelle_translate.objectives_said import Gathering, said_of
from tests.translate.examples import CREATED, SOON, on, rules
from tests.translate.wholes import DAY, late, part, ref, rule

RULES: RuleSet = rules(
    objectives=(rule(promised_by="PAY-1"), rule("tracking", department="logistics"))
)


def item(number: int, **fields: object) -> BusinessItem:
    created = CREATED + number * DAY
    usual: dict[str, object] = {
        "id": f"jira-v:{number}",
        "key": f"PAY-{number}",
        "url": "",
        "source": "jira-v",
        "tracker": Tracker.JIRA,
        "project": "PAY",
        "kind_of_item": ItemKind.ISSUE,
        "type_name": "Story",
        "rule_set": 1,
        "state": State.MAPPED,
        "department": "payments",
        "objective": "pay-in-three",
        "created_at": created,
        "learned_at": created + SOON,
        "stages": (StageReached(stage=Stage.STARTED, at=created, learned_at=created),),
    }
    return BusinessItem.model_validate(usual | fields)


STILL = RiskEpisode(
    kind=RiskKind.STALLED,
    severity=Severity.MEDIUM,
    since=on(3, 1),
    learned_at=on(3, 1),
)
OTHER = item(
    90, key="LOG-90", department="logistics", objective="tracking", risks=(STILL,)
)
ITEMS = [
    *(item(number) for number in range(1, 40, 3)),
    OTHER,
    item(50, blocked_by=(ItemRef(id=OTHER.id, key=OTHER.key),)),
]


def record(told: BusinessItem, offset: int = 0) -> Incoming:
    value = BUSINESS_ITEMS.encode(told)
    return Incoming(BUSINESS_ITEMS.name, 0, offset, 0, told.id.encode(), value, ())


def tombstone(told: BusinessItem) -> Incoming:
    return Incoming(BUSINESS_ITEMS.name, 0, 0, 0, told.id.encode(), None, ())


@dataclass
class Kept:
    """A publisher that keeps what it is given, or is away."""

    records: list[Outgoing] = field(default_factory=list)
    away: bool = False

    async def publish(self, records: Sequence[Outgoing]) -> None:
        if self.away:
            raise BrokerAwayError("nowhere:9", 1, "away")
        self.records += records

    @property
    def wholes(self) -> dict[str, BusinessObjective | None]:
        return {
            (r.key or b"").decode(): BUSINESS_OBJECTIVES.decode(r.value)
            if r.value
            else None
            for r in self.records
        }


def directly(items: Sequence[BusinessItem]) -> dict[str, BusinessObjective]:
    parts = {one.id: part_of(BUSINESS_ITEMS.encode(one)) for one in items}
    known = {name: found for name, found in parts.items() if found}
    return {whole.objective: whole for whole in gathered(known, RULES)}


def test_a_part_is_named_as_the_business_item_names_it() -> None:
    assert {one.name for one in fields_of(Part)} <= set(BusinessItem.model_fields)


def test_a_part_is_the_same_of_an_item_and_of_its_record() -> None:
    for one in ITEMS:
        assert part_from(one) == part_of(BUSINESS_ITEMS.encode(one))


def test_a_record_that_breaks_its_contract_is_no_part() -> None:
    assert part_of(b'{"id": "jira-v:1"}') is None


async def test_it_tells_each_objective_once_and_again_when_it_differs() -> None:
    kept = Kept()
    gathering = Gathering(lambda: RULES, kept)
    gathering.hear(record(one) for one in ITEMS)
    assert gathering.is_due()
    assert await gathering.say() == 2
    assert kept.wholes == directly(ITEMS)
    assert not gathering.is_due()
    assert await gathering.say() == 0
    (waiting,) = [
        risk
        for whole in kept.wholes.values()
        if whole
        for risk in whole.risks
        if risk.kind is RiskKind.DEPENDS_ON_LATE_WORK
    ]
    assert waiting.waits_for == "logistics"
    gathering.hear([tombstone(OTHER)])
    assert await gathering.say() == 2
    assert kept.wholes == directly([one for one in ITEMS if one is not OTHER])


@given(st.randoms(use_true_random=False), st.data())
def test_order_and_repetition_and_the_moments_of_saying_do_not_matter(
    shuffled: random.Random, data: st.DataObject
) -> None:
    """Older states of an item come before its newest, as on its partition."""
    older = [one.model_copy(update={"stages": ()}) for one in ITEMS]
    news = [record(one) for one in (*ITEMS, *ITEMS)]
    shuffled.shuffle(news)
    stream = [record(one) for one in older] + news
    gathering, said = Gathering(lambda: RULES, Kept()), {}
    while stream:
        count = data.draw(st.integers(1, len(stream)))
        gathering.hear(stream[:count])
        stream = stream[count:]
        for told in gathering.news():
            said[told.key] = told.value
            back = Incoming(told.topic, 0, 0, 0, told.key, told.value, ())
            gathering.hear([back])
    wanted = {
        name.encode(): BUSINESS_OBJECTIVES.encode(whole)
        for name, whole in directly(ITEMS).items()
    }
    assert said == wanted


async def test_what_another_worker_wrote_over_is_said_again() -> None:
    """A worker that was frozen may end its sentence when it wakes."""
    kept = Kept()
    gathering = Gathering(lambda: RULES, kept)
    gathering.hear(record(one) for one in ITEMS)
    await gathering.say()
    mine = kept.records[0]
    gathering.hear([Incoming(mine.topic, 0, 9, 0, mine.key, b"{}", ())])
    assert gathering.is_due()
    assert await gathering.say() == 1
    assert kept.records[-1] == mine


async def test_other_rules_say_all_anew_and_take_away_what_they_have_no_more() -> None:
    kept = Kept()
    counting = [RULES]
    gathering = Gathering(lambda: counting[-1], kept)
    gathering.hear(record(one) for one in ITEMS)
    await gathering.say()
    other = RULES.model_copy(update={"version": 2, "objectives": RULES.objectives[:1]})
    counting.append(other)
    assert gathering.is_due()
    assert await gathering.say() == 2
    wholes = kept.wholes
    assert wholes["tracking"] is None
    assert wholes["pay-in-three"] is not None
    assert wholes["pay-in-three"].rule_set == 2


def test_a_day_of_the_rules_is_promised_since_they_say_it() -> None:
    """The first rule set's since there was work; a later one's since it counts."""
    early, later = (
        rules(objectives=(rule(target_date=day),)).model_copy(
            update={"version": version, "effective_from": at}
        )
        for version, day, at in (
            (1, date(2026, 6, 1), on(2, 1)),
            (2, date(2026, 9, 1), on(3, 1)),
        )
    )
    known = {one.id: one for one in (part(1),)}

    def said(by: RuleSet, *history: RuleSet) -> list[tuple[date | None, datetime]]:
        (found,) = situations(known, by, history)
        return [(promise.due, promise.said_at) for promise in found.promises]

    first = (date(2026, 6, 1), CREATED)
    assert said(early) == said(early, early, later) == [first]
    assert said(later, early, later) == [first, (date(2026, 9, 1), on(3, 1))]


async def test_what_could_not_be_said_is_due_again() -> None:
    kept = Kept(away=True)
    gathering = Gathering(lambda: RULES, kept)
    gathering.hear(record(one) for one in ITEMS)
    with pytest.raises(BrokerAwayError):
        await gathering.say()
    assert gathering.is_due()
    kept.away = False
    assert await gathering.say() == 2


async def test_what_it_cannot_gather_does_not_stop_the_bridge() -> None:
    company = RULES.company.model_copy(update={"time_zone": "Nowhere/At_all"})
    broken = RULES.model_copy(update={"company": company})
    kept = Kept()
    gathering = Gathering(lambda: broken, kept)
    gathering.hear(record(one) for one in ITEMS)
    assert await gathering.say() == 0
    assert kept.records == []
    assert not gathering.is_due()  # until something is heard


def test_it_says_nothing_before_it_has_read_what_there_was() -> None:
    gathering = Gathering(lambda: RULES, Kept())
    ends = {(BUSINESS_ITEMS.name, 0): 2}
    gathering.hear([record(ITEMS[0], 0)])
    assert not gathering.knows(ends)
    gathering.hear([record(ITEMS[1], 1)])
    assert gathering.knows(ends)


def test_without_rules_there_is_nothing_to_say() -> None:
    gathering = Gathering(lambda: None, Kept())
    gathering.hear(record(one) for one in ITEMS)
    assert not gathering.is_due()
    assert gathering.news() == ()


def test_who_waits_for_whom() -> None:
    """For what blocks it, what stands under it, and what others carry; once each."""
    elsewhere: dict[str, Any] = {"department": "logistics", "objective": None}
    theirs = part("900", risks=(late(on(3, 1)),), **elsewhere)
    blocked = part(1, blocked_by=(ref(theirs),))
    epic = part(2)
    child = part("901", ancestor=ref(epic), **elsewhere)
    carried = part(3, department="logistics")
    own = part(4, blocked_by=(ref(blocked), ItemRef(id="jira-v:999", key="X-1")))
    known = {one.id: one for one in (theirs, blocked, epic, child, carried, own)}
    (mine, _) = situations(known, RULES)
    assert {(wait.item.id, wait.other.id) for wait in mine.waits} == {
        (blocked.id, theirs.id),
        (epic.id, child.id),
        (carried.id, carried.id),
    }


def test_what_the_topic_says_already_is_not_said_again() -> None:
    known = {one.id: one for one in (part(1),)}
    first = said_of(known, RULES, {})
    gathering = Gathering(lambda: RULES, Kept())
    gathering.hear(
        Incoming(told.topic, 0, 0, 0, told.key, told.value, ()) for told in first
    )
    assert said_of(known, RULES, gathering.said) == ()
