"""One partition while it is ours: its state, and what must be said again of it."""

import asyncio
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

import structlog

from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Incoming
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.topics import BUSINESS_ITEMS, WORK_ITEMS
from passerelle_translate import events
from passerelle_translate.answers import Answers
from passerelle_translate.dead import SetAside
from passerelle_translate.recovery import Recovery, said_again
from passerelle_translate.state import Change, Digest, Held, Translate, digest_of

T = TypeVar("T")
log = structlog.get_logger()

ROLE = "translate-state"
OUTPUTS = (WORK_ITEMS.name, BUSINESS_ITEMS.name)
Newest = dict[str, dict[str, Digest | None]]
"""By topic and key, the digest of the newest value; None for a tombstone."""

_BREATH = 200
"""Items translated before other tasks of the event loop get their turn."""


@dataclass(slots=True)
class Partition:
    """The state of one partition; empty once it is no longer ours."""

    number: int
    held: dict[str, Held] = field(default_factory=dict)
    loaded: asyncio.Event = field(default_factory=asyncio.Event)
    ours: bool = True
    next_offset: int | None = None
    """Of the facts topic: we have answered for everything below it."""
    read_until: dict[str, int] = field(default_factory=dict)
    """How far each of our outputs was read back."""
    said_by: Translate | None = None
    """By which rules every item was said, at least once."""
    sure_from: float = math.inf
    """Below it a worker before us may have told families what it never wrote.

    It can have ended within one step, and then it wrote nothing of it: of that step is
    the first record which still changes something.
    """

    def drop(self) -> None:
        """Forget everything: from now on somebody else may change it."""
        self.ours = False
        self.held = {}
        self.loaded.set()

    async def answer(
        self, answers: Answers, changes: list[Change], set_aside: list[SetAside]
    ) -> None:
        """Hold *changes* once the broker has acknowledged them."""
        accepted = await answers.answer(changes, set_aside)
        if self.ours:
            self.held.update({change.id: change.held for change in accepted})


async def load(
    partitions: list[Partition],
    kafka: KafkaSettings,
    translate: Translate,
    answers: Answers,
) -> None:
    """Read the state of *partitions* back, and say again what the rules changed.

    Waits for the broker as long as it takes.
    """
    by_number = {partition.number: partition for partition in partitions}
    while True:
        recoveries = {number: Recovery() for number in by_number}
        try:
            async for batch in read_to_end(
                kafka, OUTPUTS, ROLE, partitions=list(by_number)
            ):
                for record in batch:
                    recoveries[record.partition].read(record)
                    until = by_number[record.partition].read_until
                    until[record.topic] = record.offset + 1
        except BrokerAwayError as error:
            log.warning(events.BROKER_AWAY, code=error.code, detail=str(error))
        else:
            break
    for number, recovery in recoveries.items():
        await _take(by_number[number], recovery, translate, answers)


async def _take(
    partition: Partition, recovery: Recovery, translate: Translate, answers: Answers
) -> None:
    if not partition.ours:
        return
    partition.held = recovery.held()
    partition.said_by = translate
    said = await say_again(partition, partition.held, translate, answers)
    await partition.answer(answers, [], recovery.set_aside)
    log.info(
        events.STATE_LOADED,
        partition=partition.number,
        items=len(partition.held),
        said_again=said,
        set_aside=len(recovery.set_aside),
    )
    partition.loaded.set()


async def say_again(
    partition: Partition, held: dict[str, Held], translate: Translate, answers: Answers
) -> int:
    """Translate *held* again and publish what differs; say how many did."""
    count = 0
    for chunk in chunks(said_again(held, translate)):
        if not partition.ours:
            break
        changes = [each for each in chunk if isinstance(each, Change)]
        set_aside = [each for each in chunk if isinstance(each, SetAside)]
        await partition.answer(answers, changes, set_aside)
        count += len(changes)
        await asyncio.sleep(0)
    return count


def chunks(things: Iterator[T]) -> Iterator[list[T]]:
    """Yield *things* in order, as many at once as are translated in one breath."""
    while chunk := list(islice(things, _BREATH)):
        yield chunk


async def newest_values(
    partitions: list[Partition], kafka: KafkaSettings
) -> dict[int, Newest]:
    """Say the newest value by topic and key of what was written since last read.

    Raises BrokerAwayError.
    """
    newest: dict[int, Newest] = {p.number: {t: {} for t in OUTPUTS} for p in partitions}
    until = {(t, p.number): o for p in partitions for t, o in p.read_until.items()}
    async for batch in read_to_end(
        kafka, OUTPUTS, ROLE, partitions=list(newest), from_offsets=until
    ):
        for record in batch:
            name = (record.key or b"").decode(errors="replace")
            digest = None if record.value is None else digest_of(record.value)
            newest[record.partition][record.topic][name] = digest
            until[record.topic, record.partition] = record.offset + 1
    for partition in partitions:
        partition.read_until = {
            t: o for (t, n), o in until.items() if n == partition.number
        }
    return newest


def overwritten(partition: Partition, newest: Newest) -> dict[str, Held]:
    """Say which items the topics do not tell as we hold them.

    A worker that was paused in the middle of a publication ends it when it wakes,
    although its partitions are ours by then, and its older item hides our newer one.
    All facts of the item came through here, so ours says at least as much.
    """
    items, told = newest[WORK_ITEMS.name], newest[BUSINESS_ITEMS.name]
    stale: dict[str, Held] = {}
    for name, held in _held(partition, {*items, *told}):
        written = (
            held.written if items.get(name, held.written) == held.written else None
        )
        said = held.said if told.get(name, held.said) == held.said else None
        if (written, said) != (held.written, held.said):
            stale[name] = Held(held.item, written, said)
    return stale


def _held(partition: Partition, names: Iterable[str]) -> Iterator[tuple[str, Held]]:
    for name in sorted(names):
        if name in partition.held:
            yield name, partition.held[name]


async def heal(
    partition: Partition,
    newest: Newest,
    translate: Translate,
    answers: Answers,
) -> int:
    """Say again what was overwritten by others; return how many items were."""
    stale = overwritten(partition, newest)
    if stale:
        await say_again(partition, stale, translate, answers)
        log.warning(events.STATE_HEALED, partition=partition.number, items=len(stale))
    return len(stale)


async def missing_before(
    record: Incoming, start: int, kafka: KafkaSettings
) -> list[Incoming]:
    """Read the records of *record*'s partition from *start* up to before it."""
    found: list[Incoming] = []
    async for batch in read_to_end(
        kafka,
        [record.topic],
        ROLE,
        partitions=[record.partition],
        from_offsets={(record.topic, record.partition): start},
    ):
        found += [other for other in batch if other.offset < record.offset]
        if batch[-1].offset >= record.offset:
            break
    return found
