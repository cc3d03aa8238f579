"""Killed in the middle, paused, joined by another: the same business items."""

import random
import signal
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from passerelle_kafka.publisher import Publisher
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.facts import ChangeState, Facts
from passerelle_schemas.topics import (
    BUSINESS_ITEMS,
    BUSINESS_OBJECTIVES,
    WORK_FACTS,
    WORK_ITEMS,
)
from passerelle_schemas.work import WorkItem
from passerelle_translate.fold import fold
from passerelle_translate.health import read_health
from passerelle_translate.objectives.gathered import gathered
from passerelle_translate.objectives.part import part_of
from passerelle_translate.objectives_said import PLACE
from passerelle_translate.rule_book import Word, next_rules
from passerelle_translate.rules import load_rules, published
from passerelle_translate.rules_topic import publish_next
from passerelle_translate.settings import TranslateSettings
from passerelle_translate.stream import BROKEN
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
from tests.translate.folding import fold_all
from tests.translate.rules_folder import RULES, written
from tests.translate.worker import count, newest, until, worker

pytestmark = pytest.mark.kafka

ITEMS = 400


def _tellings(number: int) -> Iterator[Facts]:
    """Ten deliveries about one item; all but the first in no order."""
    item = f"{SOURCE}:{20000 + number}"
    key, label = f"PAY-{number}", ("noise",) if number % 11 == 0 else ()
    day = 2 + number % 20
    project, kind = "PAY" if number % 7 else "X", "Story" if number % 5 else "Epic"
    shown = observed(CREATED, key=key, labels=label, project=project, type_name=kind)
    yield telling(shown, item=item)
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


def _item(stream: list[Outgoing], key: bytes) -> WorkItem:
    tellings = (WORK_FACTS.decode(r.value or b"") for r in stream if r.key == key)
    item = fold_all(tellings)
    assert item is not None
    return item


def _expected(
    folder: Path, stream: list[Outgoing], version: int = 1
) -> dict[bytes, bytes]:
    """What the pure functions say of all facts of each item."""
    first = published(
        load_rules(folder), None, author="", reason="", effective_from=CREATED
    )
    rules = first.model_copy(update={"version": version})
    said = {}
    for key in {record.key for record in stream}:
        meaning = translate(_item(stream, key), rules)
        assert meaning is not None
        said[key] = BUSINESS_ITEMS.encode(meaning)
    return said


def _gathered(
    folder: Path, expected: dict[bytes, bytes], version: int
) -> dict[bytes, bytes]:
    """What the pure functions say of all these items together."""
    rules = published(
        load_rules(folder), None, author="", reason="", effective_from=CREATED
    ).model_copy(update={"version": version})
    parts = {key.decode(): part_of(value) for key, value in expected.items()}
    return {
        whole.objective.encode(): BUSINESS_OBJECTIVES.encode(whole)
        for whole in gathered({k: p for k, p in parts.items() if p}, rules)
    }


async def _says(kafka: KafkaSettings, expected: dict[bytes, bytes]) -> bool:
    return await newest(kafka, BUSINESS_ITEMS.name) == expected


async def test_killed_again_and_again_it_says_what_an_undisturbed_one_says(
    kafka: KafkaSettings, tmp_path: Path
) -> None:
    """Kill -9 in mid-stream, three times: nothing missing, not a byte different."""
    settings = TranslateSettings(
        rules=written(tmp_path / "rules"), session_timeout_seconds=6, batch=40
    )
    calm = kafka.model_copy(update={"topic_prefix": f"{kafka.topic_prefix}calm."})
    await ensure_topics(calm)
    stream = _stream(1)
    expected = _expected(settings.rules, stream)
    quarter = len(stream) // 4
    async with (
        Publisher(kafka, "test") as disturbed,
        Publisher(calm, "test") as undisturbed,
        worker(calm, settings, tmp_path / "calm.log") as steady,
    ):
        await undisturbed.publish(stream)
        for kill in range(3):
            before = await count(kafka, BUSINESS_ITEMS.name)
            await disturbed.publish(stream[kill * quarter : (kill + 1) * quarter])

            async def moved(before: int = before) -> bool:
                return await count(kafka, BUSINESS_ITEMS.name) > before

            async with worker(kafka, settings, tmp_path / "log") as running:
                await until(moved, what=f"work before kill {kill}")
                assert running.alive, running.said()
                running.kill()
        await disturbed.publish(stream[3 * quarter :])
        async with worker(kafka, settings, tmp_path / "log") as running:

            async def done() -> bool:
                assert running.alive, running.said()
                return await _says(kafka, expected)

            await until(done, what="all business items")
        assert steady.alive, steady.said()
        assert await _says(calm, expected)


OTHER_RULES = (
    RULES.replace("{label: noise}", "{label: [noise, hush]}")
    .replace("{project: PAY}", "{project: [PAY, X]}")
    .replace("mapping:", "    promised_by: PAY-3\nmapping:")
)
"""They give a meaning to a seventh of the items that had none, and a day to the
objective, for which too little is finished."""


async def _publish(kafka: KafkaSettings, folder: Path) -> None:
    word = Word("CTO", "X is ours now", datetime.now(UTC))
    draft = load_rules(folder)
    await publish_next(kafka, lambda there: next_rules(there, draft, word))


async def test_rules_published_in_the_middle_of_it_all_are_those_of_every_item(
    kafka: KafkaSettings, tmp_path: Path
) -> None:
    """Two workers share a backfill, other rules are published, one worker is killed.

    It is the one that gathers the objectives. In the end the topics say what one
    undisturbed worker says by the new rules.
    """
    one, two, steady = (
        TranslateSettings(
            rules=written(tmp_path / "rules"),
            session_timeout_seconds=6,
            batch=40,
            health_file=tmp_path / f"{name}.json",
        )
        for name in ("one", "two", "calm")
    )
    other = written(tmp_path / "other", OTHER_RULES)
    calm = kafka.model_copy(update={"topic_prefix": f"{kafka.topic_prefix}calm."})
    stream = _stream(3)
    expected = _expected(other, stream, version=2)
    await ensure_topics(calm)
    await ensure_topics(kafka)
    async with (
        Publisher(kafka, "test") as disturbed,
        Publisher(calm, "test") as undisturbed,
        worker(calm, steady, tmp_path / "calm.log") as undisturbed_worker,
        worker(kafka, one, tmp_path / "one.log") as first,
        worker(kafka, two, tmp_path / "two.log") as second,
    ):
        await undisturbed.publish(stream)
        await disturbed.publish(stream[:2000])

        async def shared() -> bool:
            return _owns(one) == _owns(two) == WORK_FACTS.partitions // 2

        await until(shared, what="both workers own partitions")
        await _publish(kafka, other)
        await disturbed.publish(stream[2000:3000])

        async def switched() -> bool:
            said = (await newest(kafka, BUSINESS_ITEMS.name)).values()
            return any(b'"rule_set":2' in (value or b"") for value in said)

        await until(switched, what="the first item by the new rules")
        assert first.alive, first.said()
        assert second.alive, second.said()
        gathers, other_one = (first, second) if _gathers(one) else (second, first)
        gathers.kill()
        await disturbed.publish(stream[3000:])
        await _publish(calm, other)

        async def the_same() -> bool:
            assert other_one.alive, other_one.said()
            assert undisturbed_worker.alive, undisturbed_worker.said()
            return await _says(kafka, expected) and await _says(calm, expected)

        await until(the_same, what="every item by the new rules")
        wholes = _gathered(other, expected, version=2)
        assert any(BUSINESS_OBJECTIVES.decode(value).risks for value in wholes.values())

        async def gathered_the_same() -> bool:
            said = [await newest(at, BUSINESS_OBJECTIVES.name) for at in (kafka, calm)]
            return said == [wholes, wholes]

        await until(gathered_the_same, what="every objective by the new rules")
        other_one.send(signal.SIGTERM)
        assert other_one.wait(30) == 0, other_one.said()


def _owned(settings: TranslateSettings) -> tuple[int, ...]:
    assert settings.health_file is not None
    report = read_health(settings.health_file)
    return report.partitions if report else ()


def _owns(settings: TranslateSettings) -> int:
    return len(_owned(settings))


def _gathers(settings: TranslateSettings) -> bool:
    """Whether it is the one that says what the objectives mean."""
    return PLACE in _owned(settings)


async def test_a_worker_that_was_frozen_hides_nothing_that_another_said(
    kafka: KafkaSettings, tmp_path: Path
) -> None:
    """Two share the work; one freezes and wakes too late; what it wrote is undone."""
    rules = written(tmp_path / "rules")
    stream = _stream(2)
    expected = _expected(rules, stream)
    one, two = (
        TranslateSettings(
            rules=rules,
            session_timeout_seconds=6,
            heal_seconds=0.5,
            batch=40,
            health_file=tmp_path / f"{name}.json",
        )
        for name in ("one", "two")
    )

    async with (
        Publisher(kafka, "test") as publisher,
        worker(kafka, one, tmp_path / "one.log") as first,
    ):
        await publisher.publish(stream[:1500])

        async def begun() -> bool:
            return await count(kafka, BUSINESS_ITEMS.name) > 0

        await until(begun, what="the first worker's work")
        async with worker(kafka, two, tmp_path / "two.log") as second:

            async def shared() -> bool:
                return _owns(one) == _owns(two) == WORK_FACTS.partitions // 2

            await until(shared, what="both workers own partitions")
            await publisher.publish(stream[1500:])
            first.send(signal.SIGSTOP)

            async def taken_over() -> bool:
                assert second.alive, second.said()
                return _owns(two) == WORK_FACTS.partitions and await _says(
                    kafka, expected
                )

            await until(taken_over, what="the second worker says everything")
            first.send(signal.SIGCONT)
            assert first.wait(30) == BROKEN, first.said()
            # What a frozen worker had in its hands when it woke: older, and last.
            (key, value), *_ = expected.items()
            item, *_ = (r for r in stream if r.key == key)
            old = fold(None, WORK_FACTS.decode(item.value or b""))
            await publisher.publish(
                [
                    Outgoing(BUSINESS_ITEMS.name, key, value[:-1] + b" }"),
                    Outgoing(WORK_ITEMS.name, key, WORK_ITEMS.encode(old)),
                ]
            )

            async def healed() -> bool:
                written_last = (await newest(kafka, WORK_ITEMS.name))[key] or b""
                whole = WORK_ITEMS.decode(written_last) == _item(stream, key)
                return whole and await _says(kafka, expected)

            await until(healed, what="the older item is hidden again")
            second.send(signal.SIGTERM)
            assert second.wait(30) == 0, second.said()
