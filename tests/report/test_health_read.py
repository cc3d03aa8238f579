"""The health of the sources comes from its topic into an edition, and changes none."""

from datetime import timedelta
from pathlib import Path

import pytest

from passerelle_kafka.publisher import Publisher
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_report.make import make_editions
from passerelle_report.reader import read_world
from passerelle_schemas.editions import EditionManifest
from passerelle_schemas.facts import Language
from passerelle_schemas.health import Day, SourceHealth
from passerelle_schemas.topics import SOURCE_HEALTH
from tests.report import company
from tests.report.company import END, WEEK
from tests.report.test_doubts import project, source
from tests.report.test_make import publish

pytestmark = [pytest.mark.kafka, pytest.mark.tansu]


async def say(kafka: KafkaSettings, health: SourceHealth) -> None:
    value = SOURCE_HEALTH.encode(health)
    async with Publisher(kafka, "test") as publisher:
        await publisher.publish(
            [Outgoing(SOURCE_HEALTH.name, health.source.encode(), value)]
        )


async def printed(kafka: KafkaSettings, out: Path) -> EditionManifest:
    (made,) = await make_editions(
        kafka,
        week=str(WEEK),
        departments=["customer-service"],
        languages=[Language.FRENCH],
        out=out,
        progress=lambda _words: None,
    )
    return made.manifest


def health_read(manifest: EditionManifest) -> int:
    """Up to where an edition read the topic of health."""
    (offset,) = [o.offset for o in manifest.read if o.topic == SOURCE_HEALTH.name]
    return offset


async def test_an_edition_tells_what_it_read_and_stays_when_health_is_said_again(
    any_broker: KafkaSettings, tmp_path: Path
) -> None:
    await publish(any_broker, company.story())
    before = await printed(any_broker, tmp_path)
    aside = Day(day=WEEK.monday, set_aside=2)
    health = source(project("SC"), days=(aside,))
    await say(any_broker, health)
    first = await printed(any_broker, tmp_path)
    assert first.edition == before.edition + 1, "there is something to say"
    assert health_read(first) == 1
    for later in range(1, 4):
        said_at = END + timedelta(days=later)
        today = Day(day=said_at.date(), set_aside=7, waited_seconds=9999)
        news = {"said_at": said_at, "days": (aside, today), "twice": later}
        await say(any_broker, health.model_copy(update=news))
    again = await printed(any_broker, tmp_path)
    assert health_read(again) == 4
    assert (again.edition, again.pdf_hash) == (first.edition, first.pdf_hash)
    assert (await read_world(any_broker)).health[0].twice == 3
