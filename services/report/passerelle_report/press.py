"""Warm processes that print: layout is slow, and two cores are twice as fast."""

import asyncio
import multiprocessing
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from passerelle_report.contents import Edition
from passerelle_report.pdf import lay_out
from passerelle_report.printing import Printed, print_edition


@dataclass(frozen=True, slots=True)
class Pressed:
    """A printed edition, and how long that took."""

    edition: Edition
    printed: Printed
    seconds: float


@contextmanager
def press(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Hold *workers* warm processes while the block runs.

    Forked from a server that has loaded everything and started nothing: a fork of this
    process would copy its threads' locks, a fresh one would load for a second.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_warm) as pool:
        yield pool


async def print_all(
    pool: ProcessPoolExecutor, editions: Sequence[Edition]
) -> AsyncIterator[Pressed]:
    """Print *editions*, and hand out each in its order as soon as it is there."""
    loop = asyncio.get_running_loop()
    waiting = [
        loop.run_in_executor(pool, _print, edition.model_dump_json())
        for edition in editions
    ]
    try:
        for edition, one in zip(editions, waiting, strict=True):
            printed, seconds = await one
            yield Pressed(edition, printed, seconds)
    finally:
        for one in waiting:
            one.cancel()


def _warm() -> None:
    """Load fonts and style once, before the first edition is waited for."""
    lay_out(
        '<html lang="en"><head><title>-</title>'
        '<link rel="stylesheet" href="asset:page.css"></head>'
        "<body data-foot='-'><h1>-</h1><p>-</p></body></html>"
    )


def _print(edition: str) -> tuple[Printed, float]:
    began = time.perf_counter()
    printed = print_edition(Edition.model_validate_json(edition))
    return printed, time.perf_counter() - began
