"""Dead letters: which still wait, and the records that say one again.

A replay leaves a mark on the dead letters' own topic: a record without payload whose
`dead-letter-replayed` header names the place. Nothing is ever taken from a topic.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import ValidationError

from passerelle.errors import NotFoundError
from passerelle.extras import needs
from passerelle_ingest.settings import IngestSettings
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Headers, Incoming, Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.dead_letters import REPLAYED, DeadLetter, own_headers
from passerelle_schemas.errors import UnprocessableError
from passerelle_schemas.topics import BUSINESS_ITEMS, TOPICS, WORK_ITEMS, WORK_RAW

_FURTHEST = 2**63 - 1
"""No offset of Kafka's is greater."""
DEAD_TOPICS = tuple(t.name for t in TOPICS if t.contract is DeadLetter)


class StrangeLetterError(UnprocessableError):
    """A dead letter names another origin than the topic whose letters lie with it."""

    code = "strange-letter"

    def __init__(self, place: str, topic: str) -> None:
        super().__init__(
            f"The dead letter at {place} says that it came from {topic[:80]!r}, whose "
            "dead letters do not lie there. It was not said again: publish it yourself "
            "if it is right."
        )


@dataclass(frozen=True, slots=True)
class SetAside:
    """A dead letter and where it lies."""

    place: str
    letter: DeadLetter
    key: bytes
    value: bytes | None
    """None when it had none, or was too large to lie here beside its reason."""
    headers: Headers
    """The message's own."""


async def waiting(kafka: KafkaSettings) -> list[SetAside]:
    """Give the dead letters that nobody replayed yet, oldest first in each topic."""
    records = [
        record
        async for batch in read_to_end(kafka, DEAD_TOPICS, "dead-letters")
        for record in batch
    ]
    return still_waiting(records)


def still_waiting(records: Sequence[Incoming]) -> list[SetAside]:
    """Leave out what a later record says was replayed, and what is no dead letter."""
    replayed = {
        value.decode(errors="replace")
        for record in records
        for name, value in record.headers
        if name == REPLAYED
    }
    found = (_set_aside(record) for record in records)
    return [letter for letter in found if letter and letter.place not in replayed]


async def find(kafka: KafkaSettings, place: str) -> SetAside:
    """Give the dead letter at *place*, replayed or not."""
    batches = read_to_end(kafka, DEAD_TOPICS, "dead-letters")
    async for batch in batches:
        for record in batch:
            letter = _set_aside(record)
            if letter and letter.place == place:
                return letter
    raise NotFoundError(
        f"There is no dead letter at {place[:80]!r}. `passerelle dead-letters list` "
        "tells which wait."
    )


async def whole(kafka: KafkaSettings, letter: SetAside) -> SetAside:
    """Give *letter* with its payload, which may lie only where it came from."""
    told = letter.letter
    if letter.value is not None or not 0 <= told.offset <= _FURTHEST:
        return letter
    origin = (told.topic, told.partition)
    async for batch in read_to_end(
        kafka,
        [told.topic],
        "dead-letters",
        partitions=[told.partition],
        from_offsets={origin: told.offset},
    ):
        if batch[0].offset == told.offset:
            return replace(letter, value=batch[0].value)
        break
    return letter


def replay_records(
    letter: SetAside, ingest: IngestSettings, now: datetime
) -> list[Outgoing]:
    """Say what must be published so that *letter* is heard again, and marked.

    Raises an error of ours when it still cannot be heard: it goes on waiting.
    """
    dead_topic = letter.place.rsplit("/", 2)[0]
    mark = Outgoing(dead_topic, letter.key, b"", ((REPLAYED, letter.place.encode()),))
    if dead_topic.startswith(WORK_RAW.name):
        # Nobody reads raw deliveries from Kafka: ingest reads this one again, here.
        with needs("ingest"):
            from passerelle_ingest.replay import read_again  # noqa: PLC0415
        again = read_again(letter.headers, letter.value or b"", ingest, now)
        return [*again, mark]
    topic = letter.letter.topic
    if dead_topic != f"{topic}.dead-letters":
        raise StrangeLetterError(letter.place, topic)
    for compacted in (WORK_ITEMS, BUSINESS_ITEMS):
        if topic == compacted.name:
            # There the newest record is what counts. One that still breaks the
            # contract would hide the good ones, until compaction removes them.
            compacted.decode(letter.value or b"")
    return [Outgoing(topic, letter.key, letter.value, letter.headers), mark]


def _set_aside(record: Incoming) -> SetAside | None:
    try:
        letter = DeadLetter.from_headers(record.headers)
    except (ValidationError, UnicodeDecodeError):
        return None
    return SetAside(
        place=f"{record.topic}/{record.partition}/{record.offset}",
        letter=letter,
        key=record.key or b"",
        value=record.value,
        headers=own_headers(record.headers),
    )
