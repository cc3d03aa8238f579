"""Serves an app on a port of the loopback; its connections can be cut from inside."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import uvicorn
from starlette.types import ASGIApp, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

_CUT = "drill.cut"


class _Cuttable(H11Protocol):
    """Lets an app abort its connection, as a proxy does that waits no longer."""

    def data_received(self, data: bytes) -> None:
        """Hand the way to cut to the app, which has not begun yet."""
        super().data_received(data)
        if self.scope is not None:
            self.scope["state"][_CUT] = self.transport.abort


def cut(scope: Scope) -> None:
    """Cut the connection on which a request came, without a word."""
    scope["state"][_CUT]()


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


@contextlib.asynccontextmanager
async def place_of(app: ASGIApp) -> AsyncIterator[str]:
    """Serve *app* while the block runs; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            app,
            http=_Cuttable,
            lifespan="off",
            log_config=None,
            access_log=False,
            date_header=False,
            timeout_graceful_shutdown=2,
            # Else it closes connections just when they are used again.
            timeout_keep_alive=600,
        )
        server = _Server(config)
        running = asyncio.create_task(server.serve(sockets=[listener]))
        listening = asyncio.create_task(server.listens.wait())
        try:
            await asyncio.wait({running, listening}, return_when="FIRST_COMPLETED")
            if running.done():
                running.result()
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            listening.cancel()
            server.should_exit = True
            await asyncio.gather(running, listening, return_exceptions=True)
