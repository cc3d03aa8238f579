"""What the doctor says of a tracker's clock, and of the simulated trackers."""

from datetime import timedelta

import pytest

from passerelle.commands.doctor import CHECKS, TOLERATED_SKEW, clocks, examined
from passerelle.demo import trackers
from passerelle.settings import load_settings
from passerelle_demo.world import this_morning
from passerelle_ingest.settings import SourceSettings
from passerelle_schemas.identity import Tracker

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
