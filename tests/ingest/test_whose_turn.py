"""Each project of a source is read as what it is: a poll, or a long reading."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from passerelle_ingest.accounts import account_of
from passerelle_ingest.budget import Budget, Use
from passerelle_ingest.errors import ReadingFailedError
from passerelle_ingest.http import Connection
from passerelle_ingest.publisher import watermark_key
from passerelle_ingest.rounds import SourceReader
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_ingest.turns import Budgets, Passing, Turns
from passerelle_schemas.deliveries import Watermark
from tests.ingest.sources import (
    GITHUB,
    NOW,
    REPOSITORY,
    RecordingPublisher,
    clock,
)
from tests.ingest.test_backfill_github import small

MISTYPED = "verdier/boutik"


class Noting(Turns):
    """Notes who asked, for the sake of what."""

    def __init__(self) -> None:
        super().__init__(Budget(3), Passing())
        self.noted: list[tuple[Use, str]] = []

    @asynccontextmanager
    async def turn(
        self, use: Use, where: str, given: Callable[[], str] = str
    ) -> AsyncIterator[None]:
        self.noted.append((use, where.removeprefix(f"{GITHUB.id} /repos/")))
        async with super().turn(use, where, given):
            yield


async def read(source: SourceSettings, name: str, turns: Turns) -> None:
    """Read *source*, whose repository was called *name* when it was read last."""
    budgets = Budgets()
    budgets._turns[source.api, account_of(source)] = turns
    reader = SourceReader(
        source,
        Connection(clock, 3, small(), budgets=budgets),
        IngestSettings(sources=(source,)),
        RecordingPublisher(),
        lambda _words: None,
    )
    mark = Watermark(
        source=source.id,
        tracker=source.tracker,
        project=REPOSITORY,
        complete_until=NOW - timedelta(days=30),
        read_at=NOW,
        items=1,
        name=name,
    )
    known = {watermark_key(source.id, REPOSITORY): mark}
    await reader.read(source.projects, known, {})


async def test_a_project_that_cannot_be_read_makes_no_poll_of_another_wait() -> None:
    turns = Noting()
    both = GITHUB.model_copy(update={"projects": (MISTYPED, REPOSITORY)})
    with pytest.raises(ReadingFailedError, match=MISTYPED):
        await read(both, REPOSITORY, turns)
    assert (Use.URGENT, f"{REPOSITORY}/issues") in turns.noted
    assert [where for use, where in turns.noted if use is Use.PATIENT] == [MISTYPED]
    # Who may have to wait for the next hour comes last.
    assert turns.noted[-1] == (Use.PATIENT, MISTYPED)


async def test_a_renamed_project_is_read_whole_without_starving_the_others() -> None:
    turns = Noting()
    one = GITHUB.model_copy(update={"projects": (REPOSITORY,)})
    await read(one, "verdier/ancienne", turns)
    issues = {use for use, where in turns.noted if "/issues" in where}
    assert issues == {Use.PATIENT}
