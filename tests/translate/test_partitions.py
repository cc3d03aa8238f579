"""What a worker owns, without Faust: on both brokers."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from passerelle_kafka.publisher import Publisher
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Incoming, Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.facts import Facts
from passerelle_schemas.topics import (
    BUSINESS_ITEMS,
    WORK_FACTS,
    WORK_ITEMS,
    WORK_ITEMS_DEAD,
)
from passerelle_translate.answers import Answers
from passerelle_translate.errors import MostlyDeadError
from passerelle_translate.idle import Idle
from passerelle_translate.lookup import find_items, idle, missing_keys
from passerelle_translate.partitions import Partitions
from passerelle_translate.rules import load_rules
from passerelle_translate.translator import translate
from tests.translate import rules_folder
from tests.translate.examples import (
    DOING,
    DONE,
    ITEM,
    TO_DO,
    observed,
    on,
    rules,
    status,
    telling,
)
from tests.translate.folding import fold_all
from tests.translate.worker import count, newest

pytestmark = [pytest.mark.kafka, pytest.mark.tansu]

TELLINGS = (
    telling(observed()),
    telling(status(on(1, 5), TO_DO, DOING)),
    telling(status(on(2, 5), DOING, DONE)),
)


@asynccontextmanager
async def _partitions(kafka: KafkaSettings) -> AsyncIterator[Partitions]:
    async with Publisher(kafka, "test") as publisher:
        answers = Answers(
            publisher, clock=lambda: datetime.now(UTC), program="translate test"
        )
        partitions = Partitions(kafka, lambda item: translate(item, rules()), answers)
        yield partitions
        # What was begun to be loaded still reads, also for partitions taken away.
        await asyncio.gather(*partitions._loading)


async def _said(kafka: KafkaSettings, tellings: Sequence[Facts]) -> list[Incoming]:
    records = [
        Outgoing(WORK_FACTS.name, told.item.encode(), WORK_FACTS.encode(told))
        for told in tellings
    ]
    async with Publisher(kafka, "test") as publisher:
        await publisher.publish(records)
    batches = read_to_end(kafka, [WORK_FACTS.name], "test")
    return [record async for batch in batches for record in batch]


def _broken() -> None:
    raise AssertionError("the state could not be loaded")


async def test_what_was_left_out_of_the_stream_is_read_and_answered_for(
    any_broker: KafkaSettings,
) -> None:
    """Faust may drop buffered messages in a rebalance; committing past them may not."""
    first, left_out, last = await _said(any_broker, TELLINGS)
    async with _partitions(any_broker) as partitions:
        partitions.assign([first.partition], _broken)
        assert await partitions.process([first]) == {first.partition}
        assert await partitions.process([last]) == {first.partition}
        held = partitions.owned[first.partition].held[ITEM]
        assert held.item == fold_all(TELLINGS)
        assert partitions.answered_until(first.partition) == left_out.offset + 2


async def test_a_batch_that_begins_after_the_committed_offset_is_completed(
    any_broker: KafkaSettings,
) -> None:
    *_, last = await _said(any_broker, TELLINGS)
    async with _partitions(any_broker) as partitions:
        partitions.assign([last.partition], _broken)
        await partitions.process([last])
        held = partitions.owned[last.partition].held[ITEM]
        assert held.item == fold_all(TELLINGS)


async def test_what_is_not_ours_is_not_answered_for(any_broker: KafkaSettings) -> None:
    first, *_ = await _said(any_broker, TELLINGS)
    async with _partitions(any_broker) as partitions:
        assert await partitions.process([first]) == frozenset()
        partitions.assign([first.partition], _broken)
        partitions.revoke([first.partition])
        assert await partitions.process([first]) == frozenset()
    assert await count(any_broker, WORK_ITEMS.name) == 0


async def test_a_partition_that_comes_back_knows_what_it_said(
    any_broker: KafkaSettings, tmp_path: Path
) -> None:
    """A broken record that hides a good item is set aside, and hides it no longer."""
    records = await _said(any_broker, TELLINGS)
    number = records[0].partition
    async with _partitions(any_broker) as partitions:
        partitions.assign([number], _broken)
        await partitions.process(records)
        async with Publisher(any_broker, "test") as publisher:
            await publisher.publish([Outgoing(WORK_ITEMS.name, ITEM.encode(), b"{")])
        said = await count(any_broker, BUSINESS_ITEMS.name)
        partitions.assign([number], _broken)
        await partitions.process(records)
        assert await count(any_broker, BUSINESS_ITEMS.name) == said
        written = (await newest(any_broker, WORK_ITEMS.name))[ITEM.encode()] or b""
        assert WORK_ITEMS.decode(written) == fold_all(TELLINGS)
        assert await count(any_broker, WORK_ITEMS_DEAD.name) == 1
        assert await partitions.heal() == 0
    (found,) = await find_items(any_broker, "PAY-1")
    assert found == fold_all(TELLINGS)
    assert await find_items(any_broker, ITEM) == (found,)
    assert await find_items(any_broker, "PAY-2") == ()
    assert await find_items(any_broker, "\udcff") == ()  # bytes that are no text
    assert await missing_keys(any_broker, ["PAY-1", "PAY-9"]) == frozenset({"PAY-9"})
    draft = load_rules(rules_folder.written(tmp_path))
    assert await idle(any_broker, draft) == Idle(1, ("Excluded",), ())


async def test_nothing_is_missing_where_nothing_was_read(
    any_broker: KafkaSettings, tmp_path: Path
) -> None:
    assert await missing_keys(any_broker, ["PAY-1"]) is None
    assert await idle(any_broker, load_rules(rules_folder.written(tmp_path))) is None


async def test_a_stream_of_poison_stops_it_before_anything_is_set_aside(
    any_broker: KafkaSettings,
) -> None:
    first, *_ = await _said(any_broker, TELLINGS)
    poison = [
        Incoming(WORK_FACTS.name, first.partition, n, 0, b"k", b"{") for n in range(60)
    ]
    async with _partitions(any_broker) as partitions:
        partitions.assign([first.partition], _broken)
        with pytest.raises(MostlyDeadError, match="60 of the last 60"):
            await partitions.process(poison)
    assert await count(any_broker, f"{WORK_FACTS.name}.dead-letters") == 0
