"""A dead letter is read again as if it had been understood when it came."""

from datetime import timedelta

import pytest

from passerelle_ingest.errors import (
    ReadAgainInsteadError,
    SettingMissingError,
    UnreadableDeliveryError,
)
from passerelle_ingest.replay import read_again
from passerelle_ingest.settings import IngestSettings
from passerelle_kafka.records import Headers
from passerelle_schemas.deliveries import RawDelivery, Way
from passerelle_schemas.identity import Tracker
from passerelle_schemas.topics import WORK_FACTS, WORK_RAW
from tests.ingest.sources import GITHUB, JIRA, NOW
from tests.ingest.test_deliveries import FIXTURES

SETTINGS = IngestSettings(sources=(GITHUB, JIRA))
OPENED = (FIXTURES / "github" / "issues__opened.json").read_bytes()


def headers(
    *,
    source: str = GITHUB.id,
    tracker: Tracker = Tracker.GITHUB,
    event: str = "issues",
    way: Way = Way.WEBHOOK,
) -> Headers:
    return RawDelivery(
        id="0b1f",
        source=source,
        tracker=tracker,
        project="verdier/boutique",
        event=event,
        way=way,
        received_at=NOW,
    ).to_headers()


def test_its_facts_are_learned_when_it_came() -> None:
    raw, facts = read_again(headers(), OPENED, SETTINGS, NOW + timedelta(days=3))
    assert (raw.topic, raw.value) == (WORK_RAW.name, OPENED)
    told = WORK_FACTS.decode(facts.value or b"")
    assert (told.learned_at, told.delivery) == (NOW, "0b1f")


def test_jiras_are_read_as_well() -> None:
    body = (FIXTURES / "jira" / "jira_issue_deleted__whole.json").read_bytes()
    origin = headers(source=JIRA.id, tracker=Tracker.JIRA, event="jira:issue_deleted")
    assert len(read_again(origin, body, SETTINGS, NOW)) == 2


def test_what_still_cannot_be_read_says_so() -> None:
    with pytest.raises(UnreadableDeliveryError):
        read_again(headers(), b'{"action": "opened"}', SETTINGS, NOW)
    with pytest.raises(UnreadableDeliveryError, match="origin is lost"):
        read_again((), OPENED, SETTINGS, NOW)


def test_a_page_of_an_answer_is_read_from_the_tracker_instead() -> None:
    with pytest.raises(ReadAgainInsteadError, match="--full"):
        read_again(headers(way=Way.POLL), OPENED, SETTINGS, NOW)


def test_a_source_that_is_gone_from_the_settings_is_named() -> None:
    with pytest.raises(SettingMissingError, match="former"):
        read_again(headers(source="former"), OPENED, SETTINGS, NOW)
