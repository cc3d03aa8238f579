"""A Jira project is read whole, with whole histories, from Cloud and Data Center."""

import asyncio
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from passerelle_ingest.backfill import BackfillResult, Limits, backfill
from passerelle_ingest.errors import ReadingFailedError, SettingMissingError
from passerelle_ingest.http import Connection
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.jira.client import jira_client
from passerelle_ingest.trackers.jira.jql import query
from passerelle_kafka.errors import BrokerAwayError
from passerelle_schemas.deliveries import Watermark
from passerelle_schemas.facts import (
    NotesWritten,
    StatusCategory,
    StatusChanged,
    WorkObserved,
)
from passerelle_schemas.topics import INGEST_WATERMARKS, WORK_RAW
from tests.ingest.sources import DATA_CENTER, JIRA, RecordingPublisher, clock
from tests.ingest.test_same_facts import JIRA_HISTORIES, read
from tests.ingest.trackers import SmallJira

BOTH = pytest.mark.parametrize(
    "source", [JIRA, DATA_CENTER], ids=lambda s: s.deployment
)


def issue(number: int, updated: str, **fields: object) -> dict[str, Any]:
    shown = read("jira/jira_issue_updated__status.json")["issue"]
    own = shown["fields"] | {"updated": updated} | fields
    return {"id": str(30000 + number), "key": f"PAY-{number}", "fields": own}


def small(count: int = 5) -> SmallJira:
    return SmallJira(
        [issue(n, f"2026-11-{n:02}T09:00:00.{n:03}+0100") for n in range(1, count + 1)]
    )


async def read_all(
    source: SourceSettings,
    tracker: SmallJira,
    publisher: RecordingPublisher,
    since: datetime | None = None,
) -> BackfillResult:
    async with jira_client(source, Connection(clock, 3, tracker)) as client:
        return await backfill(
            source,
            source.projects,
            client=client,
            publisher=publisher,
            watermarks={},
            clock=clock,
            progress=lambda _words: None,
            since=since,
            limits=Limits(timedelta(minutes=30), 3),
        )


def ids(publisher: RecordingPublisher) -> list[int]:
    found = (int(told.item.rpartition(":")[2]) - 30000 for told in publisher.facts)
    return sorted(found)


def asked(tracker: SmallJira, path: str) -> list[dict[str, Any]]:
    requests = [r for r in tracker.asked if r.url.path.endswith(path)]
    return [json.loads(request.content) for request in requests]


def watermarks(publisher: RecordingPublisher) -> list[Watermark]:
    records = publisher.on(INGEST_WATERMARKS.name)
    return [INGEST_WATERMARKS.decode(record.value or b"") for record in records]


@BOTH
async def test_every_issue_is_told_once_and_every_answer_is_kept(
    source: SourceSettings,
) -> None:
    tracker, publisher = small(), RecordingPublisher()
    result = await read_all(source, tracker, publisher)
    assert ids(publisher) == [1, 2, 3, 4, 5]
    assert result.items == 5
    # All but what is asked about the site, which is no delivery.
    about = re.compile(r"/(status|field|project/PAY|mypermissions)$")
    asked = [path for path in tracker.paths.elements() if not about.search(path)]
    assert len(publisher.on(WORK_RAW.name)) == len(asked)
    (watermark,) = watermarks(publisher)
    assert (watermark.project, watermark.items) == ("PAY", 5)


async def test_cloud_is_asked_as_its_documentation_says() -> None:
    tracker = small(1)
    await read_all(JIRA, tracker, RecordingPublisher())
    (search,) = asked(tracker, "/rest/api/3/search/jql")
    assert search["jql"] == 'project = "PAY" ORDER BY updated ASC, key ASC'
    assert search["maxResults"] == 100
    assert {"status", "customfield_10014", "customfield_10042"} <= set(search["fields"])
    (bulk,) = asked(tracker, "/rest/api/3/changelog/bulkfetch")
    assert bulk == {"issueIdsOrKeys": ["30001"], "maxResults": 1000}
    assert tracker.asked[0].headers["authorization"].startswith("Basic ")


async def test_data_center_is_asked_as_its_documentation_says() -> None:
    tracker = small(1)
    await read_all(DATA_CENTER, tracker, RecordingPublisher())
    (search,) = asked(tracker, "/rest/api/2/search")
    assert (search["startAt"], search["expand"]) == (0, ["changelog"])
    assert tracker.asked[0].headers["authorization"] == "Bearer jira-pat"


def test_a_project_key_may_be_a_word_of_the_language() -> None:
    since = datetime.fromisoformat("2026-11-23T07:00:00.250Z")
    assert query("AND", since) == (
        'project = "AND" AND updated >= 1795417200250 ORDER BY updated ASC, key ASC'
    )
    assert query('A" OR "', None).startswith(r'project = "A\" OR \"" ORDER')


@BOTH
async def test_a_later_reading_asks_by_epoch_milliseconds(
    source: SourceSettings,
) -> None:
    tracker, publisher = small(), RecordingPublisher()
    since = datetime.fromisoformat("2026-11-04T08:00:00.004Z")
    await read_all(source, tracker, publisher, since)
    assert ids(publisher) == [4, 5]


@BOTH
async def test_histories_are_whole_however_they_are_cut(
    source: SourceSettings,
) -> None:
    tracker, publisher = small(2), RecordingPublisher()
    tracker.histories = {"30001": JIRA_HISTORIES, "30002": JIRA_HISTORIES[1:2]}
    tracker.inline = 1
    result = await read_all(source, tracker, publisher)
    first = next(told for told in publisher.facts if told.item.endswith("30001"))
    changes = {fact.change for fact in first.facts}
    assert {"701/status", "702/duedate", "703/issuekey", "705/parent"} <= changes
    assert result.projects[0].disagreements == 0


async def test_whole_inline_histories_are_not_asked_for_again() -> None:
    tracker, publisher = small(2), RecordingPublisher()
    tracker.tells_histories = True
    tracker.histories = {"30001": JIRA_HISTORIES}
    await read_all(JIRA, tracker, publisher)
    assert asked(tracker, "/changelog/bulkfetch") == []
    first = next(told for told in publisher.facts if told.item.endswith("30001"))
    assert {"701/status", "705/parent"} <= {fact.change for fact in first.facts}


@pytest.mark.parametrize("inline", [1, 3])
async def test_histories_that_even_the_bulk_leaves_out_are_found_by_their_count(
    inline: int,
) -> None:
    tracker, publisher = small(1), RecordingPublisher()
    tracker.tells_histories = True
    tracker.histories = {"30001": JIRA_HISTORIES}
    tracker.inline = inline
    tracker.bulk = {"30001": JIRA_HISTORIES[:1]}
    await read_all(JIRA, tracker, publisher)
    (told,) = publisher.facts
    changes = {fact.change for fact in told.facts}
    assert {"701/status", "702/duedate", "703/issuekey", "705/parent"} <= changes
    assert tracker.paths["/rest/api/3/issue/30001/changelog"] > 0


async def test_a_history_that_nobody_tells_whole_asks_for_another_look() -> None:
    tracker, publisher = small(1), RecordingPublisher()
    tracker.tells_histories = True
    tracker.histories = {"30001": JIRA_HISTORIES}
    tracker.inline, tracker.bulk = 1, {"30001": JIRA_HISTORIES[:1]}
    tracker.always("/30001/changelog", lambda: httpx.Response(404))
    result = await read_all(JIRA, tracker, publisher)
    assert result.projects[0].needs_refetch == 1


async def test_a_history_whose_rest_cannot_be_read_is_told_in_part() -> None:
    tracker, publisher = small(1), RecordingPublisher()
    tracker.histories = {"30001": JIRA_HISTORIES}
    tracker.inline = 2
    tracker.always("/changelog", lambda: httpx.Response(404))
    result = await read_all(DATA_CENTER, tracker, publisher)
    (told,) = publisher.facts
    changes = {fact.change for fact in told.facts}
    assert {"701/status", "703/issuekey"} <= changes
    assert "created" not in changes
    assert result.projects[0].needs_refetch == 1


@BOTH
async def test_comments_that_the_search_left_out_are_read(
    source: SourceSettings,
) -> None:
    tracker, publisher = small(1), RecordingPublisher()
    said = {"created": "2026-11-01T09:00:00.000+0100"}
    tracker.comments = {
        "30001": [{"id": n, "body": f"Business: line {n}"} | said for n in range(5)]
    }
    shown = {"total": 5, "comments": tracker.comments["30001"][:1]}
    tracker.issues[0]["fields"]["comment"] = shown
    await read_all(source, tracker, publisher)
    (told,) = publisher.facts
    notes = [fact for fact in told.facts if isinstance(fact, NotesWritten)]
    assert {note.origin for note in notes} == {"description", *"01234"}


async def test_an_empty_list_of_who_may_not_browse_is_not_believed() -> None:
    """Cloud shows such an account no issue, and no error."""
    tracker, publisher = small(), RecordingPublisher()
    tracker.issues, tracker.may_browse = [], False
    with pytest.raises(ReadingFailedError, match="not visible to our token"):
        await read_all(JIRA, tracker, publisher)
    assert watermarks(publisher) == []
    tracker.may_browse = True
    await read_all(JIRA, tracker, publisher)
    assert len(watermarks(publisher)) == 1


@BOTH
async def test_an_epic_named_by_its_key_is_known_by_its_id(
    source: SourceSettings,
) -> None:
    named = {"parent": None, "customfield_10014": "PAY-3"}
    lost = {"parent": None, "customfield_10014": "GONE-1"}
    tracker, publisher = small(3), RecordingPublisher()
    tracker.issues[0]["fields"] |= named
    tracker.issues[1]["fields"] |= lost
    await read_all(source, tracker, publisher)
    shown = [f for t in publisher.facts for f in t.facts if isinstance(f, WorkObserved)]
    parents = {fact.snapshot.key: fact.snapshot.parent for fact in shown}
    assert parents["PAY-1"] is not None
    assert parents["PAY-1"].id == "jira-verdier:30003"
    assert parents["PAY-2"] is None


class Slow(SmallJira):
    """Tells of one issue when several pages were found, which are read side by side."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer after some turns of the loop."""
        for _ in range(1000 if "/issue/" in request.url.path else 0):
            await asyncio.sleep(0)
        return await super().handle_async_request(request)


@BOTH
async def test_an_epic_that_many_pages_name_is_asked_for_once(
    source: SourceSettings,
) -> None:
    tracker, publisher = Slow(small(12).issues), RecordingPublisher()
    for row in tracker.issues:
        row["fields"] |= {"parent": None, "customfield_10014": "PAY-99"}
    await read_all(source, tracker, publisher)
    assert tracker.pages > 5
    asked = [path for path in tracker.paths.elements() if path.endswith("/PAY-99")]
    assert len(asked) == 1


@BOTH
async def test_a_status_has_the_category_of_the_catalogue(
    source: SourceSettings,
) -> None:
    tracker, publisher = small(1), RecordingPublisher()
    moves = [("5", "9"), ("9", "3")]
    tracker.histories["30001"] = [
        {
            "id": str(n),
            "created": 1790000000 + n,
            "items": [{"fieldId": "status", "from": was, "to": now}],
        }
        for n, (was, now) in enumerate(moves)
    ]
    await read_all(source, tracker, publisher)
    facts = [
        f for t in publisher.facts for f in t.facts if isinstance(f, StatusChanged)
    ]
    assert [(f.now.id, f.now.name, f.now.category) for f in facts] == [
        ("5", "Fini", StatusCategory.DONE),
        ("9", "?", None),
        ("3", "3", None),
    ]


async def test_a_custom_field_is_one_line_and_never_a_person() -> None:
    tracker, publisher = small(6), RecordingPublisher()
    person = {"accountId": "5f", "displayName": "J. Doe", "name": "jdoe"}
    values = [{"value": "Caisse"}, [{"name": "a"}, "b"], 7.5, person, [person], None]
    for shown, value in zip(tracker.issues, values, strict=True):
        shown["fields"]["customfield_10042"] = value
    await read_all(JIRA, tracker, publisher)
    shown_in = {
        f.snapshot.key: [field.value for field in f.snapshot.custom]
        for t in publisher.facts
        for f in t.facts
        if isinstance(f, WorkObserved)
    }
    found = [shown_in[f"PAY-{number}"] for number in range(1, 7)]
    assert found == [["Caisse"], ["a, b"], ["7.5"], [], [], []]


async def test_an_issue_that_moves_while_we_turn_the_page_hides_no_other() -> None:
    tracker, publisher = small(6), RecordingPublisher()

    def touch_the_first(page: int) -> None:
        if page == 1:
            tracker.issues[0] = issue(1, "2026-11-20T09:00:00.000+0100")

    tracker.after_page = touch_the_first
    await read_all(DATA_CENTER, tracker, publisher)
    assert set(ids(publisher)) == {1, 2, 3, 4, 5, 6}


async def test_more_issues_of_one_instant_than_a_page_holds_are_all_read() -> None:
    same = "2026-11-10T09:00:00.000+0100"
    tracker = SmallJira([issue(n, same) for n in range(1, 8)])
    publisher = RecordingPublisher()
    await read_all(DATA_CENTER, tracker, publisher)
    assert ids(publisher) == [1, 2, 3, 4, 5, 6, 7]


def _repeats(path: str, answer: dict[str, Any]) -> Callable[[SmallJira], None]:
    return lambda tracker: tracker.always(
        path, lambda: httpx.Response(200, json=answer)
    )


@pytest.mark.parametrize(
    "misbehave",
    [
        _repeats("/search/jql", {"issues": [], "nextPageToken": "again"}),
        _repeats("/bulkfetch", {"issueChangeLogs": [], "nextPageToken": "again"}),
    ],
)
async def test_a_token_that_comes_twice_ends_the_reading(
    misbehave: Callable[[SmallJira], None],
) -> None:
    tracker, publisher = small(), RecordingPublisher()
    misbehave(tracker)
    with pytest.raises(ReadingFailedError, match="second time"):
        await read_all(JIRA, tracker, publisher)
    assert watermarks(publisher) == []


async def test_a_short_page_is_not_the_last_page() -> None:
    tracker, publisher = small(), RecordingPublisher()
    empty = httpx.Response(200, json={"issues": [], "nextPageToken": "0"})
    tracker.once("/search/jql", empty)
    await read_all(JIRA, tracker, publisher)
    assert ids(publisher) == [1, 2, 3, 4, 5]


async def test_a_withdrawn_endpoint_is_said_with_the_way_out() -> None:
    tracker = small()
    tracker.always("/search/jql", lambda: httpx.Response(410))
    with pytest.raises(ReadingFailedError, match="deployment setting"):
        await read_all(JIRA, tracker, RecordingPublisher())


@BOTH
async def test_interrupted_anywhere_and_begun_again_nothing_is_lost(
    source: SourceSettings,
) -> None:
    def tracker() -> SmallJira:
        made = small()
        made.histories = {"30001": JIRA_HISTORIES}
        return made

    whole = RecordingPublisher()
    await read_all(source, tracker(), whole)
    for after in range(len(whole.records)):
        publisher = RecordingPublisher(fails_after=after)
        with pytest.raises(BrokerAwayError):
            await read_all(source, tracker(), publisher)
        assert watermarks(publisher) == []
        publisher.fails_after = None
        await read_all(source, tracker(), publisher)
        assert publisher.fact_ids == whole.fact_ids


@pytest.mark.parametrize(
    ("source", "lacks"),
    [
        (JIRA.model_copy(update={"email": ""}), "email and api_token"),
        (DATA_CENTER.model_copy(update={"token": None}), "token"),
    ],
)
def test_without_credentials_nothing_is_asked(
    source: SourceSettings, lacks: str
) -> None:
    with pytest.raises(SettingMissingError, match=f"needs {lacks}"):
        jira_client(source, Connection(clock))
