"""From the topics to the archive and back, on a real broker; and when it is due."""

import asyncio
import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from passerelle_kafka.publisher import Publisher
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_report.archive import store
from passerelle_report.errors import (
    ArchiveError,
    DepartmentUnknownError,
    EditionsLostError,
    KnowsLessError,
    RulesMissingError,
    WeekInvalidError,
)
from passerelle_report.make import MadeEdition, make_editions
from passerelle_report.reader import read_world
from passerelle_report.schedule import Due, due, may_print
from passerelle_report.service import look, serve
from passerelle_report.settings import ReportSettings
from passerelle_schemas.business import BusinessItem
from passerelle_schemas.deliveries import Watermark
from passerelle_schemas.facts import Language
from passerelle_schemas.rules import RuleSet, Weekday
from passerelle_schemas.topics import (
    BUSINESS_ITEMS,
    BUSINESS_RULES,
    INGEST_WATERMARKS,
)
from tests.report import company
from tests.report.company import WEEK, at, usable
from tests.report.test_press import killing

MONDAY_AT_SEVEN = datetime(2026, 11, 23, 6, tzinfo=UTC)


async def publish(
    kafka: KafkaSettings,
    items: list[BusinessItem],
    marks: list[Watermark] | None = None,
) -> None:
    marks = company.watermarks(items) if marks is None else marks
    rules = company.rules()
    records = [
        *(
            Outgoing(BUSINESS_ITEMS.name, i.id.encode(), BUSINESS_ITEMS.encode(i))
            for i in items
        ),
        Outgoing(BUSINESS_RULES.name, b"14", BUSINESS_RULES.encode(rules)),
        *(
            Outgoing(
                INGEST_WATERMARKS.name,
                f"{m.source}/{m.project}".encode(),
                INGEST_WATERMARKS.encode(m),
            )
            for m in marks
        ),
    ]
    async with Publisher(kafka, "test") as publisher:
        await publisher.publish(records)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def _make(
    kafka: KafkaSettings, out: Path, *names: str
) -> tuple[MadeEdition, ...]:
    said: list[str] = []
    made = await make_editions(
        kafka,
        week="2026-W47",
        departments=names,
        languages=(Language.FRENCH, Language.ENGLISH),
        out=out,
        progress=said.append,
    )
    assert all(any(one.path.name in line for line in said) for one in made)
    return made


@pytest.mark.kafka
@pytest.mark.tansu
async def test_what_is_said_is_archived_and_told(
    any_broker: KafkaSettings, tmp_path: Path
) -> None:
    await publish(any_broker, company.story())
    made = await _make(any_broker, tmp_path)
    assert _names(tmp_path) == [
        "customer-service-2026-W47-en.pdf",
        "customer-service-2026-W47-fr.pdf",
        "logistics-2026-W47-en.pdf",
        "logistics-2026-W47-fr.pdf",
    ]
    manifests = (await read_world(any_broker)).manifests
    assert manifests == tuple(one.manifest for one in made)
    for one in made:
        assert (
            hashlib.sha256(one.path.read_bytes()).hexdigest() == one.manifest.pdf_hash
        )
        assert one.manifest.edition == 1
        assert one.manifest.rule_set == 14
    first = made[0].manifest
    assert (first.department, first.status) == ("customer-service", "behind")
    assert {f.objective for f in first.forecasts} == {"four-hour-reply", "one-record"}
    assert "SC-1" in {promise.item for promise in first.promises}
    read = {topic.topic for topic in first.read}
    assert read >= {BUSINESS_ITEMS.name, BUSINESS_RULES.name}


@pytest.mark.tansu
async def test_the_same_facts_are_the_same_edition_and_new_ones_the_next(
    tansu: KafkaSettings, tmp_path: Path
) -> None:
    await publish(tansu, company.story())
    (first, _) = await _make(tansu, tmp_path, "customer-service")
    (again, _) = await _make(tansu, tmp_path, "customer-service")
    assert (first.new, again.new) == (True, False)
    assert again.manifest.pdf_hash == first.manifest.pdf_hash
    await publish(tansu, [usable("SC-999", 1, capability="complaints")], [])
    (later, _) = await _make(tansu, tmp_path, "customer-service")
    assert (later.new, later.manifest.edition) == (True, 2)
    assert len((await read_world(tansu)).manifests) == 4


@pytest.mark.tansu
async def test_an_edition_that_cannot_be_printed_leaves_the_others(
    tansu: KafkaSettings, tmp_path: Path
) -> None:
    await publish(tansu, company.story())
    async with killing(2):
        with pytest.raises(EditionsLostError, match="customer-service") as raised:
            await make_editions(
                tansu,
                week=str(WEEK),
                out=tmp_path,
                progress=lambda _said: None,
                workers=1,
            )
    assert len(raised.value.lost) == 1
    assert _names(tmp_path) == ["logistics-2026-W47-en.pdf"]
    manifests = (await read_world(tansu)).manifests
    assert {m.key for m in manifests} == set(raised.value.made)


@pytest.mark.tansu
async def test_the_service_goes_on_and_tries_again_what_could_not_be_printed(
    tansu: KafkaSettings, tmp_path: Path
) -> None:
    await publish(tansu, company.story())
    settings = ReportSettings(archive=tmp_path, workers=1)
    async with killing(2):
        told = await look(tansu, settings, clock=lambda: MONDAY_AT_SEVEN)
    assert (told.failed, len(told.made)) == ("editions-lost", 1)
    told = await look(tansu, settings, clock=lambda: MONDAY_AT_SEVEN)
    assert (told.failed, told.made) == (None, ("customer-service/2026-W47/fr",))


@pytest.mark.tansu
async def test_a_broken_record_is_counted_and_a_deleted_one_forgotten(
    tansu: KafkaSettings,
) -> None:
    await publish(tansu, company.story()[:3])
    async with Publisher(tansu, "test") as publisher:
        gone = company.story()[0].id.encode()
        await publisher.publish(
            [
                Outgoing(BUSINESS_ITEMS.name, b"jira:bad", b'{"id": 1}'),
                Outgoing(BUSINESS_ITEMS.name, gone, None),
            ]
        )
    world = await read_world(tansu)
    assert (len(world.items), world.broken) == (2, 1)


@pytest.mark.tansu
async def test_each_mistake_has_its_way_out(
    tansu: KafkaSettings, tmp_path: Path
) -> None:
    with pytest.raises(RulesMissingError, match="passerelle translate"):
        await _make(tansu, tmp_path)
    await publish(tansu, [])
    with pytest.raises(DepartmentUnknownError, match="mean 'logistics'"):
        await _make(tansu, tmp_path, "logistic")
    with pytest.raises(WeekInvalidError):
        await make_editions(tansu, week="47", out=tmp_path, progress=lambda _said: None)
    assert _names(tmp_path) == []


@pytest.mark.tansu
async def test_the_service_makes_what_is_due_once_and_then_rests(
    tansu: KafkaSettings, tmp_path: Path
) -> None:
    await publish(tansu, company.story())
    health = tmp_path / "health.json"
    settings = ReportSettings(archive=tmp_path / "reports", health_file=health)
    stop = asyncio.Event()
    looks: list[datetime] = []

    def clock() -> datetime:
        """Tell the time; the second look at it ends the first round."""
        looks.append(MONDAY_AT_SEVEN)
        if len(looks) == 2:
            stop.set()
        return MONDAY_AT_SEVEN

    await serve(tansu, settings, clock=clock, stop=stop)
    assert _names(tmp_path / "reports") == [
        "customer-service-2026-W47-fr.pdf",
        "logistics-2026-W47-en.pdf",
    ]
    assert len(json.loads(health.read_text())["made"]) == 2
    told = await look(tansu, settings, clock=lambda: MONDAY_AT_SEVEN)
    assert (told.made, told.awaited, told.failed) == ((), (), None)


@pytest.mark.tansu
async def test_nothing_is_printed_before_a_source_has_told_anything(
    tansu: KafkaSettings, tmp_path: Path
) -> None:
    await publish(tansu, [], [])
    settings = ReportSettings(archive=tmp_path, every_seconds=0.01)
    noon = MONDAY_AT_SEVEN + timedelta(hours=5)
    stop = asyncio.Event()
    said: list[str] = []
    looks: list[datetime] = []

    def clock() -> datetime:
        looks.append(noon)
        if len(looks) == 6:
            stop.set()
        return noon

    await serve(tansu, settings, clock=clock, stop=stop, progress=said.append)
    assert said == [
        "No source has told anything yet: no edition for customer-service, logistics."
    ]
    assert _names(tmp_path) == []
    await publish(tansu, company.story(), [])
    told = await look(tansu, settings, clock=clock, progress=said.append)
    assert len(told.made) == 2
    assert all(any(name in line for line in said) for name in _names(tmp_path))


@pytest.mark.tansu
async def test_an_edition_is_not_hidden_by_one_that_knows_nothing(
    tansu: KafkaSettings, tmp_path: Path
) -> None:
    await publish(tansu, [], [])
    there = tmp_path / "logistics-2026-W47-en.pdf"
    there.write_bytes(b"told by another broker")
    with pytest.raises(KnowsLessError, match=there.name):
        await _make(tansu, tmp_path)
    assert there.read_bytes() == b"told by another broker"
    assert _names(tmp_path) == [there.name]
    await _make(tansu, tmp_path / "elsewhere")
    assert not (await read_world(tansu)).manifests  # the week is still due


@pytest.mark.tansu
async def test_a_late_source_is_awaited_until_noon(
    tansu: KafkaSettings, tmp_path: Path
) -> None:
    items = company.story()
    await publish(tansu, items, company.watermarks(items, at(0.2)))
    settings = ReportSettings(archive=tmp_path)
    told = await look(tansu, settings, clock=lambda: MONDAY_AT_SEVEN)
    assert told.awaited == ("customer-service", "logistics")
    noon = MONDAY_AT_SEVEN + timedelta(hours=5)
    told = await look(tansu, settings, clock=lambda: noon)
    assert len(told.made) == 2


async def test_an_absent_broker_is_tried_again(tmp_path: Path) -> None:
    nowhere = KafkaSettings(bootstrap="127.0.0.1:9", patience_seconds=0.3)
    settings = ReportSettings(archive=tmp_path)
    told = await look(nowhere, settings, clock=lambda: MONDAY_AT_SEVEN)
    assert told.failed == "broker-away"


@pytest.mark.parametrize(
    ("now", "names"),
    [
        (datetime(2026, 11, 22, 12, tzinfo=UTC), ["2026-W46", "2026-W46"]),
        (datetime(2026, 11, 23, 4, 59, tzinfo=UTC), []),
        (datetime(2026, 11, 23, 5, 0, tzinfo=UTC), ["2026-W47", "2026-W47"]),
        (datetime(2026, 11, 29, 22, 59, tzinfo=UTC), ["2026-W47", "2026-W47"]),
    ],
)
def test_a_week_is_due_from_monday_six_o_clock_in_paris(
    now: datetime, names: list[str]
) -> None:
    found = due(now, company.rules(), ())
    assert [str(one.week) for one in found] == names


def test_every_source_must_have_been_read() -> None:
    rules = company.rules()
    one = next(
        one for one in due(MONDAY_AT_SEVEN, rules, ()) if one.department == "logistics"
    )
    assert one.week == WEEK
    assert may_print(MONDAY_AT_SEVEN, one, rules, [company.watermark()])
    assert not may_print(MONDAY_AT_SEVEN, one, rules, [])
    assert not may_print(one.waits_until - timedelta(seconds=1), one, rules, [])
    assert may_print(one.waits_until, one, rules, [])


def _on(day: Weekday, zone: str | None) -> RuleSet:
    first, *others = company.rules().departments
    told = first.model_copy(update={"report_day": day, "time_zone": zone})
    return company.rules().model_copy(update={"departments": (told, *others)})


@pytest.mark.parametrize(
    ("day", "zone", "first", "until"),
    [
        (Weekday.MONDAY, "America/Montreal", (23, 11), (23, 17)),
        (Weekday.WEDNESDAY, None, (25, 5), (25, 11)),
        (Weekday.SUNDAY, None, (29, 5), (29, 11)),
        # In Tokyo it is Monday while the company's week goes on until 23 h UTC.
        (Weekday.MONDAY, "Asia/Tokyo", (22, 23), (23, 3)),
    ],
)
def test_an_edition_is_due_on_the_report_day_where_the_department_is(
    day: Weekday,
    zone: str | None,
    first: tuple[int, int],
    until: tuple[int, int],
) -> None:
    rules = _on(day, zone)
    begins = datetime(2026, 11, *first, tzinfo=UTC)
    name = rules.departments[0].id
    wanted = Due(name, WEEK, datetime(2026, 11, *until, tzinfo=UTC))
    assert wanted in due(begins, rules, ())
    before = due(begins - timedelta(minutes=1), rules, ())
    assert (name, WEEK) not in {(one.department, one.week) for one in before}


def test_a_report_day_of_one_department_is_no_other_ones() -> None:
    rules = _on(Weekday.WEDNESDAY, None)
    names = [d.id for d in rules.departments]
    on_monday = due(MONDAY_AT_SEVEN, rules, ())
    assert [one.department for one in on_monday] == names[1:]
    on_friday = due(MONDAY_AT_SEVEN + timedelta(days=4), rules, ())
    assert [one.department for one in on_friday] == names


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.pdf"
    store(path, b"one")
    store(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["a.pdf"]
    with pytest.raises(ArchiveError, match="--out"):
        store(path / "below-a-file.pdf", b"x")
