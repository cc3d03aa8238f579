"""Jobs run while their rows are being found: some at a time, few ahead, one failure."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from passerelle_ingest.errors import TrackerAwayError
from passerelle_ingest.side_by_side import as_they_come


class Rows:
    """A list that counts how far it was walked."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.found = 0
        self.closed = False

    async def __call__(self) -> AsyncIterator[int]:
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


async def test_a_list_that_fails_ends_the_jobs() -> None:
    ended = []

    async def rows() -> AsyncIterator[int]:
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
