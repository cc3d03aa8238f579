"""What is told beside a delivery, so that it can be counted from Kafka later."""

import pytest

from passerelle_ingest.counting import Counting
from passerelle_kafka.records import Incoming
from passerelle_schemas.deliveries import RawDelivery, Way
from passerelle_schemas.health import SourceHealth
from passerelle_schemas.topics import WORK_RAW
from tests.ingest import test_backfill_github as github
from tests.ingest.edges import edge
from tests.ingest.sources import (
    JIRA,
    NOW,
    RecordingPublisher,
    signed,
)
from tests.ingest.test_between_answers import CLOSED, CREATED
from tests.ingest.test_counting import ENOUGH, Told
from tests.ingest.test_deliveries import FIXTURES
from tests.ingest.test_polling import ONE, late_github, polled
from tests.ingest.trackers import SmallGitHub

COMMENT = "comment_created__without_issue.json"


def raw(publisher: RecordingPublisher) -> list[RawDelivery]:
    return [RawDelivery.from_headers(r.headers) for r in publisher.on(WORK_RAW.name)]


def health(publisher: RecordingPublisher) -> SourceHealth:
    """What comes out when all of it is counted."""
    counting = Counting.of(None, Told(), ENOUGH)
    for offset, one in enumerate(publisher.records):
        known = Incoming(one.topic, 0, offset, 0, one.key, one.value, one.headers)
        counting.take(known)
    (found,) = counting.counted(NOW, "test").sources
    return found


@pytest.mark.parametrize("event", ["push", "ping", "x"])
async def test_a_silence_stands_with_the_delivery(event: str) -> None:
    publisher = RecordingPublisher()
    async with edge(publisher) as tracker:
        answer = await tracker.post(
            "/webhooks/github-verdier",
            content=b"{}",
            headers=signed(b"{}", event=event),
        )
    reason = answer.json()["reason"]
    assert [one.silence for one in raw(publisher)] == [reason]
    assert health(publisher).silences == {reason: 1}


async def test_an_item_that_was_shown_in_part_stands_with_the_delivery() -> None:
    publisher = RecordingPublisher()
    body = (FIXTURES / "jira" / COMMENT).read_bytes()
    async with edge(publisher) as tracker:
        path = f"/webhooks/{JIRA.id}"
        await tracker.post(path, content=body, headers=signed(body))
    assert [one.asked_again for one in raw(publisher)] == [1]
    found = health(publisher)
    assert (found.asked_again, found.silences) == (1, {})


async def test_what_the_trailing_pass_found_stands_with_its_facts() -> None:
    tracker, publisher = late_github(), RecordingPublisher()
    hidden, tracker.issues = tracker.issues[:1], tracker.issues[1:]
    await polled(ONE, tracker, publisher, {})
    assert {told.trailing for told in publisher.facts} == {True}
    assert {one.trailing for one in raw(publisher)} == {False, True}
    tracker.issues = [*hidden, *tracker.issues]
    await polled(ONE, tracker, publisher, {})
    found = health(publisher)
    assert found.late == 2, "the second poll remembers nothing, and yet counts but one"
    assert found.ways["poll"].facts == publisher_facts(publisher)


def publisher_facts(publisher: RecordingPublisher) -> int:
    return sum(len(told.facts) for told in publisher.facts)


async def test_a_history_that_tells_otherwise_stands_with_the_facts() -> None:
    shut = {"state": "open", "closed_at": None, "state_reason": None}
    tracker = SmallGitHub([github.issue(1, CLOSED, created_at=CREATED, **shut)])
    tracker.timelines[1] = [{"id": 9, "event": "closed", "created_at": CLOSED}]
    publisher = RecordingPublisher()
    for _ in range(2):
        await github.read_all(tracker, publisher)
    assert [told.disagreements for told in publisher.facts] == [1, 1]
    assert {told.way for told in publisher.facts} == {Way.BACKFILL}
    found = health(publisher)
    assert (found.disagreements, found.asked_again) == (1, 2)
