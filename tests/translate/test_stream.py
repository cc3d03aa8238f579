"""The worker on both brokers: facts in, business items out, poison set aside."""

import signal
from datetime import timedelta
from pathlib import Path

import pytest

from passerelle_kafka.publisher import Publisher
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Incoming, Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.business import Stage, State
from passerelle_schemas.dead_letters import DeadLetter, own_headers
from passerelle_schemas.facts import Facts
from passerelle_schemas.topics import (
    BUSINESS_ITEMS,
    BUSINESS_RULES,
    WORK_FACTS,
    WORK_FACTS_DEAD,
    WORK_ITEMS,
)
from passerelle_translate.health import is_healthy, read_health
from passerelle_translate.settings import TranslateSettings
from tests.translate.examples import DOING, ITEM, TO_DO, observed, on, status, telling
from tests.translate.rules_folder import written
from tests.translate.worker import count, newest, until, worker

pytestmark = [pytest.mark.kafka, pytest.mark.tansu]


def _settings(folder: Path) -> TranslateSettings:
    return TranslateSettings(
        rules=written(folder / "rules"),
        session_timeout_seconds=6,
        health_file=folder / "health.json",
    )


def _record(facts: Facts) -> Outgoing:
    return Outgoing(WORK_FACTS.name, facts.item.encode(), WORK_FACTS.encode(facts))


async def _all(kafka: KafkaSettings, topic: str) -> list[Incoming]:
    batches = read_to_end(kafka, [topic], "test")
    return [record async for batch in batches for record in batch]


async def test_a_fact_becomes_an_item_and_what_it_means(
    any_broker: KafkaSettings, tmp_path: Path
) -> None:
    """Poison between two good messages is set aside, and saying it twice is silent."""
    settings = _settings(tmp_path)
    first = _record(telling(observed(on(1, 2))))
    poison = Outgoing(
        WORK_FACTS.name, ITEM.encode(), b'{"facts": "none"}', (("trace", b"abc"),)
    )
    lost = Outgoing(WORK_FACTS.name, b"jira-verdier:99", first.value)
    second = _record(telling(status(on(1, 5), TO_DO, DOING)))

    async def said() -> bool:
        value = (await newest(any_broker, BUSINESS_ITEMS.name)).get(ITEM.encode())
        return value is not None and (
            BUSINESS_ITEMS.decode(value).stages[-1].stage is Stage.STARTED
        )

    async def rested() -> bool:
        report = read_health(tmp_path / "health.json")
        return report is not None and report.answered >= 6

    async with Publisher(any_broker, "test") as publisher:
        await publisher.publish([first, poison, lost, second])
        async with worker(any_broker, settings, tmp_path / "log") as running:
            await until(said, what="the business item")
            outputs = [
                await count(any_broker, topic.name)
                for topic in (WORK_ITEMS, BUSINESS_ITEMS)
            ]
            await publisher.publish([first, second])
            await until(rested, what="health after the repetition")
            assert [
                await count(any_broker, topic.name)
                for topic in (WORK_ITEMS, BUSINESS_ITEMS)
            ] == outputs
            report = read_health(tmp_path / "health.json")
            assert report is not None
            soon = report.progressed_at + timedelta(seconds=30)
            assert is_healthy(report, soon, patience=timedelta(seconds=60))
            running.send(signal.SIGTERM)
            assert running.wait(30) == 0, running.said()

    meaning = BUSINESS_ITEMS.decode(
        (await newest(any_broker, BUSINESS_ITEMS.name))[ITEM.encode()] or b""
    )
    assert (meaning.state, meaning.department) == (State.MAPPED, "payments")
    dead = await _all(any_broker, WORK_FACTS_DEAD.name)
    assert {record.value for record in dead} == {poison.value, lost.value}
    by_reason = {DeadLetter.from_headers(r.headers).reason: r for r in dead}
    assert set(by_reason) == {"contract-broken", "misaddressed"}
    broken = by_reason["contract-broken"]
    letter = DeadLetter.from_headers(broken.headers)
    assert (letter.topic, letter.offset >= 0) == (WORK_FACTS.name, True)
    assert own_headers(broken.headers) == (("trace", b"abc"),)
    assert broken.key == ITEM.encode()
    assert await count(any_broker, BUSINESS_RULES.name) == 1


async def test_a_worker_that_cannot_tell_its_health_goes_on(
    tansu: KafkaSettings, tmp_path: Path
) -> None:
    absent = tmp_path / "absent" / "health.json"
    settings = _settings(tmp_path).model_copy(update={"health_file": absent})

    async def translated() -> bool:
        return ITEM.encode() in await newest(tansu, BUSINESS_ITEMS.name)

    async def told() -> bool:
        return "health.unwritten" in running.said()

    async with worker(tansu, settings, tmp_path / "log") as running:
        await until(told, what="the warning")
        async with Publisher(tansu, "test") as publisher:
            await publisher.publish([_record(telling(observed(on(1, 2))))])
        await until(translated, what="the business item")
        running.send(signal.SIGTERM)
        assert running.wait(30) == 0, running.said()
