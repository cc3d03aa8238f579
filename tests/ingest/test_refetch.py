"""What a delivery shows only in part is read whole soon after, once."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import httpx
import pytest

from passerelle_ingest.http import Connection
from passerelle_ingest.refetch import Refetching, Waiting
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.sites import Sites
from passerelle_kafka.records import Outgoing
from passerelle_schemas.deliveries import Way
from passerelle_schemas.facts import WorkObserved
from tests.ingest import test_backfill_github as github
from tests.ingest import test_backfill_jira as jira
from tests.ingest.edges import edge
from tests.ingest.sources import (
    DATA_CENTER,
    GITHUB,
    JIRA,
    REPOSITORY,
    RecordingPublisher,
    clock,
    signed,
)
from tests.ingest.test_deliveries import FIXTURES
from tests.ingest.trackers import SmallTracker

ONE = GITHUB.model_copy(update={"projects": (REPOSITORY,)})
EACH = pytest.mark.parametrize(
    ("source", "item"),
    [
        (ONE, "github-verdier:7001#3"),
        (JIRA, "jira-verdier:30003"),
        (DATA_CENTER, "jira-verdier:30003"),
    ],
    ids=["github", "cloud", "datacenter"],
)


def small(source: SourceSettings) -> SmallTracker:
    return github.small() if source is ONE else jira.small()


def refetching(
    source: SourceSettings, tracker: SmallTracker, publisher: RecordingPublisher
) -> Refetching:
    connection = Connection(clock, 2, tracker)
    sites = Sites([source])
    return Refetching(source, connection, publisher, sites, soon_seconds=0)


@EACH
async def test_an_item_is_read_directly_with_the_facts_of_a_poll(
    source: SourceSettings, item: str
) -> None:
    tracker, publisher, whole = (
        small(source),
        RecordingPublisher(),
        RecordingPublisher(),
    )
    await refetching(source, tracker, publisher).read([item])
    (told,) = publisher.facts
    assert (told.item, told.way) == (item, Way.POLL)
    assert told.project in {REPOSITORY, "PAY"}
    if source is ONE:
        await github.read_all(github.small(), whole)
    else:
        await jira.read_all(source, jira.small(), whole)
    of_it = {
        f.id for record in whole.facts if record.item == item for f in record.facts
    }
    assert publisher.fact_ids == of_it
    assert not any("/search" in path for path in tracker.paths)


@EACH
async def test_an_item_that_is_gone_is_left_to_the_census(
    source: SourceSettings, item: str
) -> None:
    tracker, publisher = small(source), RecordingPublisher()
    tracker.always("/issues/3", lambda: httpx.Response(410))
    tracker.always("/issue/30003", lambda: httpx.Response(404))
    await refetching(source, tracker, publisher).read([item])
    assert publisher.records == []


async def test_a_tracker_that_refuses_ends_nothing() -> None:
    tracker, publisher = jira.small(), RecordingPublisher()
    tracker.faults.append(lambda _: httpx.Response(401))
    await refetching(JIRA, tracker, publisher).read(["jira-verdier:30003"])
    assert publisher.records == []


async def test_an_item_of_which_nothing_can_be_read_stops_no_other() -> None:
    tracker, publisher = jira.small(), RecordingPublisher()
    tracker.always("/issue/30002", lambda: httpx.Response(400))
    again = refetching(JIRA, tracker, publisher)
    await again.read(["jira-verdier:30002", "jira-verdier:30003"])
    assert [told.item for told in publisher.facts] == ["jira-verdier:30003"]
    assert again.waiting.take() == []


async def test_those_behind_an_item_at_which_the_tracker_goes_away_wait_for_it() -> (
    None
):
    tracker, publisher = jira.small(), RecordingPublisher()
    tracker.always("/issue/30002", lambda: httpx.Response(502))
    again = refetching(JIRA, tracker, publisher)
    await again.read([f"jira-verdier:3000{n}" for n in (1, 2, 3)])
    assert [told.item for told in publisher.facts] == ["jira-verdier:30001"]
    assert again.waiting.take() == ["jira-verdier:30003"]


class Noticing(RecordingPublisher):
    """Notices the first facts of a poll."""

    def __init__(self) -> None:
        super().__init__()
        self.polled = asyncio.Event()

    async def publish(self, records: Sequence[Outgoing]) -> None:
        await super().publish(records)
        if any(told.way is Way.POLL for told in self.facts):
            self.polled.set()


async def test_a_comment_that_came_without_its_issue_leads_to_the_whole_issue() -> None:
    tracker, publisher = jira.small(), Noticing()
    body = (FIXTURES / "jira" / "comment_created__without_issue.json").read_bytes()
    asked: list[str] = []
    again = refetching(JIRA, tracker, publisher)

    def ask(items: Sequence[str]) -> None:
        asked.extend(items)
        again.waiting.ask(items)

    async with edge(publisher, refetch={JIRA.id: ask}) as client:
        answer = await client.post(
            "/webhooks/jira-verdier", content=body, headers=signed(body)
        )
    assert answer.status_code == 202
    (item,) = asked
    tracker.issues.append(jira.issue(1, "2026-11-20T09:00:00.000+0100"))
    tracker.issues[-1]["id"] = item.partition(":")[2]
    running = asyncio.create_task(again.run())
    async with asyncio.timeout(10):
        await publisher.polled.wait()
    running.cancel()
    told = publisher.facts[-1]
    assert told.item == item
    assert any(isinstance(fact, WorkObserved) for fact in told.facts)


async def test_what_is_in_part_even_so_is_read_once_more_and_then_said() -> None:
    """As `ingest backfill` does before it ends: no next poll of its own comes."""
    tracker, publisher = jira.small(), RecordingPublisher()
    tracker.inline = 0
    change = {"id": "1", "created": "2026-11-01T09:00:00.000+0100", "items": []}
    tracker.histories = {"30001": [change], "30002": [change]}
    tracker.once("/30001/changelog", httpx.Response(404))
    tracker.always("/30002/changelog", lambda: httpx.Response(404))
    again = replace(refetching(DATA_CENTER, tracker, publisher), settle_seconds=0)
    again.waiting.ask(["jira-verdier:30001", "jira-verdier:30002"])
    assert await again.settle() == 1
    assert [tracker.paths[f"/rest/api/2/issue/3000{n}"] for n in (1, 2)] == [2, 2]
    assert again.waiting.take() == []


async def test_a_tracker_that_is_away_in_the_end_is_not_asked_for_each_item() -> None:
    tracker, publisher = jira.small(), RecordingPublisher()
    tracker.faults.append(lambda r: httpx.Response(502) if _is_look(r) else None)
    again = replace(refetching(JIRA, tracker, publisher), settle_seconds=0)
    again.waiting.ask([f"jira-verdier:3000{n}" for n in range(1, 6)])
    assert await again.settle() == 5
    looks = [request for request in tracker.asked if _is_look(request)]
    assert {request.url.path[-5:] for request in looks} == {"30001"}


def _is_look(request: httpx.Request) -> bool:
    return "/issue/" in request.url.path


async def test_waiting_items_wait_once_and_are_bounded() -> None:
    waiting = Waiting(most=2)
    waiting.ask(["a:1", "a:2", "a:1", "a:3"])
    assert waiting.left_out == 1
    await waiting.some()
    assert waiting.take(1) == ["a:1"]
    await waiting.some()
    assert waiting.take() == ["a:2"]
    waiting.ask(["a:3"])
    assert waiting.take() == ["a:3"]
    assert waiting.take() == []
