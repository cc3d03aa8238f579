"""What the doctor says of a tracker's clock, of simulated trackers, and of rules."""

from datetime import timedelta
from pathlib import Path

import pytest

from passerelle.commands.doctor import CHECKS, TOLERATED_SKEW, clocks, examined
from passerelle.demo import trackers
from passerelle.settings import load_settings
from passerelle_demo.world import this_morning
from passerelle_ingest.settings import SourceSettings
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.identity import Tracker
from passerelle_schemas.topics import WORK_ITEMS
from passerelle_translate.settings import TranslateSettings
from tests.translate.examples import folded, observed, on
from tests.translate.rules_folder import RULES, written

HOURS = timedelta(hours=7)


@pytest.mark.parametrize(
    ("web", "ahead", "well"),
    [
        ("https://jira.verdier.fr", TOLERATED_SKEW, True),
        ("https://jira.verdier.fr", -HOURS, False),
        ("https://example.verdier.fr", HOURS, False),
        ("https://jira.malleposte.example", HOURS, True),
    ],
)
def test_only_an_invented_tracker_may_keep_its_own_time(
    web: str, ahead: timedelta, *, well: bool
) -> None:
    source = SourceSettings(
        id="jira-shop", tracker=Tracker.JIRA, api_url="http://127.0.0.1:1", web_url=web
    )
    found = clocks(source, ahead)
    assert found.well is well
    assert ("set this machine's clock" in found.words) is not well


async def test_the_simulated_trackers_are_well() -> None:
    say_nothing: list[str] = []
    async with trackers(this_morning(), say_nothing.append) as followed:
        settings = load_settings().model_copy(update={"ingest": followed})
        found = await examined("sources", dict(CHECKS)["sources"], settings)
    assert [one for one in found if not one.well] == []
    assert {one.what for one in found} >= {
        "jira-malleposte, clock",
        "github-malleposte, clock",
    }


async def test_a_promise_that_no_tracker_has_shown_is_not_well(
    tansu: KafkaSettings, tmp_path: Path
) -> None:
    text = RULES.replace("    short:", "    promised_by: PAY-9999\n    short:")
    settings = load_settings().model_copy(
        update={
            "kafka": tansu,
            "translate": TranslateSettings(rules=written(tmp_path, text)),
        }
    )
    await ensure_topics(tansu)
    before = await examined("rules", dict(CHECKS)["rules"], settings)
    assert [one.well for one in before] == [True]  # nothing has been read yet
    item = folded(observed(on(1, 5)))
    record = Outgoing(WORK_ITEMS.name, item.id.encode(), WORK_ITEMS.encode(item))
    async with Publisher(tansu, "test") as publisher:
        await publisher.publish([record])
    told = await examined("rules", dict(CHECKS)["rules"], settings)
    assert [one.well for one in told] == [True, False]
    assert "PAY-9999" in told[1].words
