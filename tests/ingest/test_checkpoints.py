"""A long first reading goes on where it was interrupted, and tells how far it is."""

from datetime import timedelta

import pytest

from passerelle_ingest import project
from passerelle_ingest.backfill import BackfillResult, backfill
from passerelle_ingest.frontier import Frontier
from passerelle_ingest.http import Connection
from passerelle_ingest.plan import Limits
from passerelle_ingest.progress import how_far
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_kafka.errors import BrokerAwayError
from passerelle_schemas.progress import Checkpoint
from passerelle_schemas.topics import INGEST_CHECKPOINTS
from tests.ingest import test_backfill_github as github
from tests.ingest import test_backfill_jira as jira
from tests.ingest.sources import (
    DATA_CENTER,
    GITHUB,
    JIRA,
    NOW,
    REPOSITORY,
    RecordingPublisher,
    clock,
)
from tests.ingest.test_renames import renamed
from tests.ingest.trackers import SmallTracker

ONE = GITHUB.model_copy(update={"projects": (REPOSITORY,)})
EACH = pytest.mark.parametrize(
    "source", [ONE, JIRA, DATA_CENTER], ids=["github", "cloud", "datacenter"]
)
SECOND = timedelta(seconds=1)


def small(source: SourceSettings) -> SmallTracker:
    return github.small(28) if source is ONE else jira.small(28)


async def read(
    source: SourceSettings,
    tracker: SmallTracker,
    publisher: RecordingPublisher,
    checkpoints: dict[str, Checkpoint],
    said: list[str] | None = None,
) -> BackfillResult:
    connection = Connection(clock, 2, tracker)
    async with TRACKERS[source.tracker].client(source, connection) as client:
        return await backfill(
            source,
            source.projects,
            client=client,
            publisher=publisher,
            watermarks={},
            clock=clock,
            progress=(said if said is not None else []).append,
            limits=Limits(concurrency=2),
            checkpoints=checkpoints,
        )


def saved(publisher: RecordingPublisher) -> dict[str, Checkpoint]:
    found: dict[str, Checkpoint] = {}
    for record in publisher.on(INGEST_CHECKPOINTS.name):
        found.pop(record.key.decode(), None)
        if record.value is not None:
            found[record.key.decode()] = INGEST_CHECKPOINTS.decode(record.value)
    return found


@EACH
async def test_interrupted_late_it_goes_on_and_the_facts_are_those_of_a_whole_run(
    source: SourceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "TELLS_EVERY", 4)
    whole = RecordingPublisher()
    await read(source, small(source), whole, {})
    assert saved(whole) == {}  # taken away at the end
    late = len(whole.records) * 9 // 10
    publisher = RecordingPublisher(fails_after=late)
    with pytest.raises(BrokerAwayError):
        await read(source, small(source), publisher, {})
    found = saved(publisher)
    (checkpoint,) = found.values()
    assert checkpoint.items >= 20
    publisher.fails_after = None
    again = await read(source, small(source), publisher, found)
    assert 0 < again.items < 14
    assert publisher.fact_ids == whole.fact_ids
    assert again.projects[0].watermark is not None
    assert saved(publisher) == {}


@EACH
async def test_a_project_that_is_renamed_meanwhile_is_read_from_its_beginning(
    source: SourceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "TELLS_EVERY", 4)
    publisher = RecordingPublisher()
    await read(source, small(source), publisher, {})
    publisher.fails_after = 2 * len(publisher.records) - 20
    tracker = small(source)
    with pytest.raises(BrokerAwayError):
        await read(source, tracker, publisher, {})
    found = saved(publisher)
    assert found
    publisher.fails_after = None
    renamed(tracker)
    again = await read(source, tracker, publisher, found)
    assert again.items == 28


@EACH
async def test_a_long_reading_tells_how_many_of_how_many(
    source: SourceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "TELLS_EVERY", 10)
    said: list[str] = []
    await read(source, small(source), RecordingPublisher(), {}, said)
    assert any("of about 28 items read" in words for words in said)


def test_a_frontier_is_where_nothing_is_under_way_before() -> None:
    frontier = Frontier(SECOND)
    first, second, third = (frontier.begin() for _ in range(3))
    frontier.end(third, [NOW + 3 * SECOND])
    frontier.end(second, [])
    assert frontier.reached is None
    frontier.end(first, [NOW])
    assert frontier.reached == NOW + 3 * SECOND
    assert frontier.ordered


def test_a_list_out_of_order_gives_no_checkpoint() -> None:
    frontier = Frontier(SECOND)
    frontier.end(frontier.begin(), [NOW])
    frontier.end(frontier.begin(), [NOW - SECOND])
    assert frontier.ordered
    frontier.end(frontier.begin(), [NOW - 2 * SECOND])
    assert not frontier.ordered


@pytest.mark.parametrize(
    ("items", "total", "seconds", "words"),
    [
        (200, None, 60, "200 items read, from 7 answers"),
        (200, 30_000, 1, "200 of about 30000 items read"),
        (200, 30_000, 10, "200 of about 30000 items read, about 25 min left"),
        (200, 90_000, 60, "200 of about 90000 items read, about 7.5 h left"),
        (200, 210, 60, "200 of about 210 items read, less than a minute left"),
        (220, 210, 60, "220 items read"),
    ],
)
def test_words_of_progress(
    items: int, total: int | None, seconds: int, words: str
) -> None:
    assert how_far(items, total, 7, timedelta(seconds=seconds)) == words
