"""Workers that each hold only their partitions, without a broker.

What is told to others goes through queues, in steps of any size and in any order of the
partitions; a worker may end between any two publications, and another goes on from what
was written.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from math import inf
from zlib import crc32

from passerelle_kafka.records import Incoming, Outgoing
from passerelle_schemas.business import BusinessItem
from passerelle_schemas.facts import Facts
from passerelle_schemas.topics import BUSINESS_ITEMS, WORK_FACTS
from passerelle_schemas.work import WorkItem
from passerelle_translate.recovery import Recovery, said_again
from passerelle_translate.state import Change, Held, Translate, step

STEP = 4
"""Records of one step at most."""


class End(Enum):
    """Where a worker ends in a step."""

    NOT = auto()
    FAMILY_TOLD = auto()
    """What it told the family is acknowledged, and nothing of the item itself."""
    WRITTEN = auto()
    """All is acknowledged, but its input is not."""


@dataclass(slots=True)
class _Partition:
    number: int
    facts: list[Incoming] = field(default_factory=list)
    written: list[Incoming] = field(default_factory=list)
    held: dict[str, Held] = field(default_factory=dict)
    done: int = 0
    sure_from: float = inf


class Workers:
    """Each partition is one worker's."""

    def __init__(self, translate: Translate, partitions: int = 3) -> None:
        self.translate = translate
        self.partitions = [_Partition(number) for number in range(partitions)]
        self.told = 0
        """Records that went from item to item."""
        self.bytes_told = 0
        self.bytes_written = 0

    def say(self, tellings: Iterable[Facts]) -> None:
        """Put what ingest says on the topic."""
        for told in tellings:
            key = told.item.encode()
            self._queue(Outgoing(WORK_FACTS.name, key, WORK_FACTS.encode(told)))

    def _queue(self, record: Outgoing) -> None:
        place = self.partitions[crc32(record.key) % len(self.partitions)]
        place.facts.append(_incoming(record, place.number, len(place.facts)))

    def step(self, number: int, size: int, end: End = End.NOT) -> None:
        """Have one worker take up to *size* records of its partition."""
        place = self.partitions[number]
        records = place.facts[place.done : place.done + size]
        if not records:
            return
        stepped = step(place.held, records, self.translate, sure_from=place.sure_from)
        assert not stepped.set_aside
        self._tell(stepped.changes)
        if end is End.FAMILY_TOLD:
            self.load(number)
            return
        first = [c.causes[0].offset for c in stepped.changes if c.writes_item]
        if first and place.sure_from == inf:
            place.sure_from = min(first) + STEP
        self._write(place, stepped.changes)
        if end is End.WRITTEN:
            self.load(number)
            return
        place.done += len(records)

    def _tell(self, changes: Sequence[Change]) -> None:
        for record in (r for change in changes for r in change.elsewhere):
            self.told += 1
            self.bytes_told += len(record.value or b"")
            self._queue(record)

    def _write(self, place: _Partition, changes: Sequence[Change]) -> None:
        for change in changes:
            place.held[change.id] = change.held
            for record in change.outgoing:
                self.bytes_written += len(record.value or b"")
                offset = len(place.written)
                place.written.append(_incoming(record, place.number, offset))

    def load(self, number: int) -> None:
        """Have another worker take the partition over, and read its state back."""
        place = self.partitions[number]
        recovery = Recovery()
        for record in place.written:
            recovery.read(record)
        place.held, place.sure_from = recovery.held(), inf
        for change in list(said_again(place.held, self.translate)):
            assert not isinstance(change, Exception)
            if isinstance(change, Change):
                self._tell([change])
                self._write(place, [change])

    def until_silence(self, most_steps: int = 20_000, size: int = STEP) -> int:
        """Go on until nothing is left to take; say how many steps it took."""
        steps = 0
        while waiting := [p for p in self.partitions if p.done < len(p.facts)]:
            for place in waiting:
                self.step(place.number, size)
                steps += 1
            assert steps < most_steps, "it does not come to rest"
        return steps

    def settle(self) -> None:
        """Have gone on for so long that no worker before can have told anything."""
        for place in self.partitions:
            place.sure_from = 0

    def items(self) -> dict[str, WorkItem]:
        """Say every work item as it is held."""
        return {i: h.item for p in self.partitions for i, h in p.held.items()}

    def meanings(self) -> dict[str, BusinessItem]:
        """Say the newest business item of each, as the topic tells it."""
        said = {}
        for place in self.partitions:
            for record in place.written:
                if record.topic == BUSINESS_ITEMS.name:
                    meaning = BUSINESS_ITEMS.decode(record.value or b"")
                    said[meaning.id] = meaning
        return said


Steps = Sequence[tuple[int, int, End]]


def run(
    tellings: Iterable[Facts],
    translate: Callable[[WorkItem], BusinessItem | None],
    steps: Steps = (),
) -> Workers:
    """Translate *tellings*, some of it by *steps* and the rest until silence."""
    workers = Workers(translate)
    workers.say(tellings)
    for number, size, end in steps:
        workers.step(number, size, end)
    workers.until_silence()
    return workers


def _incoming(record: Outgoing, partition: int, offset: int) -> Incoming:
    return Incoming(record.topic, partition, offset, 0, record.key, record.value)
