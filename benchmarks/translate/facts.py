"""What trackers of a larger company tell: the demo's facts, copied, in small pieces."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from passerelle_kafka.records import Outgoing
from passerelle_schemas.facts import Facts
from passerelle_schemas.topics import WORK_FACTS
from tests.demo.company_read import read_company

PIECES = 4
"""A reading tells an item whole, webhooks piece by piece: here so many at most."""


@dataclass(frozen=True, slots=True)
class Company:
    """The demo's work items, and what is said of them."""

    items: int
    said: tuple[tuple[bytes, bytes], ...]
    """Key and value of each record."""

    def copies(self, count: int) -> Iterator[Outgoing]:
        """Yield the records of *count* companies like it, one company at a time."""
        for number in range(count):
            for key, value in self.said:
                yield Outgoing(
                    WORK_FACTS.name, _of(key, number), value=_of(value, number)
                )


def _of(told: bytes, number: int) -> bytes:
    """Name the trackers of company *number*; all ids begin with the tracker's name."""
    return told.replace(b"-malleposte", b"-m%d" % number)


@cache
def company() -> Company:
    """Read the demo's trackers, in memory."""
    read = asyncio.run(read_company())
    said = [piece for facts in read.facts for piece in _pieces(facts)]
    return Company(
        items=len({facts.item for facts in said}),
        said=tuple((f.item.encode(), WORK_FACTS.encode(f)) for f in said),
    )


def _pieces(facts: Facts) -> Iterator[Facts]:
    long = -(-len(facts.facts) // PIECES)
    for begin in range(0, len(facts.facts), long):
        some = facts.facts[begin : begin + long]
        yield facts.model_copy(update={"facts": some})
