"""Finding work items on work.items.v1 by what people know them by."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress

from passerelle_kafka.reader import read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.business import BusinessObjective
from passerelle_schemas.errors import UnprocessableError
from passerelle_schemas.topics import BUSINESS_OBJECTIVES, WORK_ITEMS
from passerelle_schemas.work import WorkItem
from passerelle_translate.clocks import righted
from passerelle_translate.fold import merge
from passerelle_translate.histories import key_of
from passerelle_translate.idle import Idle, idle_rules
from passerelle_translate.rules.draft import RuleDraft
from passerelle_translate.standing import few_pauses

ROLE = "translate-lookup"
_MANY = 20_000
"""Fewer work items are read and held against the rules in a second or two."""


async def find_items(kafka: KafkaSettings, wanted: str) -> tuple[WorkItem, ...]:
    """Say the items whose id is *wanted*, or whose key is or was, ordered by id.

    Reads the whole topic. Raises BrokerAwayError when the broker does not answer.
    """
    found: dict[bytes, WorkItem] = {}
    # A command line may hold bytes that are no text; no item is known by them.
    word = wanted.encode(errors="replace")
    async for batch in read_to_end(kafka, [WORK_ITEMS.name], ROLE):
        for record in batch:
            key = record.key or b""
            if record.value is None:
                found.pop(key, None)
            elif key in found or word in record.value:
                # Decoding is dear: only a record that holds the word can be the one.
                try:
                    item = WORK_ITEMS.decode(record.value)
                except UnprocessableError:
                    continue
                found[key] = merge(found[key], item) if key in found else item
    matching = (item for item in found.values() if wanted in _known_by(item))
    return tuple(sorted(matching, key=lambda item: item.id))


async def missing_keys(
    kafka: KafkaSettings, wanted: Collection[str]
) -> frozenset[str] | None:
    """Say which of the *wanted* keys no item has; None when no item is known at all.

    Reads the whole topic. Raises BrokerAwayError when the broker does not answer.
    """
    missing, items = set(wanted), 0
    async for batch in read_to_end(kafka, [WORK_ITEMS.name], ROLE):
        for record in batch:
            items += 1
            told = record.value or b""
            if any(f'"{key}"'.encode() in told for key in missing):
                missing -= _keys_in(told)
    return frozenset(missing) if items else None


def _silent(_said: str) -> None:
    """Tell nobody."""


async def idle(
    kafka: KafkaSettings, rules: RuleDraft, progress: Callable[[str], None] = _silent
) -> Idle | None:
    """Say which *rules* match none of all work items; None when none is known.

    Reads the whole topic, and tells *progress* where that takes long. Raises
    BrokerAwayError when the broker does not answer.
    """
    told: dict[bytes, list[bytes]] = {}
    async for batch in read_to_end(kafka, [WORK_ITEMS.name], ROLE):
        for record in batch:
            if record.value is not None:
                told.setdefault(record.key or b"", []).append(record.value)
        if len(told) > _MANY:
            progress(f"{len(told)} work items so far …")
    with few_pauses():
        found = idle_rules(_newest(told.values()), rules)
    return found if found.items else None


def _newest(told: Iterable[Sequence[bytes]]) -> Iterator[WorkItem]:
    """Yield the newest record of each item that can be read."""
    for records in told:
        for record in reversed(records):
            with suppress(UnprocessableError):
                yield WORK_ITEMS.decode(record)
                break


async def read_objectives(kafka: KafkaSettings) -> dict[str, BusinessObjective]:
    """Read what all items of each objective mean together, by its name.

    Raises BrokerAwayError when the broker does not answer.
    """
    found: dict[str, BusinessObjective] = {}
    async for batch in read_to_end(kafka, [BUSINESS_OBJECTIVES.name], ROLE):
        for record in batch:
            name = (record.key or b"").decode(errors="replace")
            found.pop(name, None)
            if record.value is not None:
                with suppress(UnprocessableError):  # of a newer program
                    found[name] = BUSINESS_OBJECTIVES.decode(record.value)
    return found


def _keys_in(record: bytes) -> set[str]:
    try:
        return {key_of(righted(WORK_ITEMS.decode(record)))}
    except UnprocessableError:
        return set()


def _known_by(item: WorkItem) -> set[str]:
    return {item.id, key_of(righted(item)), *(entry.was for entry in item.keys)}
