"""Publishing: it waits for the broker, and finds the one item that is too large."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.publisher import TooLargeError
from passerelle_kafka.records import Incoming, Outgoing
from passerelle_schemas.dead_letters import DeadLetter, own_headers
from passerelle_schemas.topics import BUSINESS_ITEMS, WORK_FACTS, WORK_ITEMS
from passerelle_translate.answers import Answers
from passerelle_translate.dead import DeadLetterLimit, SetAside
from passerelle_translate.errors import MisaddressedError, MostlyDeadError
from passerelle_translate.fold import fold
from passerelle_translate.state import Change, Held
from tests.translate.examples import observed, telling

NOW = datetime(2026, 11, 16, tzinfo=UTC)


@dataclass
class Broker:
    """Remembers what it acknowledged, and refuses as it was told to."""

    away: int = 0
    largest: int = 1000
    said: list[Outgoing] = field(default_factory=list)

    async def publish(self, records: Sequence[Outgoing]) -> None:
        if self.away:
            self.away -= 1
            raise BrokerAwayError("here", 1, "test")
        for record in records:
            if len(record.value or b"") > self.largest:
                raise TooLargeError(record.topic, len(record.value or b""))
        self.said += records


def _answers(broker: Broker) -> Answers:
    return Answers(broker, clock=lambda: NOW, program="translate 0.1.0")


def _change(number: int, value: bytes = b"item") -> Change:
    item = f"jira-verdier:{number}"
    key = item.encode()
    cause = Incoming(WORK_FACTS.name, 1, number, 0, key, b"facts", (("trace", b"x"),))
    held = Held(fold(None, telling(observed(), item=item)))
    return Change(held, (Outgoing(WORK_ITEMS.name, key, value),), (cause,))


async def test_while_the_broker_is_away_it_waits() -> None:
    broker = Broker(away=3)
    change = _change(1)
    assert await _answers(broker).answer([change], []) == [change]
    assert broker.said == list(change.outgoing)


async def test_an_item_that_is_too_large_is_set_aside_with_its_cause() -> None:
    broker = Broker()
    fine, large = _change(1), _change(2, b"x" * 2000)
    assert await _answers(broker).answer([fine, large], []) == [fine]
    item, dead = broker.said
    assert item == fine.outgoing[0]
    assert (dead.topic, dead.value) == ("work.facts.v1.dead-letters", b"facts")
    letter = DeadLetter.from_headers(dead.headers)
    assert (letter.reason, letter.partition, letter.offset) == ("too-large", 1, 2)
    assert own_headers(dead.headers) == (("trace", b"x"),)


async def test_an_item_that_no_record_made_too_large_is_told_as_it_stands() -> None:
    """New rules may say more of an item than the broker takes."""
    broker = Broker(largest=1500)
    large = replace(_change(2, b"x" * 2000), causes=())
    assert await _answers(broker).answer([large], []) == []
    (dead,) = broker.said
    assert dead.topic == "work.items.v1.dead-letters"
    assert dead.value == WORK_ITEMS.encode(large.held.item)


async def test_a_letter_that_is_too_large_is_sent_without_its_payload() -> None:
    """Else it could never be sent, and nothing after it would be answered for."""
    broker = Broker(largest=1000)
    record = Incoming(WORK_FACTS.name, 1, 2, 0, b"k", b"x" * 1001)
    fine = _change(1)
    aside = SetAside(record, MisaddressedError("t", "i"))
    assert await _answers(broker).answer([fine], [aside]) == [fine]
    *_, dead = broker.said
    assert dead.value is None
    assert DeadLetter.from_headers(dead.headers).offset == 2


async def test_nothing_is_meant_by_an_item_that_was_refused() -> None:
    broker = Broker()
    large = _change(2, b"x" * 2000)
    meaning = Outgoing(BUSINESS_ITEMS.name, b"k", b"meaning")
    both = replace(large, outgoing=(*large.outgoing, meaning))
    assert await _answers(broker).answer([both], []) == []
    assert meaning not in broker.said


async def test_a_bug_is_told_by_its_kind_and_never_quotes_the_payload() -> None:
    broker = Broker()
    record = Incoming(WORK_FACTS.name, 1, 2, 0, None, None)
    await _answers(broker).answer([], [SetAside(record, KeyError("secret"))])
    (dead,) = broker.said
    letter = DeadLetter.from_headers(dead.headers)
    assert (letter.reason, letter.detail) == ("unexpected", "KeyError")
    assert (dead.key, dead.value, letter.set_aside_by) == (b"", None, "translate 0.1.0")


def _limit(steps: Sequence[tuple[int, int]]) -> DeadLetterLimit:
    limit = DeadLetterLimit(most=0.5, why="test", least=50, window=1000)
    for seen, dead in steps:
        limit = limit.judge(seen, dead)
    return limit


@pytest.mark.parametrize(
    "steps", [[(1, 1)] * 49, [(100, 50)] * 100, [(5000, 0), (100, 90)]]
)
def test_a_few_dead_letters_stop_nothing(steps: list[tuple[int, int]]) -> None:
    assert _limit(steps).seen <= 1000


@pytest.mark.parametrize(
    "steps", [[(1, 1)] * 50, [(100, 51)], [(900, 0), *[(100, 90)] * 20]]
)
def test_when_most_messages_are_dead_it_stops(steps: list[tuple[int, int]]) -> None:
    with pytest.raises(MostlyDeadError, match="nothing was acknowledged"):
        _limit(steps)


def test_known_errors_give_their_code() -> None:
    record = Incoming(WORK_FACTS.name, 1, 2, 0, b"k", b"v")
    assert SetAside(record, MisaddressedError("t", "i")).reason == "misaddressed"
