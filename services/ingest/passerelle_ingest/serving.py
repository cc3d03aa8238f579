"""Serves an app beside other tasks, until it is cancelled or told to stop."""

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any

import structlog
import uvicorn
from starlette.types import ASGIApp

from passerelle_ingest import events
from passerelle_ingest.errors import AddressUnusableError

log = structlog.get_logger(__name__)

_LAST_ANSWERS = 10
"""Seconds for requests that are being answered when we are told to stop."""


class _Server(uvicorn.Server):
    """Leaves signals to whoever composes the services, and tells when it listens."""

    on_started: Callable[[], None]

    def capture_signals(self) -> contextlib.AbstractContextManager[None]:  # type: ignore[override] # a context manager all the same
        """Capture none."""
        return contextlib.nullcontext()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then say so."""
        await super().startup(sockets)
        self.on_started()


async def serving(
    app: ASGIApp,
    host: str,
    port: int,
    beside: Sequence[Coroutine[Any, Any, None]],
    ready: Callable[[int], None] | None,
) -> None:
    """Serve *app* and run *beside*; end them gracefully on cancellation or SIGTERM.

    Tasks of *beside* may end; an exception of one ends everything, and is raised.
    Raises AddressUnusableError when nobody can listen there.
    """
    with _closing(beside), _listening(host, port) as listener, _told_to_stop() as stop:
        config = uvicorn.Config(
            app,
            access_log=False,
            lifespan="off",
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=_LAST_ANSWERS,
        )
        server = _Server(config)
        bound = int(listener.getsockname()[1])
        server.on_started = lambda: _started(bound, ready)
        serve = asyncio.create_task(server.serve(sockets=[listener]))
        tasks = [asyncio.create_task(task) for task in beside]
        waiting = asyncio.create_task(stop.wait())
        try:
            await _until_one_ends({serve, waiting}, set(tasks))
        finally:
            for task in (waiting, *tasks):
                task.cancel()
            server.should_exit = True
            await asyncio.gather(serve, waiting, *tasks, return_exceptions=True)
            log.info(events.INGEST_STOPPED)


async def _until_one_ends(
    lasting: set[asyncio.Task[Any]], others: set[asyncio.Task[Any]]
) -> None:
    """Return when one of *lasting* ends; raise what any task raised."""
    while True:
        done, _ = await asyncio.wait(
            lasting | others, return_when=asyncio.FIRST_COMPLETED
        )
        for task in done:
            task.result()
        if done & lasting:
            return
        others -= done


def _started(port: int, ready: Callable[[int], None] | None) -> None:
    log.info(events.INGEST_STARTED, port=port)
    if ready is not None:
        ready(port)


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        raise AddressUnusableError(host, port, error.strerror or "no reason") from error
    with listener:
        yield listener


@contextlib.contextmanager
def _closing(coroutines: Sequence[Coroutine[Any, Any, None]]) -> Iterator[None]:
    """Close those that were never begun, so that nobody is warned of them."""
    try:
        yield
    finally:
        for coroutine in coroutines:
            coroutine.close()


@contextlib.contextmanager
def _told_to_stop() -> Iterator[asyncio.Event]:
    """An event that SIGTERM sets, unless somebody else already listens to it."""
    stop = asyncio.Event()
    ours = (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    )
    loop = asyncio.get_running_loop()
    if ours:
        loop.add_signal_handler(signal.SIGTERM, stop.set)
    try:
        yield stop
    finally:
        if ours:
            loop.remove_signal_handler(signal.SIGTERM)
