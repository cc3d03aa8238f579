"""Whatever a tracker answers, nothing is lost, and one bad item stops no other."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx
import pytest

from passerelle_ingest.backfill import backfill
from passerelle_ingest.delivery import Json
from passerelle_ingest.errors import ReadingFailedError, TrackerAwayError
from passerelle_ingest.http import Connection
from passerelle_ingest.outcomes import Told
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.github import client, lists
from passerelle_ingest.trackers.github.client import GitHubClient
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.rest import item_read
from passerelle_ingest.trackers.jira.client import jira_client
from passerelle_ingest.trackers.jira.jql import query
from passerelle_kafka.publisher import TooLargeError
from passerelle_kafka.records import Outgoing
from passerelle_schemas.dead_letters import DeadLetter
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.topics import WORK_RAW_DEAD
from tests.ingest import test_backfill_github as github
from tests.ingest import test_backfill_jira as jira
from tests.ingest.sources import (
    DATA_CENTER,
    GITHUB,
    JIRA,
    NOW,
    REPOSITORY,
    RecordingPublisher,
    clock,
)
from tests.ingest.trackers import SmallJira

BOTH = jira.BOTH
FAR_AHEAD = "Mon, 23 Nov 2027 08:00:00 GMT"


def reasons(publisher: RecordingPublisher) -> list[str]:
    letters = publisher.on(WORK_RAW_DEAD.name)
    return [DeadLetter.from_headers(letter.headers).reason for letter in letters]


@pytest.mark.parametrize(
    "bad",
    [None, "text", {}, {"number": 3}, {"number": 3, "updated_at": "soon"}]
    + [{"number": 3, "updated_at": "0001-01-01T00:00:00+14:00"}],
)
async def test_a_row_of_github_that_is_no_issue_is_set_aside_alone(bad: object) -> None:
    publisher = RecordingPublisher()
    tracker = github.small(1)
    rows = [bad, tracker.issues[0]]
    tracker.always("/boutique/issues", lambda: httpx.Response(200, json=rows))
    result = await github.read_all(tracker, publisher)
    assert github.numbers(publisher) == [1]
    assert result.projects[0].set_aside == {"unreadable-delivery": 1}
    assert reasons(publisher) == ["unreadable-delivery"]


@BOTH
@pytest.mark.parametrize(
    "bad",
    [None, {"id": "1"}, {"id": "1", "fields": {"updated": None}}]
    + [{"id": "1", "fields": {"updated": "0001-01-01T00:00:00+14:00"}}]
    + [{"id": "1", "fields": {"updated": 10**400}}],
)
async def test_a_row_of_jira_that_is_no_issue_is_set_aside_alone(
    source: SourceSettings, bad: object
) -> None:
    tracker, publisher = jira.small(1), RecordingPublisher()
    answer = {"issues": [*tracker.issues, bad], "isLast": True, "total": 2}
    path = "/search/jql" if source.deployment == "cloud" else "/search"
    tracker.always(path, lambda: httpx.Response(200, json=answer))
    result = await jira.read_all(source, tracker, publisher)
    assert jira.ids(publisher) == [1]
    assert result.projects[0].set_aside == {"unreadable-delivery": 1}


@BOTH
@pytest.mark.parametrize("answer", [{"issues": [{}, {}]}, {"issues": None}, {}, []])
async def test_a_page_without_one_readable_issue_is_refused(
    source: SourceSettings, answer: object
) -> None:
    tracker, publisher = jira.small(), RecordingPublisher()
    told = answer | {"total": 0} if isinstance(answer, dict) else answer
    path = "/search/jql" if source.deployment == "cloud" else "/search"
    tracker.always(path, lambda: httpx.Response(200, json=told))
    with pytest.raises(ReadingFailedError, match="describes it"):
        await jira.read_all(source, tracker, publisher)
    assert jira.watermarks(publisher) == []


async def test_a_reading_that_is_mostly_set_aside_moves_no_watermark() -> None:
    tracker, publisher = github.small(20), RecordingPublisher()
    for one in tracker.issues[:12]:
        one["title"] = 7
    with pytest.raises(ReadingFailedError, match="12 of its 20 items"):
        await github.read_all(tracker, publisher)
    assert len(github.numbers(publisher)) == 8
    assert github.saved(publisher) == []


async def test_a_bug_of_ours_sets_one_item_aside_and_the_others_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(
        origin: RawDelivery,
        place: Place,
        listed: Json,
        timeline: list[Json],
        pull: Json | None,
    ) -> Told:
        if listed["number"] == 2:
            raise KeyError(listed["title"])
        return item_read(origin, place, listed, timeline, pull)

    monkeypatch.setattr(client, "item_read", fails)
    publisher = RecordingPublisher()
    result = await github.read_all(github.small(3), publisher)
    assert github.numbers(publisher) == [1, 3]
    assert result.projects[0].set_aside == {"unexpected": 1}


async def test_a_bug_of_ours_in_one_project_leaves_the_others_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(lists, "rows_of", fails)
    publisher = RecordingPublisher()
    with pytest.raises(ReadingFailedError, match="ZeroDivisionError") as caught:
        await github.read_all(github.small(3), publisher)
    assert [error.code for _, error in caught.value.failures] == ["unexpected"]
    assert github.saved(publisher) == []


async def test_facts_that_no_record_holds_set_their_item_aside_alone() -> None:
    class Narrow(RecordingPublisher):
        async def publish(self, records: Sequence[Outgoing]) -> None:
            if any(record.key.endswith(b"#2") for record in records):
                raise TooLargeError("work.facts.v1", 9_000_000)
            await super().publish(records)

    publisher = Narrow()
    result = await github.read_all(github.small(3), publisher)
    assert github.numbers(publisher) == [1, 3]
    assert result.projects[0].set_aside == {"too-large": 1}
    assert reasons(publisher) == ["too-large"]


@pytest.mark.parametrize("link", ["http://[", "https://x:y:z/", "\x00"])
async def test_a_link_that_is_no_address_ends_the_reading(link: str) -> None:
    def answer() -> httpx.Response:
        headers = [(b"Link", f'<{link}>; rel="next"'.encode())]
        return httpx.Response(200, json=[], headers=headers)

    tracker, publisher = github.small(), RecordingPublisher()
    tracker.always("/boutique/issues", answer)
    with pytest.raises(ReadingFailedError) as caught:
        await github.read_all(tracker, publisher)
    assert [error.code for _, error in caught.value.failures] == ["answer-refused"]
    assert github.saved(publisher) == []


@pytest.mark.parametrize("path", ["/boutique/issues", "/issues/1/timeline"])
async def test_pages_that_lead_in_a_circle_end_the_reading(path: str) -> None:
    link = f"https://api.github.com/repos/verdier{path}?page=2"
    if not path.startswith("/boutique"):
        link = f"https://api.github.com/repos/verdier/boutique{path}?page=2"
    tracker, publisher = github.small(2), RecordingPublisher()
    headers = {"Link": f'<{link}>; rel="next"'}
    tracker.always(path, lambda: httpx.Response(200, json=[], headers=headers))
    with pytest.raises(ReadingFailedError, match="second time"):
        await github.read_all(tracker, publisher)
    assert github.saved(publisher) == []
    assert tracker.paths[httpx.URL(link).path] == 2


async def test_a_tracker_whose_clock_is_ahead_moves_the_watermark_no_further() -> None:
    def ahead(request: httpx.Request) -> httpx.Response | None:
        answer = tracker.answer(request)
        answer.headers["Date"] = FAR_AHEAD
        return answer

    tracker, publisher = github.small(), RecordingPublisher()
    tracker.faults.append(ahead)
    await github.read_all(tracker, publisher)
    (watermark,) = github.saved(publisher)
    assert watermark.complete_until == NOW - github.OVERLAP


async def test_an_answer_that_comes_drop_by_drop_is_given_up() -> None:
    class Drops(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b"["
            await asyncio.Event().wait()

    async def drip(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=Drops())

    connection = Connection(clock, 3, httpx.MockTransport(drip), deadline=0.01)
    async with GitHubClient(GITHUB, connection) as asking:
        with pytest.raises(TrackerAwayError, match="TimeoutError"):
            await asking.http.get("/repos/verdier/boutique")


@BOTH
@pytest.mark.parametrize(
    "headers",
    [
        {"X-AUSERNAME": "anonymous"},
        {"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"},
    ],
)
async def test_an_answer_to_nobody_in_particular_is_not_believed(
    source: SourceSettings, headers: dict[str, str]
) -> None:
    tracker, publisher = jira.small(0), RecordingPublisher()
    path = "/search/jql" if source.deployment == "cloud" else "/search"
    answer = {"issues": [], "isLast": True, "total": 0}
    tracker.always(path, lambda: httpx.Response(200, json=answer, headers=headers))
    with pytest.raises(ReadingFailedError, match="token"):
        await jira.read_all(source, tracker, publisher)
    assert jira.watermarks(publisher) == []


async def test_a_total_that_is_not_told_is_not_taken_for_none() -> None:
    tracker, publisher = jira.small(), RecordingPublisher()
    answer = {"issues": tracker.issues}
    tracker.always("/search", lambda: httpx.Response(200, json=answer))
    with pytest.raises(ReadingFailedError, match="how many"):
        await jira.read_all(DATA_CENTER, tracker, publisher)


async def test_issues_that_are_counted_and_not_shown_hide_none_that_follow() -> None:
    class Holes(SmallJira):
        def _turned(self, answer: dict[str, Any]) -> httpx.Response:
            if answer.get("startAt") == 2:
                answer = answer | {"issues": [], "maxResults": 2}
            return super()._turned(answer)

    same = "2026-11-10T09:00:00.000+0100"
    tracker = Holes([jira.issue(n, same) for n in range(1, 7)])
    publisher = RecordingPublisher()
    await jira.read_all(DATA_CENTER, tracker, publisher)
    assert jira.ids(publisher) == [1, 2, 5, 6]


@BOTH
@pytest.mark.parametrize("status", [404, 410])
async def test_an_issue_deleted_since_it_was_found_is_told_as_it_was_found(
    source: SourceSettings, status: int
) -> None:
    tracker, publisher = jira.small(2), RecordingPublisher()
    cut = {"total": 9, "comments": []}
    tracker.issues[0]["fields"]["comment"] = cut
    tracker.always("/30001/comment", lambda: httpx.Response(status))
    await jira.read_all(source, tracker, publisher)
    assert jira.ids(publisher) == [1, 2]


def test_no_bound_is_negative() -> None:
    assert "updated >= 0 " in query("PAY", NOW.replace(year=1960))


async def test_a_repository_that_answers_nonsense_leaves_the_others_known() -> None:
    tracker, publisher = github.small(1), RecordingPublisher()
    tracker.always("/verdier/entrepot", lambda: httpx.Response(200, json=["no"]))
    async with GitHubClient(GITHUB, Connection(clock, 3, tracker)) as asking:
        with pytest.raises(ReadingFailedError, match="not a repository"):
            await backfill(
                GITHUB,
                ["verdier/entrepot", REPOSITORY],
                client=asking,
                publisher=publisher,
                watermarks={},
                clock=clock,
                progress=lambda _words: None,
            )
    assert github.numbers(publisher) == [1]


@BOTH
@pytest.mark.parametrize("bad", [None, {"id": "7"}, {"id": "no id", "name": "x"}])
async def test_a_status_of_the_catalogue_that_cannot_be_read_costs_no_issue(
    source: SourceSettings, bad: object
) -> None:
    tracker, publisher = jira.small(2), RecordingPublisher()
    good = {"id": "5", "name": "Fini", "statusCategory": {"key": "done"}}
    tracker.always("/status", lambda: httpx.Response(200, json=[bad, good]))
    await jira.read_all(source, tracker, publisher)
    assert jira.ids(publisher) == [1, 2]


@BOTH
@pytest.mark.parametrize("answer", [{"key": None}, {"key": 7}, []])
async def test_a_project_of_jira_that_answers_nonsense_is_known_by_its_key(
    source: SourceSettings, answer: object
) -> None:
    tracker, publisher = jira.small(2), RecordingPublisher()
    tracker.always("/project/PAY", lambda: httpx.Response(200, json=answer))
    await jira.read_all(source, tracker, publisher)
    assert jira.ids(publisher) == [1, 2]


async def test_a_token_that_dies_in_the_middle_moves_no_watermark() -> None:
    tracker, publisher = jira.small(5), RecordingPublisher()

    def dies(page: int) -> None:
        if page == 2:
            tracker.faults.append(lambda _: httpx.Response(401))

    tracker.after_page = dies
    with pytest.raises(ReadingFailedError, match="token"):
        async with jira_client(JIRA, Connection(clock, 3, tracker)) as asking:
            await backfill(
                JIRA,
                JIRA.projects,
                client=asking,
                publisher=publisher,
                watermarks={},
                clock=clock,
                progress=lambda _words: None,
            )
    assert jira.watermarks(publisher) == []
