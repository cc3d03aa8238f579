"""The next page of Cloud's search is asked for before the one at hand is read."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_ingest.delivery import parsed
from passerelle_ingest.errors import AnswerRefusedError
from passerelle_ingest.http import Connection
from passerelle_ingest.trackers.jira.auth import jira_http
from passerelle_ingest.trackers.jira.chain import Chain, token_at_the_end
from tests.ingest.sources import JIRA, clock

SEARCH = "/rest/api/3/search/jql"
END = ',"nextPageToken":"t2","isLast":false}'
_scalars = st.none() | st.booleans() | st.text() | st.just(f'"{END}') | st.just(END)
_names = st.sampled_from(["nextPageToken", "isLast", "issues", END]) | st.text()
_values = st.recursive(
    _scalars, lambda v: st.lists(v) | st.dictionaries(_names, v), max_leaves=8
)


@pytest.mark.parametrize(
    "end",
    [
        END,
        ', "isLast" : false, "nextPageToken": "t2" }\n',
    ],
)
def test_a_token_is_read_at_the_end_whatever_stands_before_it(end: str) -> None:
    rows = json.dumps([{"summary": END}, {"nextPageToken": "t1", "isLast": False}])
    assert token_at_the_end(f'{{"issues":{rows}{end}'.encode()) == "t2"


@pytest.mark.parametrize(
    "body",
    [
        b'{"issues":[],"isLast":true}',
        b'{"issues":[],"nextPageToken":"t2","isLast":true}',
        b'{"issues":[],"nextPageToken":"t2"}',
        b'{"nextPageToken":"t2","isLast":false,"issues":[]}',
        b'{"issues":[],"nextPageToken":"\\u0074","isLast":false}',
        b'{"issues":[],"next":{"id":"1","nextPageToken":"t2","isLast":false}}',
        b'[{"issues":[],"nextPageToken":"t2","isLast":false}]',
        b'{"issues":[],"nextPageToken":"t2","isLast":false',
        b"",
    ],
)
def test_where_the_end_does_not_tell_nothing_is_guessed(body: bytes) -> None:
    assert token_at_the_end(body) == ""


@given(st.dictionaries(_names, _values), st.sampled_from([(",", ":"), (", ", " : ")]))
def test_what_the_end_tells_is_what_the_whole_answer_tells(
    answer: dict[str, Any], separators: tuple[str, str]
) -> None:
    body = json.dumps(answer, separators=separators, ensure_ascii=False).encode(
        "utf-8", "replace"
    )
    if token := token_at_the_end(body):
        read = parsed(body)
        assert (read["nextPageToken"], read["isLast"]) == (token, False)


class Search(httpx.MockTransport):
    """A search of so many pages, of which some answers are not what they should be."""

    def __init__(self, size: int) -> None:
        super().__init__(self.answered)
        self.size = size
        self.asked: list[str] = []
        self.broken: list[str] = []
        """Pages whose next answer is no JSON, although it ends well."""
        self.hung: dict[str, asyncio.Event] = {}
        self.expired: set[str] = set()

    async def answered(self, request: httpx.Request) -> httpx.Response:
        token = json.loads(request.content).get("nextPageToken", "1")
        self.asked.append(token)
        if token in self.hung:
            await self.hung[token].wait()
        if token in self.expired:
            return httpx.Response(400, json={"errorMessages": ["It has expired."]})
        more = f'"nextPageToken":"{int(token) + 1}","isLast":false'
        end = more if int(token) < self.size else '"isLast":true'
        rows = "[?]" if token in self.broken else f'["{token}"]'
        if token in self.broken:
            self.broken.remove(token)
        return httpx.Response(200, text=f'{{"issues":{rows},{end}}}')


@asynccontextmanager
async def chain(search: Search) -> AsyncGenerator[Chain, None]:
    async with (
        jira_http(JIRA, Connection(clock, 3, search)) as http,
        Chain(http, SEARCH, {"jql": "project = PAY"}) as opened,
    ):
        yield opened


async def walked(search: Search) -> list[str]:
    async with chain(search) as opened:
        return [
            (await opened.page("" if n == 1 else str(n))).content["issues"][0]
            for n in range(1, search.size + 1)
        ]


async def test_every_page_is_asked_for_once_and_in_order() -> None:
    search = Search(5)
    assert await walked(search) == ["1", "2", "3", "4", "5"]
    assert search.asked == ["1", "2", "3", "4", "5"]


async def test_the_next_page_is_asked_for_before_the_one_at_hand_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    search, asked_by_then = Search(3), []

    def read(body: bytes) -> object:
        asked_by_then.append(len(search.asked))
        return parsed(body)

    monkeypatch.setattr("passerelle_ingest.http.parsed", read)
    search.hung["2"] = asyncio.Event()
    async with chain(search) as opened:
        await opened.page("")
        second = asyncio.create_task(opened.page("2"))
        await asyncio.sleep(0)
        search.hung["2"].set()
        await second
    assert asked_by_then[:2] == [2, 3]


async def test_an_answer_that_is_no_json_is_asked_for_again() -> None:
    search = Search(3)
    search.broken = ["2"]
    assert await walked(search) == ["1", "2", "3"]
    assert search.asked.count("2") == 2


async def test_a_token_that_ended_fails_that_page_and_not_the_one_at_hand() -> None:
    search = Search(3)
    search.expired = {"2"}
    async with chain(search) as opened:
        assert (await opened.page("")).content["issues"] == ["1"]
        with pytest.raises(AnswerRefusedError):
            await opened.page("2")


async def test_no_more_than_one_page_is_asked_for_ahead() -> None:
    search = Search(5)
    async with chain(search) as opened:
        await opened.page("")
        for _ in range(50):
            await asyncio.sleep(0)
        assert search.asked == ["1", "2"]


async def test_who_goes_elsewhere_gets_what_was_asked_for() -> None:
    search = Search(5)
    async with chain(search) as opened:
        await opened.page("")
        assert (await opened.page("4")).content["issues"] == ["4"]


async def test_a_page_that_nobody_wants_any_more_is_let_go() -> None:
    search = Search(3)
    search.hung["2"] = asyncio.Event()
    before = asyncio.all_tasks()
    async with chain(search) as opened:
        await opened.page("")
        assert search.asked == ["1", "2"]
    assert asyncio.all_tasks() == before


async def test_who_waits_for_the_next_page_and_is_stopped_leaves_nothing() -> None:
    search = Search(3)
    search.hung["2"] = asyncio.Event()
    before = asyncio.all_tasks()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await walked(search)
    assert asyncio.all_tasks() == before
