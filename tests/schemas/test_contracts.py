"""What holds for every message that the contracts allow."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle_schemas.contract import Contract
from passerelle_schemas.dead_letters import DeadLetter, own_headers
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.errors import ContractBrokenError
from passerelle_schemas.facts import KNOWN_FACTS, Facts, UnknownFact
from passerelle_schemas.topics import TOPICS, WORK_FACTS, Topic
from tests.schemas.strategies import messages

CONTRACTS = {topic.contract: topic for topic in TOPICS}
each_contract = pytest.mark.parametrize(
    "topic", CONTRACTS.values(), ids=[c.__name__ for c in CONTRACTS]
)


@each_contract
@settings(max_examples=25)
@given(data=st.data())
def test_what_is_written_is_read_back_equal(
    topic: Topic[Contract], data: st.DataObject
) -> None:
    message = data.draw(messages(topic.contract))
    assert topic.decode(topic.encode(message)) == message


@each_contract
@settings(max_examples=25)
@given(data=st.data())
def test_equal_messages_are_equal_bytes(
    topic: Topic[Contract], data: st.DataObject
) -> None:
    message = data.draw(messages(topic.contract))
    written = topic.encode(message)
    assert topic.encode(topic.decode(written)) == written


@each_contract
@settings(max_examples=10)
@given(data=st.data())
def test_a_field_of_a_newer_producer_is_ignored(
    topic: Topic[Contract], data: st.DataObject
) -> None:
    message = data.draw(messages(topic.contract))
    newer = {**json.loads(topic.encode(message)), "said_since_v9": {"any": [1]}}
    assert topic.decode(json.dumps(newer).encode()) == message


@given(messages(RawDelivery))
def test_an_origin_survives_the_headers(delivery: RawDelivery) -> None:
    assert RawDelivery.from_headers(delivery.to_headers()) == delivery


@given(messages(DeadLetter))
def test_a_dead_letter_survives_the_headers_beside_the_messages_own(
    letter: DeadLetter,
) -> None:
    own = (("id", b"d-1"), ("reason", b"of the message"))
    headers = own + letter.to_headers()
    assert DeadLetter.from_headers(headers) == letter
    assert own_headers(headers) == own


@pytest.mark.parametrize("kind", [fact.__name__ for fact in KNOWN_FACTS])
@settings(max_examples=5)
@given(data=st.data())
def test_a_known_fact_is_read_as_what_it_is(kind: str, data: st.DataObject) -> None:
    contract = next(fact for fact in KNOWN_FACTS if fact.__name__ == kind)
    fact = data.draw(messages(contract))
    facts = data.draw(messages(Facts)).model_copy(update={"facts": (fact,)})
    (read,) = WORK_FACTS.decode(WORK_FACTS.encode(facts)).facts
    assert type(read) is contract


@settings(max_examples=10)
@given(messages(Facts))
def test_a_fact_of_a_newer_producer_is_kept_out_of_the_way(facts: Facts) -> None:
    written = json.loads(WORK_FACTS.encode(facts))
    newer = {**written["facts"][0], "type": "work.blessed", "by": "another"}
    written["facts"].append(newer)
    read = WORK_FACTS.decode(json.dumps(written).encode()).facts
    assert read[:-1] == facts.facts
    assert isinstance(read[-1], UnknownFact)
    assert read[-1].type == "work.blessed"


@pytest.mark.parametrize(
    ("payload", "fault"),
    [
        (b"", "message"),
        (b"[]", "message"),
        (b'{"item": 1}', "item"),
        (b'{"facts": []}', "facts"),
        (b"\xff\xfe", "message"),
    ],
)
def test_a_message_that_breaks_its_contract_is_said_with_its_fault(
    payload: bytes, fault: str
) -> None:
    with pytest.raises(ContractBrokenError) as caught:
        WORK_FACTS.decode(payload)
    assert any(said.startswith(fault) for said in caught.value.faults)


def test_the_fault_never_shows_the_payload() -> None:
    broken: dict[str, Any] = {"item": "no colon, but Ada Lovelace", "facts": "x"}
    with pytest.raises(ContractBrokenError) as caught:
        WORK_FACTS.decode(json.dumps(broken).encode())
    assert "Lovelace" not in str(caught.value)
