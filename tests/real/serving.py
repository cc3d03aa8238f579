"""Any ASGI program behind real HTTP on a free port of the loopback."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

from passerelle.embedded import free_port


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """Serve *app* from a thread of its own while the block runs; yield its address."""
    port = free_port()
    started = threading.Event()
    server = _Announced(_config(app, port), started)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    if not started.wait(30):
        raise TimeoutError("the server did not start within 30 s")
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(30)


@asynccontextmanager
async def running(app: ASGIApp, **config: bool) -> AsyncIterator[str]:
    """Serve *app* from this loop while the block runs; yield its address.

    *config* is uvicorn's.
    """
    port = free_port()
    started = threading.Event()
    server = _Announced(_config(app, port, **config), started)
    served = asyncio.create_task(server.serve())
    try:
        if not await asyncio.to_thread(started.wait, 30):
            raise TimeoutError("the server did not start within 30 s")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await served


def _config(app: ASGIApp, port: int, **config: bool) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        log_config=None,
        lifespan="off",
        **config,  # type: ignore[arg-type] # switches of uvicorn
    )


class _Announced(uvicorn.Server):
    """Says when it accepts connections."""

    def __init__(self, config: uvicorn.Config, started: threading.Event) -> None:
        super().__init__(config)
        self._said = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._said.set()
