"""Killed in the middle, paused, joined by another: the same business items."""

import asyncio
import itertools
import random
import signal
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from passerelle_kafka.publisher import Publisher
from passerelle_kafka.reader import end_offsets
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.facts import ChangeState, Facts
from passerelle_schemas.topics import BUSINESS_ITEMS, WORK_FACTS, WORK_ITEMS
from passerelle_translate.fold import fold_all
from passerelle_translate.health import read_health
from passerelle_translate.rules import load_rules
from passerelle_translate.settings import TranslateSettings
from passerelle_translate.translator import translate
from tests.translate.examples import (
    CREATED,
    DOING,
    DONE,
    SOURCE,
    TO_DO,
    due,
    linked,
    observed,
    on,
    status,
    telling,
    touch,
)
from tests.translate.rules_folder import written
from tests.translate.worker import count, newest, until, worker

pytestmark = pytest.mark.kafka

ITEMS = 400


def _tellings(number: int) -> Iterator[Facts]:
    """Ten deliveries about one item; all but the first in no order."""
    item = f"{SOURCE}:{20000 + number}"
    key, label = f"PAY-{number}", ("noise",) if number % 11 == 0 else ()
    day = 2 + number % 20
    yield telling(
        observed(CREATED, key=key, labels=label, project="PAY" if number % 7 else "X"),
        item=item,
    )
    yield telling(status(on(1, day), TO_DO, DOING), touch(on(1, day)), item=item)
    yield telling(status(on(2, day), DOING, DONE), item=item)
    yield telling(due(on(1, day, 8), None, date(2026, 2, 1)), item=item)
    yield telling(due(on(1, day, 9), date(2026, 2, 1), date(2026, 2, day)), item=item)
    yield telling(linked(on(1, day, 10), ChangeState.OPEN, number), item=item)
    yield telling(linked(on(2, day, 13), ChangeState.MERGED, number), item=item)
    for hour in range(3):
        yield telling(touch(on(3, day, hour) + timedelta(minutes=number)), item=item)


def _stream(seed: int) -> list[Outgoing]:
    shuffled = random.Random(seed)  # noqa: S311 - a shuffle, not a secret
    tellings = [told for number in range(ITEMS) for told in _tellings(number)]
    shuffled.shuffle(tellings)
    return [
        Outgoing(WORK_FACTS.name, told.item.encode(), WORK_FACTS.encode(told))
        for told in tellings
    ]


def _expected(folder: Path, stream: list[Outgoing]) -> dict[bytes, bytes]:
    """What an undisturbed worker says: the pure functions on all facts of an item."""
    from passerelle_translate.rules import published  # noqa: PLC0415

    rules = published(
        load_rules(folder), None, author="", reason="", effective_from=CREATED
    )
    said = {}
    for key, records in itertools.groupby(
        sorted(stream, key=lambda record: record.key), key=lambda record: record.key
    ):
        item = fold_all(WORK_FACTS.decode(r.value or b"") for r in records)
        assert item is not None
        meaning = translate(item, rules)
        assert meaning is not None
        said[key] = BUSINESS_ITEMS.encode(meaning)
    return said


async def _done(kafka: KafkaSettings, expected: dict[bytes, bytes]) -> bool:
    return await newest(kafka, BUSINESS_ITEMS.name) == expected


async def test_killed_again_and_again_it_says_what_an_undisturbed_one_says(
    kafka: KafkaSettings, tmp_path: Path
) -> None:
    """Five times kill -9 while facts come in: nothing missing, not a byte different."""
    settings = TranslateSettings(
        rules=written(tmp_path / "rules"), session_timeout_seconds=6, batch=60
    )
    stream = _stream(1)
    expected = _expected(settings.rules, stream)
    feeding = asyncio.create_task(_feed(kafka, stream))
    for kill in range(5):
        before = await count(kafka, WORK_ITEMS.name)

        async def moved(before: int = before) -> bool:
            return await count(kafka, WORK_ITEMS.name) > before + 20

        async with worker(kafka, settings, tmp_path / "log") as running:
            await until(moved, what=f"work before kill {kill}")
            assert running.alive, running.said()
            running.kill()
    await feeding
    async with worker(kafka, settings, tmp_path / "log") as running:

        async def done() -> bool:
            assert running.alive, running.said()
            return await _done(kafka, expected)

        await until(done, what="all business items")
    assert len(expected) == ITEMS


async def _feed(kafka: KafkaSettings, stream: list[Outgoing]) -> None:
    """Publish a bit at a time, so that the kills fall into the middle of it."""
    async with Publisher(kafka, "test") as publisher:
        for start in range(0, len(stream), 100):
            await publisher.publish(stream[start : start + 100])
            await asyncio.sleep(0.1)
