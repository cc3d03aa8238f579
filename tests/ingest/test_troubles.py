"""What a tracker answered instead of an answer is counted, each time that it does."""

from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import replace

import httpx
import pytest

from passerelle_ingest.errors import (
    CredentialsRefusedError,
    EndpointGoneError,
    NotVisibleError,
)
from passerelle_ingest.http import Connection, Http
from passerelle_ingest.turns import Budgets
from passerelle_ingest.waiting import Reason
from tests.ingest.sources import GITHUB, Hastened, clock


class _Cut(httpx.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'{"half": '
        raise httpx.RemoteProtocolError("peer closed")


def silent(_request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("silence")


Answer = Callable[[httpx.Request], httpx.Response]


def answers(status: int, headers: dict[str, str] | None = None) -> Answer:
    return lambda _request: httpx.Response(status, headers=headers, json={})


@pytest.mark.parametrize(
    ("first", "counted"),
    [
        (answers(429, {"Retry-After": "7"}), {"429": 1}),
        (answers(403, {"Retry-After": "7"}), {"403": 1}),
        (answers(503), {"503": 1}),
        (answers(401), {"401": 1}),
        (answers(404), {}),
        (answers(410), {}),
        (answers(200), {}),
        (silent, {"no-answer": 1}),
        (lambda _: httpx.Response(200, stream=_Cut()), {"half-answer": 1}),
        (lambda _: httpx.Response(200, content=b'{"half": '), {"half-answer": 1}),
    ],
)
async def test_an_answer_that_is_none_is_counted_by_what_it_was(
    first: Answer, counted: dict[str, int]
) -> None:
    said = iter([first])

    def answer(request: httpx.Request) -> httpx.Response:
        return next(said, answers(200))(request)

    transport = httpx.MockTransport(answer)
    budgets = Budgets(Hastened())
    way = replace(Connection(clock, transport=transport), budgets=budgets)
    async with Http(GITHUB, way, {}) as http:
        with suppress(CredentialsRefusedError, NotVisibleError, EndpointGoneError):
            await http.get("/user")
    assert budgets.troubles(GITHUB.id) == counted
    assert budgets.troubles("another") == {}


async def test_the_delay_that_lasts_is_the_longest_of_all_that_a_source_asks() -> None:
    time = Hastened()
    budgets = Budgets(time)
    assert budgets.hold("shop") is None
    budgets.of("shop", "https://one", 8, 0).refused(Reason.SECONDARY, 30)
    budgets.of("shop", "https://other", 8, 0).refused(Reason.PRIMARY, 90)
    assert budgets.hold("shop") == (90, Reason.PRIMARY)
    time.at += 60
    assert budgets.hold("shop") == (30, Reason.PRIMARY)
    assert budgets.hold("another") is None
    time.at += 30
    assert budgets.hold("shop") is None
