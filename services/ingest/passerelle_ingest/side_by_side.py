"""Runs small jobs side by side, a few at a time, and says which failure counts."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import aclosing
from typing import TypeVar

from passerelle_kafka.connection import are_cancelled
from passerelle_schemas.errors import PasserelleError

R = TypeVar("R")


async def side_by_side(
    job: Callable[[R], Awaitable[None]], rows: Iterable[R], concurrency: int
) -> None:
    """Do *job* for each row; at the first failure end the others, and raise it.

    A job may come to its end although it was cancelled: then no other is begun.
    """
    waiting = iter(rows)

    async def work() -> None:
        for row in waiting:
            await job(row)
            if are_cancelled():
                return

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(concurrency):
                group.create_task(work())
    except BaseExceptionGroup as errors:
        raise worst(errors) from errors


async def as_they_come(
    job: Callable[[R], Awaitable[None]], rows: AsyncGenerator[R, None], concurrency: int
) -> None:
    """Do *job* for each row while the next rows are being found.

    Twice as many jobs as *concurrency* are begun: while some wait for the tracker, the
    others wait for the broker. As many rows more are found ahead, and no others, so
    that memory holds few. At the first failure all end, and it is raised; whatever
    came to its end although it was cancelled begins nothing more.
    """
    at_once = 2 * concurrency
    found: asyncio.Queue[R | None] = asyncio.Queue(concurrency)

    async def find() -> None:
        async with aclosing(rows):
            async for row in rows:
                if are_cancelled():
                    return
                await found.put(row)
        for _ in range(at_once):
            await found.put(None)

    async def work() -> None:
        while not are_cancelled() and (row := await found.get()) is not None:
            await job(row)

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(find())
            for _ in range(at_once):
                group.create_task(work())
    except BaseExceptionGroup as errors:
        raise worst(errors) from errors


def worst(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """One error of those that ended a reading: what is not ours before what is.

    Errands that were cancelled because another one failed say nothing.
    """
    flat: list[BaseException] = []
    waiting: list[BaseException] = [errors]
    while waiting:
        error = waiting.pop()
        if isinstance(error, BaseExceptionGroup):
            waiting += error.exceptions
        else:
            flat.append(error)
    return min(flat, key=lambda e: (isinstance(e, PasserelleError), str(e)))
