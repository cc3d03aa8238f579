"""What is known of the sources, on real brokers: counted once, whoever counts."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from passerelle_ingest.errors import TrackerAwayError
from passerelle_ingest.knowing import SILENT, Knowing
from passerelle_ingest.publisher import dead_record, fact_records, raw_record
from passerelle_ingest.telling import Teller, record
from passerelle_ingest.turns import Budgets
from passerelle_ingest.waiting import Reason
from passerelle_ingest.witness import Witness
from passerelle_ingest.witnessing import Witnessing, read_witnessed
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.deliveries import RawDelivery, Way
from passerelle_schemas.facts import Touch
from passerelle_schemas.health import NO_SOURCE, SourceHealth
from passerelle_schemas.identity import Tracker
from passerelle_schemas.topics import SOURCE_HEALTH
from tests.ingest.sources import GITHUB, JIRA

pytestmark = [pytest.mark.kafka, pytest.mark.tansu]
BOTH = (GITHUB, JIRA)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def publisher(any_broker: KafkaSettings) -> AsyncIterator[Publisher]:
    async with Publisher(any_broker, "test") as opened:
        yield opened


def delivered(number: int, way: Way = Way.WEBHOOK, item: int = 0) -> list[Outgoing]:
    """A delivery of Jira that tells two facts, one of them known from its item."""
    at = datetime(2026, 11, 23, 7, tzinfo=UTC)
    origin = RawDelivery(
        id=f"d-{number}",
        source=JIRA.id,
        tracker=Tracker.JIRA,
        project="PAY",
        event="jira:issue_updated",
        way=way,
        received_at=at,
    )
    name = f"{JIRA.id}:{item or number}"
    days = (at, at - timedelta(days=number + 1))
    facts = [Teller(name).touched(day, Touch.FIELD) for day in days]
    return [raw_record(origin, b"{}"), *fact_records(record(origin, name, facts))]


def knowing(kafka: KafkaSettings, publisher: Publisher, worker: str = "one") -> Knowing:
    return Knowing(kafka, worker, BOTH, publisher, Clock())


async def said(kafka: KafkaSettings) -> dict[str, SourceHealth]:
    found = {}
    async for batch in read_to_end(kafka, [SOURCE_HEALTH.name], "test"):
        for one in batch:
            told = SOURCE_HEALTH.decode(one.value or b"")
            assert (one.key or b"").decode() == told.source
            found[told.source] = told
    return found


def came(health: SourceHealth) -> dict[str, tuple[int, int, int | None]]:
    return {
        name: (way.deliveries, way.facts, way.first_told)
        for name, way in health.ways.items()
    }


async def test_each_source_is_said_even_when_nothing_came_of_it(
    any_broker: KafkaSettings, publisher: Publisher
) -> None:
    await knowing(any_broker, publisher).once()
    health = await said(any_broker)
    assert sorted(health) == [GITHUB.id, JIRA.id]
    assert [one.project for one in health[GITHUB.id].projects] == sorted(
        GITHUB.projects
    )
    assert health[GITHUB.id].projects[0].complete_until is None
    assert health[JIRA.id].tracker is Tracker.JIRA


async def test_who_goes_on_counts_nothing_twice_and_knows_what_was_told(
    any_broker: KafkaSettings, publisher: Publisher
) -> None:
    """The second one stands for the same worker after `kill -9`."""
    first = knowing(any_broker, publisher)
    await publisher.publish([*delivered(1), *delivered(2), *delivered(1)])
    await first.once()
    assert came(first.health[JIRA.id]) == {"webhook": (3, 6, 4)}
    assert first.health[JIRA.id].twice == 1
    await publisher.publish([*delivered(2, Way.POLL), *delivered(9, item=1)])
    second = knowing(any_broker, publisher)
    await second.once()
    await publisher.publish(delivered(2))
    await second.once()
    told = (await said(any_broker))[JIRA.id]
    assert came(told) == {"poll": (1, 2, 0), "webhook": (5, 10, 5)}
    assert told.twice == 2
    assert told.uncounted == 0
    assert sum(one.offset for one in told.read) == 6 * 2


async def test_one_counts_and_the_others_hear_it_until_it_falls_silent(
    any_broker: KafkaSettings, publisher: Publisher
) -> None:
    clock = Clock()
    first, second = (
        Knowing(any_broker, name, BOTH, publisher, clock) for name in ("one", "two")
    )
    await publisher.publish(delivered(1))
    await first.once()
    await publisher.publish(delivered(2))
    await second.once()
    assert second.health == first.health
    assert came(second.health[JIRA.id]) == {"webhook": (1, 2, 2)}
    clock.now += SILENT
    await second.once()
    assert came(second.health[JIRA.id]) == {"webhook": (2, 4, 4)}
    assert second.health[JIRA.id].said_by == "two"
    await publisher.publish(delivered(3))
    await first.once()
    assert came(first.health[JIRA.id]) == {"webhook": (2, 4, 4)}, "it hears the other"


async def test_two_that_count_at_a_time_come_to_the_same_figures(
    any_broker: KafkaSettings, publisher: Publisher
) -> None:
    clocks = Clock(), Clock()
    first, second = (
        Knowing(any_broker, name, BOTH, publisher, clock)
        for name, clock in zip(("one", "two"), clocks, strict=True)
    )
    for number in range(4):
        # Neither hears the other in time.
        clocks[number % 2].now += 3 * SILENT
        await publisher.publish([*delivered(number), *delivered(0, Way.POLL)])
        await (first, second)[number % 2].once()
    clocks[0].now += 9 * SILENT
    await first.once()
    assert came(first.health[JIRA.id]) == {"poll": (4, 8, 0), "webhook": (4, 8, 8)}


async def test_what_did_not_change_is_said_again_only_now_and_then(
    any_broker: KafkaSettings, publisher: Publisher
) -> None:
    clock = Clock()
    one = Knowing(any_broker, "one", BOTH, publisher, clock)
    await one.once()
    clock.now += timedelta(seconds=5)
    await one.once()
    assert {h.said_at for h in (await said(any_broker)).values()} == {Clock().now}
    clock.now += timedelta(seconds=20)
    await one.once()
    assert {h.said_at for h in (await said(any_broker)).values()} == {clock.now}


async def test_dead_letters_are_told_as_they_lie_there(
    any_broker: KafkaSettings, publisher: Publisher
) -> None:
    (raw, _) = delivered(1)
    origin = RawDelivery.from_headers(raw.headers)
    letter = dead_record(origin, b"?", reason="unreadable", detail="no", now=Clock()())
    await publisher.publish([letter, letter])
    one = knowing(any_broker, publisher)
    await one.once()
    assert one.health[JIRA.id].set_aside == {"unreadable": 2}


def witnessing(
    kafka: KafkaSettings, publisher: Publisher, worker: str = "one", minute: int = 0
) -> Witnessing:
    clock = Clock()
    clock.now += timedelta(minutes=minute)
    return Witnessing(kafka, worker, BOTH, publisher, Witness(), Budgets(), clock)


async def test_refusals_and_waits_go_on_under_the_workers_name(
    any_broker: KafkaSettings, publisher: Publisher
) -> None:
    for minute in range(2):
        run = witnessing(any_broker, publisher, minute=minute)
        run.witness.refuse(JIRA.id, "signature-refused")
        run.witness.refuse(NO_SOURCE, "unknown-source")
        turns = run.budgets.of(JIRA.id, "https://jira.example", 8, 0)
        turns.refused(Reason.SECONDARY, 30)
        run.budgets.met(JIRA.id)["429"] += 2
        await run.say()
    other = witnessing(any_broker, publisher, "two")
    other.witness.refuse(JIRA.id, "signature-refused")
    # It waited for the same limit as the first run did.
    beside = other.budgets.of(JIRA.id, "https://jira.example", 8, 0)
    beside.refused(Reason.SECONDARY, 30)
    await other.say()
    one = knowing(any_broker, publisher)
    await one.once()
    told = one.health[JIRA.id]
    assert told.refused == {"signature-refused": 3}
    assert told.troubles == {"429": 4}
    assert told.waits["secondary"].times == 2
    # Some time passed between the first two.
    assert told.waits["secondary"].seconds == pytest.approx(60, abs=5)
    assert told.days[0].waited_seconds == pytest.approx(60, abs=5)
    assert told.waiting_because == "secondary"
    assert one.health[NO_SOURCE].refused == {"unknown-source": 2}
    assert one.health[GITHUB.id].refused == {}


async def test_a_project_fails_until_anybody_reads_it(
    any_broker: KafkaSettings, publisher: Publisher
) -> None:
    run = witnessing(any_broker, publisher)
    away = TrackerAwayError("there", "test")
    run.witness.tried(JIRA.id, ["PAY"], {f"{JIRA.id}/PAY": away}, Clock()())
    await run.say()
    one = knowing(any_broker, publisher)
    await one.once()
    (project,) = one.health[JIRA.id].projects
    assert project.failing is not None
    assert project.failing.because == "tracker-away"
    again = witnessing(any_broker, publisher)
    await again.say()
    again.witness.tried(JIRA.id, ["PAY"], {}, Clock()())
    await again.say()
    await one.once()
    assert one.health[JIRA.id].projects[0].failing is None


async def test_what_was_met_is_said_at_the_end_as_well(
    any_broker: KafkaSettings, publisher: Publisher
) -> None:
    run = witnessing(any_broker, publisher)
    run.every_seconds = 3600
    async with run.beside():
        await _until(any_broker, run.sources)
        run.witness.refuse(JIRA.id, "body-too-slow")
    found = {one.source: one.refused for one in await read_witnessed(any_broker)}
    assert found[JIRA.id] == {"body-too-slow": 1}


async def _until(kafka: KafkaSettings, sources: Sequence[object]) -> None:
    async with asyncio.timeout(60):
        while len(await read_witnessed(kafka)) < len(sources):
            pass  # reading takes its time
