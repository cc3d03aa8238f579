"""A repository is read whole, then only what changed, and nothing slips through."""

import asyncio
import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from passerelle_ingest.backfill import BackfillResult, Limits, backfill
from passerelle_ingest.errors import ReadingFailedError
from passerelle_ingest.http import Connection
from passerelle_ingest.trackers.github.client import GitHubClient
from passerelle_ingest.turns import Budgets
from passerelle_kafka.errors import BrokerAwayError
from passerelle_schemas.dead_letters import DeadLetter
from passerelle_schemas.deliveries import RawDelivery, Watermark, Way
from passerelle_schemas.facts import ReleaseIncluded, WorkObserved
from passerelle_schemas.topics import (
    INGEST_WATERMARKS,
    LARGEST_DELIVERY,
    WORK_RAW,
    WORK_RAW_DEAD,
)
from tests.ingest.sources import (
    GITHUB,
    REPOSITORY,
    Hastened,
    RecordingPublisher,
    clock,
)
from tests.ingest.test_same_facts import read
from tests.ingest.trackers import SmallGitHub

OVERLAP = timedelta(minutes=30)
KEY = f"{GITHUB.id}/{REPOSITORY}"


def issue(number: int, updated_at: str, **more: object) -> dict[str, Any]:
    listed: dict[str, Any] = read("github/issues__labeled.json")["issue"]
    own = {"number": number, "updated_at": updated_at, "milestone": None}
    return listed | own | more


def small(count: int = 5) -> SmallGitHub:
    return SmallGitHub(
        [issue(n, f"2026-11-{n:02}T09:00:00Z") for n in range(1, count + 1)]
    )


async def read_all(
    tracker: SmallGitHub,
    publisher: RecordingPublisher,
    watermarks: dict[str, Watermark] | None = None,
    since: datetime | None = None,
) -> BackfillResult:
    connection = Connection(clock, 3, tracker, budgets=Budgets(Hastened()))
    async with GitHubClient(
        GITHUB.model_copy(update={"projects": (REPOSITORY,)}), connection
    ) as client:
        return await backfill(
            client.source,
            [REPOSITORY],
            client=client,
            publisher=publisher,
            watermarks=watermarks or {},
            clock=clock,
            progress=lambda _words: None,
            since=since,
            limits=Limits(OVERLAP, 3),
        )


def numbers(publisher: RecordingPublisher) -> list[int]:
    items = (told.item for told in publisher.facts if "#" in told.item)
    return sorted(int(item.rpartition("#")[2]) for item in items)


def saved(publisher: RecordingPublisher) -> list[Watermark]:
    records: Iterable[Any] = publisher.on(INGEST_WATERMARKS.name)
    return [INGEST_WATERMARKS.decode(record.value) for record in records]


async def test_every_item_is_told_once_and_every_answer_is_kept() -> None:
    tracker, publisher = small(), RecordingPublisher()
    result = await read_all(tracker, publisher)
    assert numbers(publisher) == [1, 2, 3, 4, 5]
    assert (result.items, result.facts) == (
        5,
        sum(len(t.facts) for t in publisher.facts),
    )
    raw = publisher.on(WORK_RAW.name)
    # The repository was also asked for its id beforehand, which is not a delivery.
    assert len(raw) == result.pages == len(tracker.asked) - 1
    origins = [RawDelivery.from_headers(record.headers) for record in raw]
    assert {origin.way for origin in origins} == {Way.BACKFILL}
    assert {told.delivery for told in publisher.facts} <= {o.id for o in origins}


async def test_requests_are_those_of_the_vendors_documentation() -> None:
    tracker = small(1)
    await read_all(tracker, RecordingPublisher())
    request = next(r for r in tracker.asked if r.url.path.endswith("/issues"))
    assert request.headers["authorization"] == "Bearer github-token"
    assert request.headers["x-github-api-version"] == "2026-03-10"
    assert dict(request.url.params) == {
        "state": "all",
        "sort": "updated",
        "direction": "asc",
        "per_page": "100",
    }


async def test_the_watermark_is_the_trackers_time_less_the_overlap_and_comes_last() -> (
    None
):
    publisher = RecordingPublisher()
    await read_all(small(), publisher)
    (watermark,) = saved(publisher)
    asked_at = datetime.fromisoformat("2026-11-23T07:59:58Z")
    assert watermark.complete_until == asked_at - OVERLAP
    assert (watermark.read_at, watermark.items) == (clock(), 5)
    assert publisher.records[-1].topic == INGEST_WATERMARKS.name
    assert publisher.records[-1].key == KEY.encode()


async def test_the_next_reading_asks_for_what_changed_since_then() -> None:
    first = RecordingPublisher()
    await read_all(small(), first)
    tracker, second = small(), RecordingPublisher()
    tracker.issues.append(issue(6, "2026-11-23T07:00:00Z"))
    (watermark,) = saved(first)
    result = await read_all(tracker, second, {KEY: watermark})
    assert numbers(second) == [6]
    assert result.projects[0].way is Way.POLL
    request = next(r for r in tracker.asked if r.url.path.endswith("/issues"))
    assert request.url.params["since"] == "2026-11-23T06:59:58Z"


async def test_an_item_that_moves_while_we_turn_the_page_hides_no_other() -> None:
    tracker, publisher = small(6), RecordingPublisher()

    def touch_the_first(page: int) -> None:
        if page == 1:
            tracker.issues[0] = issue(1, "2026-11-20T09:00:00Z")

    tracker.after_page = touch_the_first
    await read_all(tracker, publisher)
    assert set(numbers(publisher)) == {1, 2, 3, 4, 5, 6}


async def test_more_items_of_one_second_than_a_page_holds_are_all_read() -> None:
    same = "2026-11-10T09:00:00Z"
    tracker = SmallGitHub([issue(n, same) for n in range(1, 8)])
    publisher = RecordingPublisher()
    await read_all(tracker, publisher)
    assert numbers(publisher) == [1, 2, 3, 4, 5, 6, 7]
    assert any("/repositories/7001" in path for path in tracker.paths)


async def test_a_pull_request_a_long_timeline_a_milestone_and_a_release() -> None:
    pull = read("github/pull_request__merged.json")["pull_request"]
    merged = pull["merged_at"]
    tracker = SmallGitHub([pull | {"pull_request": {"merged_at": merged}}])
    tracker.pulls[34] = pull
    tracker.timelines[34] = [
        {"event": "labeled", "created_at": f"2026-11-0{day}T09:00:00Z"}
        for day in range(4, 10)
    ]
    tracker.milestones = [read("github/milestone__due_moved.json")["milestone"]]
    tracker.releases = [read("github/release__published.json")["release"]]
    publisher = RecordingPublisher()
    result = await read_all(tracker, publisher)
    assert result.items == 3
    items = {told.item.partition(":")[2] for told in publisher.facts}
    # The link to the other repository is not told: its id is not known here.
    assert items == {"7001#34", "7001#12", "7001/milestone/3", "7001/release/9901"}
    assert tracker.paths["/repositories/7001/issues/34/timeline"] == 2
    facts = [fact for told in publisher.facts for fact in told.facts]
    assert sum(isinstance(fact, ReleaseIncluded) for fact in facts) == 2


async def test_what_did_not_change_is_not_told_again() -> None:
    tracker = small(0)
    tracker.milestones = [read("github/milestone__due_moved.json")["milestone"]]
    publisher = RecordingPublisher()
    await read_all(tracker, publisher, since=clock())
    assert publisher.facts == []


@pytest.mark.parametrize("status", [404, 410, 301])
async def test_an_item_that_is_gone_meanwhile_is_told_as_it_was_listed(
    status: int,
) -> None:
    tracker, publisher = small(2), RecordingPublisher()
    tracker.always("/issues/1/timeline", lambda: httpx.Response(status))
    result = await read_all(tracker, publisher)
    assert numbers(publisher) == [1, 2]
    assert result.projects[0].watermark is not None
    assert not any("removed" in f.type for t in publisher.facts for f in t.facts)
    assert result.projects[0].needs_refetch == 1


async def test_no_status_is_told_of_a_history_that_could_not_be_read() -> None:
    """A draft that was ready since: without its history it never was one."""
    tracker, publisher = small(2), RecordingPublisher()
    pull = read("github/pull_request__synchronize.json")["pull_request"]
    shown = {"draft": False, "body": "Fixes #2", "merged_at": None}
    tracker.issues[0] |= shown | {"pull_request": {"merged_at": None}}
    tracker.pulls[1] = pull | shown | {"number": 1}
    tracker.always("/issues/1/timeline", lambda: httpx.Response(301))
    await read_all(tracker, publisher)
    told = [f.type for t in publisher.facts if t.item.endswith("#1") for f in t.facts]
    assert "work.observed" in told
    assert "work.status_changed" not in told
    others = [f.type for t in publisher.facts if t.item.endswith("#2") for f in t.facts]
    assert "work.change_linked" not in others


async def test_an_item_that_cannot_be_read_is_set_aside_and_the_others_are_told() -> (
    None
):
    tracker, publisher = small(3), RecordingPublisher()
    tracker.issues[1]["created_at"] = "yesterday"
    result = await read_all(tracker, publisher)
    assert numbers(publisher) == [1, 3]
    assert result.projects[0].set_aside == {"unreadable-delivery": 1}
    (dead,) = publisher.on(WORK_RAW_DEAD.name)
    assert "created_at" in DeadLetter.from_headers(dead.headers).detail


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(429, headers={"Retry-After": "1"}),
        httpx.Response(
            403, json={"message": "You have exceeded a secondary rate limit"}
        ),
        httpx.Response(403, headers={"X-RateLimit-Remaining": "0"}),
        httpx.Response(503, headers={"Retry-After": "Mon, 23 Nov 2026 08:00:01 GMT"}),
        httpx.Response(502),
        httpx.Response(200, content=b'[{"number": 1, "upd'),
    ],
    ids=["429", "403 secondary", "403 spent", "503 date", "502", "half"],
)
async def test_later_is_not_no(answer: httpx.Response) -> None:
    tracker, publisher = small(), RecordingPublisher()
    tracker.once("/issues", answer)
    await read_all(tracker, publisher)
    assert numbers(publisher) == [1, 2, 3, 4, 5]


async def test_a_connection_that_breaks_is_tried_again() -> None:
    tracker, publisher = small(), RecordingPublisher()
    broken = [True, True]

    def breaks(request: httpx.Request) -> httpx.Response | None:
        if request.url.path.endswith("/timeline") and broken:
            broken.pop()
            raise httpx.ReadTimeout("slow", request=request)
        return None

    tracker.faults.append(breaks)
    await read_all(tracker, publisher)
    assert numbers(publisher) == [1, 2, 3, 4, 5]


def off_host() -> httpx.Response:
    link = '<https://elsewhere.example/repos/x/issues?page=2>; rel="next"'
    return httpx.Response(200, json=[], headers={"Link": link})


@pytest.mark.parametrize(
    ("answer", "code", "way_out"),
    [
        (lambda: httpx.Response(401), "credentials-refused", "token"),
        (lambda: httpx.Response(403, json={}), "credentials-refused", "token"),
        (lambda: httpx.Response(404), "not-visible", "permissions"),
        (lambda: httpx.Response(410), "endpoint-gone", "vendor"),
        (lambda: httpx.Response(301), "moved", "new name"),
        (lambda: httpx.Response(422), "answer-refused", "status 422"),
        (lambda: httpx.Response(200, json={"no": "list"}), "answer-refused", "no list"),
        (lambda: httpx.Response(200, json=[{}]), "answer-refused", "describes"),
        (off_host, "answer-refused", "another host"),
        (
            lambda: httpx.Response(200, content=b" " * (LARGEST_DELIVERY + 1)),
            "answer-refused",
            "longer than",
        ),
        (lambda: httpx.Response(500), "tracker-away", "api_url"),
        (
            lambda: httpx.Response(429, headers={"Retry-After": "100000"}),
            "tracker-busy",
            "concurrency",
        ),
    ],
)
async def test_what_ends_a_reading_names_the_way_out_and_moves_no_watermark(
    answer: Callable[[], httpx.Response], code: str, way_out: str
) -> None:
    tracker, publisher = small(), RecordingPublisher()
    tracker.always("/issues", answer)
    with pytest.raises(ReadingFailedError, match=way_out) as caught:
        await read_all(tracker, publisher)
    ((where, error),) = caught.value.failures
    assert (where, error.code) == (KEY, code)
    assert saved(publisher) == []
    assert "github-token" not in str(caught.value)


async def test_a_repository_that_moved_does_not_keep_the_others_from_being_read() -> (
    None
):
    tracker, publisher = small(2), RecordingPublisher()
    tracker.always("/repos/verdier/entrepot", lambda: httpx.Response(301))
    async with GitHubClient(GITHUB, Connection(clock, 3, tracker)) as client:
        with pytest.raises(ReadingFailedError, match="new name") as caught:
            await backfill(
                GITHUB,
                ["verdier/entrepot", REPOSITORY],
                client=client,
                publisher=publisher,
                watermarks={},
                clock=clock,
                progress=lambda _words: None,
            )
    assert [where for where, _ in caught.value.failures] == [
        "github-verdier/verdier/entrepot"
    ]
    assert [mark.project for mark in saved(publisher)] == [REPOSITORY]


async def test_interrupted_anywhere_and_begun_again_nothing_is_lost() -> None:
    whole = RecordingPublisher()
    await read_all(small(), whole)
    for after in range(len(whole.records)):
        publisher = RecordingPublisher(fails_after=after)
        with pytest.raises(BrokerAwayError):
            await read_all(small(), publisher)
        assert saved(publisher) == []
        publisher.fails_after = None
        await read_all(small(), publisher)
        assert publisher.fact_ids == whole.fact_ids


async def test_the_requests_of_a_reading_run_side_by_side_within_the_limit() -> None:
    tracker, publisher = small(6), RecordingPublisher()
    running, most = 0, 0

    class Counting(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            nonlocal running, most
            running += 1
            most = max(most, running)
            try:
                for _ in range(5):
                    await asyncio.sleep(0)  # let the others begin
                return await tracker.handle_async_request(request)
            finally:
                running -= 1

    connection = Connection(clock, 3, Counting())
    async with GitHubClient(
        GITHUB.model_copy(update={"projects": (REPOSITORY,)}), connection
    ) as client:
        await backfill(
            client.source,
            [REPOSITORY],
            client=client,
            publisher=publisher,
            watermarks={},
            clock=clock,
            progress=lambda _words: None,
            limits=Limits(OVERLAP, 3),
        )
    # Three errands, and the page of the list that is fetched beside them.
    assert 3 <= most <= 4


async def test_items_are_folded_from_whole_snapshots() -> None:
    publisher = RecordingPublisher()
    await read_all(small(2), publisher)
    shown = [f for t in publisher.facts for f in t.facts if isinstance(f, WorkObserved)]
    assert {fact.snapshot.title for fact in shown} == {"Le panier perd les remises"}
    assert json.loads(publisher.on(WORK_RAW.name)[0].value or b"")["id"] == 7001
