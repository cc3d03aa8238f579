"""The apps on real sockets."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal

import uvicorn
from starlette.types import ASGIApp


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs it, and tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()

    def capture_signals(self) -> contextlib.AbstractContextManager[None]:  # type: ignore[override] # a context manager all the same
        """Capture none."""
        return contextlib.nullcontext()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then say so."""
        await super().startup(sockets)
        self.listens.set()


@dataclass(frozen=True, slots=True)
class Connections:
    """How connections are spoken on, and how long they are kept."""

    http: type[asyncio.Protocol] | Literal["auto"] = "auto"
    kept_seconds: int = 5
    """After an answer, for the next request."""
    parting_seconds: int | None = None
    """At the end, for the answers under way; None for as long as they take."""


AS_USUAL = Connections()


@contextlib.asynccontextmanager
async def served(
    app: ASGIApp,
    host: str = "127.0.0.1",
    port: int = 0,
    connections: Connections = AS_USUAL,
) -> AsyncIterator[str]:
    """Serve *app* while the block runs; yields its address. Port 0 is any free one.

    The server writes no `Date` of its own: the apps tell the company's time, and a
    reader that met this machine's would find another story each day.
    """
    with socket.create_server((host, port)) as listener:
        config = uvicorn.Config(
            app,
            http=connections.http,
            lifespan="off",
            log_config=None,
            access_log=False,
            date_header=False,
            timeout_keep_alive=connections.kept_seconds,
            timeout_graceful_shutdown=connections.parting_seconds,
        )
        server = _Server(config)
        running = asyncio.create_task(server.serve(sockets=[listener]))
        listening = asyncio.create_task(server.listens.wait())
        try:
            await asyncio.wait({running, listening}, return_when="FIRST_COMPLETED")
            if running.done():
                running.result()
            yield f"http://{host}:{listener.getsockname()[1]}"
        finally:
            listening.cancel()
            server.should_exit = True
            await asyncio.gather(running, listening, return_exceptions=True)
