"""A dead letter can be seen and said again, and then waits no longer."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer
from typer.testing import CliRunner

from passerelle.cli import app
from passerelle.commands.dead_letters import _shortened
from passerelle.dead_letters import (
    StrangeLetterError,
    find,
    replay_records,
    still_waiting,
    waiting,
    whole,
)
from passerelle.errors import NotFoundError
from passerelle_ingest.settings import IngestSettings
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Incoming, Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.dead_letters import REPLAYED, DeadLetter
from passerelle_schemas.errors import ContractBrokenError
from passerelle_schemas.topics import (
    WORK_FACTS,
    WORK_FACTS_DEAD,
    WORK_ITEMS,
    WORK_ITEMS_DEAD,
    WORK_RAW,
    WORK_RAW_DEAD,
)

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
LETTER = DeadLetter(
    reason="contract-broken",
    detail="facts: Field required",
    topic=WORK_FACTS.name,
    partition=3,
    offset=41,
    set_aside_at=NOW,
    set_aside_by="translate 0.1.0",
)


def a_record(offset: int, letter: DeadLetter = LETTER) -> Incoming:
    return Incoming(
        topic=WORK_FACTS_DEAD.name,
        partition=0,
        offset=offset,
        timestamp_ms=0,
        key=b"jira:1",
        value=b"\x00 not json",
        headers=(*letter.to_headers(), ("trace", b"7")),
    )


def test_a_letter_is_known_by_its_place_and_keeps_its_own_headers() -> None:
    (letter,) = still_waiting([a_record(5)])
    assert letter.place == "work.facts.v1.dead-letters/0/5"
    assert letter.letter == LETTER
    assert letter.value == b"\x00 not json"
    assert letter.headers == (("trace", b"7"),)


def test_a_replayed_letter_waits_no_longer() -> None:
    first, second = still_waiting([a_record(5), a_record(6)])
    _again, mark = replay_records(first, IngestSettings(), NOW)
    told = Incoming(mark.topic, 0, 7, 0, mark.key, mark.value, mark.headers)
    assert still_waiting([a_record(5), a_record(6), told]) == [second]


def test_a_replay_says_the_untouched_bytes_where_they_came_from() -> None:
    (letter,) = still_waiting([a_record(5)])
    again, _mark = replay_records(letter, IngestSettings(), NOW)
    assert again == Outgoing(
        WORK_FACTS.name, b"jira:1", b"\x00 not json", (("trace", b"7"),)
    )


def test_a_letter_of_another_origin_is_not_said_again() -> None:
    """Else who may write letters could have us publish rules."""
    strange = LETTER.model_copy(update={"topic": "business.rules.v1"})
    (letter,) = still_waiting([a_record(5, strange)])
    with pytest.raises(StrangeLetterError, match=r"'business\.rules\.v1'"):
        replay_records(letter, IngestSettings(), NOW)


def test_a_mark_that_is_no_text_hides_nothing() -> None:
    mark = replace(a_record(6), headers=((REPLAYED, b"\xff"),))
    assert [letter.place for letter in still_waiting([a_record(5), mark])] == [
        "work.facts.v1.dead-letters/0/5"
    ]


async def test_an_offset_that_cannot_be_is_not_asked_for() -> None:
    far = LETTER.model_copy(update={"offset": 2**70})
    (letter,) = still_waiting([replace(a_record(5, far), value=None)])
    nowhere = KafkaSettings(bootstrap="127.0.0.1:9", patience_seconds=0.3)
    assert await whole(nowhere, letter) == letter


@pytest.mark.tansu
async def test_headers_without_a_value_count_as_empty(tansu: KafkaSettings) -> None:
    """Kafka allows them; one foreign record must not hide all letters."""
    producer = AIOKafkaProducer(bootstrap_servers=tansu.bootstrap)
    await producer.start()
    try:
        headers = [*LETTER.to_headers(), ("trace", None)]
        await producer.send_and_wait(WORK_FACTS_DEAD.name, b"v", headers=headers)
    finally:
        await producer.stop()
    assert [letter.headers for letter in await waiting(tansu)] == [(("trace", b""),)]


def test_a_record_that_is_no_dead_letter_is_left_out() -> None:
    stray = Incoming(WORK_FACTS_DEAD.name, 0, 1, 0, b"k", b"v", ())
    assert still_waiting([stray]) == []


def test_a_broken_item_is_not_said_over_the_good_one() -> None:
    """On a compacted topic the newest record would be the only one that is kept."""
    told = LETTER.model_copy(update={"topic": WORK_ITEMS.name})
    (letter,) = still_waiting([replace(a_record(5, told), topic=WORK_ITEMS_DEAD.name)])
    with pytest.raises(ContractBrokenError):
        replay_records(letter, IngestSettings(), NOW)


@pytest.mark.tansu
async def test_a_payload_that_was_too_large_is_read_where_it_came_from(
    tansu: KafkaSettings,
) -> None:
    async with Publisher(tansu, "test") as publisher:
        await publisher.publish([Outgoing(WORK_FACTS.name, b"jira:1", b"much")])
        (cause,) = [
            r async for b in read_to_end(tansu, [WORK_FACTS.name], "t") for r in b
        ]
        told = LETTER.model_copy(
            update={"partition": cause.partition, "offset": cause.offset}
        )
        await publisher.publish(
            [Outgoing(WORK_FACTS_DEAD.name, b"jira:1", None, told.to_headers())]
        )
    (letter,) = await waiting(tansu)
    assert letter.value is None
    again, _mark = replay_records(await whole(tansu, letter), IngestSettings(), NOW)
    assert again.value == b"much"


@pytest.mark.tansu
async def test_what_cannot_be_heard_yet_keeps_no_other_back(
    tansu: KafkaSettings, tmp_path: Path
) -> None:
    """A raw delivery of a source that is not configured waits on; facts are said."""
    raw = LETTER.model_copy(update={"topic": WORK_RAW.name, "partition": -1})
    async with Publisher(tansu, "test") as publisher:
        await publisher.publish(
            [Outgoing(WORK_RAW_DEAD.name, b"k", b"{}", raw.to_headers())]
        )
        facts = a_record(0)
        await publisher.publish(
            [Outgoing(facts.topic, b"jira:1", facts.value, facts.headers)]
        )
    config = tmp_path / "passerelle.toml"
    config.write_text(
        f'[kafka]\nbootstrap = "{tansu.bootstrap}"\n'
        "idempotent = false\nexact_ends = false\n"
    )
    arguments = ["--config", str(config), "dead-letters", "replay", "--all"]
    elsewhere = {"KAFKA_BOOTSTRAP": None}  # of this run, and before the file
    runner = CliRunner(env=elsewhere)
    ended = await asyncio.to_thread(runner.invoke, app, arguments)
    assert ended.exit_code == 1, ended.output
    assert "1 dead letter said again, 1 goes on waiting" in ended.stderr
    (left,) = await waiting(tansu)
    assert left.letter.topic == WORK_RAW.name


@pytest.mark.tansu
async def test_the_round_trip_through_a_broker(tansu: KafkaSettings) -> None:
    sent = a_record(0)
    async with Publisher(tansu, "test") as publisher:
        await publisher.publish(
            [Outgoing(sent.topic, sent.key or b"", sent.value, sent.headers)]
        )
        (letter,) = await waiting(tansu)
        assert letter == await find(tansu, letter.place)
        await publisher.publish(replay_records(letter, IngestSettings(), NOW))
    assert await waiting(tansu) == []
    (again,) = [r async for b in read_to_end(tansu, [WORK_FACTS.name], "t") for r in b]
    assert again.value == sent.value
    with pytest.raises(NotFoundError, match="dead-letters list"):
        await find(tansu, "work.facts.v1.dead-letters/0/99")


def test_a_long_reason_ends_with_a_word() -> None:
    detail = "ingest " + "understands " * 20
    assert _shortened(detail).endswith(" understands … (`show` tells all)")
    assert _shortened(detail[:160]) == detail[:160]
