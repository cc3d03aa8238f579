"""Everybody who asks a source waits for their turn, in a time that the test makes pass.

The tracker is one that refuses when it is asked too soon or by too many.
"""

import asyncio
from collections.abc import Callable

import httpx
import pytest
from pydantic import SecretStr

from passerelle_ingest.accounts import account_of
from passerelle_ingest.answered import OK
from passerelle_ingest.budget import Use
from passerelle_ingest.errors import TrackerBusyError
from passerelle_ingest.examine import examine
from passerelle_ingest.http import Connection, Http
from passerelle_ingest.refetch import Refetching
from passerelle_ingest.sites import Sites
from passerelle_ingest.turns import Budgets, Turns
from passerelle_ingest.waiting import Reason
from tests.ingest.edges import edge
from tests.ingest.sources import GITHUB, RecordingPublisher, clock, signed
from tests.ingest.test_deliveries import FIXTURES


class Told:
    """A time that stands still until nobody has anything to do but to wait."""

    def __init__(self) -> None:
        self.at = 1000.0
        self._sleeping: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleeping.append((self.at + seconds, woken))
        await woken

    async def pass_until(self, done: Callable[[], bool]) -> None:
        while not done():
            for _ in range(50):
                await asyncio.sleep(0)
            awake = [one for one in self._sleeping if not one[1].done()]
            if awake and not done():
                self.at = max(self.at, min(until for until, _ in awake))
                for until, woken in awake:
                    if until <= self.at:
                        woken.set_result(None)
            self._sleeping = [one for one in awake if not one[1].done()]


class Tracker:
    """Answers one after the other what it is told to, and notes when it was asked."""

    def __init__(self, time: Told, *answers: httpx.Response) -> None:
        self.time = time
        self.answers = list(answers)
        self.asked: list[tuple[float, str]] = []
        self.under_way = self.most = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((self.time.now() - 1000, request.url.path))
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        for _ in range(5):
            await asyncio.sleep(0)
        self.under_way -= 1
        return self.answers.pop(0) if self.answers else httpx.Response(OK, json=[])


class Asking:
    """Several ways to one tracker, each with connections of its own."""

    def __init__(self, *answers: httpx.Response, concurrency: int = 4) -> None:
        self.time = Told()
        self.tracker = Tracker(self.time, *answers)
        self.connection = Connection(
            clock,
            concurrency,
            httpx.MockTransport(self.tracker),
            budgets=Budgets(self.time),
        )
        self.soon = Http(GITHUB, self.connection, {})
        self.patient = Http(GITHUB, self.connection.patient(), {})

    async def all(self, *paths: str) -> list[object]:
        """Ask for all of *paths* at the same time; `backfill` ones are patient."""
        asked = [
            asyncio.create_task(
                (self.patient if path.startswith("/backfill") else self.soon).get(path)
            )
            for path in paths
        ]
        await self.time.pass_until(lambda: all(task.done() for task in asked))
        return [task.exception() for task in asked]

    @property
    def when(self) -> list[float]:
        return [at for at, _ in self.tracker.asked]


def busy(**headers: str) -> httpx.Response:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(429, headers=told)


@pytest.mark.parametrize("status", [403, 429, 503])
async def test_when_one_is_told_to_wait_all_of_the_source_wait(status: int) -> None:
    said = httpx.Response(status, headers={"Retry-After": "7"})
    asking = Asking(said, concurrency=1)
    errors = await asking.all("/backfill", "/poll", "/census", "/mention")
    assert errors == [None] * 4
    assert asking.when == [0, 7, 7, 7, 7]


async def test_what_was_under_way_already_is_tried_again_once_the_wait_is_over() -> (
    None
):
    asking = Asking(
        busy(retry_after="30"), busy(retry_after="29"), httpx.Response(OK, json=[])
    )
    assert await asking.all("/a", "/b", "/c") == [None] * 3
    assert asking.when == [0, 0, 0, 30, 30]
    waits = asking.connection.budgets.waits(GITHUB.id)
    assert waits == {Reason.SECONDARY: (1, 30)}


async def test_another_source_does_not_wait() -> None:
    asking = Asking(busy(retry_after="30"), concurrency=1)
    own = {"id": "github-other", "token": SecretStr("another account's")}
    beside = Http(GITHUB.model_copy(update=own), asking.connection, {})
    first = asyncio.create_task(asking.soon.get("/first"))
    await asking.time.pass_until(lambda: bool(asking.tracker.asked))
    second = asyncio.create_task(beside.get("/beside"))
    await asking.time.pass_until(first.done)
    await second
    assert asking.tracker.asked == [(0, "/first"), (0, "/beside"), (30, "/first")]


async def test_sources_of_one_account_wait_together_and_each_says_so() -> None:
    """The tracker counts by token: to ask on under another name makes it longer."""
    asking = Asking(busy(retry_after="30"), concurrency=1)
    other = GITHUB.model_copy(update={"id": "github-other"})
    beside = Http(other, asking.connection, {})
    first = asyncio.create_task(asking.soon.get("/first"))
    await asking.time.pass_until(lambda: bool(asking.tracker.asked))
    second = asyncio.create_task(beside.get("/beside"))
    await asking.time.pass_until(lambda: first.done() and second.done())
    assert asking.when == [0, 30, 30]
    budgets = asking.connection.budgets
    for source in (GITHUB.id, other.id):
        assert budgets.waits(source) == {Reason.SECONDARY: (1, 30)}
        assert budgets.held(source) == 30
    # What was refused is of the one that was refused.
    assert budgets.troubles(GITHUB.id) == {"429": 1}
    assert budgets.troubles(other.id) == {}


async def test_sources_of_one_account_are_together_never_more_than_allowed() -> None:
    asking = Asking(concurrency=2)
    other = Http(
        GITHUB.model_copy(update={"id": "github-other"}), asking.connection, {}
    )
    both = [h.get(f"/{n}") for n in range(4) for h in (asking.soon, other)]
    await asyncio.gather(*both)
    assert asking.tracker.most == 2


def test_another_token_keeps_the_wait_that_was_said_of_us() -> None:
    budgets = Budgets(Told())
    before = budgets.of("one", "home", 1, 0, "old")
    before.refused(Reason.SECONDARY, 30)
    assert budgets.of("one", "home", 1, 0, "new") is before
    assert budgets.of("other", "home", 1, 0, "new") is before
    assert budgets.of("other", "elsewhere", 1, 0, "new") is not before
    # One of the two shows another one: the wait is its own, and so is what follows.
    beside = budgets.of("other", "home", 1, 0, "newer")
    assert beside is not before
    assert beside.hold() == before.hold() == (30, Reason.SECONDARY)
    beside.refused(Reason.SECONDARY, 60)
    assert before.hold() == (30, Reason.SECONDARY)
    assert budgets.of("one", "home", 1, 0, "newer") is beside


def test_who_asks_is_named_by_the_credential_and_never_shown() -> None:
    token = GITHUB.model_copy(update={"id": "b", "projects": ("verdier/other",)})
    named = account_of(GITHUB)
    assert account_of(token) == named
    assert GITHUB.token is not None
    assert GITHUB.token.get_secret_value() not in named
    app = GITHUB.model_copy(
        update={"token": None, "app_id": "Iv1", "installation_id": 7}
    )
    assert account_of(app) != account_of(app.model_copy(update={"installation_id": 8}))
    assert account_of(GITHUB.model_copy(update={"token": None})) == ""


async def test_a_date_is_waited_for_to_the_second() -> None:
    asking = Asking(
        busy(
            retry_after="Mon, 23 Nov 2026 08:00:42 GMT",
            date="Mon, 23 Nov 2026 08:00:00 GMT",
        )
    )
    await asking.all("/a")
    assert asking.when == [0, 42]


async def test_who_says_later_and_not_when_is_left_alone_for_a_minute_and_longer() -> (
    None
):
    asking = Asking(busy(), busy())
    await asking.all("/a")
    assert asking.when == [0, 60, 180]


async def test_a_wait_of_days_is_no_wait_and_the_next_who_asks_is_told_so() -> None:
    asking = Asking(busy(retry_after="100000"))
    assert [type(e) for e in await asking.all("/a")] == [TrackerBusyError]
    assert [type(e) for e in await asking.all("/b")] == [TrackerBusyError]
    assert asking.when == [0], "the tracker was left alone"


async def test_who_only_looks_hears_of_a_wait_instead_of_waiting() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return busy(retry_after="60")

    with pytest.raises(TrackerBusyError, match="60 s"):
        await examine(GITHUB, clock=clock, transport=httpx.MockTransport(answer))
    assert len(asked) == 1


async def test_all_together_are_never_more_than_the_source_allows() -> None:
    asking = Asking(concurrency=3)
    paths = [f"/{'backfill' if n % 2 else 'poll'}/{n}" for n in range(40)]
    assert await asking.all(*paths) == [None] * 40
    assert asking.tracker.most == 3


async def test_the_urgent_go_before_the_patient() -> None:
    asking = Asking(concurrency=1)
    await asking.all("/backfill/1", "/backfill/2", "/backfill/3", "/poll")
    order = [path for _, path in asking.tracker.asked]
    assert order == ["/backfill/1", "/poll", "/backfill/2", "/backfill/3"]


async def test_a_backfill_leaves_room_for_polls_until_the_hour_is_renewed() -> None:
    headers = {
        "X-RateLimit-Limit": "5000",
        "X-RateLimit-Remaining": "500",
        "X-RateLimit-Reset": "2026-11-23T08:10:00Z",
    }
    asking = Asking(*[httpx.Response(OK, headers=headers, json=[])] * 2)
    await asking.all("/backfill/1")
    await asking.all("/backfill/2", "/poll/1", "/poll/2")
    assert asking.tracker.asked == [
        (0, "/backfill/1"),
        (0, "/poll/1"),
        (0, "/poll/2"),
        (600, "/backfill/2"),
    ]
    waits = asking.connection.budgets.waits(GITHUB.id)
    assert waits == {Reason.RESERVED: (1, 600)}


async def test_who_waits_asks_before_the_answer_of_another_is_read() -> None:
    turns = Budgets(Told()).of("source", "home", 1, 0)
    order: list[str] = []

    async def ask(name: str) -> None:
        async with turns.turn(Use.URGENT, "here"):
            order.append(f"{name} asks")
            await asyncio.sleep(0)
        order.append(f"{name} reads")

    await asyncio.gather(ask("first"), ask("second"))
    assert order == ["first asks", "second asks", "first reads", "second reads"]


async def test_who_gives_up_waiting_leaves_the_place_to_the_next() -> None:
    turns: Turns = Budgets(Told()).of("source", "home", 1, 0)
    order: list[str] = []

    async def ask(name: str) -> None:
        async with turns.turn(Use.URGENT, "here"):
            order.append(name)
            await asyncio.sleep(0)

    first, given_up, last = (
        asyncio.create_task(ask(name)) for name in ("first", "given up", "last")
    )
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.gather(first, last)
    assert order == ["first", "last"]
    assert turns.budget.in_flight == 0


async def test_who_gives_up_just_when_called_hands_the_place_on() -> None:
    turns = Budgets(Told()).of("source", "home", 1, 0)
    order: list[str] = []

    async def ask(name: str) -> None:
        async with turns.turn(Use.URGENT, "here"):
            order.append(name)
            given_up.cancel()

    first = asyncio.create_task(ask("first"))
    given_up = asyncio.create_task(ask("given up"))
    last = asyncio.create_task(ask("last"))
    await asyncio.gather(first, last)
    assert order == ["first", "last"]
    assert turns.budget.in_flight == 0


async def test_a_webhook_is_answered_at_once_while_its_source_has_us_wait() -> None:
    asking = Asking(busy(retry_after="3600"))
    publisher = RecordingPublisher()
    again = Refetching(GITHUB, asking.connection, publisher, Sites([GITHUB]))
    held = asyncio.create_task(again.read(["github-verdier:7001#12"]))
    waits = asking.connection.budgets.waits
    await asking.time.pass_until(lambda: bool(waits(GITHUB.id)))
    body = (FIXTURES / "github" / "issues__closed_completed.json").read_bytes()
    async with edge(publisher, refetch={GITHUB.id: again.waiting.ask}) as door:
        answer = await door.post(
            "/webhooks/github-verdier",
            content=body,
            headers=signed(body, event="issues"),
        )
    assert answer.status_code == 202
    assert publisher.facts, "it is with the broker"
    assert asking.when == [0], "and the tracker is still left alone"
    held.cancel()
