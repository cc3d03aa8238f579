"""Messages of the past decode for ever. A golden file may be added, never changed.

A contract that cannot read one any more needs a topic with the next version.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from passerelle_schemas.contract import Contract
from passerelle_schemas.dead_letters import DeadLetter
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.facts import KNOWN_FACTS, Facts, UnknownFact
from passerelle_schemas.topics import TOPICS

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(GOLDEN.glob("*/*.json"))
NAMES = [f"{file.parent.name}/{file.name}" for file in FILES]
TOPIC_OF = {topic.name: topic for topic in TOPICS}


def _read(file: Path) -> Contract:
    payload = file.read_bytes()
    contract = TOPIC_OF[file.parent.name].contract
    if contract in (RawDelivery, DeadLetter):
        headers = tuple((k, v.encode()) for k, v in json.loads(payload).items())
        return (
            RawDelivery.from_headers(headers)
            if contract is RawDelivery
            else DeadLetter.from_headers(headers)
        )
    return TOPIC_OF[file.parent.name].decode(payload)


def _holds(whole: Any, part: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether *whole* says everything that *part* says."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            k in whole and _holds(whole[k], v) for k, v in part.items()
        )
    if isinstance(part, list):
        return len(whole) == len(part) and all(map(_holds, whole, part))
    return bool(whole == part)


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_an_old_message_still_decodes(file: Path) -> None:
    assert isinstance(_read(file), TOPIC_OF[file.parent.name].contract)


@pytest.mark.parametrize(
    "file",
    [f for f in FILES if f.name != "from-a-newer-producer.json"],
    ids=[n for n in NAMES if "newer-producer" not in n],
)
def test_an_old_message_still_says_all_it_said(file: Path) -> None:
    message = _read(file)
    said = json.loads(file.read_bytes())
    if isinstance(message, RawDelivery | DeadLetter):
        now = {name: value.decode() for name, value in message.to_headers()}
        assert all(said[name] == value for name, value in now.items())
    else:
        assert _holds(message.model_dump(mode="json"), said)


def test_a_message_of_a_newer_producer_decodes_without_what_is_new() -> None:
    read = _read(GOLDEN / "work.facts.v1" / "from-a-newer-producer.json")
    assert isinstance(read, Facts)
    assert [type(fact) for fact in read.facts][-1] is UnknownFact


def test_no_golden_file_was_changed_or_taken_away() -> None:
    lines = (GOLDEN / "checksums.txt").read_text().splitlines()
    listed = {line[66:]: line[:64] for line in lines}
    found = {
        name: hashlib.sha256(file.read_bytes()).hexdigest()
        for name, file in zip(NAMES, FILES, strict=True)
    }
    assert found == listed


def test_every_contract_and_every_fact_has_a_golden_message() -> None:
    messages = [_read(file) for file in FILES]
    assert {type(m) for m in messages} == {topic.contract for topic in TOPICS}
    facts = {type(f) for m in messages if isinstance(m, Facts) for f in m.facts}
    assert facts >= set(KNOWN_FACTS)
