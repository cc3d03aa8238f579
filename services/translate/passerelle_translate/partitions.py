"""The partitions that this worker owns, and the one way to change what they hold.

Knows nothing of Faust: it takes records, and returns once the broker has acknowledged
everything that they mean.
"""

import asyncio
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import structlog

from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.records import Incoming
from passerelle_kafka.settings import KafkaSettings
from passerelle_translate import events
from passerelle_translate.answers import Answers
from passerelle_translate.dead import NOT_UNDERSTOOD, UNEXPECTED, SetAside
from passerelle_translate.partition import (
    Partition,
    chunks,
    heal,
    load,
    missing_before,
    newest_values,
    say_again,
)
from passerelle_translate.state import Translate, step

log = structlog.get_logger()


_PORTION_BYTES = 1024 * 1024
"""Facts read in one breath: a batch of long histories would outlast the session."""
_PORTION_RECORDS = 2000
"""Records of one step at most, however many lay in a gap."""


def _portions(records: Sequence[Incoming]) -> Iterator[list[Incoming]]:
    """Yield *records* in order, in portions of a bounded size or of a single record."""
    portion: list[Incoming] = []
    size = 0
    for record in records:
        size += len(record.value or b"")
        full = size > _PORTION_BYTES or len(portion) == _PORTION_RECORDS
        if portion and full:
            yield portion
            portion, size = [], len(record.value or b"")
        portion.append(record)
    if portion:
        yield portion


class Partitions:
    """All partitions of one worker."""

    def __init__(
        self, kafka: KafkaSettings, translate: Translate, answers: Answers
    ) -> None:
        self.kafka = kafka
        self.translate = translate
        self.answers = answers
        self.owned: dict[int, Partition] = {}
        self.committed: Callable[[int], int] = lambda _: 0
        """From which offset a partition is read; whoever reads it knows."""
        self.answered = 0
        """How many messages were answered for, since the start."""
        self.reviewed = 0
        """How many items were looked at because other rules count now."""
        self._not_understood = NOT_UNDERSTOOD
        self._unexpected = UNEXPECTED
        self._loading: set[asyncio.Task[None]] = set()
        self._writing = asyncio.Lock()
        self._conforming = asyncio.Lock()

    def assign(self, numbers: Iterable[int], broken: Callable[[], None]) -> None:
        """Own partitions *numbers*, and begin to load their state.

        Calls *broken* when that cannot be done, after logging why.
        """
        fresh = [Partition(number) for number in sorted(numbers)]
        self.revoke(partition.number for partition in fresh)
        self.owned |= {partition.number: partition for partition in fresh}
        if fresh:
            task = asyncio.ensure_future(self._load(fresh, broken))
            self._loading.add(task)
            task.add_done_callback(self._loading.discard)

    def revoke(self, numbers: Iterable[int]) -> None:
        """Drop the state of partitions that are no longer ours."""
        dropped = [self.owned.pop(n) for n in numbers if n in self.owned]
        for partition in dropped:
            partition.drop()
        if dropped:
            log.info(events.STATE_DROPPED, partitions=[p.number for p in dropped])

    def holds(self, number: int) -> bool:
        """Whether partition *number* is ours, and its state is there."""
        owned = self.owned.get(number)
        return owned is not None and owned.loaded.is_set()

    @property
    def at_rest(self) -> bool:
        """Whether every partition has its state and nothing is being written."""
        loaded = all(p.loaded.is_set() for p in self.owned.values())
        return loaded and not self._writing.locked()

    def answered_until(self, number: int) -> int:
        """Say the offset below which everything was answered for."""
        partition = self.owned.get(number)
        if partition is None or partition.next_offset is None:
            return self.committed(number)
        return partition.next_offset

    async def _load(self, fresh: list[Partition], broken: Callable[[], None]) -> None:
        try:
            await load(fresh, self.kafka, self.translate, self.answers)
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            # Without its state it must end, whatever went wrong.
            log.critical(events.LOADING_FAILED, exc_info=error)
            broken()

    async def process(self, records: Sequence[Incoming]) -> frozenset[int]:
        """Answer for *records*; return the partitions whose records may be committed.

        Raises MostlyDeadError when too much would have to be set aside.
        """
        of_each: defaultdict[int, list[Incoming]] = defaultdict(list)
        for record in records:
            of_each[record.partition].append(record)
        answered = set()
        for number, theirs in of_each.items():
            partition = self.owned.get(number)
            if partition is not None:
                await partition.loaded.wait()
            if partition is None or not partition.ours:
                log.warning(events.BATCH_ABANDONED, partition=number)
                continue
            for portion in _portions(await self._without_gaps(partition, theirs)):
                await self._step(partition, portion)
                await asyncio.sleep(0)  # also where there was nothing to publish
            self.answered += len(theirs)
            answered.add(number)
        return frozenset(answered)

    async def _step(self, partition: Partition, records: Sequence[Incoming]) -> None:
        async with self._writing:
            stepped = step(
                partition.held, records, self.translate, sure_from=partition.sure_from
            )
            self._judge(len(records), stepped.set_aside)
            writes = any(change.writes_item for change in stepped.changes)
            if writes and partition.sure_from == math.inf:
                partition.sure_from = records[0].offset + 2 * _PORTION_RECORDS
            changes, set_aside = list(stepped.changes), list(stepped.set_aside)
            await partition.answer(self.answers, changes, set_aside)
            last = records[-1].offset + 1
            partition.next_offset = max(last, partition.next_offset or 0)

    def _judge(self, seen: int, set_aside: Sequence[SetAside]) -> None:
        """Stop before publishing, so that a broken program fills no dead letters."""
        bugs = sum(each.reason == "unexpected" for each in set_aside)
        self._unexpected = self._unexpected.judge(seen, bugs)
        self._not_understood = self._not_understood.judge(seen, len(set_aside))

    async def _without_gaps(
        self, partition: Partition, records: Sequence[Incoming]
    ) -> Sequence[Incoming]:
        """Add the records that lie between what was answered for and *records*.

        Faust clears its buffers in a rebalance; were a record lost there, committing a
        later one would lose it for good.
        """
        expected = self.answered_until(partition.number)
        missing: list[Incoming] = []
        for record in records:
            if record.offset > expected:
                missing += await self._missing(record, expected)
            expected = max(expected, record.offset + 1)
        if not missing:
            return records
        log.warning(events.STREAM_GAP, partition=partition.number, records=len(missing))
        return sorted([*missing, *records], key=lambda record: record.offset)

    async def _missing(self, record: Incoming, start: int) -> list[Incoming]:
        while True:
            try:
                return await missing_before(record, start, self.kafka)
            except BrokerAwayError as error:
                log.warning(events.BROKER_AWAY, code=error.code, detail=str(error))

    def switch(self, translate: Translate) -> None:
        """Translate by other rules from now on; `conform` says the rest again."""
        self.translate = translate

    async def conform(self) -> int:
        """Say again what was said by other rules than now count; say how many were.

        A few items at a time, between the batches: nobody waits for the whole. Rules
        that change meanwhile begin it anew.
        """
        async with self._conforming:
            said = 0
            while stale := self._said_otherwise():
                for partition in stale:
                    said += await self._conform(partition)
            return said

    def _said_otherwise(self) -> list[Partition]:
        return [
            partition
            for partition in self.owned.values()
            if partition.loaded.is_set() and partition.said_by is not self.translate
        ]

    async def _conform(self, partition: Partition) -> int:
        translate = self.translate
        said = 0
        for names in chunks(iter(tuple(partition.held))):
            async with self._writing:
                if not partition.ours or translate is not self.translate:
                    return said
                # As they are held now: a batch may have come between.
                held = {name: partition.held[name] for name in names}
                said += await say_again(partition, held, translate, self.answers)
                self.reviewed += len(held)
            await asyncio.sleep(0)
        partition.said_by = translate
        number = partition.number
        log.info(events.RULES_SAID_AGAIN, partition=number, items=said)
        return said

    async def heal(self) -> int:
        """Say again what a worker that lost our partitions wrote over; say how much.

        Nothing is processed meanwhile, so whatever is newest and not ours is foreign.
        """
        async with self._writing:
            ours = [p for p in self.owned.values() if p.loaded.is_set()]
            try:
                newest = await newest_values(ours, self.kafka)
            except BrokerAwayError as error:
                log.warning(events.BROKER_AWAY, code=error.code, detail=str(error))
                return 0
            return sum(
                [
                    await heal(p, newest[p.number], self.translate, self.answers)
                    for p in ours
                    if p.ours
                ]
            )
