"""SIGTERM and Ctrl-C as an event that a service can wait for."""

import asyncio
import signal
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def told_to_stop() -> Iterator[asyncio.Event]:
    """Give an event that is set when the operator asks this process to end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in SIGNALS:
        loop.add_signal_handler(name, stop.set)
    try:
        yield stop
    finally:
        for name in SIGNALS:
            loop.remove_signal_handler(name)


async def unless_told_to_stop(work: Coroutine[Any, Any, T]) -> T | None:
    """Do *work*; None when the operator asked this process to end before it was done.

    What *work* opened is closed then: a process that died of the signal instead would
    leave its broker and its worker behind.
    """
    with told_to_stop() as stop:
        working = asyncio.ensure_future(work)
        waiting = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (working, waiting):
                task.cancel()
            await asyncio.gather(working, waiting, return_exceptions=True)
        return None if working.cancelled() else working.result()


async def until_one_ends(*running: Coroutine[Any, Any, T]) -> T:
    """Run all; when one ends, end the others, and give or raise what it did."""
    tasks = [asyncio.ensure_future(one) for one in running]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        results = [task.result() for task in tasks if task in done]
        return results[0]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
