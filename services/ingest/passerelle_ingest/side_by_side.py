"""Runs small jobs side by side, a few at a time, and says which failure counts."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from passerelle_schemas.errors import PasserelleError

R = TypeVar("R")


async def side_by_side(
    job: Callable[[R], Awaitable[None]], rows: Iterable[R], concurrency: int
) -> None:
    """Do *job* for each row; at the first failure end the others, and raise it."""
    waiting = iter(rows)

    async def work() -> None:
        for row in waiting:
            await job(row)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(concurrency):
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
