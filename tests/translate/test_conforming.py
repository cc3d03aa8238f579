"""Other rules in the middle of the work: every item is said by them in the end."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle_kafka.records import Incoming, Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.facts import Facts
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.topics import BUSINESS_ITEMS, WORK_FACTS
from passerelle_translate.answers import Answers
from passerelle_translate.partition import Partition
from passerelle_translate.partitions import Partitions
from passerelle_translate.translator import translate
from tests.translate.examples import (
    DOING,
    PAYMENTS,
    SOURCE,
    TO_DO,
    observed,
    on,
    rules,
    status,
    telling,
)
from tests.translate.folding import fold_all

ITEMS = 230
"""More than one breath of items."""


class Recording:
    """A broker that acknowledges after others had their turn, and keeps the newest."""

    def __init__(self) -> None:
        self.said: dict[str, list[Outgoing]] = {}
        self.heard: Callable[[], None] = lambda: None
        """Called once records were acknowledged."""

    async def publish(self, records: Sequence[Outgoing]) -> None:
        for _ in range(3):
            await asyncio.sleep(0)
        for record in records:
            if record.topic == BUSINESS_ITEMS.name:
                self.said.setdefault(record.key.decode(), []).append(record)
        self.heard()


def version(number: int) -> RuleSet:
    rule = PAYMENTS.model_copy(update={"name": f"Rule {number}"})
    return rules(rule).model_copy(update={"version": number})


def facts(number: int) -> tuple[Facts, Facts]:
    item = f"{SOURCE}:{number}"
    return (
        telling(observed(key=f"PAY-{number}"), item=item),
        telling(status(on(1, 5), TO_DO, DOING), item=item),
    )


def incoming(offset: int, told: Facts) -> Incoming:
    value = WORK_FACTS.encode(told)
    return Incoming(WORK_FACTS.name, 0, offset, 0, told.item.encode(), value)


def owning(broker: Recording) -> Partitions:
    answers = Answers(broker, clock=lambda: datetime.now(UTC), program="test")
    first = partial(translate, rules=version(1))
    partitions = Partitions(KafkaSettings(), first, answers)
    partition = Partition(0, said_by=first)
    partition.loaded.set()
    partitions.owned[0] = partition
    return partitions


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.sampled_from(["switch", "facts", "turn"]), max_size=12),
    st.integers(1, 300),
)
def test_whenever_the_rules_change_every_item_is_said_by_the_last(
    steps: list[str], size: int
) -> None:
    """Batches come, and other rules, while the items are still being said again."""
    broker = Recording()

    async def run() -> int:
        partitions = owning(broker)
        firsts = [facts(number)[0] for number in range(ITEMS)]
        await partitions.process([incoming(n, told) for n, told in enumerate(firsts)])
        seconds = [facts(number)[1] for number in range(ITEMS)]
        offset, last = ITEMS, 1
        one_batch = asyncio.Lock()  # as the agent does: one after the other

        async def process(batch: Sequence[Incoming]) -> None:
            async with one_batch:
                await partitions.process(batch)

        tasks: list[asyncio.Future[Any]] = []
        for what in [*steps, "switch", "facts"]:
            if what == "switch":
                last += 1
                partitions.switch(partial(translate, rules=version(last)))
                tasks.append(asyncio.ensure_future(partitions.conform()))
            elif what == "facts":
                batch, seconds = seconds[:size], seconds[size:]
                told = [incoming(offset + n, one) for n, one in enumerate(batch)]
                offset += len(batch)
                if told:
                    tasks.append(asyncio.ensure_future(process(told)))
            await asyncio.sleep(0)
        await asyncio.gather(*tasks)
        told = [incoming(offset + n, one) for n, one in enumerate(seconds)]
        if told:
            await partitions.process(told)
        assert await partitions.conform() == 0
        return last

    last = asyncio.run(run())
    for number in range(ITEMS):
        item = fold_all(facts(number))
        assert item is not None
        meaning = translate(item, version(last))
        assert meaning is not None
        newest = broker.said[item.id][-1]
        assert newest.value == BUSINESS_ITEMS.encode(meaning)


async def test_rules_that_change_nothing_but_the_version_are_said_once() -> None:
    broker = Recording()
    partitions = owning(broker)
    told = [incoming(n, facts(n)[0]) for n in range(ITEMS)]
    await partitions.process(told)
    partitions.switch(partial(translate, rules=version(2)))
    assert await partitions.conform() == ITEMS
    assert await partitions.conform() == 0
    assert {len(records) for records in broker.said.values()} == {2}
    assert partitions.reviewed == ITEMS


async def test_a_partition_that_is_lost_in_the_middle_is_said_no_more() -> None:
    broker = Recording()
    partitions = owning(broker)
    await partitions.process([incoming(n, facts(n)[0]) for n in range(ITEMS)])
    partitions.switch(partial(translate, rules=version(2)))
    broker.heard = lambda: partitions.revoke([0])
    assert 0 < await partitions.conform() < ITEMS
    assert partitions.owned == {}
