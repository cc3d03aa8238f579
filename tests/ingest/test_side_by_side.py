"""Jobs run while their rows are being found: some at a time, few ahead, one failure."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

import pytest

from passerelle_ingest.errors import TrackerAwayError
from passerelle_ingest.side_by_side import as_they_come, side_by_side


class Rows:
    """A list that counts how far it was walked."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.found = 0
        self.closed = False

    async def __call__(self) -> AsyncGenerator[int, None]:
        try:
            for row in range(self.size):
                self.found += 1
                yield row
                await asyncio.sleep(0)
        finally:
            self.closed = True


async def test_the_next_rows_are_found_while_jobs_run_and_only_a_few_ahead() -> None:
    rows, ahead, running, most = Rows(200), 0, 0, 0
    done: list[int] = []

    async def job(row: int) -> None:
        nonlocal ahead, running, most
        running += 1
        most = max(most, running)
        for _ in range(50):
            await asyncio.sleep(0)
        ahead = max(ahead, rows.found - len(done))
        running -= 1
        done.append(row)

    await as_they_come(job, rows(), 4)
    assert sorted(done) == list(range(200))
    assert most == 8, "twice the places: some wait for the tracker, some for the broker"
    assert 8 < ahead <= 8 + 4 + 2, "found ahead, within a bounded memory"


async def test_the_first_failure_ends_the_others_and_the_list() -> None:
    rows, ended = Rows(200), 0

    async def job(row: int) -> None:
        nonlocal ended
        if row == 3:
            raise TrackerAwayError("there", "test")
        try:
            await asyncio.Event().wait()
        finally:
            ended += 1

    with pytest.raises(TrackerAwayError):
        await as_they_come(job, rows(), 2)
    assert ended == 3
    assert rows.found < 20


async def test_what_ends_well_although_it_was_cancelled_begins_nothing_more() -> None:
    rows, done = Rows(200), []

    async def job(row: int) -> None:
        if row == 3:
            await asyncio.sleep(0)
            raise TrackerAwayError("there", "test")
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        done.append(row)

    async with asyncio.timeout(10):
        with pytest.raises(TrackerAwayError):
            await as_they_come(job, rows(), 2)
        assert sorted(done) == [0, 1, 2]
        with pytest.raises(TrackerAwayError):
            await side_by_side(job, range(200), 4)
    assert sorted(done) == [0, 0, 1, 1, 2, 2]


async def test_a_list_that_goes_on_although_it_was_cancelled_ends_too() -> None:
    gone_on = []

    async def rows() -> AsyncGenerator[int, None]:
        yield 0
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        for row in range(1, 200):
            gone_on.append(row)
            yield row

    async def job(_row: int) -> None:
        await asyncio.sleep(0)
        raise TrackerAwayError("there", "test")

    async with asyncio.timeout(10):
        with pytest.raises(TrackerAwayError):
            await as_they_come(job, rows(), 2)
    assert gone_on == [1]


async def test_a_list_that_fails_ends_the_jobs() -> None:
    ended = []

    async def rows() -> AsyncGenerator[int, None]:
        yield 1
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        raise TrackerAwayError("the list", "test")

    async def job(row: int) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(row)

    with pytest.raises(TrackerAwayError):
        await as_they_come(job, rows(), 2)
    assert ended == [1]


async def test_an_empty_list_is_no_work() -> None:
    async def job(row: int) -> None:
        raise AssertionError(row)

    await as_they_come(job, Rows(0)(), 3)
