"""Warm processes that print: layout is slow, and two cores are twice as fast.

A process that is ended, by its limits or by the machine, takes its whole pool with it:
the pool is renewed, and what it was printing is printed once more, alone.
"""

import asyncio
import multiprocessing
import resource
import signal
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from passerelle_report.contents import Edition
from passerelle_report.errors import LayoutError, PrintingEndedError
from passerelle_report.pdf import lay_out
from passerelle_report.printing import Printed, named, print_edition
from passerelle_schemas.errors import UnprocessableError

_BYTES_IN_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What printing one edition may take; an edition takes a second and 200 MB."""

    seconds: float = 120.0
    memory_mb: int = 1024


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Pressed:
    """A printed edition, and how long that took."""

    edition: Edition
    printed: Printed
    seconds: float


@dataclass(frozen=True, slots=True)
class Lost:
    """An edition that could not be printed, and why."""

    edition: Edition
    error: UnprocessableError


@dataclass(frozen=True, slots=True)
class _Failed:
    """What a process says instead of raising: some exceptions cannot travel."""

    cause: str


Told = tuple[Printed | _Failed, float]


class Press:
    """Holds *workers* warm processes while the block runs.

    Forked from a server that has loaded everything and started nothing: a fork of this
    process would copy its threads' locks, a fresh one would load for a second.

    Editions travel in files. Before Python 3.11.6 a pool that breaks while something
    larger than a pipe waits to be sent to it never ends (CPython issue 107219).
    """

    def __init__(self, workers: int, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._workers = workers
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([__name__])

    def __enter__(self) -> Self:
        _start_server()
        self._folder = TemporaryDirectory(prefix="passerelle-")
        self._sent = 0
        self._pool = self._new_pool()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_raised: object) -> None:
        if kind is not None:
            self._end()
        self._pool.shutdown()
        self._folder.cleanup()

    def _end(self) -> None:
        """End the processes at once: nobody waits for what they print."""
        for process in list((self._pool._processes or {}).values()):  # noqa: SLF001 - it has no public way before Python 3.14
            process.kill()

    def renew(self) -> None:
        """Take new processes in place of those that were ended."""
        self._pool.shutdown()
        self._pool = self._new_pool()

    def send(self, edition: Edition) -> asyncio.Future[Told]:
        """Let *edition* be printed; BrokenProcessPool when a process was ended."""
        loop = asyncio.get_running_loop()
        limit = self.limits.seconds
        try:
            return loop.run_in_executor(
                self._pool, _print, self._written(edition), limit
            )
        except BrokenProcessPool as error:  # ended since: told when it is waited for
            broken: asyncio.Future[Told] = loop.create_future()
            broken.set_exception(error)
            return broken

    def _written(self, edition: Edition) -> Path:
        self._sent += 1
        path = Path(self._folder.name) / f"{self._sent}.json"
        path.write_text(edition.model_dump_json(), encoding="utf-8")
        return path

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._workers,
            mp_context=self._context,
            initializer=_warm,
            initargs=(self.limits.memory_mb,),
        )


async def print_all(
    press: Press, editions: Sequence[Edition]
) -> AsyncIterator[Pressed | Lost]:
    """Print *editions*, and hand out each in its order as soon as it is there.

    One that cannot be printed is handed out as lost; the others are printed.
    """
    waiting = [press.send(edition) for edition in editions]
    try:
        for place, edition in enumerate(editions):
            try:
                told = await waiting[place]
            except BrokenProcessPool:
                press.renew()
                yield await _alone(press, edition)
                waiting[place + 1 :] = await _sent_again(
                    press, editions[place + 1 :], waiting[place + 1 :]
                )
            else:
                yield _outcome(edition, told)
    finally:
        for one in waiting:
            one.cancel()


async def _alone(press: Press, edition: Edition) -> Pressed | Lost:
    """Print it with nothing beside it, so that nothing else can end its process."""
    began = time.perf_counter()
    try:
        return _outcome(edition, await press.send(edition))
    except BrokenProcessPool:
        took = time.perf_counter() - began
        press.renew()
        limits = press.limits
        slow = limits.seconds if took >= limits.seconds else None
        error = PrintingEndedError(named(edition), limits.memory_mb, slow)
        return Lost(edition, error)


async def _sent_again(
    press: Press, editions: Sequence[Edition], waiting: Sequence[asyncio.Future[Told]]
) -> list[asyncio.Future[Told]]:
    """Keep what was printed before the pool broke; send the rest to the new one."""
    await asyncio.gather(*waiting, return_exceptions=True)
    return [
        press.send(edition) if isinstance(one.exception(), BrokenProcessPool) else one
        for edition, one in zip(editions, waiting, strict=True)
    ]


def _outcome(edition: Edition, told: Told) -> Pressed | Lost:
    printed, seconds = told
    if isinstance(printed, _Failed):
        return Lost(edition, LayoutError(named(edition), printed.cause))
    return Pressed(edition, printed, seconds)


def _start_server() -> None:
    """Start what the processes are forked from, deaf to Ctrl-C, which we answer.

    A terminal tells it to all of them. A mask is inherited, from the first moment on;
    a handler of theirs would come too late. The tracker must be there before: started
    with the server, it would take the mask away.
    """
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _warm(memory_mb: int) -> None:
    """Bound the memory; load fonts and style once, before an edition is waited for."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # which ends the process
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = memory_mb * _BYTES_IN_MB
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
    lay_out(
        '<html lang="en"><head><title>-</title>'
        '<link rel="stylesheet" href="asset:page.css"></head>'
        "<body data-foot='-'><h1>-</h1><p>-</p></body></html>"
    )


def _print(edition: Path, limit: float) -> Told:
    """Print within *limit* seconds; then the kernel ends this process, come what may.

    A handler of ours would wait for a library that never returns.
    """
    began = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        read = Edition.model_validate_json(edition.read_bytes())
        printed: Printed | _Failed = print_edition(read)
    except LayoutError as error:
        printed = _Failed(error.cause)
    except Exception as error:  # noqa: BLE001 - whatever writing a PDF may raise
        printed = _Failed(type(error).__name__)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return printed, time.perf_counter() - began
