"""Connections are kept for the next request, one for each that is under way."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from random import Random

import httpx
import pytest

from passerelle_ingest.lanes import Lanes

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"
_LAST = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n[]"
Answering = Callable[[asyncio.StreamWriter], Awaitable[None]]


async def at_once(writer: asyncio.StreamWriter) -> None:
    """Answer, and stay connected."""
    writer.write(_ANSWER)


@dataclass
class Server:
    """Counts who connects."""

    answering: Answering = at_once
    address: str = ""
    connections: list["asyncio.Task[None] | None"] = field(default_factory=list)

    async def talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answer every request of one connection."""
        self.connections.append(asyncio.current_task())
        while True:
            try:
                await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                break
            await self.answering(writer)
        writer.close()


@asynccontextmanager
async def asked(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """A client of *server*."""
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    lanes = Lanes("", ssl.create_default_context())
    async with httpx.AsyncClient(
        transport=lanes, base_url=f"http://127.0.0.1:{port}", trust_env=False
    ) as client:
        yield client
    listening.close()
    await asyncio.gather(*filter(None, server.connections))


async def test_one_request_after_the_other_uses_one_connection() -> None:
    server = Server()
    async with asked(server) as client:
        for _ in range(5):
            assert (await client.get("/")).json() == []
    assert len(server.connections) == 1


async def test_as_many_connections_as_requests_at_a_time() -> None:
    everybody = asyncio.Barrier(4)

    async def together(writer: asyncio.StreamWriter) -> None:
        await everybody.wait()
        writer.write(_ANSWER)

    server = Server(together)
    async with asked(server) as client:
        for _ in range(3):
            await asyncio.gather(*(client.get("/") for _ in range(4)))
    assert len(server.connections) == 4


async def test_a_connection_that_the_tracker_closed_is_replaced() -> None:
    async def once(writer: asyncio.StreamWriter) -> None:
        writer.write(_LAST)

    server = Server(once)
    async with asked(server) as client:
        for _ in range(3):
            assert (await client.get("/")).json() == []
    assert len(server.connections) == 3


async def test_who_goes_before_the_answer_leaves_no_half_of_it_to_the_next() -> None:
    began = asyncio.Event()
    answers = iter((b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[", _ANSWER))

    async def half(writer: asyncio.StreamWriter) -> None:
        writer.write(next(answers))
        began.set()

    server = Server(half)
    async with asked(server) as client:
        gone = asyncio.create_task(client.get("/"))
        await began.wait()
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        assert (await client.get("/")).json() == []
    assert len(server.connections) == 2


async def test_a_failure_is_told_and_the_next_request_is_sent() -> None:
    answers = iter((b"nonsense\r\n\r\n", _ANSWER))

    async def confused(writer: asyncio.StreamWriter) -> None:
        writer.write(next(answers))

    server = Server(confused)
    async with asked(server) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.get("/")
        assert (await client.get("/")).json() == []


async def test_who_goes_at_any_moment_leaves_no_connection_that_nobody_gets() -> None:
    """Of some cancelled requests httpcore believes for ever that they go on."""
    server = Server(at_once)
    async with asked(server) as client:
        for steps in range(60):
            gone = asyncio.create_task(client.get("/"))
            for _ in range(steps):
                await asyncio.sleep(0)
            gone.cancel()
            await asyncio.gather(gone, return_exceptions=True)
            async with asyncio.timeout(5):
                assert (await client.get("/")).json() == []


async def test_who_runs_out_of_time_leaves_no_connection_that_nobody_gets() -> None:
    """An answer that is too late for one request is not waited for by the next."""
    dice = Random(7)  # noqa: S311

    async def late(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(dice.uniform(0, 0.01))
        writer.write(_ANSWER)

    server = Server(late)
    async with asked(server) as client:

        async def impatient() -> None:
            for _ in range(40):
                with suppress(TimeoutError):
                    async with asyncio.timeout(dice.uniform(0, 0.01)):
                        await client.get("/")

        await asyncio.gather(*(impatient() for _ in range(8)))
        async with asyncio.timeout(5):
            answers = await asyncio.gather(*(client.get("/") for _ in range(8)))
    assert [answer.json() for answer in answers] == [[]] * 8
