"""Reading a tracker looks for garbage seldom, and leaves all as it was."""

import asyncio
import gc

import pytest

from passerelle_ingest.garbage import SELDOM, seldom_collected


async def test_garbage_is_looked_for_seldom_until_the_last_work_ends() -> None:
    usual, seen = gc.get_threshold(), []
    others = asyncio.Event()

    @seldom_collected
    async def work(*, waits: bool) -> None:
        if waits:
            await others.wait()
        seen.append(gc.get_threshold())

    first = asyncio.create_task(work(waits=True))
    await asyncio.sleep(0)
    await work(waits=False)
    others.set()
    await first

    assert seen == [SELDOM, SELDOM]
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() == 0


async def test_a_work_that_fails_leaves_all_as_it_was() -> None:
    usual = gc.get_threshold()

    @seldom_collected
    async def fails() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await fails()
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() == 0
